import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { SessionView } from "../../ipc/bindings";
import { asked, axeFindings, openWindow } from "../../test/open";

async function openWith(change: Partial<SessionView>, gatewayMillis?: number, routerMillis?: number) {
  const opened = await openWindow({ ...(gatewayMillis && { gatewayMillis }), ...(routerMillis && { routerMillis }) });
  const site = opened.app.sites.list[0]!;
  opened.app.choose(site.id);
  const session = opened.fake.session({ site: site.id, siteName: site.name, ...change });
  opened.fake.push({ sessions: [session] });
  const row = await screen.findByRole("row", { name: new RegExp(`.+ ${site.name}$`) });
  return { ...opened, site, session, row };
}
const renewButton = (within_: HTMLElement) => within(within_).getByRole("button", { name: "Renew" });

describe("Renew", () => {
  it("sends once, however often it is pressed, and the row says renewing", async () => {
    const { fake, user, row, session } = await openWith({});
    await user.dblClick(renewButton(row));
    await user.click(renewButton(row));
    expect(asked(fake, "renewSession")).toEqual([[session.key]]);
    expect(row.textContent).toContain("renewing…");
    expect(renewButton(row).getAttribute("aria-disabled")).toBe("true");
  });

  it("sends once while the first wish is still on its way", async () => {
    const { fake, user, row } = await openWith({});
    let answered: (() => void) | undefined;
    const wait = new Promise<void>((resolve) => (answered = resolve));
    let sent = 0;
    fake.renewSession = async () => {
      sent += 1;
      await wait;
      return { status: "ok", data: null };
    };
    await user.click(renewButton(row));
    expect(renewButton(row).getAttribute("aria-disabled")).toBe("true");
    await user.click(renewButton(row));
    row.focus();
    await user.keyboard("r");
    answered?.();
    await waitFor(() => expect(renewButton(row).getAttribute("aria-disabled")).toBeNull());
    expect(sent).toBe(1);
  });

  it("hands over: the new session comes, then the old one is revoked", async () => {
    const { user, row, site } = await openWith({}, 10, 20);
    await user.click(renewButton(row));
    await waitFor(() => expect(row.textContent).toContain("revoking…"));
    const rows = screen.getAllByRole("row", { name: `WinBox ${site.name}` });
    expect(rows).toHaveLength(2);
    expect(rows.filter((other) => other !== row)[0]?.textContent).toContain("active");
  });

  it("stands out when the session ends soon, and only then", async () => {
    const { fake, row, session } = await openWith({});
    expect(renewButton(row).classList.contains("primary")).toBe(false);
    fake.push({ sessions: [{ ...session, phase: { kind: "endingSoon" } }] });
    await waitFor(() => expect(renewButton(row).classList.contains("primary")).toBe(true));
  });

  it("is the key R on a row, on its buttons too, and not in its menu nor as a chord", async () => {
    const { fake, user, row, session } = await openWith({});
    within(row).getByRole("button", { name: "Copy" }).focus();
    await user.keyboard("{ArrowDown}r");
    await user.keyboard("{Escape}{Control>}r{/Control}");
    expect(asked(fake, "renewSession")).toEqual([]);
    within(row).getByRole("button", { name: "Connect" }).focus();
    await user.keyboard("r");
    row.focus();
    await user.keyboard("R");
    expect(asked(fake, "renewSession")).toEqual([[session.key]]);
    expect(renewButton(row).getAttribute("aria-keyshortcuts")).toBe("R");
  });

  it("R does nothing where there is nothing to renew", async () => {
    const { fake, user, row } = await openWith({ canRenew: false });
    row.focus();
    await user.keyboard("r");
    expect(asked(fake, "renewSession")).toEqual([]);
  });

  it("a refusal is said at the site, and a failed renewal at the row, which stays", async () => {
    const { fake, user, row, session } = await openWith({});
    fake.refusals.set("renewSession", { code: "unreachable" });
    await user.click(renewButton(row));
    expect((await screen.findByRole("alert")).textContent).toContain("The API cannot be reached.");
    fake.push({ sessions: [{ ...session, problem: { code: "renewFailed" } }] });
    await waitFor(() => expect(row.textContent).toContain("This session could not be renewed; it stays until its end."));
    expect(row.textContent).toContain("active");
    expect(renewButton(row).getAttribute("aria-disabled")).toBeNull();
  });
});

describe("sessions that end soon are said in the window", () => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();

  async function openEnding(...changes: Partial<SessionView>[]) {
    const opened = await openWindow();
    const [one, two, three] = opened.app.sites.list;
    const sites = [one!, two!, three!];
    opened.fake.push({ status: { ...opened.fake.status, clockOffsetMillis: 0 } });
    const sessions = changes.map((change, index) => {
      const site = sites[index % 3]!;
      return opened.fake.session({ site: site.id, siteName: site.name, phase: { kind: "endingSoon" }, endsAt: minutes(10), ...change });
    });
    opened.fake.push({ sessions });
    const region = screen.getByRole("status", { name: "Sessions ending soon" });
    const texts = () => within(region).queryAllByRole("note").map((note) => note.querySelector("p")?.textContent);
    return { ...opened, region, texts, sessions, sites };
  }

  it("with site, protocol and whole minutes, politely", async () => {
    const { texts, region, sites } = await openEnding({ site: "site-9", siteName: "Lagos POP" });
    await waitFor(() => expect(texts()).toEqual(["Lagos POP: WinBox access ends in 10 minutes"]));
    expect(within(region).queryByRole("alert")).toBeNull();
    expect(sites).toHaveLength(3);
    expect(await axeFindings()).toEqual([]);
  });

  it("the most urgent first, at most two, and the next when one is waved away", async () => {
    const { user, region, texts, sites } = await openEnding({ endsAt: minutes(9) }, { endsAt: minutes(2), protocol: "ssh" }, { endsAt: minutes(5) });
    const says = (index: number, protocol: string, left: number) => `${sites[index]!.name}: ${protocol} access ends in ${left} minutes`;
    await waitFor(() => expect(texts()).toEqual([says(1, "SSH", 2), says(2, "WinBox", 5)]));
    await user.click(within(region).getAllByRole("button", { name: "Dismiss" })[0]!);
    await waitFor(() => expect(texts()).toEqual([says(2, "WinBox", 5), says(0, "WinBox", 9)]));
    expect(document.activeElement?.id).toBe("pane");
  });

  it("a dismissed one does not come back, and one that is not ours never comes", async () => {
    const { fake, user, region, texts, sessions } = await openEnding({}, { createdHere: false });
    await user.click(await within(region).findByRole("button", { name: "Dismiss" }));
    fake.push({ sessions: sessions.map((session) => ({ ...session })) });
    await waitFor(() => expect(texts()).toEqual([]));
  });

  it("Renew renews, and the banner is gone while that goes on", async () => {
    const { fake, user, region, texts, sessions } = await openEnding({});
    await user.click(await within(region).findByRole("button", { name: "Renew" }));
    expect(asked(fake, "renewSession")).toEqual([[sessions[0]!.key]]);
    await waitFor(() => expect(texts()).toEqual([]));
  });

  it("a refused renewal is said though the site is not on show", async () => {
    const { fake, user, region } = await openEnding({});
    fake.refusals.set("renewSession", { code: "unreachable" });
    await user.click(await within(region).findByRole("button", { name: "Renew" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The API cannot be reached.");
  });

  it("Open leads to the session's row", async () => {
    const { user, region, sites } = await openEnding({});
    await user.click(await within(region).findByRole("button", { name: "Open" }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(sites[0]!.name);
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe(`WinBox ${sites[0]!.name}`));
  });

  it("what cannot be renewed is said without Renew, and nothing is said where notices are off", async () => {
    const { fake, region, texts } = await openEnding({ canRenew: false });
    await waitFor(() => expect(texts()).toHaveLength(1));
    expect(within(region).getAllByRole("button").map((button) => button.textContent?.trim())).toEqual(["Open", "Dismiss"]);
    fake.push({ settings: { ...fake.settings, notices: false } });
    await waitFor(() => expect(texts()).toEqual([]));
  });

  it("goes away when the session is over", async () => {
    const { fake, texts, sessions } = await openEnding({});
    await waitFor(() => expect(texts()).toHaveLength(1));
    fake.push({ sessions: [{ ...sessions[0]!, phase: { kind: "ended", how: "expired" } }] });
    await waitFor(() => expect(texts()).toEqual([]));
  });
});
