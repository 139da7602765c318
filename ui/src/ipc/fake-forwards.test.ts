import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ForwardForm } from "./bindings";
import { FakeBackend } from "./fake";
import { destinationProblem } from "./fake-forwards";

const form: ForwardForm = {
  site: "site-1",
  address: "192.168.88.10",
  port: "443",
  minutes: 60,
  sourceRange: "203.0.113.42",
  openToAllConfirmed: false,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a forward becomes active, tells what a browser opens, and is renewed without a gap", async () => {
  const fake = new FakeBackend();
  const answer = await fake.requestForward(form);
  if (answer.status === "error") throw new Error(answer.error.code);
  const row = (key: number) => fake.sessions.find((session) => session.key === key);
  expect(row(answer.data)).toMatchObject({ protocol: null, typeName: "forward", destination: "192.168.88.10:443", webAddress: null });
  vi.runAllTimers();
  expect(row(answer.data)).toMatchObject({ phase: { kind: "active" }, canRenew: true, webAddress: "https://102.130.113.9:47103" });
  expect(await fake.openForward(answer.data)).toMatchObject({ status: "ok" });
  await fake.renewSession(answer.data);
  vi.runAllTimers();
  expect(row(answer.data)).toMatchObject({ phase: { kind: "ended", how: "revoked" } });
  expect(fake.sessions.at(-1)).toMatchObject({ phase: { kind: "active" }, destination: "192.168.88.10:443" });
});

it("a forward to another port opens nothing", async () => {
  const fake = new FakeBackend();
  const answer = await fake.requestForward({ ...form, port: "3389" });
  if (answer.status === "error") throw new Error(answer.error.code);
  vi.runAllTimers();
  expect(await fake.openForward(answer.data)).toMatchObject({ status: "error", error: { code: "launchRefused", reason: "forward" } });
});

it.each([
  ["", "80", "empty"],
  ["nas.local", "80", "notAnAddress"],
  ["fe80::1", "80", "ipv6"],
  ["127.0.0.1", "80", "notADevice"],
  ["192.168.88.10", "65536", "port"],
  ["192.168.88.10", "80", null],
])("%j port %j: %s", (address, port, problem) => {
  expect(destinationProblem(address, port)).toBe(problem);
});
