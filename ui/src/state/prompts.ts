import type { NoTrayChoice, PromptView, QuitChoice } from "../ipc/bindings";
import type { App } from "./app.svelte";

/** What the tray, a notice or the end of the program asks the window to bring up. */
export class Prompts {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Each prompt is taken up once; a question stays with the core until it is answered. */
  takeUp(prompt: PromptView): void {
    const app = this.#app;
    switch (prompt.kind) {
      case "none":
        if (app.question?.kind === "quit" || app.question?.kind === "noTray") app.question = null;
        return;
      case "quit":
      case "noTray":
      case "revokeAll":
        app.question = prompt;
        return;
      case "requestAccess":
        this.#clear();
        app.choose(prompt.site);
        if (app.signedIn) app.openRequest(prompt.site, prompt.protocol);
        break;
      case "site":
        this.#clear();
        if (prompt.site === null) app.go("active");
        else app.choose(prompt.site);
        break;
      case "settings":
        this.#clear();
        app.go("settings");
        break;
    }
    void app.backend.closePrompt();
  }

  /** Nothing lies above what was asked for. */
  #clear(): void {
    this.#app.dialog = null;
    this.#app.question = null;
    this.#app.drawerOpen = false;
  }

  async answerQuit(choice: QuitChoice, remember: boolean): Promise<void> {
    this.#app.question = null;
    if (choice === "revokeSessions") this.#app.say({ id: "quit-revoking" });
    await this.#app.backend.answerQuit(choice, remember);
  }

  async answerNoTray(choice: NoTrayChoice): Promise<void> {
    this.#app.question = null;
    await this.#app.backend.answerNoTray(choice);
  }

  async revokeAll(): Promise<void> {
    this.#app.question = null;
    await this.#app.revokeAll();
    await this.#app.backend.closePrompt();
  }

  async keepAll(): Promise<void> {
    this.#app.question = null;
    await this.#app.backend.closePrompt();
  }
}
