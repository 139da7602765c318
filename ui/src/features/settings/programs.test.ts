import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { Answer } from "../../ipc/backend";
import { asked, axeFindings, openWindow } from "../../test/open";

async function openSettings() {
  const opened = await openWindow({ sessions: "lively" });
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

describe("programs", () => {
  it("a chosen WinBox is kept and shown", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByRole("button", { name: "Choose…" }));
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>("textbox", { name: "WinBox program" }).value).toBe("/opt/winbox/WinBox"));
    expect(screen.getByText("/opt/winbox/WinBox")).toBeTruthy();
  });

  it("a path that leads to no program is refused at its field", async () => {
    const { fake, user } = await openSettings();
    fake.refusals.set("saveSettings", { code: "invalidField", field: "winBoxPath", problem: { kind: "notAProgram" } });
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "WinBox program" });
    await user.type(field, "winbox{Enter}");
    expect(await screen.findByText("There is no program at this place.")).toBeTruthy();
    expect(field.value).toBe("winbox");
  });

  it("what is missing is said, and there is no terminal to test", async () => {
    const { fake } = await openSettings();
    const nothing = { path: null, chosen: false };
    fake.push({ settings: { ...fake.settings, winBox: nothing, ssh: nothing, terminals: [] } });
    await waitFor(() => expect(screen.getAllByText("Not found")).toHaveLength(3));
    expect(screen.queryByRole("button", { name: "Test the terminal" })).toBeNull();
    expect(await axeFindings()).toEqual([]);
  });
});

describe("testing a program", () => {
  it.each([
    ["Test WinBox", "winBox", "WinBox opened"],
    ["Test the terminal", "terminal", "xterm opened"],
  ])("%s starts it and says what opened", async (name, kind, said) => {
    const { fake, user } = await openSettings();
    await user.click(screen.getByRole("button", { name }));
    expect(await screen.findByText(said)).toBeTruthy();
    expect(asked(fake, "testProgram")).toEqual([[kind]]);
  });

  it("the button says so while it runs, and starts one at a time", async () => {
    const { fake, user } = await openSettings();
    let letGo: (answer: Answer<string>) => void = () => undefined;
    let started = 0;
    fake.testProgram = () => {
      started += 1;
      return new Promise((resolve) => (letGo = resolve));
    };
    await user.dblClick(screen.getByRole("button", { name: "Test the terminal" }));
    const running = screen.getByRole("button", { name: "Starting…" });
    expect(running.getAttribute("aria-disabled")).toBe("true");
    expect(started).toBe(1);
    expect(screen.getByRole("button", { name: "Test WinBox" }).getAttribute("aria-disabled")).toBeNull();
    letGo({ status: "ok", data: "foot" });
    expect(await screen.findByText("foot opened")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Test the terminal" })).toBeTruthy();
  });

  it("a failure is said beside the control, until another program is chosen", async () => {
    const { fake, user } = await openSettings();
    fake.refusals.set("testProgram", { code: "launchFailed", program: "terminal" });
    await user.click(screen.getByRole("button", { name: "Test the terminal" }));
    const told = await screen.findByText(/^The terminal did not start/);
    const box = screen.getByRole("combobox", { name: "Terminal" });
    expect(box.getAttribute("aria-describedby")).toContain(told.id);
    expect(screen.queryByRole("alert")?.textContent ?? "").not.toContain("The terminal did not start");
    await user.selectOptions(box, "xterm");
    await waitFor(() => expect(screen.queryByText(/^The terminal did not start/)).toBeNull());
  });

  it("a failure of WinBox stands at WinBox and goes with a better try", async () => {
    const { fake, user } = await openSettings();
    fake.refusals.set("testProgram", { code: "programMissing", program: "winBox" });
    await user.click(screen.getByRole("button", { name: "Test WinBox" }));
    const told = await screen.findByText(/^WinBox was not found on this computer\. Choose/);
    const field = screen.getByRole("textbox", { name: "WinBox program" });
    expect(field.getAttribute("aria-describedby")).toContain(told.id);
    await user.click(screen.getByRole("button", { name: "Test WinBox" }));
    expect(await screen.findByText("WinBox opened")).toBeTruthy();
    expect(told.isConnected).toBe(false);
  });
});
