import type { Answer, Backend } from "./backend";
import type {
  AccountView,
  AppError,
  HostKeyView,
  Language,
  ListingView,
  PlaceView,
  PromptView,
  SessionKey,
  SessionView,
  SettingsView,
  SitesView,
  SiteView,
  StatusView,
  Theme,
  ViewUpdate,
} from "./bindings";
import { livelySessions } from "./fake-sessions";
import { fakeSites } from "./fake-sites";
import { firstAccount, firstSettings, firstSites, firstStatus, iso } from "./fake-views";

export type FakeOptions = {
  sites?: number;
  language?: Language;
  theme?: Theme;
  /** `none` has no sessions; `lively` has some of every state. */
  sessions?: "none" | "lively";
  signedIn?: boolean;
  /** What the window was opened for. */
  prompt?: PromptView;
  /** Where the last window ended. */
  place?: PlaceView;
  /** A system that neither starts programs with itself nor tells of its screen and its sleep. */
  plainSystem?: boolean;
  /** Milliseconds until the gateway and the router of a new session are ready. */
  gatewayMillis?: number;
  routerMillis?: number;
};

export const ok = <T>(data: T): Answer<T> => ({ status: "ok", data });
export const refuse = (error: AppError): Answer<never> => ({ status: "error", error });

export function allRead(sites: readonly SiteView[]): ListingView[] {
  return sites.map((site) => ({ site: site.id, read: true, problem: null, forwardsRead: true, forwardsProblem: null }));
}

/** What a core in memory knows, and how it tells the window. */
export class FakeCore {
  /** What was asked, in order: the name of the command and what came with it. */
  readonly calls: [name: string, ...asked: unknown[]][] = [];
  account: AccountView;
  sites: SitesView;
  siteList: SiteView[];
  /** Every site was asked about and read, unless a test says otherwise. */
  listings: ListingView[];
  sessions: SessionView[] = [];
  status: StatusView;
  settings: SettingsView;
  prompt: PromptView;
  hostKeys: HostKeyView[] = [];
  /** Told to a new window alone. */
  place: PlaceView | null;
  /** When set, the next wish of that name is refused with this error. */
  readonly refusals = new Map<keyof Backend, AppError>();

  protected readonly options: FakeOptions;
  #heard: ((update: ViewUpdate) => void)[] = [];
  #revision = 0;
  #nextKey = 1;

  constructor(options: FakeOptions = {}) {
    this.options = options;
    const now = Date.now();
    const signedIn = options.signedIn !== false;
    this.account = firstAccount(signedIn);
    const all = fakeSites(options.sites ?? 12, now);
    this.siteList = signedIn ? all : [];
    this.sites = firstSites(options, all, now);
    this.listings = allRead(this.siteList);
    this.status = firstStatus(signedIn, now);
    this.settings = firstSettings(options);
    this.prompt = options.prompt ?? { kind: "none" };
    this.place = options.place ?? null;
    if (options.sessions === "lively") this.sessions = livelySessions(this, now);
  }

  /** A session as a whole view, with what matters changed. */
  session(change: Partial<SessionView>): SessionView {
    const site = this.siteList.find((site) => site.id === change.site) ?? this.siteList[0];
    const phase = change.phase?.kind ?? "active";
    return {
      key: this.#nextKey++,
      site: site?.id ?? "site-1",
      siteName: site?.name ?? "Site",
      protocol: "winbox",
      typeName: change.destination ? "forward" : (change.protocol ?? "winbox"),
      destination: null,
      webAddress: null,
      fullAccess: false,
      allowPrivate: false,
      sourceRange: "203.0.113.42/32",
      address: "102.130.113.9:47101",
      userName: "alto_7f3a",
      phase: { kind: "active" },
      endsAt: iso(Date.now() + 42 * 60_000),
      lengthMinutes: 60,
      preferred: false,
      launchability: { kind: "ready" },
      launch: { kind: "none" },
      createdHere: true,
      differsFromRequest: false,
      canRenew: (phase === "active" || phase === "endingSoon") && (change.protocol !== null || Boolean(change.destination)),
      renewing: false,
      letsMeIn: null,
      canRenewHere: false,
      problem: null,
      ...change,
    };
  }

  /** Sends views as the core would. */
  push(change: Partial<Omit<ViewUpdate, "revision">>): void {
    if (change.account) this.account = change.account;
    if (change.sites) this.sites = change.sites;
    if (change.siteList) this.siteList = change.siteList;
    if (change.listings) this.listings = change.listings;
    if (change.sessions) this.sessions = change.sessions;
    if (change.status) this.status = change.status;
    if (change.settings) this.settings = change.settings;
    if (change.prompt) this.prompt = change.prompt;
    if (change.hostKeys) this.hostKeys = change.hostKeys;
    this.#revision += 1;
    const update: ViewUpdate = {
      revision: this.#revision,
      account: null,
      sites: null,
      siteList: null,
      sessions: null,
      listings: null,
      status: null,
      settings: null,
      prompt: null,
      hostKeys: null,
      place: null,
      ...change,
    };
    for (const heard of this.#heard) heard(structuredClone(update));
  }

  listen(heard: (update: ViewUpdate) => void): Promise<() => void> {
    this.#heard.push(heard);
    return Promise.resolve(() => {
      this.#heard = this.#heard.filter((other) => other !== heard);
    });
  }

  loadViews(): Promise<ViewUpdate> {
    const { account, sites, siteList, sessions, listings, status, settings, prompt, hostKeys, place } = this;
    const all = { account, sites, siteList, sessions, listings, status, settings, prompt, hostKeys, place };
    return Promise.resolve(structuredClone({ revision: this.#revision, ...all }));
  }

  protected answered(): void {
    this.push({ status: { ...this.status, lastAnswerAt: iso(Date.now()), requestsLeft: Math.max(0, this.status.requestsLeft - 1) } });
  }

  protected change(key: SessionKey, change: Partial<SessionView>): void {
    this.push({ sessions: this.sessions.map((session) => (session.key === key ? { ...session, ...change } : session)) });
  }

  protected get(key: SessionKey): SessionView | undefined {
    return this.sessions.find((session) => session.key === key);
  }

  protected refusal(name: keyof Backend): Answer<never> | null {
    const error = this.refusals.get(name);
    this.refusals.delete(name);
    return error ? refuse(error) : null;
  }
}
