import type { AppError, Protocol, RangeView, RequestDefaultsView, SiteId } from "../../ipc/bindings";
import { durationWords, fieldWords, rangeProblemWords, type Words } from "../../ipc/errors";
import { parseDuration } from "../../pure/duration";
import type { App } from "../../state/app.svelte";

export const DURATION_ID = "request-duration";
export const RANGE_ID = "request-range";

const CHECK_DELAY_MILLIS = 120;

/** What is being typed into the request dialog. Nothing that is wrong can leave it. */
export class RequestDraft {
  protocol = $state<Protocol>("winbox");
  durationText = $state("");
  fullAccess = $state(false);
  rangeText = $state("");
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

  readonly #app: App;
  readonly site: SiteId;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #checkedText: string | null = null;

  readonly limits = $derived.by(() => this.#app.settings?.duration ?? { leastMinutes: 15, mostMinutes: 1440 });
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

  constructor(app: App, site: SiteId, defaults: RequestDefaultsView, protocol: Protocol | null) {
    this.#app = app;
    this.site = site;
    this.protocol = protocol ?? defaults.protocol;
    this.durationText = String(defaults.minutes);
    this.fullAccess = defaults.fullAccess;
    this.rangeText = defaults.sourceRange;
    this.allowPrivate = defaults.allowPrivate;
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
    const answer = await this.#app.backend.checkRange(text);
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
  async firstProblem(): Promise<string | null> {
    if (this.duration.problem !== null) return DURATION_ID;
    if (this.#checkedText !== this.rangeText) await this.checkNow();
    if (this.range?.range == null) return RANGE_ID;
    return null;
  }

  /** Sends once, however often it is pressed. Answers with the id of the field that was refused. */
  async send(thenConnect: boolean): Promise<string | null> {
    const { minutes } = this.duration;
    const range = this.range?.range;
    if (this.sending || minutes === null || range == null) return null;
    this.sending = true;
    this.error = null;
    try {
      const answer = await this.#app.backend.requestSession({
        site: this.site,
        protocol: this.protocol,
        minutes,
        fullAccess: this.fullAccess,
        sourceRange: range,
        allowPrivate: this.allowPrivate,
        openToAllConfirmed: this.openToAllConfirmed,
        thenConnect,
      });
      if (answer.status === "ok") {
        this.#app.dialog = null;
        if (this.#app.sites.chosenId === this.site) this.#app.place = "site";
        return null;
      }
      return this.#refused(answer.error);
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
    this.error = error;
    return null;
  }
}
