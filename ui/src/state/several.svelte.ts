import type { AppError, SessionKey, SessionView, SeveralAnswer, SiteId, TermsForm } from "../ipc/bindings";
import { telling } from "../ipc/errors";
import { isLive } from "../pure/choice";
import type { App } from "./app.svelte";

/** One site of a request for several. */
export type Asked = {
  site: SiteId;
  siteName: string;
  key: SessionKey | null;
  /** Why nothing was asked for. */
  problem: AppError | null;
  /** Given back while it waited for its turn: nothing was sent. */
  takenBack: boolean;
};

/** One site and what the core says of its session; `null` where there is none (any more). */
export type Outcome = { asked: Asked; session: SessionView | null };

/** What was asked for on several sites with one press. */
export class Batch {
  readonly id: number;
  readonly terms: TermsForm;
  readonly at = Date.now();
  asked = $state.raw<readonly Asked[]>([]);

  constructor(id: number, terms: TermsForm, asked: readonly Asked[]) {
    this.id = id;
    this.terms = terms;
    this.asked = asked;
  }

  change(site: SiteId, change: Partial<Asked>): void {
    this.asked = this.asked.map((one) => (one.site === site ? { ...one, ...change } : one));
  }
}

/** Can be given back or revoked: not over, and not on its way out. */
export const isRevocable = (session: SessionView): boolean => isLive(session) && session.phase.kind !== "revoking";

/** Requests for several sites, and which of them the pane shows. The rows themselves are the core's sessions. */
export class Several {
  readonly #app: App;
  #next = 1;
  all = $state.raw<readonly Batch[]>([]);
  shown = $state.raw<Batch | null>(null);

  constructor(app: App) {
    this.#app = app;
  }

  readonly #byKey = $derived.by(() => new Map(this.#app.sessions.all.map((session) => [session.key, session])));
  /** Those with a session that is not over, the last one first. */
  readonly living = $derived(this.all.filter((batch) => this.outcomes(batch).some(({ session }) => session && isLive(session))));

  outcomes(batch: Batch): Outcome[] {
    return batch.asked.map((asked) => ({
      asked,
      session: asked.key === null ? null : (this.#byKey.get(asked.key) ?? null),
    }));
  }

  /** Shows what became of a request that was sent. What is over and not on show is forgotten. */
  begin(terms: TermsForm, answers: readonly SeveralAnswer[]): void {
    const asked = answers.map(({ site, key, problem }): Asked => {
      const siteName = this.#app.sites.byId.get(site)?.name ?? site;
      return { site, siteName, key, problem, takenBack: false };
    });
    const batch = new Batch(this.#next++, terms, asked);
    this.all = [batch, ...this.living];
    this.open(batch);
  }

  open(batch: Batch): void {
    this.shown = batch;
    this.#app.go("several");
  }

  /** Asks first, but for what still waits for its turn: that just goes. */
  revoke(batch: Batch, { asked, session }: Outcome): void {
    if (!session) return;
    if (session.phase.kind === "queued") void this.#revoke(batch, asked, session);
    else this.#app.question = { kind: "revoke", session };
  }

  /** What waits goes first, so that nothing is begun meanwhile. */
  async revokeAll(batch: Batch): Promise<void> {
    await this.#app.flights.once(`revoke batch ${batch.id}`, async () => {
      const waits = ({ session }: Outcome) => (session?.phase.kind === "queued" ? 0 : 1);
      const rows = this.outcomes(batch).sort((a, b) => waits(a) - waits(b));
      await Promise.all(
        rows.map(({ asked, session }) => (session && isRevocable(session) ? this.#revoke(batch, asked, session) : null)),
      );
    });
  }

  async #revoke(batch: Batch, asked: Asked, session: SessionView): Promise<void> {
    if (session.phase.kind === "queued") batch.change(asked.site, { takenBack: true });
    await this.#app.revoke(session);
  }

  /** The same again for one site that failed. Opening to the whole internet is asked about each time. */
  again(batch: Batch, asked: Asked): void {
    if (!batch.terms.openToAllConfirmed) return void this.#again(batch, asked);
    this.#app.question = {
      kind: "openToAll",
      words: { id: "open-all-text", args: { site: asked.siteName } },
      confirmed: () => void this.#again(batch, asked),
    };
  }

  isAskingAgain(asked: Asked): boolean {
    return this.#app.flights.has(`again ${asked.site}`);
  }

  async #again(batch: Batch, { site, key: before }: Asked): Promise<void> {
    const { backend, flights } = this.#app;
    await flights.once(`again ${site}`, async () => {
      const answer = await backend.requestSeveral({ sites: [site], terms: batch.terms });
      if (answer.status === "error") return this.#app.say(telling(answer.error).words, "problem");
      const { key, problem } = answer.data[0] ?? { key: null, problem: null };
      batch.change(site, { key, problem, takenBack: false });
      // The failure has been answered; it need not stay among the site's sessions.
      if (before !== null && key !== null) await backend.dismissSession(before);
    });
  }

  forget(): void {
    this.all = [];
    this.shown = null;
  }
}
