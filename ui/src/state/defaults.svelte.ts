import { SvelteMap } from "svelte/reactivity";

import type { Backend } from "../ipc/backend";
import type { RequestDefaultsView, SiteId } from "../ipc/bindings";

/** What a new session on a site would be, as the core remembers it. */
export class DefaultsStore {
  readonly #backend: Backend;
  readonly #known = new SvelteMap<SiteId, RequestDefaultsView>();
  #generation = $state(0);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What is known of a site; shows the last answer while a newer one is on its way. */
  of(site: SiteId): RequestDefaultsView | null {
    return this.#known.get(site) ?? null;
  }

  /** Changes when remembered options may have changed; read it to ask again. */
  get generation(): number {
    return this.#generation;
  }

  forget(): void {
    this.#generation += 1;
  }

  async load(site: SiteId): Promise<RequestDefaultsView> {
    const defaults = await this.#backend.requestDefaults(site);
    this.#known.set(site, defaults);
    return defaults;
  }
}
