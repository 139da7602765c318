import type { SessionView, SiteId } from "./bindings";
import type { FakeCore } from "./fake-core";
import { iso } from "./fake-views";

/** Sessions of every state, on sites that are always there. */
export function livelySessions(core: FakeCore, now: number): SessionView[] {
  const named = (name: string): SiteId => core.siteList.find((site) => site.name.startsWith(name))?.id ?? "";
  const capeTown = named("Cape Town");
  const minute = 60_000;
  return [
    core.session({
      site: capeTown,
      protocol: "ssh",
      sourceRange: "198.51.100.0/24",
      preferred: true,
      phase: { kind: "endingSoon" },
      endsAt: iso(now + 3 * minute + 9_000),
    }),
    core.session({ site: capeTown, fullAccess: true, preferred: true, endsAt: iso(now + 42 * minute + 10_000) }),
    core.session({
      site: capeTown,
      protocol: "ssh",
      fullAccess: true,
      phase: { kind: "waitingForRouter", since: iso(now - 4000) },
      endsAt: iso(now + 60 * minute - 4000),
      launchability: { kind: "notYet" },
      launch: { kind: "queued" },
    }),
    core.session({
      site: named("Lagos"),
      preferred: true,
      phase: { kind: "endingSoon" },
      endsAt: iso(now + 8 * minute),
      lengthMinutes: 120,
    }),
    core.session({ site: capeTown, phase: { kind: "ended", how: "expired" }, endsAt: iso(now - 90 * minute), launchability: { kind: "no", reason: "ended" } }),
    core.session({ site: capeTown, protocol: "ssh", phase: { kind: "ended", how: "revoked" }, endsAt: iso(now - 30 * minute), launchability: { kind: "no", reason: "ended" } }),
    core.session({
      site: named("Durban"),
      preferred: true,
      protocol: "ssh",
      launch: { kind: "manual", program: "terminal", command: "ssh -p 47101 -l alto_7f3a 102.130.113.9" },
    }),
    core.session({
      site: named("Accra"),
      phase: { kind: "failed" },
      endsAt: null,
      address: null,
      launchability: { kind: "no", reason: "missingField" },
      problem: { code: "nothingCreated", serverText: "Site is not reachable" },
    }),
    core.session({
      site: named("Bloem"),
      address: null,
      launchability: { kind: "no", reason: "badEntryPoint" },
    }),
  ];
}
