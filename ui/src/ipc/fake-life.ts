import { isLive } from "../pure/choice";
import { Refused, type Answer } from "./backend";
import type { DiagnosticsView, NoTrayChoice, PlaceView, ProgramKind, QuitChoice, SettingsForm, SiteId } from "./bindings";
import { FakeCore, ok, refuse } from "./fake-core";
import { fakeRange } from "./fake-range";
import { fakeReport } from "./fake-views";

/** The part of the core in memory that keeps settings and ends the program. */
export class FakeLife extends FakeCore {
  /** `false`: the user cancels the system's dialog for saving. */
  savesFiles = true;
  #reports = 0;

  showPlace(place: PlaceView): Promise<null> {
    this.calls.push(["showPlace", place]);
    this.place = place;
    return Promise.resolve(null);
  }

  closePrompt(): Promise<null> {
    this.calls.push(["closePrompt"]);
    this.push({ prompt: { kind: "none" } });
    return Promise.resolve(null);
  }

  answerQuit(choice: QuitChoice, remember: boolean): Promise<null> {
    this.calls.push(["answerQuit", choice, remember]);
    this.push({ prompt: { kind: "none" } });
    if (remember) this.push({ settings: { ...this.settings, quit: choice === "revokeSessions" ? "revoke" : "keep" } });
    return Promise.resolve(null);
  }

  answerNoTray(choice: NoTrayChoice): Promise<null> {
    this.calls.push(["answerNoTray", choice]);
    this.push({ prompt: { kind: "none" } });
    return Promise.resolve(null);
  }

  quit(): Promise<null> {
    this.calls.push(["quit"]);
    const openSessions = this.sessions.filter((session) => session.createdHere && isLive(session)).length;
    if (openSessions > 0 && this.settings.quit === "ask") this.push({ prompt: { kind: "quit", openSessions } });
    return Promise.resolve(null);
  }

  saveSettings(form: SettingsForm): Promise<Answer<null>> {
    this.calls.push(["saveSettings", form]);
    const refusal = this.refusal("saveSettings");
    if (refusal) return Promise.resolve(refusal);
    const problem = form.myAddress.trim() === "" ? null : fakeRange(form.myAddress).problem;
    if (problem) {
      return Promise.resolve(refuse({ code: "invalidField", field: "myAddress", problem: { kind: "range", problem } }));
    }
    const { minutes } = form.preset ?? { minutes: 60 };
    if (minutes < 15 || minutes > 1440) {
      const short = minutes < 15 ? "tooShort" : "tooLong";
      return Promise.resolve(refuse({ code: "invalidField", field: "presetMinutes", problem: { kind: "duration", problem: short } }));
    }
    this.push({
      settings: {
        ...this.settings,
        ...form,
        startWithSystem: this.options.plainSystem ? null : form.startWithSystem,
        languageInForce: form.language === "arabic" ? "ar" : "en",
        winBox: form.winBoxPath ? { path: form.winBoxPath, chosen: true } : { path: "/usr/bin/winbox", chosen: false },
      },
    });
    return Promise.resolve(ok(null));
  }

  prepareDiagnostics(): Promise<DiagnosticsView> {
    this.calls.push(["prepareDiagnostics"]);
    const refusal = this.refusal("prepareDiagnostics");
    if (refusal?.status === "error") return Promise.reject(new Refused(refusal.error));
    this.#reports += 1;
    return Promise.resolve(fakeReport(this.#reports, this.settings.logLevel));
  }

  saveDiagnostics(report: number): Promise<Answer<boolean>> {
    this.calls.push(["saveDiagnostics", report]);
    return Promise.resolve(this.refusal("saveDiagnostics") ?? ok(this.savesFiles));
  }

  chooseProgram(kind: string): Promise<Answer<string | null>> {
    this.calls.push(["chooseProgram", kind]);
    return Promise.resolve(ok("/opt/winbox/WinBox"));
  }

  lookUpAddress(): Promise<Answer<string>> {
    this.calls.push(["lookUpAddress"]);
    const unnamed = this.settings.addressService === "" ? refuse({ code: "noAddressService" }) : null;
    return Promise.resolve(this.refusal("lookUpAddress") ?? unnamed ?? ok("203.0.113.42"));
  }

  trustHostKey(site: SiteId, fingerprint: string): Promise<Answer<null>> {
    this.calls.push(["trustHostKey", site, fingerprint]);
    const refusal = this.refusal("trustHostKey");
    if (refusal) return Promise.resolve(refusal);
    const hostKeys = this.hostKeys.map((key) =>
      key.site === site ? { ...key, known: key.offered, offered: null, isNew: true } : key,
    );
    const sessions = this.sessions.map((session) => {
      const told = session.site === site && session.problem?.code === "hostKeyChanged";
      return told ? { ...session, problem: null } : session;
    });
    this.push({ hostKeys, sessions });
    return Promise.resolve(ok(null));
  }

  forgetHostKey(site: SiteId): Promise<Answer<null>> {
    this.calls.push(["forgetHostKey", site]);
    const refusal = this.refusal("forgetHostKey");
    if (refusal) return Promise.resolve(refusal);
    this.push({ hostKeys: this.hostKeys.filter((key) => key.site !== site) });
    return Promise.resolve(ok(null));
  }

  allowOldHostKeys(site: SiteId, on: boolean): Promise<Answer<null>> {
    this.calls.push(["allowOldHostKeys", site, on]);
    const refusal = this.refusal("allowOldHostKeys");
    if (refusal) return Promise.resolve(refusal);
    const others = this.hostKeys.filter((key) => key.site !== site);
    const key = this.hostKeys.find((known) => known.site === site) ?? { site, known: null, isNew: false, offered: null };
    this.push({ hostKeys: [...others, { ...key, oldKeysAllowed: on }] });
    return Promise.resolve(ok(null));
  }

  installUpdate(): Promise<Answer<null>> {
    this.calls.push(["installUpdate"]);
    return Promise.resolve(this.refusal("installUpdate") ?? ok(null));
  }

  testProgram(kind: ProgramKind): Promise<Answer<string>> {
    this.calls.push(["testProgram", kind]);
    const names: Record<ProgramKind, string> = { winBox: "WinBox", terminal: "xterm", ssh: "ssh", browser: "browser" };
    return Promise.resolve(this.refusal("testProgram") ?? ok(names[kind]));
  }
}
