import type { Backend } from "../ipc/backend";
import type { Pane, SiteId } from "../ipc/bindings";

const TELL_DELAY_MILLIS = 150;

/** Tells the core what the window shows. Passing by with the arrow keys is not looking. */
export class Whereabouts {
  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the core knows; a window that shows nothing yet need not say so. */
  #told: { pane: Pane; site: SiteId | null } = { pane: "site", site: null };

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  tell(pane: Pane, site: SiteId | null): void {
    clearTimeout(this.#timer);
    if (pane === this.#told.pane && site === this.#told.site) return;
    this.#timer = setTimeout(() => {
      this.#told = { pane, site };
      void this.#backend.showPlace({ pane, site });
    }, TELL_DELAY_MILLIS);
  }
}
