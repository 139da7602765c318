import { SvelteSet } from "svelte/reactivity";

/** Wishes that are on their way. A second press while one flies does nothing. */
export class Flights {
  readonly #flying = new SvelteSet<string>();

  has(name: string): boolean {
    return this.#flying.has(name);
  }

  async once(name: string, wish: () => Promise<void>): Promise<void> {
    if (this.#flying.has(name)) return;
    this.#flying.add(name);
    try {
      await wish();
    } finally {
      this.#flying.delete(name);
    }
  }
}
