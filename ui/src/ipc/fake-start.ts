import type { SitesState } from "./bindings";
import { FakeBackend, type FakeOptions } from "./fake";

/**
 * The fake core as the address asks for it: `?sites=10000`, `?lang=ar`, `?theme=dark`, and
 * `?screen=signin|waiting|locked|empty|calm|offline|programs|keychain`.
 */
export function fakeFromAddress(address: string): FakeBackend {
  const asked = new URL(address).searchParams;
  const screen = asked.get("screen") ?? "main";
  const theme = asked.get("theme");
  const options: FakeOptions = {
    sites: screen === "empty" ? 0 : Number(asked.get("sites") ?? 12),
    language: asked.get("lang") === "ar" ? "arabic" : "english",
    theme: theme === "dark" || theme === "light" ? theme : "system",
    sessions: screen === "calm" || screen === "empty" ? "none" : "lively",
    signedIn: !["signin", "waiting", "locked"].includes(screen),
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
  if (screen === "programs") {
    fake.settings = { ...fake.settings, winBox: { path: null, chosen: false }, terminals: [], ssh: { path: null, chosen: false } };
    fake.status = { ...fake.status, clockWrong: true };
  }
  if (screen === "keychain" && fake.account.profile) {
    fake.account = { ...fake.account, profile: { ...fake.account.profile, storage: "thisRunOnly" } };
  }
  return fake;
}
