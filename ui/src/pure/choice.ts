import type { Protocol, SessionView, SiteView } from "../ipc/bindings";

/** Not over: being made, running or being revoked. */
export function isLive(session: SessionView): boolean {
  return session.phase.kind !== "ended" && session.phase.kind !== "failed";
}

/** Running, so that a program can be started on it. */
export function isRunning(session: SessionView): boolean {
  return session.phase.kind === "active" || session.phase.kind === "endingSoon";
}

export function isPreparing(session: SessionView): boolean {
  switch (session.phase.kind) {
    case "queued":
    case "requesting":
    case "checkingOutcome":
    case "waitingForGateway":
    case "waitingForRouter":
      return true;
    default:
      return false;
  }
}

const farFuture = "9999";

/** Soonest end first; sessions without a known end last, then in the order they were made. */
export function bySoonestEnd(a: SessionView, b: SessionView): number {
  const left = Date.parse(a.endsAt ?? farFuture);
  const right = Date.parse(b.endsAt ?? farFuture);
  return left - right || a.key - b.key;
}

/** The session that Connect uses for a protocol, as the core chose it. */
export function preferred(sessions: readonly SessionView[], protocol: Protocol): SessionView | null {
  return sessions.find((session) => session.preferred && session.protocol === protocol) ?? null;
}

/** The one protocol whose button stands out: one with a session that can be used, else the last used. */
export function primaryProtocol(
  site: SiteView,
  sessions: readonly SessionView[],
  lastUsed: Protocol | null,
): Protocol {
  const order: Protocol[] = lastUsed === "ssh" ? ["ssh", "winbox"] : ["winbox", "ssh"];
  const live = order.find((protocol) => preferred(sessions, protocol) !== null);
  if (live) return live;
  return order.find((protocol) => isAllowed(site, protocol)) ?? order[0] ?? "winbox";
}

/** Not switched off by the site's policy. An unknown policy forbids nothing. */
export function isAllowed(site: SiteView, protocol: Protocol): boolean {
  return (protocol === "winbox" ? site.winBoxAllowed : site.sshAllowed) !== false;
}
