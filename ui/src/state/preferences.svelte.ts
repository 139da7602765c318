import type { Answer } from "../ipc/backend";
import type { AppError, ProgramKind, SettingsForm, SettingsView } from "../ipc/bindings";
import { telling } from "../ipc/errors";
import type { App } from "./app.svelte";

function formOf(view: SettingsView): SettingsForm {
  const { language, theme, myAddress, winBoxPath, terminal, notices, warnMinutes } = view;
  const { quit, revokeOnLock, revokeOnSleep, addressService, watchAddress, preset, logLevel } = view;
  const startWithSystem = view.startWithSystem ?? false;
  return {
    language,
    theme,
    myAddress,
    winBoxPath,
    terminal,
    notices,
    warnMinutes,
    quit,
    startWithSystem,
    revokeOnLock,
    revokeOnSleep,
    addressService,
    watchAddress,
    preset,
    logLevel,
  };
}

/** Wishes of the settings screen. Each control saves by itself; the core takes the whole form. */
export class Preferences {
  readonly #app: App;
  /** What the core has taken and not told back yet, and the view it changes. */
  #taken = $state.raw<{ change: Partial<SettingsForm>; of: SettingsView | null }>({ change: {}, of: null });
  #last: Promise<unknown> = Promise.resolve();

  constructor(app: App) {
    this.#app = app;
  }

  /** What is in force, so far as the core has taken it. */
  readonly inForce = $derived.by((): SettingsForm | null => {
    const { settings } = this.#app;
    if (!settings) return null;
    return this.#taken.of === settings ? { ...formOf(settings), ...this.#taken.change } : formOf(settings);
  });

  /** Saves the settings with some of them changed, one save after the other: none undoes the one before. */
  async save(change: Partial<SettingsForm>): Promise<Answer<null>> {
    const saved = this.#last.then(() => this.#send(change));
    this.#last = saved.catch(() => undefined);
    return saved;
  }

  async #send(change: Partial<SettingsForm>): Promise<Answer<null>> {
    const of = this.#app.settings;
    const form = this.inForce;
    if (!form) return { status: "ok", data: null };
    const answer = await this.#app.backend.saveSettings({ ...form, ...change });
    if (answer.status === "ok" && of === this.#app.settings) {
      const before = this.#taken.of === of ? this.#taken.change : {};
      this.#taken = { change: { ...before, ...change }, of };
    }
    return answer;
  }

  /** Saves and says so; what was refused comes back, for the field it belongs to. */
  async keep(change: Partial<SettingsForm>): Promise<AppError | null> {
    const answer = await this.save(change);
    if (answer.status === "error") return answer.error;
    this.#app.say({ id: "saved" });
    return null;
  }

  /** Saves, and says how it went. */
  async keepOrSay(change: Partial<SettingsForm>): Promise<void> {
    const error = await this.keep(change);
    if (error) this.#app.say(telling(error).words, "problem");
  }

  /** Lets the user pick WinBox and keeps the choice. */
  async chooseWinBox(): Promise<void> {
    await this.#app.flights.once("choose", async () => {
      const answer = await this.#app.backend.chooseProgram("winBox");
      if (answer.status === "error") this.#app.say(telling(answer.error).words, "problem");
      else if (answer.data !== null) await this.keepOrSay({ winBoxPath: answer.data });
    });
  }

  /** Starts a program on nothing. Answers with why it did not start. */
  async test(kind: ProgramKind): Promise<AppError | null> {
    let problem: AppError | null = null;
    await this.#app.flights.once(testFlight(kind), async () => {
      const answer = await this.#app.backend.testProgram(kind);
      if (answer.status === "error") problem = answer.error;
      else this.#app.say({ id: "program-opened", args: { program: answer.data } });
    });
    return problem;
  }

  isTesting(kind: ProgramKind): boolean {
    return this.#app.flights.has(testFlight(kind));
  }
}

const testFlight = (kind: ProgramKind): string => `test ${kind}`;
