import { describe, expect, it } from "vitest";

import { Texts } from "../state/texts.svelte";
import type { AppError, FieldProblem } from "./bindings";
import { fieldWords, telling } from "./errors";

const quote = "Server <b>says</b> no";
const all: AppError[] = [
  { code: "signedOut" },
  { code: "keyRejected", serverText: quote },
  { code: "notPermitted", operation: "listSites", serverText: null },
  { code: "notPermitted", operation: "listSessions", serverText: null },
  { code: "notPermitted", operation: "createSession", serverText: null },
  { code: "notPermitted", operation: "revokeSession", serverText: null },
  { code: "notPermitted", operation: "listForwards", serverText: null },
  { code: "notPermitted", operation: "createForward", serverText: null },
  { code: "notPermitted", operation: "revokeForward", serverText: null },
  { code: "siteGone" },
  { code: "siteOffline" },
  { code: "sessionGone" },
  { code: "sessionExpired" },
  { code: "createOutcomeUnknown" },
  { code: "nothingCreated", serverText: quote },
  { code: "forwardsUnavailable" },
  { code: "invalidField", field: "key", problem: { kind: "notAKey" } },
  { code: "refused", status: 422, serverText: quote },
  { code: "rateLimited", retryAfterSecs: 7 },
  { code: "serverTrouble", status: 503 },
  { code: "unreadableAnswer" },
  { code: "unreachable" },
  { code: "timedOut" },
  { code: "tlsRejected" },
  { code: "portalInTheWay" },
  { code: "redirected" },
  { code: "keychainMissing" },
  { code: "keychainLocked" },
  { code: "keychainTrouble" },
  { code: "programMissing", program: "winBox" },
  { code: "programMissing", program: "terminal" },
  { code: "programMissing", program: "ssh" },
  { code: "programMissing", program: "browser" },
  { code: "launchFailed", program: "winBox" },
  { code: "launchFailed", program: "terminal" },
  { code: "launchFailed", program: "ssh" },
  { code: "launchFailed", program: "browser" },
  { code: "launchRefused", reason: "badPort" },
  { code: "launchRefused", reason: "unknownType" },
  { code: "launchRefused", reason: "forward" },
  { code: "revokeNotConfirmed" },
  { code: "gatewaySilent" },
  { code: "keyNotDeleted" },
  { code: "settingsReset" },
  { code: "renewFailed" },
  { code: "hostKeyChanged" },
  { code: "noAddressService" },
  { code: "addressNotFound" },
  { code: "hostKeysUnwritable" },
  { code: "oldHostKeyOnly" },
  { code: "settingsUnwritable" },
  { code: "clipboardUnavailable" },
  { code: "internal", reference: "a1b2" },
];

const problems: FieldProblem[] = [
  { kind: "empty" },
  { kind: "tooLong", most: 80 },
  { kind: "notHttps" },
  { kind: "notAnAddress" },
  { kind: "notAKey" },
  { kind: "notAProgram" },
  { kind: "duration", problem: "tooShort" },
  { kind: "duration", problem: "tooLong" },
  { kind: "range", problem: { reason: "empty" } },
  { kind: "range", problem: { reason: "notARange" } },
  { kind: "range", problem: { reason: "prefixLength" } },
  { kind: "range", problem: { reason: "ipv6" } },
  { kind: "range", problem: { reason: "hostBits", network: "10.0.0.0/8", single: "10.0.0.1/32" } },
  { kind: "destination", problem: "empty" },
  { kind: "destination", problem: "notAnAddress" },
  { kind: "destination", problem: "ipv6" },
  { kind: "destination", problem: "notADevice" },
  { kind: "destination", problem: "port" },
  { kind: "needsConfirmation" },
];

describe.each(["en", "ar"])("in %s", (language) => {
  const texts = new Texts();
  texts.use(language);

  it("every code has its own sentence, and what the server said is never our sentence", () => {
    const sentences = all.map((error) => texts.say(telling(error).words));
    for (const sentence of sentences) {
      expect(sentence.length).toBeGreaterThan(10);
      expect(sentence).not.toContain("says");
    }
    expect(new Set(sentences).size).toBe(all.length);
  });

  it("every problem of every field has a sentence", () => {
    for (const field of ["profileName", "apiAddress", "key", "duration", "sourceRange", "destinationAddress", "destinationPort", "myAddress", "winBoxPath"] as const) {
      for (const problem of problems) expect(texts.say(fieldWords(field, problem)).length).toBeGreaterThan(8);
    }
  });
});

it("what the server said comes along as a quotation", () => {
  expect(telling({ code: "refused", status: 422, serverText: quote }).quote).toBe(quote);
});
