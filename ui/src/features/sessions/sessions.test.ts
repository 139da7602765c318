import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { SessionView } from "../../ipc/bindings";
import { asked, axeFindings, openWindow } from "../../test/open";

afterEach(() => vi.useRealTimers());

/** Accra with one session of the given kind. */
async function openWith(...changes: Partial<SessionView>[]) {
  const opened = await openWindow();
  const site = opened.app.sites.list[0]!;
  opened.app.choose(site.id);
  const sessions = changes.map((change) => opened.fake.session({ site: site.id, siteName: site.name, ...change }));
  opened.fake.push({ sessions });
  const [row] = await screen.findAllByRole("row", { name: new RegExp(`.+ ${site.name}$`) });
  return { ...opened, site, sessions, row: row!, key: sessions[0]!.key };
}
const buttons = (row: HTMLElement) => within(row).queryAllByRole("button").map((button) => button.textContent?.trim());
const since = () => new Date(Date.now() - 4000).toISOString();

describe("a session says in words where it stands", () => {
  it.each([
    [{ phase: { kind: "requesting", since: since() }, address: null, launchability: { kind: "notYet" } }, "preparing: sending the request", []],
    [{ phase: { kind: "checkingOutcome", since: since() }, address: null, launchability: { kind: "notYet" } }, "looking whether a session was made", []],
    [{ phase: { kind: "waitingForGateway", since: since() }, launchability: { kind: "notYet" } }, "preparing: waiting for the gateway port", ["Launch anyway", "Copy", "Revoke"]],
    [{ phase: { kind: "waitingForRouter", since: since() }, launchability: { kind: "notYet" } }, "preparing: waiting for the router to check in", ["Launch anyway", "Copy", "Revoke"]],
    [{ phase: { kind: "active" } }, "active", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ phase: { kind: "endingSoon" } }, "ending soon", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ renewing: true }, "active · renewing…", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ canRenew: false }, "active", ["Connect", "Copy", "Revoke"]],
    [{ phase: { kind: "revoking" } }, "revoking…", []],
    [{ launchability: { kind: "no", reason: "badEntryPoint" }, address: null }, "Cannot be opened: the server sent an address that is not safe to use.", ["Renew", "Revoke"]],
    [{ protocol: null, typeName: "telnet", launchability: { kind: "no", reason: "unknownType" } }, "this launcher does not know sessions of the type “telnet”", ["Revoke"]],
    [{ launch: { kind: "starting", program: "WinBox" } }, "Starting WinBox…", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ launch: { kind: "waitingForRouter", attempts: 2 } }, "the router has not checked in yet. 2 logins tried.", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ launch: { kind: "started", program: "WinBox" } }, "WinBox started", ["Connect", "Renew", "Copy", "Revoke"]],
    [{ problem: { code: "gatewaySilent" } }, "The port does not answer from here.", ["Connect", "Renew", "Copy", "Revoke", "Dismiss"]],
  ] satisfies [Partial<SessionView>, string, string[]][])("%j", async (change, words, offered) => {
    const { row } = await openWith(change);
    expect(row.textContent?.replace(/\s+/g, " ")).toContain(words);
    expect(buttons(row)).toEqual(offered);
  });

  it("preparing says for how long", async () => {
    const { row } = await openWith({ phase: { kind: "waitingForRouter", since: since() }, launchability: { kind: "notYet" } });
    expect(row.textContent).toMatch(/check in\s*· [45] s/);
  });

  it("a failed one says why, in our words, with the server's as a quotation, and can be dismissed", async () => {
    const { fake, user, row, key } = await openWith({
      phase: { kind: "failed" },
      endsAt: null,
      address: null,
      launchability: { kind: "no", reason: "missingField" },
      problem: { code: "nothingCreated", serverText: "No <i>route</i>" },
    });
    expect(row.textContent).toContain("No session was made. You can safely request again.");
    expect(row.textContent).toContain("The server said: “No <i>route</i>”");
    await user.click(within(row).getByRole("button", { name: "Dismiss" }));
    expect(asked(fake, "dismissSession")).toEqual([[key]]);
  });

  it("ended ones are folded away and offer nothing", async () => {
    const { fake, user, site } = await openWith({});
    fake.push({
      sessions: [
        fake.session({ site: site.id, phase: { kind: "ended", how: "expired" }, launchability: { kind: "no", reason: "ended" } }),
        fake.session({ site: site.id, phase: { kind: "ended", how: "revoked" }, launchability: { kind: "no", reason: "ended" } }),
      ],
    });
    expect(await screen.findByText("No sessions")).toBeTruthy();
    const fold = screen.getByRole("button", { name: "Ended 2" });
    expect(fold.getAttribute("aria-expanded")).toBe("false");
    await user.click(fold);
    const table = screen.getByRole("table", { name: "Ended sessions" });
    expect(table.textContent).toContain("ended: expired");
    expect(table.textContent).toContain("ended: revoked by hand");
    expect(within(table).queryAllByRole("button")).toEqual([]);
    expect(within(table).queryAllByRole("timer")).toEqual([]);
  });
});

describe("a session's buttons", () => {
  it("Connect launches again, and a problem is said at the site", async () => {
    const { fake, user, row, key } = await openWith({});
    fake.refusals.set("connectSession", { code: "programMissing", program: "winBox" });
    await user.click(within(row).getByRole("button", { name: "Connect" }));
    expect(asked(fake, "connectSession")).toEqual([[key]]);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("WinBox was not found on this computer.");
    await user.click(within(alert).getByRole("button", { name: "Choose program…" }));
    await waitFor(() => expect(asked(fake, "saveSettings")).toMatchObject([[{ winBoxPath: "/opt/winbox/WinBox" }]]));
  });

  it.each([
    ["Copy address", "address", "Address copied."],
    ["Copy user name", "userName", "User name copied."],
    ["Copy password", "password", "Password copied."],
  ])("%s asks the core and says so", async (name, field, said) => {
    const { fake, user, row, key } = await openWith({});
    await user.click(within(row).getByRole("button", { name: "Copy" }));
    await user.click(screen.getByRole("menuitem", { name }));
    expect(asked(fake, "copyFromSession")).toEqual([[key, field]]);
    expect(await screen.findByText(new RegExp(said))).toBeTruthy();
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("the menu can be driven by keys alone", async () => {
    const { fake, user, row, key } = await openWith({});
    within(row).getByRole("button", { name: "Copy" }).focus();
    await user.keyboard("{ArrowDown}{End}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Copy password"));
    await user.keyboard("{ArrowUp}{Enter}");
    expect(asked(fake, "copyFromSession")).toEqual([[key, "userName"]]);
    await user.keyboard("{ArrowDown}{Escape}");
    expect(document.activeElement?.textContent?.trim()).toBe("Copy");
  });

  it("Revoke asks once, then shows revoking until the core agrees", async () => {
    const { fake, user, row, key, site } = await openWith({});
    await user.click(within(row).getByRole("button", { name: "Revoke" }));
    let dialog = screen.getByRole("dialog", { name: "Revoke session" });
    expect(dialog.textContent).toContain(`WinBox access to ${site.name} ends now`);
    await user.click(within(dialog).getByRole("button", { name: "Keep" }));
    expect(asked(fake, "revokeSession")).toEqual([]);
    row.focus();
    await user.keyboard("{Delete}");
    dialog = screen.getByRole("dialog", { name: "Revoke session" });
    await user.click(within(dialog).getByRole("button", { name: "Revoke" }));
    expect(asked(fake, "revokeSession")).toEqual([[key]]);
    await waitFor(() => expect(row.textContent).toContain("revoking…"));
  });

  it("what has to be typed by hand is shown without the password, with buttons to copy", async () => {
    const { fake, user, row, key } = await openWith({
      protocol: "ssh",
      launch: { kind: "manual", program: "terminal", command: "ssh -p 47101 -l alto 102.130.113.9" },
    });
    expect(row.textContent).toContain("ssh -p 47101 -l alto 102.130.113.9");
    await user.click(within(row).getByRole("button", { name: "Copy command" }));
    await user.click(within(row).getByRole("button", { name: "Copy password" }));
    expect(asked(fake, "copyFromSession")).toEqual([[key, "command"], [key, "password"]]);
  });
});

it("rows can be walked with arrow keys, and Enter connects", async () => {
  const { fake, user, row, sessions } = await openWith({}, { protocol: "ssh", endsAt: new Date(Date.now() + 55 * 60_000).toISOString() });
  within(row).getByRole("button", { name: "Revoke" }).focus();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(asked(fake, "connectSession")).toEqual([[sessions[1]?.key]]);
  await user.keyboard("{ArrowUp}{Enter}");
  expect(asked(fake, "connectSession")).toHaveLength(2);
});

it("held keys do not act on a row", async () => {
  const { fake, row } = await openWith({});
  for (const key of ["Enter", "Delete", "r"]) await fireEvent.keyDown(row, { key, repeat: true });
  expect(asked(fake, "connectSession")).toEqual([]);
  expect(asked(fake, "renewSession")).toEqual([]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("a session made elsewhere has no made-up end and no part of a ring", async () => {
  const { fake, row, sessions } = await openWith({ endsAt: null, lengthMinutes: null, createdHere: false });
  expect(row.textContent).toContain("no end known");
  expect(within(row).queryByRole("timer")).toBeNull();
  expect(row.querySelector("svg .left")).toBeNull();
  fake.push({ sessions: [{ ...sessions[0]!, endsAt: new Date(Date.now() + 600_000).toISOString() }] });
  expect((await within(row).findByRole("timer")).textContent).toContain("00:");
  expect(row.querySelector("svg .left")).toBeNull();
});

describe("the countdown", () => {
  it("moves, follows the server's clock, and stops at zero", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, now: Date.UTC(2026, 2, 1, 12) });
    const { fake, row } = await openWith({ endsAt: "2026-03-01T12:01:02Z" });
    fake.push({ status: { ...fake.status, clockOffsetMillis: 2000 } });
    const timer = within(row).getByRole("timer", { name: "Time left" });
    await vi.advanceTimersByTimeAsync(1500);
    expect(timer.textContent?.trim()).toMatch(/^00:00:5\d$/);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(timer.textContent?.trim()).toMatch(/^00:00:4\d$/);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(timer.textContent?.trim()).toBe("00:00:00");
  });

  it("does not tick while the page is hidden", async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 2, 1, 12) });
    const { row } = await openWith({ endsAt: "2026-03-01T12:10:00Z" });
    const timer = within(row).getByRole("timer");
    const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    const before = timer.textContent;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(timer.textContent).toBe(before);
    visible.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(10);
    expect(timer.textContent?.trim()).toBe("00:09:30");
    visible.mockRestore();
  });
});

describe("active sessions", () => {
  it("shows all sites, the first to end on top, and leads to a site", async () => {
    const { user } = await openWindow({ sessions: "lively" });
    await user.click(screen.getByRole("button", { name: "Active sessions" }));
    const table = screen.getByRole("table", { name: "Sessions" });
    const names = within(table).getAllByRole("row").slice(1).map((row) => row.getAttribute("aria-label"));
    expect(names.slice(0, 2)).toEqual(["SSH Cape Town Head Office", "WinBox Lagos POP"]);
    expect(names).toHaveLength(6);
    await user.click(within(table).getByRole("button", { name: "Open Lagos POP" }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Lagos POP");
  });

  it("has no finding of axe", async () => {
    const { user } = await openWindow({ sessions: "lively" });
    await user.click(screen.getByRole("button", { name: "Active sessions" }));
    expect(await axeFindings()).toEqual([]);
  });
});
