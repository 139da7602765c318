import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { SettingsView } from "../../ipc/bindings";
import { asked, axeFindings, openWindow } from "../../test/open";

async function openSettings(change: Partial<SettingsView> = {}) {
  const opened = await openWindow({ sessions: "lively" }, (fake) => {
    fake.settings = { ...fake.settings, ...change };
  });
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

const select = (name: string) => screen.getByRole<HTMLSelectElement>("combobox", { name });
const shown = (box: HTMLSelectElement) => box.selectedOptions[0]?.textContent;

describe("settings", () => {
  it("Arabic turns the window around, and addresses and countdowns stay left to right", async () => {
    const { user, view } = await openSettings();
    await user.selectOptions(select("Language"), "العربية");
    await waitFor(() => expect(document.documentElement.dir).toBe("rtl"));
    expect(document.documentElement.lang).toBe("ar");
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "الجلسات النشطة" }));
    const timer = screen.getAllByRole("timer", { name: "الوقت المتبقي" })[0]!;
    expect(timer.classList.contains("ltr")).toBe(true);
    expect(timer.textContent).toMatch(/^\s*\d\d:\d\d:\d\d\s*$/);
    for (const text of ["198.51.100.0/24", "102.130.113.9:47101"]) {
      expect(screen.getAllByText(text)[0]?.closest("bdi")?.getAttribute("dir")).toBe("ltr");
    }
    expect(view.container.textContent).not.toMatch(/[\u0660-\u0669]/);
    expect(await axeFindings()).toEqual([]);
  });

  it("a theme is put on at once and kept", async () => {
    const { fake, user } = await openSettings();
    await user.selectOptions(select("Appearance"), "Dark");
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("dark"));
    expect(asked(fake, "saveSettings")).toMatchObject([[{ theme: "dark", language: "english", myAddress: "203.0.113.42" }]]);
    await user.selectOptions(select("Appearance"), "Light");
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("light"));
  });

  it("a wrong address is refused at its field and kept to be mended", async () => {
    const { user } = await openSettings();
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "My address" });
    await user.clear(field);
    await user.type(field, "999.1.1.1");
    await user.tab();
    expect(await screen.findByText(/Not an IPv4 address or range/)).toBeTruthy();
    expect(field.value).toBe("999.1.1.1");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await user.click(field);
    await user.keyboard("{Escape}");
    expect(field.value).toBe("203.0.113.42");
    expect(screen.queryByText(/Not an IPv4 address or range/)).toBeNull();
  });

  it("Esc goes back", async () => {
    const { user } = await openSettings();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("heading", { name: "Settings" })).toBeNull();
  });

  it("one save never undoes another that is on its way", async () => {
    const { fake, user } = await openSettings();
    // The core answers, and tells the new settings only later.
    const views: (() => void)[] = [];
    const push = fake.push.bind(fake);
    fake.push = (change) => void views.push(() => push(change));
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "My address" });
    await user.clear(field);
    await user.type(field, "198.51.100.7");
    await user.click(screen.getByRole("switch", { name: "Notices" }));
    await waitFor(() => expect(asked(fake, "saveSettings")).toHaveLength(2));
    expect(asked(fake, "saveSettings")).toMatchObject([
      [{ myAddress: "198.51.100.7", notices: true }],
      [{ myAddress: "198.51.100.7", notices: false }],
    ]);
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>("switch", { name: "Notices" }).checked).toBe(false));
    expect(field.value).toBe("198.51.100.7");
  });
});

describe("each setting", () => {
  it.each([
    ["Notices", { notices: false }],
    ["Start with the system", { startWithSystem: true }],
    ["Revoke my sessions when the screen is locked", { revokeOnLock: true }],
    ["Revoke my sessions when the computer goes to sleep", { revokeOnSleep: true }],
  ])("the switch “%s” is saved at once and said", async (name, saved) => {
    const { fake, user } = await openSettings();
    const box = screen.getByRole<HTMLInputElement>("switch", { name });
    const before = box.checked;
    await user.click(box);
    expect(asked(fake, "saveSettings")).toMatchObject([[{ ...saved, theme: "system" }]]);
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(box.checked).toBe(!before);
    expect(fake.settings).toMatchObject(saved);
  });

  it.each([["Notices"], ["Start with the system"], ["Revoke my sessions when the screen is locked"], ["Revoke my sessions when the computer goes to sleep"]])(
    "the switch “%s” shows what is in force when it could not be saved",
    async (name) => {
      const { fake, user } = await openSettings();
      fake.refusals.set("saveSettings", { code: "settingsUnwritable" });
      const box = screen.getByRole<HTMLInputElement>("switch", { name });
      const before = box.checked;
      await user.click(box);
      expect((await screen.findByText(/^The settings could not be written/)).closest("[role=alert]")).toBeTruthy();
      await waitFor(() => expect(box.checked).toBe(before));
    },
  );

  it.each([
    ["Warn before the end", "5 minutes before", "10 minutes before", { warnMinutes: 5 }],
    ["Warn before the end", "No warning", "10 minutes before", { warnMinutes: 0 }],
    ["When quitting with open sessions", "Revoke them", "Ask each time", { quit: "revoke" }],
    ["When quitting with open sessions", "Keep them open", "Ask each time", { quit: "keep" }],
    ["Log", "More, to find a fault", "As usual", { logLevel: "more" }],
    ["Log", "Warnings alone", "As usual", { logLevel: "warnings" }],
    ["Terminal", "xterm", "The first one that works", { terminal: "xterm" }],
    ["Usual options", "Always these", "The options used last", { preset: { protocol: "winbox", minutes: 60, fullAccess: false } }],
  ])("“%s” can be “%s”, and stays “%s” when that is refused", async (name, text, before, saved) => {
    const { fake, user } = await openSettings();
    expect(shown(select(name))).toBe(before);
    fake.refusals.set("saveSettings", { code: "settingsUnwritable" });
    await user.selectOptions(select(name), text);
    expect(await screen.findByText(/^The settings could not be written/)).toBeTruthy();
    await waitFor(() => expect(shown(select(name))).toBe(before));
    await user.selectOptions(select(name), text);
    expect(await screen.findByText("Saved")).toBeTruthy();
    expect(asked(fake, "saveSettings").at(-1)).toMatchObject([saved]);
    expect(shown(select(name))).toBe(text);
  });
});

describe("the warning", () => {
  it("cannot be chosen while notices are off", async () => {
    const { user } = await openSettings();
    expect(select("Warn before the end").disabled).toBe(false);
    await user.click(screen.getByRole("switch", { name: "Notices" }));
    await waitFor(() => expect(select("Warn before the end").disabled).toBe(true));
  });

  it("offers seven times, and shows one that came from elsewhere", async () => {
    await openSettings({ warnMinutes: 7 });
    const box = select("Warn before the end");
    expect([...box.options].map((option) => option.text)).toEqual([
      "No warning",
      ...[2, 5, 7, 10, 15, 30, 60].map((minutes) => `${minutes} minutes before`),
    ]);
    expect(shown(box)).toBe("7 minutes before");
  });
});

describe("usual options", () => {
  const preset = { protocol: "winbox", minutes: 60, fullAccess: false } as const;
  const minutes = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Duration in minutes" });

  it("are the ones used last until others are settled on, and each of those is saved", async () => {
    const { fake, user } = await openSettings();
    expect(screen.queryByRole("textbox", { name: "Duration in minutes" })).toBeNull();
    await user.selectOptions(select("Usual options"), "Always these");
    await user.selectOptions(await screen.findByRole("combobox", { name: "Protocol" }), "SSH");
    await user.click(screen.getByRole("switch", { name: "Full access" }));
    await user.clear(minutes());
    await user.type(minutes(), "1h30{Enter}");
    await waitFor(() => expect(fake.settings.preset).toEqual({ protocol: "ssh", minutes: 90, fullAccess: true }));
    expect(minutes().value).toBe("90");
    await user.selectOptions(select("Usual options"), "The options used last");
    await waitFor(() => expect(fake.settings.preset).toBeNull());
    expect(screen.queryByRole("textbox", { name: "Duration in minutes" })).toBeNull();
  });

  it.each([
    ["5", /At least 15 minutes/],
    ["25h", /At most 1,440 minutes/],
    ["1.5h", /Whole minutes only/],
    ["soon", /Not a length of time/],
  ])("a length of %j is refused at its field and not sent", async (typed, sentence) => {
    const { fake, user } = await openSettings({ preset });
    await user.clear(minutes());
    await user.type(minutes(), `${typed}{Enter}`);
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(minutes().getAttribute("aria-invalid")).toBe("true");
    expect(asked(fake, "saveSettings")).toEqual([]);
  });

  it("what the core refuses stands at the field, too", async () => {
    const { fake, user } = await openSettings({ preset });
    fake.refusals.set("saveSettings", { code: "invalidField", field: "presetMinutes", problem: { kind: "duration", problem: "tooShort" } });
    await user.clear(minutes());
    await user.type(minutes(), "20{Enter}");
    const told = await screen.findByText(/At least 15 minutes/);
    expect(minutes().getAttribute("aria-describedby")).toContain(told.id);
    expect(minutes().value).toBe("20");
    expect(await axeFindings()).toEqual([]);
  });
});

describe("profile and program", () => {
  it("say who is signed in, where the key is kept, and where the files are", async () => {
    await openSettings();
    const profile = within(screen.getByRole("region", { name: "Profile" }));
    for (const text of ["Acme NOC", "v1.api.altostrat.io", "an organisation key", "the system’s keychain"]) {
      expect(profile.getByText(text)).toBeTruthy();
    }
    const about = within(screen.getByRole("region", { name: "About" }));
    for (const text of ["0.1.0", "/home/noc/.local/share/altostrat-launcher", "/home/noc/.local/share/altostrat-launcher/log"]) {
      expect(about.getByText(text)).toBeTruthy();
    }
    expect(await axeFindings()).toEqual([]);
  });

  it("no log folder is named where no log is written", async () => {
    await openSettings({ logFolder: "" });
    expect(screen.getByText("Data folder")).toBeTruthy();
    expect(screen.queryByText("Log folder")).toBeNull();
  });

  it("what the keychain said stands beside where the key is kept", async () => {
    const { user } = await openWindow({}, (fake) => {
      if (fake.account.profile) fake.account.profile.storage = "thisRunOnly";
      fake.account.problem = { code: "keychainMissing" };
    });
    await user.click(screen.getByRole("button", { name: "Settings" }));
    const profile = within(screen.getByRole("region", { name: "Profile" }));
    expect(profile.getByText("memory, for this run only")).toBeTruthy();
    expect(profile.getByText(/^This computer offers no keychain/)).toBeTruthy();
  });
});
