import { SvelteSet } from "svelte/reactivity";

import type { SessionKey, SessionView } from "../ipc/bindings";
import type { SessionsStore } from "./sessions.svelte";

const MOST_AT_ONCE = 2;

/** Which of the user's own sessions are said to end soon. Each until it is renewed, over or waved away. */
export class EndingNotices {
  readonly #sessions: SessionsStore;
  readonly #dismissed = new SvelteSet<SessionKey>();

  constructor(sessions: SessionsStore) {
    this.#sessions = sessions;
  }

  /** The most urgent ones, the first to end on top. */
  readonly shown = $derived.by((): SessionView[] =>
    this.#sessions.live.filter((session) => this.#isDue(session)).slice(0, MOST_AT_ONCE),
  );

  #isDue(session: SessionView): boolean {
    return (
      session.createdHere &&
      session.phase.kind === "endingSoon" &&
      session.endsAt !== null &&
      !session.renewing &&
      !this.#dismissed.has(session.key)
    );
  }

  dismiss(key: SessionKey): void {
    this.#dismissed.add(key);
  }
}
