import { isLive } from "../pure/choice";
import type { Answer, Backend } from "./backend";
import type {
  ConnectAnswer,
  FoundSites,
  KeyView,
  Protocol,
  RequestDefaultsView,
  RequestForm,
  SessionKey,
  SessionView,
  SeveralAnswer,
  SeveralForm,
  SignInForm,
  SiteId,
} from "./bindings";
import { allRead, ok, refuse } from "./fake-core";
import { FakeForwards } from "./fake-forwards";
import { fakeRange } from "./fake-range";
import { fakeSites } from "./fake-sites";
import { iso, profile, readKey, usual } from "./fake-views";

/** Until the next of several gets its turn, and until a request is refused by a site that is offline. */
const TURN_MILLIS = 700;
const FAIL_MILLIS = 300;

/** A core in memory, for working on the window without one. Holds no network and no secrets. */
export class FakeBackend extends FakeForwards implements Backend {
  readonly #remembered = new Map<SiteId, Partial<RequestDefaultsView>>();

  inspectKey(key: string): Promise<KeyView> {
    return Promise.resolve(readKey(key));
  }

  async signIn(form: SignInForm): Promise<Answer<null>> {
    this.calls.push(["signIn", { ...form, key: "…" }]);
    const refusal = this.refusal("signIn");
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
    const siteList = fakeSites(this.options.sites ?? 12, Date.now());
    this.push({
      account: { phase: "signedIn", profile: profile(form.profileName, url.host), problem: null },
      siteList,
      listings: allRead(siteList),
      status: { ...this.status, connection: "connected", host: url.host, lastAnswerAt: iso(Date.now()) },
    });
    return ok(null);
  }

  signOut(): Promise<Answer<null>> {
    this.calls.push(["signOut"]);
    this.push({
      account: { phase: "signedOut", profile: null, problem: null },
      sessions: [],
      sites: { ...this.sites, favourites: [], recents: [] },
      siteList: [],
      listings: [],
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
    this.answered();
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
    const refusal = this.refusal("requestSession");
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

  #create(form: RequestForm, range: string, answers: () => void = () => undefined, turn = 0): SessionKey {
    const started = Date.now() + turn;
    const session = this.session({
      site: form.site,
      protocol: form.protocol,
      fullAccess: form.fullAccess,
      allowPrivate: form.allowPrivate,
      sourceRange: range,
      address: null,
      userName: null,
      phase: { kind: turn > 0 ? "queued" : "requesting", since: iso(Date.now()) },
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
    const gateway = turn + (this.options.gatewayMillis ?? 1000);
    const router = turn + (this.options.routerMillis ?? 3000);
    const later = (millis: number, change: Partial<SessionView>, then: () => void = () => undefined) =>
      setTimeout(() => {
        const now = this.get(session.key)?.phase.kind;
        if (now === undefined || now === "revoking" || now === "ended" || now === "failed") return;
        this.change(session.key, change);
        then();
      }, millis);
    if (turn > 0) later(turn, { phase: { kind: "requesting", since: iso(started) } });
    later((turn + gateway) / 2, {
      phase: { kind: "waitingForGateway", since: iso(started) },
      endsAt: iso(started + form.minutes * 60_000),
      address: "102.130.113.9:47102",
      userName: "alto_91bc",
    });
    later(gateway, { phase: { kind: "waitingForRouter", since: iso(started) } });
    const ready: Partial<SessionView> = {
      phase: { kind: "active" },
      launchability: { kind: "ready" },
      launch: form.thenConnect ? { kind: "started", program: programOf(form.protocol) } : { kind: "none" },
      canRenew: true,
      preferred: true,
    };
    later(router, ready, answers);
    this.answered();
    return session.key;
  }

  requestSeveral(form: SeveralForm): Promise<Answer<SeveralAnswer[]>> {
    this.calls.push(["requestSeveral", form]);
    const refusal = this.refusal("requestSeveral");
    if (refusal) return Promise.resolve(refusal);
    // Two at once; the others wait for their turn.
    const answers = [...new Set(form.sites)].map((site, at): SeveralAnswer => {
      const known = this.siteList.find((known) => known.id === site);
      if (!known) return { site, key: null, problem: { code: "siteGone" } };
      const { sourceRange } = form.terms;
      const turn = Math.max(0, at - 1) * TURN_MILLIS;
      const key = this.#create({ ...form.terms, site }, fakeRange(sourceRange).range ?? "", undefined, turn);
      if (known.state === "offline") setTimeout(() => this.#fail(key), turn + FAIL_MILLIS);
      return { site, key, problem: null };
    });
    return Promise.resolve(ok(answers));
  }

  #fail(key: SessionKey): void {
    this.change(key, { phase: { kind: "failed" }, problem: { code: "siteOffline" }, launch: { kind: "none" } });
  }

  findSites(text: string): Promise<FoundSites> {
    const found: FoundSites = { sites: [], unknown: [] };
    for (const line of text.split("\n").map((line) => line.trim()).filter((line) => line !== "")) {
      const wanted = line.toLowerCase();
      const fits = this.siteList.filter((site) => site.id === line || site.name.toLowerCase().includes(wanted));
      const [only] = fits;
      if (!only || fits.length > 1) found.unknown.push(line);
      else if (!found.sites.includes(only.id)) found.sites.push(only.id);
    }
    return Promise.resolve(found);
  }

  async connectSite(site: SiteId, protocol: Protocol): Promise<Answer<ConnectAnswer>> {
    this.calls.push(["connectSite", site, protocol]);
    const refusal = this.refusal("connectSite");
    if (refusal) return refusal;
    const live = this.sessions.find(
      (session) => session.site === site && session.protocol === protocol && session.preferred,
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
    const refusal = this.refusal("connectSession");
    if (refusal) return Promise.resolve(refusal);
    const session = this.get(key);
    if (!session) return Promise.resolve(refuse({ code: "sessionGone" }));
    const program = programOf(session.protocol ?? "winbox");
    this.change(key, { launch: { kind: "starting", program } });
    setTimeout(() => this.change(key, { launch: { kind: "started", program } }), 400);
    return Promise.resolve(ok(null));
  }

  revokeSession(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["revokeSession", key]);
    const refusal = this.refusal("revokeSession");
    if (refusal) return Promise.resolve(refusal);
    if (this.get(key)?.phase.kind === "queued") this.push({ sessions: this.sessions.filter((other) => other.key !== key) });
    else this.#end(key);
    return Promise.resolve(ok(null));
  }

  #end(key: SessionKey): void {
    this.change(key, { phase: { kind: "revoking" }, canRenew: false, renewing: false, preferred: false });
    setTimeout(
      () =>
        this.change(key, {
          phase: { kind: "ended", how: "revoked" },
          launchability: { kind: "no", reason: "ended" },
          launch: { kind: "none" },
        }),
      800,
    );
  }

  renewHere(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["renewHere", key]);
    const refusal = this.refusal("renewHere");
    if (refusal) return Promise.resolve(refusal);
    this.change(key, { renewing: true, canRenewHere: false });
    return Promise.resolve(ok(null));
  }

  renewSession(key: SessionKey): Promise<Answer<null>> {
    this.calls.push(["renewSession", key]);
    const refusal = this.refusal("renewSession");
    if (refusal) return Promise.resolve(refusal);
    const old = this.get(key);
    if (!old?.protocol && !old?.destination) return Promise.resolve(refuse({ code: "sessionGone" }));
    this.change(key, { renewing: true, problem: null });
    const { site, protocol, fullAccess, allowPrivate, lengthMinutes } = old;
    const minutes = lengthMinutes ?? usual.minutes;
    const sourceRange = old.sourceRange ?? "";
    if (!protocol) {
      const [address = "", port = ""] = (old.destination ?? "").split(":");
      this.makeForward({ site, address, port, minutes, sourceRange, openToAllConfirmed: true }, () => this.#end(key));
      return Promise.resolve(ok(null));
    }
    const form = { site, protocol, fullAccess, allowPrivate, minutes, sourceRange, openToAllConfirmed: true, thenConnect: false };
    this.#create(form, sourceRange, () => this.#end(key));
    return Promise.resolve(ok(null));
  }

  revokeAll(): Promise<Answer<null>> {
    this.calls.push(["revokeAll"]);
    const refusal = this.refusal("revokeAll");
    if (refusal) return Promise.resolve(refusal);
    for (const session of this.sessions) if (session.createdHere && isLive(session)) this.#end(session.key);
    return Promise.resolve(ok(null));
  }

  dismissSession(key: SessionKey): Promise<null> {
    this.calls.push(["dismissSession", key]);
    const session = this.get(key);
    if (session?.phase.kind === "failed") this.push({ sessions: this.sessions.filter((other) => other.key !== key) });
    else if (session) this.change(key, { problem: null, launch: { kind: "none" } });
    return Promise.resolve(null);
  }

  copyFromSession(key: SessionKey, field: string): Promise<Answer<null>> {
    this.calls.push(["copyFromSession", key, field]);
    return Promise.resolve(this.refusal("copyFromSession") ?? ok(null));
  }
}

function programOf(protocol: Protocol): string {
  return protocol === "winbox" ? "WinBox" : "GNOME Terminal";
}
