import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { asked, axeFindings, openWindow } from "../../test/open";

async function openSettings() {
  const opened = await openWindow({ sessions: "lively" });
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

describe("settings", () => {
  it("Arabic turns the window around, and addresses and countdowns stay left to right", async () => {
    const { user, view } = await openSettings();
    await user.selectOptions(screen.getByRole("combobox", { name: "Language" }), "العربية");
    await waitFor(() => expect(document.documentElement.dir).toBe("rtl"));
    expect(document.documentElement.lang).toBe("ar");
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
    await user.selectOptions(screen.getByRole("combobox", { name: "Appearance" }), "Dark");
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("dark"));
    expect(asked(fake, "saveSettings")).toMatchObject([[{ theme: "dark", language: "english", myAddress: "203.0.113.42" }]]);
    await user.selectOptions(screen.getByRole("combobox", { name: "Appearance" }), "Light");
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
  });

  it("notices before access ends can be turned off and on", async () => {
    const { fake, user } = await openSettings();
    const box = screen.getByRole<HTMLInputElement>("checkbox", { name: "Notices before access ends" });
    expect(box.checked).toBe(true);
    await user.click(box);
    expect(asked(fake, "saveSettings")).toMatchObject([[{ notices: false, theme: "system" }]]);
    await waitFor(() => expect(fake.settings.notices).toBe(false));
    expect(box.checked).toBe(false);
  });

  it("notices that could not be turned off stay on", async () => {
    const { fake, user } = await openSettings();
    fake.refusals.set("saveSettings", { code: "settingsUnwritable" });
    const box = screen.getByRole<HTMLInputElement>("checkbox", { name: "Notices before access ends" });
    await user.click(box);
    expect((await screen.findByRole("alert")).textContent).toContain("The settings could not be written.");
    expect(box.checked).toBe(true);
  });

  it("a chosen WinBox is kept and shown", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Choose…" }));
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>("textbox", { name: "WinBox program" }).value).toBe("/opt/winbox/WinBox"));
    expect(screen.getByText("/opt/winbox/WinBox")).toBeTruthy();
  });

  it("Esc goes back", async () => {
    const { user } = await openSettings();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("heading", { name: "Settings" })).toBeNull();
  });

  it("shows version and data folder, and has no finding of axe", async () => {
    await openSettings();
    expect(screen.getByText("0.1.0")).toBeTruthy();
    expect(screen.getByText("/home/noc/.local/share/altostrat-launcher")).toBeTruthy();
    expect(await axeFindings()).toEqual([]);
  });
});
