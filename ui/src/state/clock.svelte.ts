import { createSubscriber } from "svelte/reactivity";

/** Runs only while somebody on the page reads it and the page is visible. */
class Ticker {
  #now = Date.now();
  readonly #subscribe: () => void;

  constructor(everyMillis: number) {
    this.#subscribe = createSubscriber((update) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tick = () => {
        this.#now = Date.now();
        update();
        plan();
      };
      const plan = () => {
        clearTimeout(timer);
        if (document.visibilityState === "hidden") return;
        timer = setTimeout(tick, everyMillis - (Date.now() % everyMillis) + 1);
      };
      const seen = () => (document.visibilityState === "hidden" ? clearTimeout(timer) : tick());
      document.addEventListener("visibilitychange", seen);
      plan();
      return () => {
        clearTimeout(timer);
        document.removeEventListener("visibilitychange", seen);
      };
    });
  }

  /** Milliseconds since 1970 in this machine's clock. */
  get now(): number {
    this.#subscribe();
    // A first reading after a pause must not show the time of the last tick.
    const present = Date.now();
    if (Math.abs(present - this.#now) > 900) this.#now = present;
    return this.#now;
  }
}

/** The window's two clocks. */
export class Clock {
  /** For countdowns. */
  readonly seconds = new Ticker(1000);
  /** For “seen 12 s ago”: coarse, so that a quiet window hardly ever wakes. */
  readonly coarse = new Ticker(10_000);
}
