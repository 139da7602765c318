import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { asked, axeFindings, openWindow } from "../../test/open";

const grid = () => screen.getByRole("grid", { name: "Sites" });
const search = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search sites" });
const heading = () => screen.queryByRole("heading", { level: 1 })?.textContent;
const current = () => grid().querySelector("[aria-selected=true]")?.getAttribute("aria-label");
const named = () => [...grid().querySelectorAll("[data-index]")].map((row) => row.getAttribute("aria-label"));

describe("the list of sites", () => {
  it("has favourites, recents and the rest, each site once, named by its name", async () => {
    await openWindow({ sessions: "lively" });
    expect(named().slice(0, 4)).toEqual(["Cape Town Head Office", "Durban Warehouse", "Lagos POP", "مكتب الرياض"]);
    expect(new Set(named()).size).toBe(12);
    expect(grid().textContent).toMatch(/Favourites.*Recent.*All sites\s*12/s);
    const row = within(grid()).getByRole("row", { name: "Cape Town Head Office" });
    expect(row.textContent).toContain("Online");
    expect(row.textContent).toContain("3 live sessions, ending soon");
  });

  it("is driven by keys alone", async () => {
    const { user } = await openWindow();
    await user.click(search());
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(grid());
    expect(current()).toBe("Accra Branch");
    expect(document.getElementById(grid().getAttribute("aria-activedescendant") ?? "")?.getAttribute("aria-label")).toBe("Accra Branch");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(heading()).toBe("Cairo Data Centre – rack B");
    await user.keyboard("{End}");
    expect(current()).toBe("مكتب الرياض");
    await user.keyboard("{Home}{PageDown}");
    expect(current()).not.toBe("Accra Branch");
    await user.keyboard("{PageUp}");
    expect(current()).toBe("Accra Branch");
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(search());
  });

  it("three letters and Enter open the first hit; Enter again connects", async () => {
    const { fake, user } = await openWindow({ sessions: "lively" });
    await user.keyboard("{Control>}k{/Control}");
    expect(document.activeElement).toBe(search());
    await user.keyboard("lag{Enter}");
    expect(heading()).toBe("Lagos POP");
    expect(asked(fake, "connectSite")).toEqual([]);
    await user.keyboard("{Enter}");
    const lagos = fake.siteList.find((site) => site.name === "Lagos POP");
    expect(asked(fake, "connectSite")).toEqual([[lagos?.id, "winbox"]]);
  });

  it("a held Enter opens the first hit and does not go on to connect", async () => {
    const { fake, user } = await openWindow({ sessions: "lively" });
    await user.type(search(), "lag{Enter}");
    expect(document.activeElement).toBe(grid());
    for (const key of ["Enter", "Delete", "F2"]) await fireEvent.keyDown(grid(), { key, repeat: true });
    expect(asked(fake, "connectSite")).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
    await fireEvent.keyDown(search(), { key: "Enter", repeat: true });
    await user.keyboard("{Enter}");
    expect(asked(fake, "connectSite")).toHaveLength(1);
  });

  it("typing in the list goes on in the search, and Esc clears it", async () => {
    const { user } = await openWindow();
    grid().focus();
    await user.keyboard("dur");
    expect(document.activeElement).toBe(search());
    expect(search().value).toBe("dur");
    expect(named()).toEqual(["Durban Warehouse"]);
    expect(screen.getByText("1 site found")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(search().value).toBe("");
    expect(named()).toHaveLength(12);
  });

  it("nothing found says what was searched and offers to clear the filter", async () => {
    const { user } = await openWindow();
    await user.type(search(), "zzz");
    expect(screen.getByText("Nothing matches “zzz”")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Clear the filter" }));
    expect(document.activeElement).toBe(search());
    expect(named()).toHaveLength(12);
  });

  it("F2 opens the request form, Del asks to revoke the one live session", async () => {
    const { user } = await openWindow({ sessions: "lively" });
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    grid().focus();
    await user.keyboard("{Delete}");
    await user.click(within(screen.getByRole("dialog", { name: "Revoke session" })).getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(document.activeElement).toBe(grid()));
    await user.keyboard("{F2}");
    expect(await screen.findByRole("dialog", { name: "Request access" })).toBeTruthy();
  });

  it("with several live sessions Del goes to them instead of guessing", async () => {
    const { user } = await openWindow({ sessions: "lively" });
    await user.click(within(grid()).getByRole("row", { name: "Cape Town Head Office" }));
    grid().focus();
    await user.keyboard("{Delete}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("SSH Cape Town Head Office");
  });

  it("Ctrl 1 and Ctrl 2 go between the panes", async () => {
    const { user } = await openWindow();
    await user.keyboard("{Control>}1{/Control}");
    expect(document.activeElement).toBe(grid());
    await user.keyboard("{Control>}2{/Control}");
    expect(document.activeElement?.textContent?.trim()).toBe("Connect with WinBox");
  });

  it("draws only the rows in view of 10,000, and still counts and finds them all", async () => {
    const { user } = await openWindow({ sites: 10_000 });
    expect(grid().getAttribute("aria-rowcount")).toBe("10001");
    expect(grid().querySelectorAll("[role=row]").length).toBeLessThan(40);
    await user.keyboard("{Control>}1{/Control}{End}");
    expect(grid().querySelectorAll("[role=row]").length).toBeLessThan(40);
    expect(current()).toBe("مكتب الرياض");
    await user.keyboard("9999");
    expect(named()).toHaveLength(1);
  });

  it("the core hears of the choice once, not of every row passed by", async () => {
    const { fake, app, user } = await openWindow();
    await user.keyboard("{Control>}1{/Control}{ArrowDown}{ArrowDown}{ArrowDown}");
    await waitFor(() => expect(asked(fake, "showPlace")).toEqual([[{ pane: "site", site: app.sites.chosenId }]]));
  });

  it("no sites, and a list that could not be read, say what to do", async () => {
    const { fake } = await openWindow({ sites: 0 });
    expect(screen.getByText("No sites yet")).toBeTruthy();
    fake.push({ sites: { ...fake.sites, state: "failed", problem: { code: "notPermitted", operation: "listSites", serverText: null } } });
    expect(await screen.findByText(/This key may not list sites/)).toBeTruthy();
  });
});

describe("a site", () => {
  it("connects with what is remembered, or asks", async () => {
    const { fake, user, app } = await openWindow();
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    await user.click(screen.getByRole("button", { name: "Connect with SSH" }));
    await screen.findByRole("dialog", { name: "Request access" });
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "SSH" }).checked).toBe(true);
    await user.keyboard("{Escape}");
    fake.push({ settings: { ...fake.settings, myAddress: "203.0.113.42" } });
    expect(await screen.findByText(/A new session would be/)).toBeTruthy();
    screen.getByRole("button", { name: "Connect with SSH" }).click();
    screen.getByRole("button", { name: "Connect with SSH" }).click();
    expect(await screen.findByRole("row", { name: "SSH Lagos POP" })).toBeTruthy();
    expect(asked(fake, "connectSite")).toHaveLength(2);
    expect(app.sessions.live).toHaveLength(1);
  });

  it("says what Connect would do, and which button is meant", async () => {
    const { user } = await openWindow({ sessions: "lively" });
    await user.click(within(grid()).getByRole("row", { name: "Durban Warehouse" }));
    const told = await screen.findByText(/SSH uses the live session, (41|42) min left/);
    expect(told.closest("p")?.textContent).toMatch(/WinBox requests a new one: 60 min · read-only · 203.0.113.42\/32/);
    expect(screen.getByRole("button", { name: "Connect with SSH" }).classList.contains("primary")).toBe(true);
  });

  it("follows the core's choice of the session to use, also without a known end", async () => {
    const { fake, user } = await openWindow({ sessions: "none" });
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    const session = fake.session({ site: "site-9", createdHere: false, endsAt: null, lengthMinutes: null });
    fake.push({ sessions: [session] });
    await screen.findAllByText("no end known");
    expect(screen.queryByText(/uses the live session/)).toBeNull();
    fake.push({ sessions: [{ ...session, preferred: true }] });
    expect(await screen.findByText("WinBox uses the live session, no end known")).toBeTruthy();
  });

  it("says nothing of its sessions before they were read", async () => {
    const { fake, user } = await openWindow({}, (fake) => {
      fake.listings = [];
    });
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    expect(screen.getByText("Reading the sessions…")).toBeTruthy();
    expect(screen.queryByText("No sessions")).toBeNull();
    fake.push({ listings: [{ site: "site-9", read: false, problem: { code: "timedOut" }, forwardsRead: false, forwardsProblem: null }] });
    const told = await screen.findByText("The sessions could not be read. The API did not answer in time. Try again.");
    expect(screen.queryByText("No sessions")).toBeNull();
    await user.click(within(told.closest<HTMLElement>("[role=note]")!).getByRole("button", { name: "Refresh" }));
    expect(asked(fake, "refresh")).toHaveLength(1);
    fake.push({ listings: [{ site: "site-9", read: true, problem: null, forwardsRead: true, forwardsProblem: null }] });
    expect(await screen.findByText("No sessions")).toBeTruthy();
  });

  it("warns of what stands in the way, and forbids nothing", async () => {
    const { user } = await openWindow({}, (fake) => {
      fake.settings.winBox = { path: null, chosen: false };
    });
    await user.click(within(grid()).getByRole("row", { name: "Dar es Salaam Port" }));
    expect(screen.getByText("SSH is off in this site’s policy.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Choose program…" })).toBeTruthy();
    await user.click(within(grid()).getByRole("row", { name: /^Cairo/ }));
    expect(screen.getByText(/The router is offline/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Connect with SSH" }).hasAttribute("disabled")).toBe(false);
  });

  it("a refused wish is said at the site and goes with the next", async () => {
    const { fake, user } = await openWindow({ sessions: "lively" });
    fake.refusals.set("connectSite", { code: "rateLimited", retryAfterSecs: 7 });
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    await user.click(screen.getByRole("button", { name: "Connect with WinBox" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Try again in 7 seconds.");
    await user.click(screen.getByRole("button", { name: "Connect with WinBox" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it("Favourite is a toggle", async () => {
    const { user } = await openWindow();
    await user.click(within(grid()).getByRole("row", { name: "Lagos POP" }));
    const toggle = screen.getByRole("button", { name: "Favourite" });
    expect(toggle.getAttribute("aria-pressed")).toBe("false");
    await user.click(toggle);
    await waitFor(() => expect(toggle.getAttribute("aria-pressed")).toBe("true"));
    expect(named()[0]).toBe("Lagos POP");
  });
});

describe("the status line", () => {
  it("says which API, how fresh, and what is left", async () => {
    await openWindow();
    const line = screen.getByRole("status", { name: "Connection" });
    expect(line.textContent).toMatch(/Connected to v1.api.altostrat.io.*updated \d+ s ago.*clock in step.*58 of 60 requests left/s);
  });

  it("offline keeps the list, says its age and what to do", async () => {
    const { fake, user } = await openWindow();
    const ago = new Date(Date.now() - 305_000).toISOString();
    fake.push({
      sites: { ...fake.sites, state: "stale", fetchedAt: ago, problem: { code: "unreachable" } },
      status: { ...fake.status, connection: "offline", lastAnswerAt: ago, problem: { code: "unreachable" }, clockWrong: true },
    });
    const line = screen.getByRole("status", { name: "Connection" });
    await waitFor(() => expect(line.textContent).toMatch(/Offline: v1.api.altostrat.io.*Check your network connection.*last answer 5 min ago/s));
    expect(line.textContent).toContain("this computer’s clock is wrong");
    expect(named()).toHaveLength(12);
    expect(screen.getByText("This list is from 5 min ago.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(asked(fake, "refresh")).toHaveLength(1);
  });

  it("an older view never replaces a newer one", async () => {
    const { fake, app } = await openWindow();
    fake.push({ status: { ...fake.status, requestsLeft: 9 } });
    app.apply({ revision: 1, account: null, sites: null, siteList: null, sessions: null, listings: null, settings: null, prompt: null, hostKeys: null, place: null, status: { ...fake.status, requestsLeft: 50 } });
    expect(app.status?.requestsLeft).toBe(9);
  });
});

it("the main screen has no finding of axe", async () => {
  const { user } = await openWindow({ sessions: "lively" });
  await user.click(within(grid()).getByRole("row", { name: "Cape Town Head Office" }));
  expect(await axeFindings()).toEqual([]);
});
