import type { PromptView, SitesState } from "./bindings";
import { FakeBackend } from "./fake";
import type { FakeOptions } from "./fake-core";

const prompts: Record<string, PromptView> = {
  quit: { kind: "quit", openSessions: 3 },
  revokeAll: { kind: "revokeAll", openSessions: 3 },
  requestAccess: { kind: "requestAccess", site: "site-4", protocol: "ssh" },
  site: { kind: "site", site: "site-4" },
  active: { kind: "site", site: null },
  settings: { kind: "settings" },
  noTray: { kind: "noTray" },
};

/**
 * The fake core as the address asks for it: `?sites=10000`, `?lang=ar`, `?theme=dark`,
 * `?prompt=quit|revokeAll|requestAccess|site|active|settings|noTray` as what the window was opened for, and
 * `?screen=signin|waiting|locked|empty|calm|offline|programs|keychain|saving|renewing|reading|unread|elsewhere|plain|chosen|hostkey`.
 */
export function fakeFromAddress(address: string): FakeBackend {
  const asked = new URL(address).searchParams;
  const screen = asked.get("screen") ?? "main";
  const prompt = prompts[asked.get("prompt") ?? ""];
  const theme = asked.get("theme");
  const options: FakeOptions = {
    sites: screen === "empty" ? 0 : Number(asked.get("sites") ?? 12),
    language: asked.get("lang") === "ar" ? "arabic" : "english",
    theme: theme === "dark" || theme === "light" ? theme : "system",
    sessions: ["calm", "empty", "reading", "unread"].includes(screen) ? "none" : "lively",
    signedIn: !["signin", "waiting", "locked"].includes(screen),
    ...(prompt && { prompt }),
    plainSystem: screen === "plain",
    ...(screen === "renewing" && { routerMillis: 3_600_000 }),
  };
  const fake = new FakeBackend(options);
  if (screen === "waiting") fake.account = { phase: "waitingForKeychain", profile: null, problem: null };
  if (screen === "locked") fake.account = { phase: "signedOut", profile: null, problem: { code: "keychainLocked" } };
  if (screen === "offline") {
    const long = new Date(Date.now() - 340_000).toISOString();
    const state: SitesState = "stale";
    fake.sites = { ...fake.sites, state, fetchedAt: long, problem: { code: "unreachable" } };
    fake.status = { ...fake.status, connection: "offline", lastAnswerAt: long, problem: { code: "unreachable" } };
  }
  if (screen === "chosen") {
    const preset = { protocol: "ssh", minutes: 90, fullAccess: true } as const;
    fake.settings = { ...fake.settings, notices: false, preset, winBoxPath: "/opt/winbox/WinBox", winBox: { path: "/opt/winbox/WinBox", chosen: true } };
    fake.refusals.set("testProgram", { code: "launchFailed", program: "terminal" });
  }
  if (screen === "programs") {
    fake.settings = { ...fake.settings, winBox: { path: null, chosen: false }, terminals: [], ssh: { path: null, chosen: false } };
    fake.status = { ...fake.status, clockWrong: true };
  }
  if (screen === "keychain" && fake.account.profile) {
    fake.account = { ...fake.account, profile: { ...fake.account.profile, storage: "thisRunOnly" } };
  }
  if (screen === "saving" && fake.account.profile) {
    fake.account = { ...fake.account, profile: { ...fake.account.profile, storage: "saving" } };
  }
  if (screen === "reading") fake.listings = [];
  if (screen === "unread") {
    fake.listings = fake.siteList.map(({ id }) => ({ site: id, read: false, problem: { code: "timedOut" }, forwardsRead: false, forwardsProblem: null }));
  }
  if (screen === "elsewhere") {
    fake.sessions = fake.siteList.map(({ id }) => fake.session({ site: id, createdHere: false, endsAt: null, lengthMinutes: null, canRenew: false, preferred: true }));
  }
  if (screen === "hostkey") {
    const [here] = fake.siteList;
    const known = { kind: "ssh-ed25519", fingerprint: "SHA256:uNiVztksCsDhcc0u9e8BrIdFqF0Vl5g6e1yS9dVdhdc" };
    const offered = { kind: "ssh-ed25519", fingerprint: "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM" };
    const site = here?.id ?? "";
    fake.hostKeys = [{ site, known, isNew: false, offered, oldKeysAllowed: true }];
    fake.sessions = [
      fake.session({ site, protocol: "ssh", problem: { code: "hostKeyChanged" } }),
      fake.session({ site, letsMeIn: false, canRenewHere: true }),
    ];
    fake.place = { pane: "site", site };
  }
  const [first] = fake.sessions;
  if (screen === "renewing" && first) void fake.renewSession(first.key);
  return fake;
}
