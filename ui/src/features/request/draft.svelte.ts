import type { AppError, Field, Protocol, RangeView, RequestDefaultsView, SiteId, TermsForm } from "../../ipc/bindings";
import { durationWords, fieldWords, rangeProblemWords, type Words } from "../../ipc/errors";
import type { Answer } from "../../ipc/backend";
import { parseDuration } from "../../pure/duration";
import type { App } from "../../state/app.svelte";

export const DURATION_ID = "request-duration";
export const RANGE_ID = "request-range";

const CHECK_DELAY_MILLIS = 120;

/** For how long, and from where: what every request says. */
export type Span = Pick<TermsForm, "minutes" | "sourceRange" | "openToAllConfirmed">;

/** For how long and from where, as it is being typed into a dialog. Nothing that is wrong can leave it. */
export abstract class SpanDraft {
  durationText = $state("");
  rangeText = $state("");
  /** Sources of private addresses are let in. */
  allowPrivate = $state(false);
  openToAllConfirmed = $state(false);
  sending = $state(false);
  /** What the core answered, where it belongs to no field. */
  error = $state.raw<AppError | null>(null);
  /** What the core said of a field, until that field changes. */
  durationRefusal = $state.raw<Words | null>(null);
  rangeRefusal = $state.raw<Words | null>(null);
  /** What the core said of the range as it stands; `null` while it is being asked. */
  range = $state.raw<RangeView | null>(null);

  protected readonly app: App;
  /** The site whose defaults it began with. */
  readonly site: SiteId;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #checkedText: string | null = null;

  readonly limits = $derived.by(() => this.app.settings?.duration ?? { leastMinutes: 15, mostMinutes: 1440 });
  readonly duration = $derived.by(() => parseDuration(this.durationText, this.limits));
  readonly openToAll = $derived(this.range?.findings.some((finding) => finding.kind === "openToAll") ?? false);

  readonly durationWords = $derived.by((): Words | null => {
    if (this.durationRefusal) return this.durationRefusal;
    const problem = this.duration.problem;
    return problem === null ? null : durationWords(problem, this.limits);
  });

  readonly rangeWords = $derived.by((): Words | null => {
    if (this.rangeRefusal) return this.rangeRefusal;
    return this.range?.problem ? rangeProblemWords(this.range.problem) : null;
  });

  constructor(app: App, site: SiteId, defaults: RequestDefaultsView) {
    this.app = app;
    this.site = site;
    this.durationText = String(defaults.minutes);
    this.rangeText = defaults.sourceRange;
    if (defaults.sourceRange !== "") void this.checkNow();
  }

  setDuration(text: string): void {
    this.durationText = text;
    this.durationRefusal = null;
    this.error = null;
  }

  /** Takes what was typed and asks the core what it means, shortly after the last key. */
  setRange(text: string): void {
    this.rangeText = text;
    this.rangeRefusal = null;
    this.error = null;
    this.openToAllConfirmed = false;
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.checkNow(), CHECK_DELAY_MILLIS);
  }

  /** Asks at once. An answer to an older text is dropped. */
  async checkNow(): Promise<void> {
    clearTimeout(this.#checkTimer);
    const asked = (this.#asked += 1);
    const text = this.rangeText;
    const answer = await this.app.backend.checkRange(text);
    if (asked !== this.#asked) return;
    this.range = answer;
    this.#checkedText = text;
  }

  /** Writes the added `/32` into the field, once typing there is over. */
  settleRange(): void {
    const { range } = this;
    if (this.#checkedText === this.rangeText && range?.range && range.range !== this.rangeText) {
      this.rangeText = range.range;
      this.#checkedText = range.range;
    }
  }

  stop(): void {
    clearTimeout(this.#checkTimer);
    this.#asked += 1;
  }

  /** The id of the first field that cannot be sent as it is. */
  async #firstProblem(): Promise<string | null> {
    if (this.duration.problem !== null) return DURATION_ID;
    if (this.#checkedText !== this.rangeText) await this.checkNow();
    if (this.range?.range == null) return RANGE_ID;
    return null;
  }

  /** Hands what was typed to the core. What comes of it is told by the core's views. */
  protected abstract ask(span: Span, thenConnect: boolean): Promise<Answer<unknown>>;

  /** Takes up what the core said of a field of its own, and answers with the field's id. */
  protected refusedField(_field: Field, _words: Words): string | null {
    return null;
  }

  /** What the question says before opening to the whole internet. */
  protected abstract readonly openToAllWords: Words;

  /** Sends, where nothing is wrong and what has to be confirmed is. Goes to the first field that is in the way. */
  async submit(thenConnect: boolean): Promise<void> {
    const wrong = await this.#firstProblem();
    if (wrong) return document.getElementById(wrong)?.focus();
    if (!this.openToAll || this.openToAllConfirmed) {
      const refused = await this.#send(thenConnect);
      if (refused) document.getElementById(refused)?.focus();
      return;
    }
    const confirmed = () => {
      this.openToAllConfirmed = true;
      void this.submit(thenConnect);
    };
    this.app.question = { kind: "openToAll", words: this.openToAllWords, confirmed };
  }

  /** Sends once, however often it is pressed. Answers with the id of the field that was refused. */
  async #send(thenConnect: boolean): Promise<string | null> {
    const { minutes } = this.duration;
    const range = this.range?.range;
    if (this.sending || minutes === null || range == null) return null;
    this.sending = true;
    this.error = null;
    try {
      const span = { minutes, sourceRange: range, openToAllConfirmed: this.openToAllConfirmed };
      const answer = await this.ask(span, thenConnect);
      return answer.status === "ok" ? null : this.#refused(answer.error);
    } finally {
      this.sending = false;
    }
  }

  #refused(error: AppError): string | null {
    this.openToAllConfirmed = false;
    if (error.code === "invalidField" && error.field === "duration") {
      this.durationRefusal = fieldWords(error.field, error.problem);
      return DURATION_ID;
    }
    if (error.code === "invalidField" && error.field === "sourceRange") {
      this.rangeRefusal = fieldWords(error.field, error.problem);
      return RANGE_ID;
    }
    const own = error.code === "invalidField" ? this.refusedField(error.field, fieldWords(error.field, error.problem)) : null;
    if (own === null) this.error = error;
    return own;
  }
}

/** What is being typed into a request for access, to one site or several. */
export abstract class RequestDraft extends SpanDraft {
  protocol = $state<Protocol>("winbox");
  fullAccess = $state(false);

  constructor(app: App, site: SiteId, defaults: RequestDefaultsView, protocol: Protocol | null) {
    super(app, site, defaults);
    this.protocol = protocol ?? defaults.protocol;
    this.fullAccess = defaults.fullAccess;
    this.allowPrivate = defaults.allowPrivate;
  }

  /** Hands the terms to the core, for the site or the sites it is about. */
  protected abstract request(terms: TermsForm): Promise<Answer<unknown>>;

  protected ask(span: Span, thenConnect: boolean): Promise<Answer<unknown>> {
    const { protocol, fullAccess, allowPrivate } = this;
    return this.request({ ...span, protocol, fullAccess, allowPrivate, thenConnect });
  }
}

/** Access to one site. */
export class SiteDraft extends RequestDraft {
  protected get openToAllWords(): Words {
    return { id: "open-all-text", args: { site: this.app.sites.byId.get(this.site)?.name ?? "" } };
  }

  protected async request(terms: TermsForm): Promise<Answer<unknown>> {
    const answer = await this.app.backend.requestSession({ ...terms, site: this.site });
    if (answer.status === "ok") {
      this.app.dialog = null;
      if (this.app.sites.chosenId === this.site) this.app.place = "site";
    }
    return answer;
  }
}

/** The same access to several sites. */
export class SeveralDraft extends RequestDraft {
  readonly sites: readonly SiteId[];

  constructor(app: App, sites: readonly SiteId[], defaults: RequestDefaultsView) {
    super(app, sites[0] ?? "", defaults, null);
    this.sites = sites;
  }

  protected get openToAllWords(): Words {
    return { id: "several-open-all-text", args: { count: this.sites.length } };
  }

  protected async request(terms: TermsForm): Promise<Answer<unknown>> {
    const answer = await this.app.backend.requestSeveral({ sites: [...this.sites], terms });
    if (answer.status === "ok") {
      this.app.dialog = null;
      // The selection has served; what became of it is in the pane.
      this.app.selection.clear();
      this.app.several.begin(terms, answer.data);
    }
    return answer;
  }
}
