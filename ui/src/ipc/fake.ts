import type { Answer, Backend } from "./backend";
import type {
  AccountView,
  AppError,
  ConnectAnswer,
  KeyView,
  Language,
  Protocol,
  RequestDefaultsView,
  RequestForm,
  SessionKey,
  SessionView,
  SettingsView,
  SignInForm,
  SiteId,
  SitesView,
  StatusView,
  Theme,
  ViewUpdate,
} from "./bindings";
import { fakeRange } from "./fake-range";
import { fakeSites } from "./fake-sites";

export type FakeOptions = {
  sites?: number;
  language?: Language;
  theme?: Theme;
  /** `empty` has no sessions; `main` has some of every state. */
  sessions?: "none" | "lively";
  signedIn?: boolean;
  /** Milliseconds until the gateway and the router of a new session are ready. */
  gatewayMillis?: number;
  routerMillis?: number;
};

const ok = <T>(data: T): Answer<T> => ({ status: "ok", data });
const refuse = (error: AppError): Answer<never> => ({ status: "error", error });
const iso = (millis: number): string => new Date(millis).toISOString();
const usual: RequestDefaultsView = {
  protocol: "winbox",
  minutes: 60,
  fullAccess: false,
  sourceRange: "",
  allowPrivate: false,
  thenConnect: true,
  myAddress: "",
  complete: false,
};

/** A core in memory, for working on the window without one. Holds no network and no secrets. */
export class FakeBackend implements Backend {
  /** What was asked, in order: the name of the command and what came with it. */
  readonly calls: [name: string, ...asked: unknown[]][] = [];
  account: AccountView;
  sites: SitesView;
  sessions: SessionView[] = [];
  status: StatusView;
  settings: SettingsView;
  /** When set, the next wish of that name is refused with this error. */
  readonly refusals = new Map<keyof Backend, AppError>();

  #heard: ((update: ViewUpdate) => void)[] = [];
  #revision = 0;
  #nextKey = 1;
  readonly #remembered = new Map<SiteId, Partial<RequestDefaultsView>>();
  readonly #options: FakeOptions;

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    const now = Date.now();
    const sites = fakeSites(options.sites ?? 12, now);
    const named = (name: string) => sites.find((site) => site.name.startsWith(name))?.id ?? "";
    const lively = options.sessions === "lively";
    this.account =
      options.signedIn === false
        ? { phase: "signedOut", profile: null, problem: null }
        : { phase: "signedIn", profile: this.#profile("Acme NOC", "v1.api.altostrat.io"), problem: null };
    this.sites = {
      state: "ready",
      sites: options.signedIn === false ? [] : sites,
      favourites: lively ? [named("Cape Town"), named("Durban")] : [],
      recents: lively ? [named("Lagos"), named("مكتب")] : [],
      skipped: 0,
      fetchedAt: iso(now),
      problem: null,
    };
    this.status = {
      connection: options.signedIn === false ? "idle" : "connected",
      host: "v1.api.altostrat.io",
      lastAnswerAt: iso(now - 12_000),
      clockOffsetMillis: 400,
      clockWrong: false,
      requestsLeft: 58,
      requestsPerMinute: 60,
      problem: null,
    };
    const language = options.language ?? "english";
    this.settings = {
      language,
      languageInForce: language === "arabic" ? "ar" : "en",
      theme: options.theme ?? "system",
      myAddress: lively ? "203.0.113.42" : "",
      winBoxPath: "",
      terminal: "",
      winBox: { path: "/usr/bin/winbox", chosen: false },
      ssh: { path: "/usr/bin/ssh", chosen: false },
      terminals: [
        { id: "gnome-terminal", name: "GNOME Terminal" },
        { id: "xterm", name: "xterm" },
      ],
      version: "0.1.0",
      dataFolder: "/home/noc/.local/share/altostrat-launcher",
      duration: { leastMinutes: 15, mostMinutes: 1440 },
      problem: null,
    };
    if (lively) this.#addLivelySessions(named, now);
  }

  #profile(name: string, host: string): AccountView["profile"] {
    return { name, host, generation: "v1", storage: "keychain", key: readKey("alto_sk_fake") };
  }

  /** A session as a whole view, with what matters changed. */
  session(change: Partial<SessionView>): SessionView {
    const site = this.sites.sites.find((site) => site.id === change.site) ?? this.sites.sites[0];
    return {
      key: this.#nextKey++,
      site: site?.id ?? "site-1",
      siteName: site?.name ?? "Site",
      protocol: "winbox",
      typeName: change.protocol ?? "winbox",
      fullAccess: false,
      allowPrivate: false,
      sourceRange: "203.0.113.42/32",
      address: "102.130.113.9:47101",
      userName: "alto_7f3a",
      phase: { kind: "active" },
      endsAt: iso(Date.now() + 42 * 60_000),
      lengthMinutes: 60,
      launchability: { kind: "ready" },
      launch: { kind: "none" },
      createdHere: true,
      differsFromRequest: false,
      problem: null,
      ...change,
    };
  }

  #addLivelySessions(named: (name: string) => SiteId, now: number): void {
    const capeTown = named("Cape Town");
    const minute = 60_000;
    this.sessions = [
      this.session({
        site: capeTown,
        protocol: "ssh",
        sourceRange: "198.51.100.0/24",
        phase: { kind: "endingSoon" },
        endsAt: iso(now + 3 * minute + 9_000),
      }),
      this.session({ site: capeTown, fullAccess: true, endsAt: iso(now + 42 * minute + 10_000) }),
      this.session({
        site: capeTown,
        protocol: "ssh",
        fullAccess: true,
        phase: { kind: "waitingForRouter", since: iso(now - 4000) },
        endsAt: iso(now + 60 * minute - 4000),
        launchability: { kind: "notYet" },
        launch: { kind: "queued" },
      }),
      this.session({
        site: named("Lagos"),
        phase: { kind: "endingSoon" },
        endsAt: iso(now + 8 * minute),
        lengthMinutes: 120,
      }),
      this.session({ site: capeTown, phase: { kind: "ended", how: "expired" }, endsAt: iso(now - 90 * minute), launchability: { kind: "no", reason: "ended" } }),
      this.session({ site: capeTown, protocol: "ssh", phase: { kind: "ended", how: "revoked" }, endsAt: iso(now - 30 * minute), launchability: { kind: "no", reason: "ended" } }),
      this.session({
        site: named("Durban"),
        protocol: "ssh",
        launch: { kind: "manual", program: "terminal", command: "ssh -p 47101 -l alto_7f3a 102.130.113.9" },
      }),
      this.session({
        site: named("Accra"),
        phase: { kind: "failed" },
        endsAt: null,
        address: null,
        launchability: { kind: "no", reason: "missingField" },
        problem: { code: "nothingCreated", serverText: "Site is not reachable" },
      }),
      this.session({
        site: named("Bloem"),
        address: null,
        launchability: { kind: "no", reason: "badEntryPoint" },
      }),
    ];
  }

  /** Sends views as the core would. */
  push(change: Partial<Omit<ViewUpdate, "revision">>): void {
    if (change.account) this.account = change.account;
    if (change.sites) this.sites = change.sites;
    if (change.sessions) this.sessions = change.sessions;
    if (change.status) this.status = change.status;
    if (change.settings) this.settings = change.settings;
    this.#revision += 1;
    const update: ViewUpdate = {
      revision: this.#revision,
      account: null,
      sites: null,
      sessions: null,
      status: null,
      settings: null,
      ...change,
    };
    for (const heard of this.#heard) heard(structuredClone(update));
  }

  #answered(): void {
    this.push({ status: { ...this.status, lastAnswerAt: iso(Date.now()), requestsLeft: Math.max(0, this.status.requestsLeft - 1) } });
  }

  #change(key: SessionKey, change: Partial<SessionView>): void {
    this.push({ sessions: this.sessions.map((session) => (session.key === key ? { ...session, ...change } : session)) });
  }

  #get(key: SessionKey): SessionView | undefined {
    return this.sessions.find((session) => session.key === key);
  }

  #refusal(name: keyof Backend): Answer<never> | null {
    const error = this.refusals.get(name);
    this.refusals.delete(name);
    return error ? refuse(error) : null;
  }

  listen(heard: (update: ViewUpdate) => void): Promise<() => void> {
    this.#heard.push(heard);
    return Promise.resolve(() => {
      this.#heard = this.#heard.filter((other) => other !== heard);
    });
  }

  loadViews(): Promise<ViewUpdate> {
    const { account, sites, sessions, status, settings } = this;
    return Promise.resolve(structuredClone({ revision: this.#revision, account, sites, sessions, status, settings }));
  }

  inspectKey(key: string): Promise<KeyView> {
    return Promise.resolve(readKey(key));
  }

  async signIn(form: SignInForm): Promise<Answer<null>> {
    this.calls.push(["signIn", { ...form, key: "…" }]);
    const refusal = this.#refusal("signIn");
    if (refusal) return refusal;
    if (!URL.canParse(form.apiAddress)) {
      return refuse({ code: "invalidField", field: "apiAddress", problem: { kind: "notAnAddress" } });
    }
    const url = new URL(form.apiAddress);
    if (url.protocol !== "https:" && !/^(localhost|127\.|\[::1\])/.test(url.hostname)) {
      return refuse({ code: "invalidField", field: "apiAddress", problem: { kind: "notHttps" } });
    }
    if (/\s/.test(form.key.trim())) {
      return refuse({ code: "invalidField", field: "key", problem: { kind: "notAKey" } });
    }
    this.push({ account: { phase: "signingIn", profile: null, problem: null } });
    await Promise.resolve();
    this.push({
      account: { phase: "signedIn", profile: this.#profile(form.profileName, url.host), problem: null },
      sites: { ...this.sites, sites: fakeSites(this.#options.sites ?? 12, Date.now()) },
      status: { ...this.status, connection: "connected", host: url.host, lastAnswerAt: iso(Date.now()) },
    });
    return ok(null);
  }

  signOut(): Promise<Answer<null>> {
    this.calls.push(["signOut"]);
    this.push({
      account: { phase: "signedOut", profile: null, problem: null },
      sessions: [],
      sites: { ...this.sites, sites: [], favourites: [], recents: [] },
    });
    return Promise.resolve(ok(null));
  }

  retryKeychain(): Promise<null> {
    this.calls.push(["retryKeychain"]);
    this.push({ account: { phase: "waitingForKeychain", profile: null, problem: null } });
    return Promise.resolve(null);
  }

  cancelKeychain(): Promise<null> {
    this.calls.push(["cancelKeychain"]);
    this.push({ account: { phase: "signedOut", profile: null, problem: { code: "keychainLocked" } } });
    return Promise.resolve(null);
  }

  refresh(): Promise<null> {
    this.calls.push(["refresh"]);
    this.#answered();
    return Promise.resolve(null);
  }

  selectSite(site: SiteId | null): Promise<null> {
    this.calls.push(["selectSite", site]);
    return Promise.resolve(null);
  }

  setFavourite(site: SiteId, on: boolean): Promise<Answer<null>> {
    this.calls.push(["setFavourite", site, on]);
    const others = this.sites.favourites.filter((id) => id !== site);
    this.push({ sites: { ...this.sites, favourites: on ? [...others, site] : others } });
    return Promise.resolve(ok(null));
  }

  checkRange(text: string) {
    this.calls.push(["checkRange", text]);
    return Promise.resolve(fakeRange(text));
  }

  requestDefaults(site: SiteId): Promise<RequestDefaultsView> {
    const mine = this.settings.myAddress;
    const defaults = { ...usual, sourceRange: mine && `${mine}/32`, ...this.#remembered.get(site), myAddress: mine };
    return Promise.resolve({ ...defaults, complete: defaults.sourceRange !== "" });
  }

  rememberMyAddress(text: string): Promise<Answer<null>> {
    this.calls.push(["rememberMyAddress", text]);
    const { problem } = fakeRange(text);
    if (problem) return Promise.resolve(refuse({ code: "invalidField", field: "myAddress", problem: { kind: "range", problem } }));
    this.push({ settings: { ...this.settings, myAddress: text.trim() } });
    return Promise.resolve(ok(null));
  }

  requestSession(form: RequestForm): Promise<Answer<SessionKey>> {
    this.calls.push(["requestSession", form]);
    const refusal = this.#refusal("requestSession");
    if (refusal) return Promise.resolve(refusal);
    const checked = fakeRange(form.sourceRange);
    if (checked.problem) {
      return Promise.resolve(refuse({ code: "invalidField", field: "sourceRange", problem: { kind: "range", problem: checked.problem } }));
    }
    if (checked.range === "0.0.0.0/0" && !form.openToAllConfirmed) {
      return Promise.resolve(refuse({ code: "invalidField", field: "sourceRange", problem: { kind: "needsConfirmation" } }));
    }
    return Promise.resolve(ok(this.#create(form, checked.range ?? "")));
  }

  #create(form: RequestForm, range: string): SessionKey {
    const started = Date.now();
    const session = this.session({
      site: form.site,
      protocol: form.protocol,
      fullAccess: form.fullAccess,
      allowPrivate: form.allowPrivate,
      sourceRange: range,
      address: null,
      userName: null,
      phase: { kind: "requesting", since: iso(started) },
      endsAt: null,
      lengthMinutes: form.minutes,
      launchability: { kind: "notYet" },
      launch: form.thenConnect ? { kind: "queued" } : { kind: "none" },
    });
    this.#remembered.set(form.site, { ...form, sourceRange: range });
    this.push({
      sessions: [...this.sessions, session],
      sites: { ...this.sites, recents: [form.site, ...this.sites.recents.filter((id) => id !== form.site)] },
    });
    const gateway = this.#options.gatewayMillis ?? 1000;
    const router = this.#options.routerMillis ?? 3000;
    const later = (millis: number, change: Partial<SessionView>) =>
      setTimeout(() => {
        if (this.#get(session.key)?.phase.kind !== "revoking") this.#change(session.key, change);
      }, millis);
    later(gateway / 2, {
      phase: { kind: "waitingForGateway", since: iso(started) },
      endsAt: iso(started + form.minutes * 60_000),
      address: "102.130.113.9:47102",
      userName: "alto_91bc",
    });
    later(gateway, { phase: { kind: "waitingForRouter", since: iso(started) } });
    later(router, {
      phase: { kind: "active" },
      launchability: { kind: "ready" },
      launch: form.thenConnect ? { kind: "started", program: programOf(form.protocol) } : { kind: "none" },
    });
    this.#answered();
    return session.key;
  }

  async connectSite(site: SiteId, protocol: Protocol): Promise<Answer<ConnectAnswer>> {
    this.calls.push(["connectSite", site, protocol]);
    const refusal = this.#refusal("connectSite");
    if (refusal) return refusal;
    const live = this.sessions.find(
      (session) => session.site === site && session.protocol === protocol && session.launchability.kind === "ready",
    );
    if (live) {
      await this.connectSession(live.key);
      return ok({ kind: "reused", key: live.key });
    }
    const defaults = await this.requestDefaults(site);
    if (!defaults.complete) return ok({ kind: "formNeeded" });
    const form = { ...defaults, site, protocol, openToAllConfirmed: false, thenConnect: true };
    return ok({ kind: "requested", key: this.#create(form, defaults.sourceRange) });
  }

  connectSession(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["connectSession", key]);
    const refusal = this.#refusal("connectSession");
    if (refusal) return Promise.resolve(refusal);
    const session = this.#get(key);
    if (!session) return Promise.resolve(refuse({ code: "sessionGone" }));
    const program = programOf(session.protocol ?? "winbox");
    this.#change(key, { launch: { kind: "starting", program } });
    setTimeout(() => this.#change(key, { launch: { kind: "started", program } }), 400);
    return Promise.resolve(ok(null));
  }

  revokeSession(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["revokeSession", key]);
    const refusal = this.#refusal("revokeSession");
    if (refusal) return Promise.resolve(refusal);
    this.#change(key, { phase: { kind: "revoking" } });
    setTimeout(
      () =>
        this.#change(key, {
          phase: { kind: "ended", how: "revoked" },
          launchability: { kind: "no", reason: "ended" },
          launch: { kind: "none" },
        }),
      800,
    );
    return Promise.resolve(ok(null));
  }

  dismissSession(key: SessionKey): Promise<null> {
    this.calls.push(["dismissSession", key]);
    const session = this.#get(key);
    if (session?.phase.kind === "failed") this.push({ sessions: this.sessions.filter((other) => other.key !== key) });
    else if (session) this.#change(key, { problem: null, launch: { kind: "none" } });
    return Promise.resolve(null);
  }

  copyFromSession(key: SessionKey, field: string): Promise<Answer<null>> {
    this.calls.push(["copyFromSession", key, field]);
    return Promise.resolve(this.#refusal("copyFromSession") ?? ok(null));
  }

  saveSettings(form: Pick<SettingsView, "language" | "theme" | "myAddress" | "winBoxPath" | "terminal">): Promise<Answer<null>> {
    this.calls.push(["saveSettings", form]);
    const refusal = this.#refusal("saveSettings");
    if (refusal) return Promise.resolve(refusal);
    const problem = form.myAddress.trim() === "" ? null : fakeRange(form.myAddress).problem;
    if (problem) {
      return Promise.resolve(refuse({ code: "invalidField", field: "myAddress", problem: { kind: "range", problem } }));
    }
    this.push({
      settings: {
        ...this.settings,
        ...form,
        languageInForce: form.language === "arabic" ? "ar" : "en",
        winBox: form.winBoxPath ? { path: form.winBoxPath, chosen: true } : { path: "/usr/bin/winbox", chosen: false },
      },
    });
    return Promise.resolve(ok(null));
  }

  chooseProgram(kind: string): Promise<Answer<string | null>> {
    this.calls.push(["chooseProgram", kind]);
    return Promise.resolve(ok("/opt/winbox/WinBox"));
  }
}

function programOf(protocol: Protocol): string {
  return protocol === "winbox" ? "WinBox" : "GNOME Terminal";
}

function readKey(key: string): KeyView {
  const empty = { user: null, organisation: null, expiresAt: null, expired: false };
  if (key.startsWith("alto_sk_")) return { kind: "organisationKey", ...empty };
  if (!key.startsWith("eyJ")) return { kind: "other", ...empty };
  const expired = key.includes("expired");
  return {
    kind: "jwt",
    user: "thandi@acme.example",
    organisation: "Acme NOC",
    expiresAt: iso(Date.now() + (expired ? -86_400_000 : 86_400_000 * 30)),
    expired,
  };
}
