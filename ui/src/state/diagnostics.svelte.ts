import { errorOf } from "../ipc/backend";
import type { AppError, DiagnosticsView } from "../ipc/bindings";
import { telling } from "../ipc/errors";
import type { App } from "./app.svelte";

/** A report for somebody who helps: made, looked at, and saved as it was seen. */
export class Diagnostics {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Makes a report and shows it, unless the user has gone elsewhere meanwhile. */
  async open(): Promise<void> {
    const app = this.#app;
    await app.flights.once("prepare diagnostics", async () => {
      try {
        const view = await app.backend.prepareDiagnostics();
        if (app.place === "settings" && app.dialog === null) app.dialog = { kind: "diagnostics", view };
      } catch (fault) {
        app.say(telling(errorOf(fault)).words, "problem");
      }
    });
  }

  /** Lets the user choose a place and saves there what they have seen. Answers with why it was not saved. */
  async save(view: DiagnosticsView): Promise<AppError | null> {
    const app = this.#app;
    let problem: AppError | null = null;
    await app.flights.once("save diagnostics", async () => {
      const answer = await app.backend.saveDiagnostics(view.report);
      if (answer.status === "error") problem = answer.error;
      else if (answer.data) {
        app.say({ id: "diagnostics-saved" });
        if (app.dialog?.kind === "diagnostics") app.dialog = null;
      }
    });
    return problem;
  }

  get preparing(): boolean {
    return this.#app.flights.has("prepare diagnostics");
  }

  get saving(): boolean {
    return this.#app.flights.has("save diagnostics");
  }
}
