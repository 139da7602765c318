import type { HostKeyView, Protocol, RequestDefaultsView, SessionView, SettingsView, SiteView, StatusView } from "../ipc/bindings";

/** What puts a finding right, where the window can do it. */
export type Fix = "refresh" | "chooseWinBox" | "changeOptions" | "renew";

/** Something that stands in the way of a connection. It warns, it forbids nothing. */
export type Finding = { text: string; fix: Fix | null; session?: SessionView | undefined };

export type Preflight = {
  findings: Finding[];
  /** All that is known speaks for it; `addressInside` also that the range lets the user in. */
  ready: boolean;
  addressInside: boolean;
};

export type Known = {
  site: SiteView;
  settings: SettingsView | null;
  status: StatusView | null;
  defaults: RequestDefaultsView | null;
  hostKey: HostKeyView | null;
  /** The sessions that Connect would use. */
  reused: Record<Protocol, SessionView | null>;
};

/** Says before Connect is pressed what would go wrong after it. */
export function preflight({ site, settings, status, defaults, hostKey, reused }: Known): Preflight {
  const findings: Finding[] = [];
  const warn = (text: string, fix: Fix | null = null, session?: SessionView) => findings.push({ text, fix, session });

  if (site.state === "offline") warn("warn-offline", "refresh");
  if (site.state === "unknown") warn("warn-state-unknown", "refresh");
  if (site.winBoxAllowed === false) warn("warn-winbox-off");
  if (site.sshAllowed === false) warn("warn-ssh-off");
  if (settings?.winBox.path === null) warn("warn-winbox-missing", "chooseWinBox");
  if (settings?.ssh.path === null) warn("warn-ssh-missing");
  if (settings?.terminals.length === 0) warn("warn-terminal-missing");
  if (hostKey?.offered) warn("warn-host-key");
  if (status?.clockWrong) warn("warn-clock");

  const sessions = [reused.winbox, reused.ssh].filter((session) => session !== null);
  // Where one can be renewed for the address of now, its row says so.
  if (sessions.some((session) => session.letsMeIn === false && !session.canRenewHere)) {
    warn("warn-session-outside", "changeOptions");
  }
  for (const session of sessions) {
    if (session.phase.kind === "endingSoon" && session.canRenew && !session.renewing) {
      warn(session.protocol === "ssh" ? "warn-ssh-ends-soon" : "warn-winbox-ends-soon", "renew", session);
    }
  }
  const requests = defaults?.complete === true && sessions.length < 2;
  if (requests && defaults.letsMeIn === false) warn("warn-address-outside", "changeOptions");

  const known = site.state === "online" && settings !== null && status !== null;
  const inside = [...sessions.map((session) => session.letsMeIn), ...(requests ? [defaults.letsMeIn] : [])];
  return {
    findings,
    ready: known && findings.length === 0,
    addressInside: inside.length > 0 && inside.every((lets) => lets === true),
  };
}
