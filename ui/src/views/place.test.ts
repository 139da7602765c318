import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { PlaceView } from "../ipc/bindings";
import { asked, openWindow } from "../test/open";

const heading = () => screen.getByRole("heading", { level: 1 }).textContent;

describe("a window opened again", () => {
  it.each<[string, PlaceView, string]>([
    ["the site", { pane: "site", site: "site-9" }, "Lagos POP"],
    ["the active sessions", { pane: "active", site: "site-9" }, "Active sessions"],
    ["the settings", { pane: "settings", site: "site-9" }, "Settings"],
  ])("begins at %s where the last one ended, and says so", async (_, place, title) => {
    const { fake } = await openWindow({ sessions: "lively", place });
    expect(heading()).toBe(title);
    await waitFor(() => expect(asked(fake, "showPlace")).toEqual([[place]]));
  });

  it("keeps the chosen site under what covered it", async () => {
    const { app } = await openWindow({ sessions: "lively", place: { pane: "settings", site: "site-9" } });
    app.go("site");
    await waitFor(() => expect(heading()).toBe("Lagos POP"));
  });

  it("leaves out a site that is gone", async () => {
    const { app } = await openWindow({ sessions: "lively", place: { pane: "site", site: "site-gone" } });
    expect(app.sites.chosenId).toBeNull();
    expect(screen.getByText("Which site?")).toBeTruthy();
  });

  it("shows first what it was opened for", async () => {
    const place: PlaceView = { pane: "settings", site: "site-1" };
    const { fake } = await openWindow({ sessions: "lively", place, prompt: { kind: "site", site: "site-9" } });
    expect(heading()).toBe("Lagos POP");
    await waitFor(() => expect(asked(fake, "showPlace")).toEqual([[{ pane: "site", site: "site-9" }]]));
  });

  it("does not choose a site for nobody", async () => {
    const { app } = await openWindow({ signedIn: false, place: { pane: "site", site: "site-9" } });
    expect(app.sites.chosenId).toBeNull();
  });
});

it("the core hears of every pane, with the site under it", async () => {
  const { fake, app, user } = await openWindow({ sessions: "lively" });
  const last = () => asked(fake, "showPlace").at(-1);
  app.choose("site-9");
  await waitFor(() => expect(last()).toEqual([{ pane: "site", site: "site-9" }]));
  await user.click(screen.getByRole("button", { name: "Active sessions" }));
  await waitFor(() => expect(last()).toEqual([{ pane: "active", site: "site-9" }]));
  await user.click(screen.getByRole("button", { name: "Settings" }));
  await waitFor(() => expect(last()).toEqual([{ pane: "settings", site: "site-9" }]));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(last()).toEqual([{ pane: "site", site: "site-9" }]));
  await app.signOut();
  await waitFor(() => expect(last()).toEqual([{ pane: "site", site: null }]));
});
