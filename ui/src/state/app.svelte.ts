import { createContext } from "svelte";

import { errorOf, type Answer, type Backend } from "../ipc/backend";
import type {
  AccountView,
  AppError,
  CopyField,
  DiagnosticsView,
  OfferedKeyView,
  Pane,
  PlaceView,
  Protocol,
  RequestDefaultsView,
  SessionKey,
  SessionView,
  SettingsView,
  SiteId,
  StatusView,
  ViewUpdate,
} from "../ipc/bindings";
import { telling, type OfferedAction, type Words } from "../ipc/errors";
import { Clock } from "./clock.svelte";
import { DefaultsStore } from "./defaults.svelte";
import { Diagnostics } from "./diagnostics.svelte";
import { Flights } from "./flights.svelte";
import { HostKeys } from "./host-keys.svelte";
import { EndingNotices } from "./notices.svelte";
import { Preferences } from "./preferences.svelte";
import { Prompts } from "./prompts";
import { Selection } from "./selection.svelte";
import { SessionsStore } from "./sessions.svelte";
import { Several, type Batch } from "./several.svelte";
import { SitesStore } from "./sites.svelte";
import { Texts } from "./texts.svelte";
import { Whereabouts } from "./whereabouts";

/** A dialog above the window; at most one, and one question above it. */
export type OpenDialog =
  | { kind: "notices" }
  | { kind: "request"; site: SiteId; protocol: Protocol | null; defaults: RequestDefaultsView }
  | { kind: "several"; sites: SiteId[]; defaults: RequestDefaultsView }
  | { kind: "forward"; site: SiteId; defaults: RequestDefaultsView }
  | { kind: "paste" }
  | { kind: "tags" }
  | { kind: "diagnostics"; view: DiagnosticsView };
export type Question =
  | { kind: "revoke"; session: SessionView }
  | { kind: "revokeAll"; openSessions: number }
  | { kind: "quit"; openSessions: number }
  | { kind: "noTray" }
  | { kind: "signOut" }
  | { kind: "update"; version: string }
  | { kind: "revokeBatch"; batch: Batch }
  | { kind: "trustHostKey"; site: SiteId; siteName: string; known: OfferedKeyView | null; offered: OfferedKeyView }
  | { kind: "openToAll"; words: Words; confirmed: () => void };

/** What the right pane shows. A request for several sites has a place of its own, of which the core knows nothing. */
export type Place = Pane | "several";

/** A short word on what has just happened. */
export type Toast = { words: Words; severity: "done" | "problem" };

const TOAST_MILLIS = 6000;

/** The window's state: views of the core, and what the user looks at. Wishes go out from here. */
export class App {
  readonly backend: Backend;
  readonly texts = new Texts();
  readonly clock = new Clock();
  readonly sites = new SitesStore();
  readonly sessions = new SessionsStore();
  readonly selection = new Selection();
  readonly several = new Several(this);
  readonly notices = new EndingNotices(this.sessions);
  readonly prompts = new Prompts(this);
  readonly preferences = new Preferences(this);
  readonly diagnostics = new Diagnostics(this);
  readonly hostKeys = new HostKeys(this);
  readonly whereabouts: Whereabouts;
  readonly defaults: DefaultsStore;
  readonly flights = new Flights();

  account = $state.raw<AccountView | null>(null);
  status = $state.raw<StatusView | null>(null);
  settings = $state.raw<SettingsView | null>(null);

  place = $state<Place>("site");
  drawerOpen = $state(false);
  dialog = $state.raw<OpenDialog | null>(null);
  question = $state.raw<Question | null>(null);
  toast = $state.raw<Toast | null>(null);
  /** What went wrong last at a site, until the next wish there. */
  siteProblem = $state.raw<{ site: SiteId; error: AppError } | null>(null);
  noteSeen = $state(false);

  #revision = -1;
  /** Updates that came before the snapshot; `null` from then on. */
  #early: ViewUpdate[] | null = [];
  /** Counts up when a dialog that is being opened is not wanted any more. */
  #opening = 0;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  readonly signedIn = $derived(this.account?.phase === "signedIn");

  constructor(backend: Backend) {
    this.backend = backend;
    this.defaults = new DefaultsStore(backend);
    this.whereabouts = new Whereabouts(backend);
  }

  /** Listens first, then asks for everything, so that no change falls between. Returns what stops it. */
  async start(): Promise<() => void> {
    const stop = await this.backend.listen((update) => {
      if (this.#early) this.#early.push(update);
      else this.apply(update);
    });
    try {
      this.apply(await this.backend.loadViews());
    } catch (fault) {
      stop();
      throw fault;
    }
    // An update may overtake the snapshot. It carries only what changed, so the snapshot goes first.
    const early = this.#early ?? [];
    this.#early = null;
    for (const update of early.sort((a, b) => a.revision - b.revision)) this.apply(update);
    return stop;
  }

  apply(update: ViewUpdate): void {
    if (update.revision <= this.#revision) return;
    this.#revision = update.revision;
    if (update.account) this.#applyAccount(update.account);
    if (update.sites) this.sites.view = update.sites;
    if (update.siteList) this.sites.list = update.siteList;
    if (update.sites || update.siteList) this.#leaveGoneSites();
    if (update.listings) this.sessions.listings = update.listings;
    if (update.sessions) {
      this.sessions.all = update.sessions;
      this.defaults.forget();
    }
    if (update.status) this.status = update.status;
    if (update.hostKeys) this.hostKeys.all = update.hostKeys;
    if (update.settings) {
      this.settings = update.settings;
      this.texts.use(update.settings.languageInForce);
      this.defaults.forget();
    }
    if (update.place) this.#restore(update.place);
    if (update.prompt) this.prompts.takeUp(update.prompt);
  }

  #applyAccount(account: AccountView): void {
    const before = this.account;
    this.account = account;
    if (before?.phase === "signedIn" && account.phase !== "signedIn") {
      this.sites.query = "";
      this.sites.chosenId = null;
      this.selection.clear();
      this.several.forget();
      this.place = "site";
      this.dialog = null;
      this.#opening += 1;
      if (this.question?.kind !== "quit" && this.question?.kind !== "noTray") this.question = null;
      this.siteProblem = null;
      this.noteSeen = false;
    }
  }

  /** A site that left the list cannot stay selected or chosen; its sessions, if any, are among the active ones. */
  #leaveGoneSites(): void {
    this.selection.keep((site) => !this.sites.isGone(site));
    const { chosenId } = this.sites;
    if (chosenId === null || !this.sites.isGone(chosenId)) return;
    this.sites.chosenId = null;
    if (this.place === "site") this.go("active");
  }

  /** A new window begins where the last one ended. What the core wants on show comes after, and wins. */
  #restore({ pane, site }: PlaceView): void {
    if (!this.signedIn && pane !== "settings") return;
    if (this.signedIn && site !== null && !this.sites.isGone(site)) this.sites.chosenId = site;
    this.place = pane;
  }

  // ---- moving about

  choose(site: SiteId): void {
    if (this.sites.isGone(site)) return this.go("active");
    this.#opening += 1;
    this.sites.chosenId = site;
    this.place = "site";
  }

  go(place: Place): void {
    this.#opening += 1;
    this.place = place;
    this.drawerOpen = false;
  }

  askAboutUpdate(): void {
    const version = this.status?.update;
    if (version) this.question = { kind: "update", version };
  }

  /** Searches the list of sites, and goes there; where the window is narrow, the list comes out. */
  find(query: string): void {
    this.sites.query = query;
    this.drawerOpen = true;
    document.getElementById("search")?.focus();
  }

  /** Opens the request dialog once it is known what it starts with; nothing is locked until then. */
  openRequest(site: SiteId, protocol: Protocol | null = null): void {
    if (this.sites.isGone(site)) return this.go("active");
    this.#openWith(site, (defaults) => ({ kind: "request", site, protocol, defaults }));
  }

  /** Opens the request dialog for all that is selected; it starts with what the first one was given last. */
  openSeveral(): void {
    const sites = this.selection.list();
    const [first] = sites;
    if (first !== undefined) this.#openWith(first, (defaults) => ({ kind: "several", sites, defaults }));
  }

  openForwardRequest(site: SiteId): void {
    this.#openWith(site, (defaults) => ({ kind: "forward", site, defaults }));
  }

  #openWith(site: SiteId, dialogOf: (defaults: RequestDefaultsView) => OpenDialog): void {
    const opening = (this.#opening += 1);
    void this.defaults.load(site).then(
      (defaults) => {
        if (opening === this.#opening) this.dialog = dialogOf(defaults);
      },
      (fault: unknown) => {
        if (opening === this.#opening) this.say(telling(errorOf(fault)).words, "problem");
      },
    );
  }

  say(words: Words, severity: Toast["severity"] = "done"): void {
    clearTimeout(this.#toastTimer);
    this.toast = { words, severity };
    this.#toastTimer = setTimeout(() => (this.toast = null), TOAST_MILLIS);
  }

  hush(): void {
    clearTimeout(this.#toastTimer);
    this.toast = null;
  }

  // ---- wishes

  async connectSite(site: SiteId, protocol: Protocol): Promise<void> {
    await this.flights.once(`connect ${site}`, async () => {
      this.siteProblem = null;
      const answer = await this.backend.connectSite(site, protocol);
      if (answer.status === "error") this.siteProblem = { site, error: answer.error };
      else if (answer.data.kind === "formNeeded") this.openRequest(site, protocol);
    });
  }

  async connectSession(session: SessionView): Promise<void> {
    await this.flights.once(`session ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.connectSession(session.key));
    });
  }

  /** Opens the page of the device behind a port forward. */
  async openForward(session: SessionView): Promise<void> {
    await this.flights.once(`session ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.openForward(session.key));
    });
  }

  async revoke(session: SessionView): Promise<void> {
    await this.flights.once(`revoke ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.revokeSession(session.key));
    });
  }

  async renew(session: SessionView): Promise<void> {
    if (!session.canRenew || session.renewing) return;
    await this.flights.once(`renew ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.renewSession(session.key));
    });
  }

  /** Renews for the address the user has now. */
  async renewHere(session: SessionView): Promise<void> {
    await this.flights.once(`renew ${session.key}`, async () => {
      this.#atSite(session.site, await this.backend.renewHere(session.key));
    });
  }

  async revokeAll(): Promise<void> {
    await this.flights.once("revokeAll", async () => this.#orSay(await this.backend.revokeAll()));
  }

  async copy(key: SessionKey, field: CopyField): Promise<void> {
    const said: Record<CopyField, string> = {
      address: "copied-address",
      userName: "copied-user-name",
      password: "copied-password",
      command: "copied-command",
    };
    const answer = await this.backend.copyFromSession(key, field);
    if (answer.status === "ok") this.say({ id: said[field] });
    else this.say(telling(answer.error).words, "problem");
  }

  /** The user's public address as the service in the settings tells it; `null` without a service or an answer. */
  async lookUpAddress(): Promise<string | null> {
    if (!this.settings?.addressService) return null;
    let found: string | null = null;
    await this.flights.once("lookUp", async () => {
      const answer = await this.backend.lookUpAddress();
      if (answer.status === "ok") found = answer.data;
      else this.#orSay(answer);
    });
    return found;
  }

  async setFavourite(site: SiteId, on: boolean): Promise<void> {
    this.#orSay(await this.backend.setFavourite(site, on));
  }

  async signOut(): Promise<void> {
    await this.flights.once("signOut", async () => this.#orSay(await this.backend.signOut()));
  }

  async refresh(): Promise<void> {
    await this.flights.once("refresh", async () => {
      await this.backend.refresh();
    });
  }

  /** Ends the program; the core asks first where sessions are open. */
  async quit(): Promise<void> {
    await this.flights.once("quit", async () => {
      await this.backend.quit();
    });
  }

  offer(action: OfferedAction): void {
    switch (action) {
      case "signIn":
        this.question = { kind: "signOut" };
        break;
      case "refresh":
        void this.refresh();
        break;
      case "retryKeychain":
      case "deleteKey":
        void this.backend.retryKeychain();
        break;
      case "chooseProgram":
        void this.preferences.chooseWinBox();
        break;
      case "openSettings":
        this.go("settings");
        break;
    }
  }

  /** Said where the site is on show, else in passing. */
  #atSite(site: SiteId, answer: Answer<null>): void {
    const onShow = this.place === "active" || this.place === "several" || (this.place === "site" && this.sites.chosenId === site);
    if (!onShow) return this.#orSay(answer);
    this.siteProblem = answer.status === "error" ? { site, error: answer.error } : null;
  }

  #orSay(answer: Answer<unknown>): void {
    if (answer.status === "error") this.say(telling(answer.error).words, "problem");
  }
}

export const [getApp, setApp] = createContext<App>();
