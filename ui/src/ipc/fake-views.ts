import type { AccountView, DiagnosticsView, KeyView, RequestDefaultsView, SettingsView, SitesView, SiteView, StatusView } from "./bindings";
import type { FakeOptions } from "./fake-core";

export const iso = (millis: number): string => new Date(millis).toISOString();

export const usual: RequestDefaultsView = {
  protocol: "winbox",
  minutes: 60,
  fullAccess: false,
  sourceRange: "",
  allowPrivate: false,
  thenConnect: true,
  myAddress: "",
  letsMeIn: null,
  complete: false,
};

export function profile(name: string, host: string): AccountView["profile"] {
  return { name, host, generation: "v1", storage: "keychain", key: readKey("alto_sk_fake") };
}

/** What a key says of itself, by how it starts. */
export function readKey(key: string): KeyView {
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

export function firstAccount(signedIn: boolean): AccountView {
  return signedIn
    ? { phase: "signedIn", profile: profile("Acme NOC", "v1.api.altostrat.io"), problem: null }
    : { phase: "signedOut", profile: null, problem: null };
}

export function firstSites(options: FakeOptions, sites: SiteView[], now: number): SitesView {
  const named = (name: string) => sites.find((site) => site.name.startsWith(name))?.id ?? "";
  const lively = options.sessions === "lively";
  return {
    state: "ready",
    favourites: lively ? [named("Cape Town"), named("Durban")] : [],
    recents: lively ? [named("Lagos"), named("مكتب")] : [],
    skipped: 0,
    fetchedAt: iso(now),
    problem: null,
  };
}

export function firstStatus(signedIn: boolean, now: number): StatusView {
  return {
    connection: signedIn ? "connected" : "idle",
    host: "v1.api.altostrat.io",
    lastAnswerAt: iso(now - 12_000),
    clockOffsetMillis: 400,
    clockWrong: false,
    requestsLeft: 58,
    requestsPerMinute: 60,
    update: null,
    problem: null,
  };
}

export function firstSettings(options: FakeOptions): SettingsView {
  const language = options.language ?? "english";
  return {
    language,
    languageInForce: language === "arabic" ? "ar" : "en",
    theme: options.theme ?? "system",
    myAddress: options.sessions === "lively" ? "203.0.113.42" : "",
    winBoxPath: "",
    terminal: "",
    notices: true,
    warnMinutes: 10,
    quit: "ask",
    startWithSystem: options.plainSystem ? null : false,
    revokeOnLock: false,
    revokeOnSleep: false,
    tellsOfLock: !options.plainSystem,
    tellsOfSleep: !options.plainSystem,
    addressService: "",
    watchAddress: false,
    preset: null,
    logLevel: "usual",
    logLevelFixed: false,
    winBox: { path: "/usr/bin/winbox", chosen: false },
    ssh: { path: "/usr/bin/ssh", chosen: false },
    terminals: [
      { id: "gnome-terminal", name: "GNOME Terminal" },
      { id: "xterm", name: "xterm" },
    ],
    version: "0.1.0",
    dataFolder: "/home/noc/.local/share/altostrat-launcher",
    logFolder: "/home/noc/.local/share/altostrat-launcher/log",
    duration: { leastMinutes: 15, mostMinutes: 1440 },
    problem: null,
  };
}

/** A report as the core makes it. */
export function fakeReport(report: number, logLevel: string): DiagnosticsView {
  const lines = Array.from({ length: 60 }, (_, at) => `2026-03-04T10:${String(at).padStart(2, "0")}:00.000000Z  INFO launcher_core::altostrat::client: request failed request="list sites" problem=no answer in time again_in=2s`);
  return {
    report,
    files: [
      {
        name: "about.txt",
        text: "Altostrat Launcher: 0.1.0\nmade at: 2026-03-04T10:59:00Z\nrunning for: 3812 s\nsystem: Debian GNU/Linux 12 (bookworm), Linux 6.1.0, x86_64\ndesktop: GNOME, wayland\nweb view: 2.48.1\nlanguage: en\ntray: is shown\n",
      },
      { name: "settings.json", text: `${JSON.stringify({ logLevel, profiles: [{ name: "Acme NOC", apiHost: "v1.api.altostrat.io" }] }, null, 2)}\n` },
      { name: "keychain.txt", text: "sign-in: signedIn\nkey is kept in: keychain\nlast problem: none\n" },
      { name: "programs.txt", text: "WinBox: /usr/bin/winbox (found)\nssh: /usr/bin/ssh (found)\nterminal: GNOME Terminal (gnome-terminal)\n" },
      { name: "network.txt", text: "Failed requests since the start, by class\ntimedOut: 60\n" },
      { name: "logs/launcher.log", text: `${lines.join("\n")}\n` },
    ],
  };
}
