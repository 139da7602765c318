import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { SessionView, SeveralForm } from "../../ipc/bindings";
import type { FakeOptions } from "../../ipc/fake-core";
import { asked, axeFindings, openWindow } from "../../test/open";

const grid = () => screen.getByRole("grid", { name: "Sites" });
const siteRow = (name: string) => within(grid()).getByRole("row", { name });
const selected = () => [...grid().querySelectorAll("[aria-selected=true]")].map((row) => row.getAttribute("aria-label"));
const counted = () => screen.queryByText(/^\d+ sites? selected$/)?.textContent ?? null;
const button = (name: string) => screen.getByRole("button", { name });
const range = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Allowed source range" });

describe("selecting sites", () => {
  it("Space takes and gives back the chosen row, and says how many there are", async () => {
    const { app, user } = await openWindow();
    grid().focus();
    await user.keyboard("{ArrowDown} {ArrowDown}{ArrowDown} ");
    expect(selected()).toEqual(["Accra Branch", "Cairo Data Centre – rack B"]);
    expect(counted()).toBe("2 sites selected");
    expect(siteRow("Accra Branch").querySelector("path[d^='M20 6']")).toBeTruthy();
    expect(siteRow("Cairo Data Centre – rack B").getAttribute("aria-current")).toBe("true");
    await user.keyboard(" ");
    expect(counted()).toBe("1 site selected");
    await fireEvent.keyDown(grid(), { key: " ", repeat: true });
    expect(app.selection.size).toBe(1);
    expect(grid().getAttribute("aria-multiselectable")).toBe("true");
  });

  it("without a selection the chosen row is the selected one, as ever", async () => {
    const { app, user } = await openWindow();
    grid().focus();
    await user.keyboard("{ArrowDown}");
    expect(selected()).toEqual(["Accra Branch"]);
    expect(app.selection.size).toBe(0);
    expect(counted()).toBeNull();
  });

  it("Shift and the arrows reach, and draw back", async () => {
    const { user, app } = await openWindow();
    grid().focus();
    await user.keyboard("{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}");
    const first = app.sites.list.slice(0, 3).map((site) => site.name);
    expect(selected()).toEqual(first);
    await user.keyboard("{End}{Shift>}{ArrowUp}{/Shift}");
    expect(selected()).toEqual([...first, ...app.sites.list.slice(-2).map((site) => site.name)]);
  });

  it("Ctrl and Shift with a click do what they do in every list, and looking at a site keeps the selection", async () => {
    const { app, user } = await openWindow();
    const names = app.sites.list.map((site) => site.name);
    await user.keyboard("{Control>}");
    await user.click(siteRow(names[1]!));
    await user.keyboard("{/Control}{Shift>}");
    await user.click(siteRow(names[4]!));
    await user.keyboard("{/Shift}");
    expect(selected()).toEqual(names.slice(1, 5));
    await user.keyboard("{Control>}");
    await user.click(siteRow(names[2]!));
    await user.keyboard("{/Control}");
    await user.click(siteRow(names[7]!));
    expect(selected()).toEqual([names[1], names[3], names[4]]);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(names[7]);
  });

  it("Ctrl A takes all that are shown, and Esc clears the selection before the search", async () => {
    const { app, user } = await openWindow({ sites: 10_000 });
    await user.type(screen.getByRole("searchbox"), "999");
    await user.keyboard("{ArrowDown}{Control>}a{/Control}");
    expect(app.selection.size).toBe(app.sites.hits.length);
    expect(app.selection.size).toBeGreaterThan(10);
    await user.keyboard("{Escape}");
    expect(app.selection.size).toBe(0);
    expect(app.sites.query).toBe("999");
    await user.keyboard("{Escape}");
    expect(app.sites.query).toBe("");
    await user.keyboard("{Control>}a{/Control}");
    expect(app.selection.size).toBe(10_000);
    expect(grid().querySelectorAll("[role=row]").length).toBeLessThan(40);
  });

  it("Clear goes back to the list; a site that leaves the list, and signing out, leave the selection", async () => {
    const { app, fake, user } = await openWindow();
    app.selection.add(app.sites.list.slice(0, 3).map((site) => site.id));
    fake.push({ siteList: fake.siteList.slice(1) });
    expect(await screen.findByText("2 sites selected")).toBeTruthy();
    await user.click(button("Clear"));
    expect(app.selection.size).toBe(0);
    expect(document.activeElement).toBe(grid());
    app.selection.add([app.sites.list[0]!.id]);
    await app.signOut();
    expect(app.selection.size).toBe(0);
  });
});

describe("a pasted list", () => {
  it("is added to the selection, and says which lines name no site or several", async () => {
    const { app, user } = await openWindow();
    app.selection.add(["site-1"]);
    await user.click(await screen.findByRole("button", { name: "Paste a list…" }));
    const dialog = screen.getByRole("dialog", { name: "Paste a list of sites" });
    const box = within(dialog).getByRole("textbox", { name: "Names or ids, one a line" });
    expect(document.activeElement).toBe(box);
    await user.click(box);
    await user.paste("Lagos POP\nsite-2\nnowhere\na");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(within(dialog).getByRole("status").textContent).toContain("2 sites found and selected.");
    expect(within(dialog).getAllByRole("listitem").map((line) => line.textContent)).toEqual(["nowhere", "a"]);
    expect(app.selection.size).toBe(3);
    expect(await axeFindings()).toEqual([]);
  });

  it("that names only sites is done with one press", async () => {
    const { app, user } = await openWindow();
    await user.click(button("Paste a list…"));
    await user.click(screen.getByRole("textbox", { name: "Names or ids, one a line" }));
    await user.paste("lagos pop");
    await user.click(button("Select"));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(app.selection.size).toBe(1);
    expect(screen.getByText("1 site found and selected.")).toBeTruthy();
  });
});

describe("tags", () => {
  it("select the sites that have one of the ticked values of each tag, beside what is selected", async () => {
    const { app, user } = await openWindow();
    app.selection.add(["site-1"]);
    await user.click(await screen.findByRole("button", { name: "Select by tag…" }));
    const dialog = screen.getByRole("dialog", { name: "Select sites by tag" });
    const tickBox = (name: RegExp) => within(dialog).getByRole<HTMLInputElement>("checkbox", { name });
    const select = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Select" });
    expect(document.activeElement).toBe(within(dialog).getAllByRole("checkbox")[0]);
    expect(select.disabled).toBe(true);
    await user.click(tickBox(/^Southern Africa/));
    await user.click(tickBox(/^Middle East/));
    expect(within(dialog).getByRole("status").textContent).toContain("7 sites have them.");
    await user.click(tickBox(/^Warehouse/));
    expect(within(dialog).getByRole("status").textContent).toContain("1 site has them.");
    expect(await axeFindings()).toEqual([]);
    tickBox(/^Warehouse/).focus();
    await user.keyboard("{Enter}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(app.selection.list().map((site) => app.sites.byId.get(site)?.name)).toEqual(["Accra Branch", "Durban Warehouse"]);
    expect(screen.getByText("1 site selected.")).toBeTruthy();
  });

  it("that no site has together select nothing; and without tags they are not offered", async () => {
    const { app, fake, user } = await openWindow();
    await user.click(button("Select by tag…"));
    await user.click(screen.getByRole("checkbox", { name: /^North Africa/ }));
    await user.click(screen.getByRole("checkbox", { name: /^Branch/ }));
    expect(screen.getByText("No site has all of these.")).toBeTruthy();
    expect((button("Select") as HTMLButtonElement).disabled).toBe(true);
    await user.click(button("Cancel"));
    expect(app.selection.size).toBe(0);
    fake.push({ siteList: fake.siteList.map((site) => ({ ...site, tags: [] })) });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Select by tag…" })).toBeNull());
  });

  it("of a site find the others that have them", async () => {
    const { app, user } = await openWindow();
    app.choose(app.sites.list.find((site) => site.name === "Lagos POP")!.id);
    await user.click(await screen.findByRole("button", { name: /^region\s*: *West Africa$/ }));
    expect(app.sites.hits.map((site) => site.name)).toEqual(["Accra Branch", "Lagos POP"]);
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  });
});

/** The dialog for the first sites of the list. */
async function openDialog(count = 3, options: FakeOptions = {}) {
  const opened = await openWindow({ routerMillis: 3_600_000, gatewayMillis: 3_600_000, ...options });
  await opened.app.backend.rememberMyAddress("203.0.113.42");
  const sites = opened.app.sites.list.slice(0, count);
  opened.app.selection.add(sites.map((site) => site.id));
  await opened.user.click(await screen.findByRole("button", { name: "Request access…" }));
  const dialog = await screen.findByRole("dialog");
  return { ...opened, sites, dialog };
}
const forms = (fake: Parameters<typeof asked>[0]) => asked(fake, "requestSeveral").map((one) => (one as [SeveralForm])[0]);

describe("one request for several sites", () => {
  it("names some of the sites, sends one form for all, and leaves the selection", async () => {
    const { app, fake, user, sites, dialog } = await openDialog(8);
    expect(dialog.getAttribute("aria-labelledby")).toBeTruthy();
    expect(within(dialog).getByRole("heading").textContent).toBe("Request access to 8 sites");
    const named = within(within(dialog).getByRole("list", { name: "Sites" })).getAllByRole("listitem");
    expect(named.map((item) => item.textContent)).toEqual([...sites.slice(0, 5).map((site) => site.name), "and 3 more"]);
    const each = within(dialog).getByRole<HTMLInputElement>("checkbox", { name: "Open each as soon as it answers" });
    expect(each.checked).toBe(false);
    await waitFor(() => expect(range().value).toBe("203.0.113.42/32"));
    expect(await axeFindings()).toEqual([]);
    await user.click(button("Request for 8 sites"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(forms(fake)).toEqual([
      {
        sites: sites.map((site) => site.id),
        terms: {
          protocol: "winbox",
          minutes: 60,
          fullAccess: false,
          sourceRange: "203.0.113.42/32",
          allowPrivate: false,
          openToAllConfirmed: false,
          thenConnect: false,
        },
      },
    ]);
    expect(app.selection.size).toBe(0);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("One request, 8 sites");
  });

  it("opens each only when that is ticked", async () => {
    const { fake, user } = await openDialog(2);
    await user.click(screen.getByRole("checkbox", { name: "Open each as soon as it answers" }));
    await user.click(button("Request for 2 sites"));
    await waitFor(() => expect(forms(fake)[0]?.terms.thenConnect).toBe(true));
  });

  it("begins with what the first selected site was given last", async () => {
    const { app, fake } = await openWindow();
    const terms = { protocol: "ssh", minutes: 90, fullAccess: true, sourceRange: "198.51.100.0/24", allowPrivate: false } as const;
    await fake.requestSession({ ...terms, site: "site-9", openToAllConfirmed: false, thenConnect: true });
    app.selection.add(["site-9", "site-1"]);
    app.openSeveral();
    await screen.findByRole("dialog", { name: "Request access to 2 sites" });
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "SSH" }).checked).toBe(true);
    expect(screen.getByRole<HTMLInputElement>("spinbutton").value).toBe("90");
    expect(range().value).toBe("198.51.100.0/24");
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Open each as soon as it answers" }).checked).toBe(false);
  });

  it("is F2 in the list while something is selected", async () => {
    const { app, user } = await openWindow();
    grid().focus();
    await user.keyboard("{ArrowDown}{Shift>}{ArrowDown}{/Shift}{F2}");
    expect(await screen.findByRole("dialog", { name: "Request access to 2 sites" })).toBeTruthy();
    expect(app.dialog?.kind).toBe("several");
  });

  it("asks again before all of them are opened to the whole internet", async () => {
    const { fake, user } = await openDialog(3);
    await user.clear(range());
    await user.type(range(), "0.0.0.0/0");
    await user.click(button("Request for 3 sites"));
    const question = await screen.findByRole("dialog", { name: "Open to the whole internet" });
    expect(question.textContent).toContain("all 3 sites");
    expect(forms(fake)).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Open to everybody" }));
    await waitFor(() => expect(forms(fake)[0]?.terms.openToAllConfirmed).toBe(true));
  });

  it("stays, with the reason, when it is refused as a whole", async () => {
    const { app, fake, user } = await openDialog(2);
    fake.refusals.set("requestSeveral", { code: "signedOut" });
    await user.click(button("Request for 2 sites"));
    expect(await screen.findByText(/You are signed out/)).toBeTruthy();
    expect(app.selection.size).toBe(2);
  });
});

/** A request that was sent, with the rows the core would show. */
async function openSent(...changes: Partial<SessionView>[]) {
  const opened = await openDialog(changes.length);
  await opened.user.click(button(`Request for ${changes.length} sites`));
  const table = await screen.findByRole("table", { name: `One request, ${changes.length} sites` });
  const { fake, sites } = opened;
  const sessions = fake.sessions.map((session, at) => ({ ...session, ...changes[at] }));
  fake.push({ sessions });
  const row = (at: number) => within(table).getByRole("row", { name: sites[at]!.name });
  const words = (at: number) => row(at).textContent?.replace(/\s+/g, " ") ?? "";
  return { ...opened, table, row, words, keys: sessions.map((session) => session.key) };
}
const offline: Partial<SessionView> = { phase: { kind: "failed" }, problem: { code: "siteOffline" }, endsAt: null };
const ready: Partial<SessionView> = {
  phase: { kind: "active" },
  launchability: { kind: "ready" },
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
};
const waiting: Partial<SessionView> = { phase: { kind: "queued", since: new Date().toISOString() } };

describe("what became of it", () => {
  it("each site has a row of its own: state, countdown, problem, and what can be done", async () => {
    const { fake, user, row, words, keys, sites } = await openSent(ready, waiting, offline);
    await waitFor(() => expect(words(0)).toContain("active"));
    expect(within(row(0)).getByRole("timer", { name: "Time left" }).textContent).toMatch(/^(01:00:00|00:59:\d\d)$/);
    expect(words(1)).toContain("preparing: waiting for its turn");
    expect(words(2)).toContain("The router is offline");
    expect(screen.getByText("1 ready · 1 preparing · 1 failed")).toBeTruthy();
    await user.click(button(`Connect to ${sites[0]!.name}`));
    expect(asked(fake, "connectSession")).toEqual([[keys[0]]]);
    expect(within(row(2)).getAllByRole("button")).toHaveLength(2);
    expect(await axeFindings()).toEqual([]);
  });

  it("one that waits is taken back without a question; a running one asks", async () => {
    const { fake, user, words, keys, sites } = await openSent(ready, waiting);
    await user.click(await screen.findByRole("button", { name: `Revoke access to ${sites[1]!.name}` }));
    expect(asked(fake, "revokeSession")).toEqual([[keys[1]]]);
    await waitFor(() => expect(words(1)).toContain("taken back: nothing was sent"));
    await user.click(button(`Revoke access to ${sites[0]!.name}`));
    expect(screen.getByRole("dialog", { name: "Revoke session" })).toBeTruthy();
    expect(asked(fake, "revokeSession")).toHaveLength(1);
  });

  it("a failed one is tried again alone, on the same terms, in its own row", async () => {
    const { fake, user, words, keys, sites, table } = await openSent(ready, offline);
    await user.click(await screen.findByRole("button", { name: `Try ${sites[1]!.name} again` }));
    await waitFor(() => expect(forms(fake)).toHaveLength(2));
    expect(forms(fake)[1]).toEqual({ sites: [sites[1]!.id], terms: forms(fake)[0]!.terms });
    await waitFor(() => expect(words(1)).toContain("preparing"));
    expect(asked(fake, "dismissSession")).toEqual([[keys[1]]]);
    expect(within(table).getAllByRole("row")).toHaveLength(3);
  });

  it("a site that nothing was asked for says why, and can be tried again", async () => {
    const opened = await openDialog(2);
    const [gone] = opened.sites;
    opened.fake.siteList = opened.fake.siteList.filter((site) => site.id !== gone!.id);
    await opened.user.click(button("Request for 2 sites"));
    const table = await screen.findByRole("table", { name: "One request, 2 sites" });
    const row = within(table).getByRole("row", { name: gone!.name });
    expect(row.textContent).toContain("nothing was requested");
    expect(within(row).getByRole("button", { name: `Try ${gone!.name} again` })).toBeTruthy();
  });

  it("all of them are revoked after one question, what waits first, and nothing else", async () => {
    const { fake, user, keys, sites } = await openSent(ready, waiting, offline, { phase: { kind: "requesting", since: new Date().toISOString() } });
    fake.push({ sessions: [...fake.sessions, fake.session({ site: sites[0]!.id })] });
    await user.click(await screen.findByRole("button", { name: "Revoke all of these…" }));
    const question = screen.getByRole("dialog", { name: "Revoke all of these" });
    expect(question.textContent).toContain("Access to 3 sites ends now");
    expect(document.activeElement?.textContent?.trim()).toBe("Keep");
    expect(asked(fake, "revokeSession")).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Revoke all of these" }));
    await waitFor(() => expect(asked(fake, "revokeSession")).toEqual([[keys[1]], [keys[0]], [keys[3]]]));
  });

  it("is a place of the window alone, and leads back while its rows live", async () => {
    const { app, fake, user, sites, keys } = await openSent(ready, offline);
    await waitFor(() => expect(asked(fake, "showPlace").at(-1)).toEqual([{ pane: "active", site: null }]));
    await user.click(button("Done"));
    expect(app.place).toBe("site");
    await user.click(await screen.findByRole("button", { name: /^Request of .+, 2 sites$/ }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("One request, 2 sites");
    await user.keyboard("{Escape}");
    expect(app.place).toBe("site");
    fake.push({ sessions: fake.sessions.map((one) => (one.key === keys[0] ? { ...one, phase: { kind: "ended", how: "expired" } } : one)) });
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Request of/ })).toBeNull());
    expect(sites).toHaveLength(2);
  });

  it("asks again before one that failed is opened to the whole internet", async () => {
    const opened = await openDialog(2);
    const { fake, user, sites } = opened;
    await user.clear(range());
    await user.type(range(), "0.0.0.0/0");
    await user.click(button("Request for 2 sites"));
    await user.click(await screen.findByRole("button", { name: "Open to everybody" }));
    await waitFor(() => expect(fake.sessions).toHaveLength(2));
    fake.push({ sessions: fake.sessions.map((session) => ({ ...session, ...offline })) });
    await user.click(await screen.findByRole("button", { name: `Try ${sites[0]!.name} again` }));
    expect(forms(fake)).toHaveLength(1);
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Open to everybody" }));
    await waitFor(() => expect(forms(fake)).toHaveLength(2));
  });
});
