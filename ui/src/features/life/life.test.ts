import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { SettingsView } from "../../ipc/bindings";
import { asked, axeFindings, openWindow } from "../../test/open";

async function openSettings(change: Partial<SettingsView> = {}) {
  const opened = await openWindow({}, (fake) => {
    fake.settings = { ...fake.settings, ...change };
  });
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

const onLock = "Revoke my sessions when the screen is locked";
const onSleep = "Revoke my sessions when the computer goes to sleep";

describe("what the system cannot do is not offered", () => {
  it("starting with the system, where it does not tell", async () => {
    await openSettings({ startWithSystem: null });
    expect(screen.queryByRole("switch", { name: "Start with the system" })).toBeNull();
  });

  it.each([
    [true, true, [onLock, onSleep], null],
    [false, true, [onSleep], /^This system does not tell when the screen is locked/],
    [true, false, [onLock], /^This system does not tell when it goes to sleep/],
    [false, false, [], /^This system tells neither of a locked screen nor of sleep/],
  ])("told of a locked screen: %s, of sleep: %s", async (tellsOfLock, tellsOfSleep, offered, line) => {
    await openSettings({ tellsOfLock, tellsOfSleep });
    const names = [onLock, onSleep].filter((name) => screen.queryByRole("switch", { name }));
    expect(names).toEqual(offered);
    const lines = screen.queryAllByText(/^This system (does not tell|tells)/);
    expect(lines.map((one) => line?.test(one.textContent))).toEqual(line ? [true] : []);
    expect(await axeFindings()).toEqual([]);
  });
});

it("a system that does not start the launcher says so, and the switch is off again", async () => {
  const { fake, user } = await openSettings();
  fake.saveSettings = () => {
    fake.push({ settings: { ...fake.settings, startWithSystem: false, problem: { code: "startWithSystemFailed" } } });
    return Promise.resolve({ status: "ok", data: null });
  };
  const box = screen.getByRole<HTMLInputElement>("switch", { name: "Start with the system" });
  await user.click(box);
  expect(await screen.findByText(/^The system did not take the setting “Start with the system”/)).toBeTruthy();
  await waitFor(() => expect(box.checked).toBe(false));
});

describe("quitting from the window", () => {
  it.each([
    ["Control", "{Control>}q{/Control}"],
    ["Control, where the keyboard writes Arabic", "{Control>}[KeyQ]{/Control}"],
  ])("%s and Q", async (_, keys) => {
    const { fake, user } = await openWindow();
    await user.keyboard(keys);
    expect(asked(fake, "quit")).toEqual([[]]);
  });

  it("also while a dialog is open, and asks once", async () => {
    const { fake, app, user } = await openWindow({ sessions: "lively" });
    app.openRequest("site-1");
    await screen.findByRole("dialog", { name: "Request access" });
    await user.keyboard("{Control>}q{/Control}");
    const question = await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" });
    expect(asked(fake, "quit")).toHaveLength(1);
    await user.keyboard("{Control>}q{/Control}");
    expect(asked(fake, "quit")).toHaveLength(1);
    expect(question.isConnected).toBe(true);
  });

  it("a plain Q types, and other chords with it do nothing", async () => {
    const { fake, user } = await openWindow();
    await user.keyboard("q{Control>}{Shift>}q{/Shift}{/Control}{Alt>}q{/Alt}");
    expect(asked(fake, "quit")).toEqual([]);
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toMatch(/^q/);
  });

  it("from the menu of the profile, and from the settings", async () => {
    const { fake, user } = await openWindow();
    await user.click(screen.getByRole("button", { name: "Profile Acme NOC" }));
    await user.click(screen.getByRole("menuitem", { name: "Quit" }));
    expect(asked(fake, "quit")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Settings" }));
    await user.click(screen.getByRole("button", { name: "Quit Altostrat Launcher" }));
    expect(asked(fake, "quit")).toHaveLength(2);
  });

  it("from the sign-in screen", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    await user.keyboard("{Control>}q{/Control}");
    expect(asked(fake, "quit")).toHaveLength(1);
  });
});

describe("a habit of quitting", () => {
  it.each([
    ["Keep sessions and quit", "keepSessions", true],
    ["Revoke sessions and quit", "revokeSessions", true],
    ["Cancel", "stay", false],
  ])("“Do this every time” with %s", async (name, choice, remembered) => {
    const { fake, user } = await openWindow({ prompt: { kind: "quit", openSessions: 2 } });
    const dialog = within(await screen.findByRole("dialog", { name: "Quit Altostrat Launcher?" }));
    const box = dialog.getByRole<HTMLInputElement>("checkbox", { name: "Do this every time" });
    expect(box.checked).toBe(false);
    await user.click(box);
    expect(await axeFindings()).toEqual([]);
    await user.click(dialog.getByRole("button", { name }));
    expect(asked(fake, "answerQuit")).toEqual([[choice, remembered]]);
  });
});

describe("closing the window where there is no tray", () => {
  it.each([
    ["Minimise", "minimise"],
    ["Quit", "quit"],
    ["Cancel", "stay"],
  ])("%s answers %s", async (name, choice) => {
    const { fake, user } = await openWindow({ prompt: { kind: "noTray" } });
    const dialog = await screen.findByRole("dialog", { name: "Minimise instead of closing?" });
    expect(dialog.textContent).toContain("This desktop shows no tray");
    expect(document.activeElement?.textContent?.trim()).toBe("Minimise");
    expect(await axeFindings()).toEqual([]);
    await user.dblClick(within(dialog).getByRole("button", { name }));
    expect(asked(fake, "answerNoTray")).toEqual([[choice]]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("Esc stays, and the core can take the question back", async () => {
    const { fake, user } = await openWindow();
    fake.push({ prompt: { kind: "noTray" } });
    await screen.findByRole("dialog");
    await user.keyboard("{Escape}");
    expect(asked(fake, "answerNoTray")).toEqual([["stay"]]);
    fake.push({ prompt: { kind: "noTray" } });
    await screen.findByRole("dialog");
    fake.push({ prompt: { kind: "none" } });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});
