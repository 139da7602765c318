import { describe, expect, it } from "vitest";

import type { SessionView } from "../ipc/bindings";
import { FakeBackend } from "../ipc/fake";
import { bySoonestEnd, preferred, primaryProtocol } from "./choice";

const fake = new FakeBackend();
const site = fake.siteList[0]!;
const session = (change: Partial<SessionView>) => fake.session({ site: site.id, ...change });
const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();

describe("which session is used again", () => {
  it("the one the core prefers for the protocol, and no other", () => {
    const chosen = session({ preferred: true });
    expect(preferred([session({}), chosen], "winbox")).toBe(chosen);
    expect(preferred([session({}), chosen], "ssh")).toBeNull();
    expect(preferred([session({})], "winbox")).toBeNull();
  });

  it("the soonest end comes first, an unknown end last", () => {
    const sessions = [session({ endsAt: null }), session({ endsAt: at(9) }), session({ endsAt: at(3) })];
    expect([...sessions].sort(bySoonestEnd).map((one) => one.endsAt)).toEqual([at(3), at(9), null]);
  });
});

describe("which button stands out", () => {
  it("a protocol with a live session, else the last used, else one that the policy allows", () => {
    const live = session({ protocol: "ssh", preferred: true });
    expect(primaryProtocol(site, [live], "winbox")).toBe("ssh");
    expect(primaryProtocol(site, [], "ssh")).toBe("ssh");
    expect(primaryProtocol(site, [], null)).toBe("winbox");
    expect(primaryProtocol({ ...site, winBoxAllowed: false }, [], "winbox")).toBe("ssh");
    expect(primaryProtocol({ ...site, winBoxAllowed: false, sshAllowed: false }, [], "winbox")).toBe("winbox");
  });
});
