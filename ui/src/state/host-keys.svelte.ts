import type { Answer } from "../ipc/backend";
import type { HostKeyView, SiteId } from "../ipc/bindings";
import { telling } from "../ipc/errors";
import type { App } from "./app.svelte";

/** What is known of the SSH keys of routers, and what the user decides on them. */
export class HostKeys {
  readonly #app: App;
  all = $state.raw<HostKeyView[]>([]);

  constructor(app: App) {
    this.#app = app;
  }

  of(site: SiteId): HostKeyView | null {
    return this.all.find((key) => key.site === site) ?? null;
  }

  /** Takes over the key that the router offers, if it is still the one the user has seen. */
  async trust(site: SiteId, fingerprint: string): Promise<void> {
    await this.#decide(site, "host-key-trusted", () => this.#app.backend.trustHostKey(site, fingerprint));
  }

  async forget(site: SiteId): Promise<void> {
    await this.#decide(site, "host-key-forgotten", () => this.#app.backend.forgetHostKey(site));
  }

  async allowOld(site: SiteId, on: boolean): Promise<void> {
    const said = on ? "old-keys-allowed" : "old-keys-stopped";
    await this.#decide(site, said, () => this.#app.backend.allowOldHostKeys(site, on));
  }

  async #decide(site: SiteId, said: string, wish: () => Promise<Answer<null>>): Promise<void> {
    await this.#app.flights.once(`hostKey ${site}`, async () => {
      const answer = await wish();
      if (answer.status === "ok") this.#app.say({ id: said });
      else this.#app.say(telling(answer.error).words, "problem");
    });
  }
}
