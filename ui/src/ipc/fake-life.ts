import { isLive } from "../pure/choice";
import type { Answer } from "./backend";
import type { NoTrayChoice, PlaceView, ProgramKind, QuitChoice, SettingsForm } from "./bindings";
import { FakeCore, ok, refuse } from "./fake-core";
import { fakeRange } from "./fake-range";

/** The part of the core in memory that keeps settings and ends the program. */
export class FakeLife extends FakeCore {
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

  chooseProgram(kind: string): Promise<Answer<string | null>> {
    this.calls.push(["chooseProgram", kind]);
    return Promise.resolve(ok("/opt/winbox/WinBox"));
  }

  testProgram(kind: ProgramKind): Promise<Answer<string>> {
    this.calls.push(["testProgram", kind]);
    const names: Record<ProgramKind, string> = { winBox: "WinBox", terminal: "xterm", ssh: "ssh" };
    return Promise.resolve(this.refusal("testProgram") ?? ok(names[kind]));
  }
}
