import { createContext } from "svelte";

import type { Answer, Backend } from "../ipc/backend";
import type {
  AccountView,
  AppError,
  CopyField,
  ProgramKind,
  Protocol,
  SessionKey,
  SessionView,
  SettingsForm,
  SettingsView,
  SiteId,
  StatusView,
  ViewUpdate,
} from "../ipc/bindings";
import { telling, type OfferedAction, type Words } from "../ipc/errors";
import { Clock } from "./clock.svelte";
import { DefaultsStore } from "./defaults.svelte";
import { Flights } from "./flights.svelte";
import { SessionsStore } from "./sessions.svelte";
import { SitesStore } from "./sites.svelte";
import { Texts } from "./texts.svelte";

/** What the right pane shows. */
export type Place = "site" | "active" | "settings";

/** A dialog above the window; at most one, and one question above it. */
export type OpenDialog = { kind: "request"; site: SiteId; protocol: Protocol | null };
export type Question =
  | { kind: "revoke"; session: SessionView }
  | { kind: "signOut" }
  | { kind: "openToAll"; siteName: string; confirmed: () => void };

/** A short word on what has just happened. */
export type Toast = { words: Words; severity: "done" | "problem" };

const TOAST_MILLIS = 6000;
const SELECT_DELAY_MILLIS = 150;

/** The window's state: views of the core, and what the user looks at. Wishes go out from here. */
export class App {
  readonly backend: Backend;
  readonly texts = new Texts();
  readonly clock = new Clock();
  readonly sites = new SitesStore();
  readonly sessions = new SessionsStore();
  readonly defaults: DefaultsStore;
  readonly flights = new Flights();

  account = $state.raw<AccountView | null>(null);
  status = $state.raw<StatusView | null>(null);
  settings = $state.raw<SettingsView | null>(null);

  place = $state<Place>("site");
  drawerOpen = $state(false);
  dialog = $state.raw<OpenDialog | null>(null);
  question = $state.raw<Question | null>(null);
  toast = $state.raw<Toast | null>(null);
  /** What went wrong last at a site, until the next wish there. */
  siteProblem = $state.raw<{ site: SiteId; error: AppError } | null>(null);
  noteSeen = $state(false);

  #revision = -1;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;
  #selectTimer: ReturnType<typeof setTimeout> | undefined;

  readonly signedIn = $derived(this.account?.phase === "signedIn");

  constructor(backend: Backend) {
    this.backend = backend;
    this.defaults = new DefaultsStore(backend);
  }

  /** Listens first, then asks for everything, so that no change falls between. Returns what stops it. */
  async start(): Promise<() => void> {
    const stop = await this.backend.listen((update) => this.apply(update));
    this.apply(await this.backend.loadViews());
    return stop;
  }

  apply(update: ViewUpdate): void {
    if (update.revision <= this.#revision) return;
    this.#revision = update.revision;
    if (update.account) this.#applyAccount(update.account);
    if (update.sites) this.sites.view = update.sites;
    if (update.sessions) {
      this.sessions.all = update.sessions;
      this.defaults.forget();
    }
    if (update.status) this.status = update.status;
    if (update.settings) {
      this.settings = update.settings;
      this.texts.use(update.settings.languageInForce);
      this.defaults.forget();
    }
  }

  #applyAccount(account: AccountView): void {
    const before = this.account;
    this.account = account;
    if (before?.phase === "signedIn" && account.phase !== "signedIn") {
      this.sites.query = "";
      this.sites.chosenId = null;
      this.place = "site";
      this.dialog = null;
      this.question = null;
      this.siteProblem = null;
      this.noteSeen = false;
    }
  }

  // ---- moving about

  choose(site: SiteId): void {
    this.sites.chosenId = site;
    this.place = "site";
    this.#tellSelection(site);
  }

  go(place: Place): void {
    this.place = place;
    this.drawerOpen = false;
    if (place === "active") this.#tellSelection(null);
    if (place === "site") this.#tellSelection(this.sites.chosenId);
  }

  /** The core polls what is looked at; passing by with the arrow keys is not looking. */
  #tellSelection(site: SiteId | null): void {
    clearTimeout(this.#selectTimer);
    this.#selectTimer = setTimeout(() => void this.backend.selectSite(site), SELECT_DELAY_MILLIS);
  }

  openRequest(site: SiteId, protocol: Protocol | null = null): void {
    this.dialog = { kind: "request", site, protocol };
  }

  say(words: Words, severity: Toast["severity"] = "done"): void {
    clearTimeout(this.#toastTimer);
    this.toast = { words, severity };
    this.#toastTimer = setTimeout(() => (this.toast = null), TOAST_MILLIS);
  }

  hush(): void {
    clearTimeout(this.#toastTimer);
    this.toast = null;
  }

  // ---- wishes

  async connectSite(site: SiteId, protocol: Protocol): Promise<void> {
    await this.flights.once(`connect ${site}`, async () => {
      this.siteProblem = null;
      const answer = await this.backend.connectSite(site, protocol);
      if (answer.status === "error") this.siteProblem = { site, error: answer.error };
      else if (answer.data.kind === "formNeeded") this.openRequest(site, protocol);
    });
  }

  async connectSession(session: SessionView): Promise<void> {
    await this.flights.once(`session ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.connectSession(session.key));
    });
  }

  async revoke(session: SessionView): Promise<void> {
    await this.flights.once(`revoke ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.revokeSession(session.key));
    });
  }

  async copy(key: SessionKey, field: CopyField): Promise<void> {
    const said: Record<CopyField, string> = {
      address: "copied-address",
      userName: "copied-user-name",
      password: "copied-password",
      command: "copied-command",
    };
    const answer = await this.backend.copyFromSession(key, field);
    if (answer.status === "ok") this.say({ id: said[field] });
    else this.say(telling(answer.error).words, "problem");
  }

  async setFavourite(site: SiteId, on: boolean): Promise<void> {
    this.#orSay(await this.backend.setFavourite(site, on));
  }

  async signOut(): Promise<void> {
    await this.flights.once("signOut", async () => this.#orSay(await this.backend.signOut()));
  }

  async refresh(): Promise<void> {
    await this.flights.once("refresh", async () => {
      await this.backend.refresh();
    });
  }

  settingsForm(): SettingsForm | null {
    const now = this.settings;
    if (!now) return null;
    const { language, theme, myAddress, winBoxPath, terminal } = now;
    return { language, theme, myAddress, winBoxPath, terminal };
  }

  /** Saves the settings with some of them changed. */
  async saveSettings(change: Partial<SettingsForm>): Promise<Answer<null>> {
    const form = this.settingsForm();
    if (!form) return { status: "ok", data: null };
    return this.backend.saveSettings({ ...form, ...change });
  }

  /** Lets the user pick a program and keeps the choice. */
  async chooseProgram(kind: ProgramKind): Promise<void> {
    await this.flights.once("choose", async () => {
      const answer = await this.backend.chooseProgram(kind);
      if (answer.status === "error") this.#orSay(answer);
      else if (answer.data !== null && kind === "winBox") {
        this.#orSay(await this.saveSettings({ winBoxPath: answer.data }));
      }
    });
  }

  offer(action: OfferedAction): void {
    switch (action) {
      case "signIn":
        this.question = { kind: "signOut" };
        break;
      case "refresh":
        void this.refresh();
        break;
      case "retryKeychain":
        void this.backend.retryKeychain();
        break;
      case "chooseProgram":
        void this.chooseProgram("winBox");
        break;
      case "openSettings":
        this.go("settings");
        break;
    }
  }

  #atSite(site: SiteId, answer: Answer<null>): void {
    this.siteProblem = answer.status === "error" ? { site, error: answer.error } : null;
  }

  #orSay(answer: Answer<unknown>): void {
    if (answer.status === "error") this.say(telling(answer.error).words, "problem");
  }
}

export const [getApp, setApp] = createContext<App>();
