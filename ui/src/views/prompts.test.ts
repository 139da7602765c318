import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { PromptView } from "../ipc/bindings";
import { asked, axeFindings, openWindow } from "../test/open";

type Way = "a window that is open" | "a window opened just for it";
const ways: Way[] = ["a window that is open", "a window opened just for it"];

async function openFor(prompt: PromptView, way: Way = "a window that is open") {
  if (way === "a window opened just for it") return openWindow({ sessions: "lively", prompt });
  const opened = await openWindow({ sessions: "lively" });
  opened.fake.push({ prompt });
  return opened;
}

describe.each(ways)("in %s", (way) => {
  it("quitting asks what to do with open sessions", async () => {
    const { fake, user } = await openFor({ kind: "quit", openSessions: 2 }, way);
    const dialog = await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" });
    expect(dialog.textContent).toContain("2 sessions are open.");
    expect(asked(fake, "answerQuit")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Keep sessions and quit" }));
    expect(asked(fake, "answerQuit")).toEqual([["keepSessions", false]]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("revoking all asks once, then closes the prompt", async () => {
    const { fake, user } = await openFor({ kind: "revokeAll", openSessions: 3 }, way);
    const dialog = await screen.findByRole("dialog", { name: "Revoke all sessions" });
    expect(dialog.textContent).toContain("Your 3 open sessions end now");
    await user.click(within(dialog).getByRole("button", { name: "Revoke all" }));
    const order = fake.calls.map(([name]) => name).filter((name) => name === "revokeAll" || name === "closePrompt");
    expect(order).toEqual(["revokeAll", "closePrompt"]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("requesting access opens the dialog of the site with the protocol", async () => {
    const { fake } = await openFor({ kind: "requestAccess", site: "site-9", protocol: "ssh" }, way);
    const dialog = await screen.findByRole("dialog", { name: "Request access" });
    expect(within(dialog).getByRole<HTMLInputElement>("radio", { name: "SSH" }).checked).toBe(true);
    expect(dialog.textContent).toContain("Lagos POP");
    expect(screen.getByRole("heading", { level: 1, hidden: true }).textContent).toBe("Lagos POP");
    expect(asked(fake, "closePrompt")).toHaveLength(1);
  });

  it("a site is selected", async () => {
    const { fake } = await openFor({ kind: "site", site: "site-9" }, way);
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("Lagos POP");
    expect(asked(fake, "closePrompt")).toHaveLength(1);
  });

  it("no site means all sessions", async () => {
    const { fake } = await openFor({ kind: "site", site: null }, way);
    expect(await screen.findByRole("heading", { level: 1, name: "Active sessions" })).toBeTruthy();
    expect(asked(fake, "closePrompt")).toHaveLength(1);
  });

  it("the settings open", async () => {
    const { fake } = await openFor({ kind: "settings" }, way);
    expect(await screen.findByRole("heading", { level: 1, name: "Settings" })).toBeTruthy();
    expect(asked(fake, "closePrompt")).toHaveLength(1);
  });
});

describe("the question before quitting", () => {
  it.each([
    ["Cancel", "stay"],
    ["Revoke sessions and quit", "revokeSessions"],
  ])("%s answers %s", async (name, choice) => {
    const { fake, user } = await openFor({ kind: "quit", openSessions: 1 });
    const dialog = await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" });
    expect(dialog.textContent).toContain("1 session is open.");
    await user.dblClick(within(dialog).getByRole("button", { name }));
    expect(asked(fake, "answerQuit")).toEqual([[choice, false]]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("Esc stays, and asking again asks again", async () => {
    const { fake, user } = await openFor({ kind: "quit", openSessions: 2 });
    await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" });
    await user.keyboard("{Escape}");
    expect(asked(fake, "answerQuit")).toEqual([["stay", false]]);
    fake.push({ prompt: { kind: "quit", openSessions: 2 } });
    expect(await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" })).toBeTruthy();
  });

  it("goes when the core takes it back", async () => {
    const { fake } = await openFor({ kind: "quit", openSessions: 2 });
    await screen.findByRole("dialog");
    fake.push({ prompt: { kind: "none" } });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("revoking all", () => {
  it("Keep keeps them and closes the prompt", async () => {
    const { fake, user } = await openFor({ kind: "revokeAll", openSessions: 3 });
    const dialog = await screen.findByRole("dialog", { name: "Revoke all sessions" });
    expect(document.activeElement?.textContent?.trim()).toBe("Keep");
    await user.click(within(dialog).getByRole("button", { name: "Keep" }));
    expect(asked(fake, "revokeAll")).toEqual([]);
    expect(asked(fake, "closePrompt")).toHaveLength(1);
  });

  it("is offered among the active sessions when two of the user's own are open, with their number", async () => {
    const { fake, user } = await openWindow();
    await user.click(screen.getByRole("button", { name: "Active sessions" }));
    const offer = () => screen.queryByRole("button", { name: "Revoke all…" });
    const own = fake.session({});
    fake.push({ sessions: [own, fake.session({ createdHere: false })] });
    await screen.findAllByRole("timer");
    expect(offer()).toBeNull();
    fake.push({ sessions: [own, fake.session({}), fake.session({ createdHere: false })] });
    await waitFor(() => expect(offer()).not.toBeNull());
    await user.click(offer()!);
    expect(screen.getByRole("dialog", { name: "Revoke all sessions" }).textContent).toContain("Your 2 open sessions");
    fake.refusals.set("revokeAll", { code: "signedOut" });
    await user.click(screen.getByRole("button", { name: "Revoke all" }));
    expect((await screen.findByRole("alert")).textContent).toContain("You are signed out.");
  });
});

it("a prompt for a site clears away what lies above it", async () => {
  const { fake, app } = await openWindow({ sessions: "lively" });
  app.openRequest("site-1");
  await screen.findByRole("dialog", { name: "Request access" });
  fake.push({ prompt: { kind: "site", site: "site-9" } });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Lagos POP");
});

it("the settings can be opened while nobody is signed in, and lead back to signing in", async () => {
  const { user } = await openWindow({ signedIn: false, prompt: { kind: "settings" } });
  expect(screen.getByRole("heading", { level: 1, name: "Settings" })).toBeTruthy();
  expect(await axeFindings()).toEqual([]);
  await user.keyboard("{Escape}");
  expect(await screen.findByRole("button", { name: "Sign in" })).toBeTruthy();
});
