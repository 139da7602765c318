import { describe, expect, it } from "vitest";

import type { SessionView } from "../ipc/bindings";
import { FakeBackend } from "../ipc/fake";
import { bySoonestEnd, primaryProtocol, reusable } from "./choice";

const fake = new FakeBackend();
const site = fake.sites.sites[0]!;
const session = (change: Partial<SessionView>) => fake.session({ site: site.id, ...change });
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();

describe("which session is used again", () => {
  it("an ended, revoked, preparing or unsafe session is never offered for connect", () => {
    const sessions = [
      session({ phase: { kind: "ended", how: "expired" }, launchability: { kind: "no", reason: "ended" } }),
      session({ phase: { kind: "revoking" } }),
      session({ phase: { kind: "waitingForRouter", since: at(0) }, launchability: { kind: "notYet" } }),
      session({ launchability: { kind: "no", reason: "badEntryPoint" } }),
      session({ phase: { kind: "failed" } }),
    ];
    expect(reusable(sessions, "winbox")).toBeNull();
  });

  it("the one that lasts longest is used", () => {
    const short = session({ endsAt: at(5) });
    const long = session({ endsAt: at(50) });
    expect(reusable([long, short], "winbox")).toBe(long);
    expect(reusable([long, short], "ssh")).toBeNull();
  });

  it("the soonest end comes first, an unknown end last", () => {
    const sessions = [session({ endsAt: null }), session({ endsAt: at(9) }), session({ endsAt: at(3) })];
    expect([...sessions].sort(bySoonestEnd).map((one) => one.endsAt)).toEqual([at(3), at(9), null]);
  });
});

describe("which button stands out", () => {
  it("a protocol with a live session, else the last used, else one that the policy allows", () => {
    const live = session({ protocol: "ssh" });
    expect(primaryProtocol(site, [live], "winbox")).toBe("ssh");
    expect(primaryProtocol(site, [], "ssh")).toBe("ssh");
    expect(primaryProtocol(site, [], null)).toBe("winbox");
    expect(primaryProtocol({ ...site, winBoxAllowed: false }, [], "winbox")).toBe("ssh");
    expect(primaryProtocol({ ...site, winBoxAllowed: false, sshAllowed: false }, [], "winbox")).toBe("winbox");
  });
});
