import { describe, expect, it } from "vitest";

import type { SessionView } from "../ipc/bindings";
import { FakeCore } from "../ipc/fake-core";
import { usual } from "../ipc/fake-views";
import { preflight, type Known } from "./preflight";

const core = new FakeCore();
const [site] = core.siteList;
const online = { ...site!, state: "online" as const, winBoxAllowed: true, sshAllowed: true };
const complete = { ...usual, complete: true, sourceRange: "203.0.113.42/32", letsMeIn: true };

function known(change: Partial<Known> = {}): Known {
  const reused = { winbox: null, ssh: null };
  return { site: online, settings: core.settings, status: core.status, defaults: complete, hostKey: null, reused, ...change };
}
const texts = (change: Partial<Known>) => preflight(known(change)).findings.map((finding) => finding.text);
const session = (change: Partial<SessionView>) => core.session({ protocol: "ssh", letsMeIn: true, ...change });

describe("before Connect", () => {
  it("nothing in the way is said in one word", () => {
    expect(preflight(known())).toEqual({ findings: [], ready: true, addressInside: true });
    expect(preflight(known({ defaults: { ...complete, letsMeIn: null } })).addressInside).toBe(false);
  });

  it("what is not known yet is not called ready", () => {
    expect(preflight(known({ settings: null })).ready).toBe(false);
    expect(preflight(known({ status: null })).ready).toBe(false);
  });

  it("a router that is away, or perhaps away, can be looked at again", () => {
    for (const state of ["offline", "unknown"] as const) {
      const { findings, ready } = preflight(known({ site: { ...online, state } }));
      expect(findings).toMatchObject([{ fix: "refresh" }]);
      expect(ready).toBe(false);
    }
  });

  it("an address outside the range that would be asked for leads to the options", () => {
    const defaults = { ...complete, letsMeIn: false };
    expect(preflight(known({ defaults })).findings).toMatchObject([{ text: "warn-address-outside", fix: "changeOptions" }]);
    expect(texts({ defaults: { ...defaults, complete: false } })).toEqual([]);
  });

  it("a live session that keeps the user out is told, unless its row offers to renew it here", () => {
    const outside = session({ letsMeIn: false });
    expect(texts({ reused: { winbox: null, ssh: outside } })).toEqual(["warn-session-outside"]);
    expect(texts({ reused: { winbox: null, ssh: { ...outside, canRenewHere: true } } })).toEqual([]);
  });

  it("a live session that ends soon can be renewed first, once", () => {
    const ending = session({ phase: { kind: "endingSoon" } });
    const reused = { winbox: null, ssh: ending };
    expect(preflight(known({ reused })).findings).toMatchObject([{ text: "warn-ssh-ends-soon", fix: "renew", session: ending }]);
    expect(texts({ reused: { winbox: null, ssh: { ...ending, renewing: true } } })).toEqual([]);
    expect(texts({ reused: { winbox: { ...ending, protocol: "winbox" }, ssh: null } })).toEqual(["warn-winbox-ends-soon"]);
  });

  it("a router that shows another key than before is said, whatever else is well", () => {
    const offered = { kind: "ssh-ed25519", fingerprint: "SHA256:new" };
    const hostKey = { site: online.id, known: null, isNew: false, offered, oldKeysAllowed: false };
    expect(texts({ hostKey })).toEqual(["warn-host-key"]);
    expect(texts({ hostKey: { ...hostKey, offered: null } })).toEqual([]);
  });

  it("each text comes once, whatever is wrong", () => {
    const ending = session({ phase: { kind: "endingSoon" }, letsMeIn: false });
    const all = texts({
      site: { ...online, state: "offline", winBoxAllowed: false, sshAllowed: false },
      settings: { ...core.settings, winBox: { path: null, chosen: false }, ssh: { path: null, chosen: false }, terminals: [] },
      status: { ...core.status, clockWrong: true },
      reused: { winbox: { ...ending, protocol: "winbox" }, ssh: ending },
    });
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(10);
  });
});
