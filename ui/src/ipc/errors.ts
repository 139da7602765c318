import type { TypedDurationProblem } from "../pure/duration";
import type {
  AppError,
  DestinationProblem,
  DurationLimits,
  Field,
  FieldProblem,
  NotLaunchableReason,
  ProgramKind,
  RangeProblem,
  SessionView,
} from "./bindings";

/** A text of the catalogue with what is filled in. */
export type Words = { id: string; args?: Record<string, string | number> };

/** What the window offers beside an error. */
export type OfferedAction = "signIn" | "refresh" | "retryKeychain" | "deleteKey" | "chooseProgram" | "openSettings";

/** How an error is told: in whose words, how loudly, with what to press. */
export type Telling = {
  words: Words;
  severity: "problem" | "warning";
  action: OfferedAction | null;
  /** What the server said, to be shown as a quotation in plain text. */
  quote: string | null;
};

type Table = {
  [Code in AppError["code"]]: (error: Extract<AppError, { code: Code }>) => Partial<Telling> & { words: Words };
};

const missing: Record<ProgramKind, string> = {
  winBox: "error-winbox-missing",
  terminal: "error-terminal-missing",
  ssh: "error-ssh-missing",
  browser: "error-browser-missing",
};

const failed: Record<ProgramKind, string> = {
  winBox: "error-winbox-failed",
  terminal: "error-terminal-failed",
  ssh: "error-ssh-failed",
  browser: "error-browser-failed",
};

const notPermitted = {
  listSites: "error-not-permitted-list-sites",
  listSessions: "error-not-permitted-list-sessions",
  createSession: "error-not-permitted-create-session",
  revokeSession: "error-not-permitted-revoke-session",
  listForwards: "error-not-permitted-list-forwards",
  createForward: "error-not-permitted-create-forward",
  revokeForward: "error-not-permitted-revoke-forward",
} as const;

const programAction: Record<ProgramKind, OfferedAction | null> = {
  winBox: "chooseProgram",
  terminal: "openSettings",
  ssh: "openSettings",
  browser: null,
};

/** The one place where a code becomes words. A code without a row does not compile. */
const table: Table = {
  signedOut: () => ({ words: { id: "error-signed-out" }, action: "signIn" }),
  keyRejected: (error) => ({
    words: { id: "error-key-rejected" },
    action: "refresh",
    quote: error.serverText,
  }),
  notPermitted: (error) => ({ words: { id: notPermitted[error.operation] }, quote: error.serverText }),
  siteGone: () => ({ words: { id: "error-site-gone" }, action: "refresh" }),
  siteOffline: () => ({ words: { id: "error-site-offline" }, severity: "warning" }),
  sessionGone: () => ({ words: { id: "error-session-gone" } }),
  sessionExpired: () => ({ words: { id: "error-session-expired" } }),
  createOutcomeUnknown: () => ({ words: { id: "error-create-outcome-unknown" }, action: "refresh" }),
  nothingCreated: (error) => ({ words: { id: "error-nothing-created" }, quote: error.serverText }),
  forwardsUnavailable: () => ({ words: { id: "error-forwards-unavailable" }, severity: "warning" }),
  invalidField: (error) => ({ words: fieldWords(error.field, error.problem) }),
  refused: (error) => ({
    words: { id: "error-refused", args: { status: String(error.status) } },
    quote: error.serverText,
  }),
  rateLimited: (error) => ({
    words: { id: "error-rate-limited", args: { seconds: error.retryAfterSecs } },
    severity: "warning",
  }),
  serverTrouble: (error) => ({
    words: { id: "error-server-trouble", args: { status: String(error.status) } },
    action: "refresh",
  }),
  unreadableAnswer: () => ({ words: { id: "error-unreadable-answer" }, action: "refresh" }),
  unreachable: () => ({ words: { id: "error-unreachable" }, severity: "warning", action: "refresh" }),
  timedOut: () => ({ words: { id: "error-timed-out" }, severity: "warning", action: "refresh" }),
  tlsRejected: () => ({ words: { id: "error-tls-rejected" } }),
  portalInTheWay: () => ({ words: { id: "error-portal" }, severity: "warning", action: "refresh" }),
  redirected: () => ({ words: { id: "error-redirected" } }),
  keychainMissing: () => ({ words: { id: "error-keychain-missing" }, severity: "warning" }),
  keychainLocked: () => ({
    words: { id: "error-keychain-locked" },
    severity: "warning",
    action: "retryKeychain",
  }),
  keychainTrouble: () => ({
    words: { id: "error-keychain-trouble" },
    severity: "warning",
    action: "retryKeychain",
  }),
  programMissing: (error) => ({
    words: { id: missing[error.program] },
    severity: "warning",
    action: programAction[error.program],
  }),
  launchFailed: (error) => ({ words: { id: failed[error.program] }, action: programAction[error.program] }),
  launchRefused: (error) => ({ words: notLaunchableWords(error.reason, "?") }),
  revokeNotConfirmed: () => ({ words: { id: "error-revoke-not-confirmed" }, severity: "warning", action: "refresh" }),
  gatewaySilent: () => ({ words: { id: "error-gateway-silent" }, severity: "warning" }),
  keyNotDeleted: () => ({ words: { id: "error-key-not-deleted" }, action: "deleteKey" }),
  settingsReset: () => ({ words: { id: "error-settings-reset" }, severity: "warning" }),
  renewFailed: () => ({ words: { id: "error-renew-failed" }, severity: "warning" }),
  hostKeyChanged: () => ({ words: { id: "error-host-key-changed" } }),
  oldHostKeyOnly: () => ({ words: { id: "error-old-host-key-only" } }),
  noAddressService: () => ({ words: { id: "error-no-address-service" }, severity: "warning", action: "openSettings" }),
  addressNotFound: () => ({ words: { id: "error-address-not-found" }, severity: "warning" }),
  hostKeysUnwritable: () => ({ words: { id: "error-host-keys-unwritable" } }),
  settingsUnwritable: () => ({ words: { id: "error-settings-unwritable" } }),
  startWithSystemFailed: () => ({ words: { id: "error-start-with-system" }, severity: "warning" }),
  reportNotSaved: () => ({ words: { id: "error-report-not-saved" } }),
  clipboardUnavailable: () => ({ words: { id: "error-clipboard" } }),
  updateFailed: () => ({ words: { id: "error-update-failed" } }),
  internal: (error) => ({ words: { id: "error-internal", args: { reference: error.reference } } }),
};

export function telling(error: AppError): Telling {
  const row = table[error.code] as (error: AppError) => Partial<Telling> & { words: Words };
  return { severity: "problem", action: null, quote: null, ...row(error) };
}

/** A sentence for the field it belongs to. */
export function fieldWords(field: Field, problem: FieldProblem): Words {
  switch (problem.kind) {
    case "empty":
      if (field === "key") return { id: "field-key-empty" };
      if (field === "sourceRange") return { id: "range-empty" };
      return { id: "field-empty" };
    case "tooLong":
      return {
        id: field === "profileName" ? "field-name-long" : "field-too-long",
        args: { most: problem.most },
      };
    case "notHttps":
      return { id: "field-not-https" };
    case "notAnAddress":
      return { id: "field-not-an-address" };
    case "notAKey":
      return { id: "field-not-a-key" };
    case "notAProgram":
      return { id: "field-not-a-program" };
    case "duration":
      return durationWords(problem.problem, { leastMinutes: 15, mostMinutes: 1440 });
    case "range":
      return rangeProblemWords(problem.problem);
    case "destination":
      return destinationProblemWords(problem.problem);
    case "needsConfirmation":
      return { id: "field-needs-confirmation" };
  }
}

/** Why a typed duration cannot be sent. */
export function durationWords(problem: TypedDurationProblem, limits: DurationLimits): Words {
  const { leastMinutes, mostMinutes } = limits;
  switch (problem) {
    case "empty":
      return { id: "duration-empty" };
    case "tooShort":
      return { id: "duration-too-short", args: { least: leastMinutes } };
    case "tooLong":
      return { id: "duration-too-long", args: { most: mostMinutes, hours: mostMinutes / 60 } };
    case "notWhole":
      return { id: "duration-not-whole" };
    case "notADuration":
      return { id: "duration-not-a-duration" };
  }
}

export function rangeProblemWords(problem: RangeProblem): Words {
  const ids = {
    empty: "range-empty",
    notARange: "range-not-a-range",
    prefixLength: "range-prefix-length",
    ipv6: "range-ipv6",
    hostBits: "range-host-bits",
  } as const satisfies Record<RangeProblem["reason"], string>;
  return { id: ids[problem.reason] };
}

export function destinationProblemWords(problem: DestinationProblem): Words {
  const ids = {
    empty: "destination-empty",
    notAnAddress: "destination-not-an-address",
    ipv6: "destination-ipv6",
    notADevice: "destination-not-a-device",
    port: "destination-port",
  } as const satisfies Record<DestinationProblem, string>;
  return { id: ids[problem] };
}

export function notLaunchableWords(reason: NotLaunchableReason, typeName: string): Words {
  const ids = {
    ended: "not-launchable-ended",
    unknownType: "not-launchable-unknown-type",
    badEntryPoint: "not-launchable-bad-entry-point",
    badPort: "not-launchable-bad-port",
    badUserName: "not-launchable-bad-user-name",
    badPassword: "not-launchable-bad-password",
    missingField: "not-launchable-missing-field",
    forward: "not-launchable-forward",
  } as const satisfies Record<NotLaunchableReason, string>;
  return reason === "unknownType"
    ? { id: ids[reason], args: { type: typeName } }
    : { id: ids[reason] };
}

/** What kind of access a session is. A type this launcher does not know is called as the server calls it. */
export function typeWords(session: Pick<SessionView, "protocol" | "destination" | "typeName">): Words {
  if (session.protocol !== null) return { id: session.protocol === "winbox" ? "protocol-winbox" : "protocol-ssh" };
  return session.destination === null ? { id: "type-unknown", args: { type: session.typeName } } : { id: "forward" };
}
