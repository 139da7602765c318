import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { FakeBackend } from "../../ipc/fake";
import { asked, axeFindings, openWindow } from "../../test/open";

async function openSettings(prepare?: (fake: FakeBackend) => void) {
  const opened = await openWindow({ sessions: "lively" }, prepare);
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return opened;
}

async function openPreview(prepare?: (fake: FakeBackend) => void) {
  const opened = await openSettings(prepare);
  await opened.user.click(screen.getByRole("button", { name: "Export diagnostics…" }));
  const dialog = await screen.findByRole("dialog", { name: "Export diagnostics" });
  return { ...opened, dialog: within(dialog) };
}

describe("the preview of the diagnostics", () => {
  it("lists every file, and shows the text of the one that is chosen", async () => {
    const { user, dialog } = await openPreview();
    const files = within(dialog.getByRole("list", { name: "Files" })).getAllByRole("button");
    expect(files.map((file) => file.textContent.trim())).toEqual([
      "about.txt",
      "settings.json",
      "keychain.txt",
      "programs.txt",
      "network.txt",
      "logs/launcher.log",
    ]);
    expect(dialog.getByRole("region", { name: "about.txt" }).textContent).toMatch(/^Altostrat Launcher: 0\.1\.0\n/);
    await user.click(dialog.getByRole("button", { name: "network.txt" }));
    const text = dialog.getByRole("region", { name: "network.txt" });
    expect(text.textContent).toBe("Failed requests since the start, by class\ntimedOut: 60\n");
    expect(text.classList.contains("selectable")).toBe(true);
    expect(text.tabIndex).toBe(0);
    expect(dialog.getByRole("button", { name: "network.txt" }).getAttribute("aria-pressed")).toBe("true");
    expect(dialog.queryByRole("region", { name: "about.txt" })).toBeNull();
    expect(await axeFindings()).toEqual([]);
  });

  it("saves the report that is shown, says so and closes", async () => {
    const { fake, user, dialog } = await openPreview();
    await user.click(dialog.getByRole("button", { name: "Save…" }));
    expect(await screen.findByText("The diagnostics are saved")).toBeTruthy();
    expect(asked(fake, "saveDiagnostics")).toEqual([[1]]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("stays when the place for it was not chosen", async () => {
    const { fake, user, dialog } = await openPreview((fake) => (fake.savesFiles = false));
    await user.click(dialog.getByRole("button", { name: "Save…" }));
    await waitFor(() => expect(asked(fake, "saveDiagnostics")).toHaveLength(1));
    expect(screen.getByRole("dialog", { name: "Export diagnostics" })).toBeTruthy();
    expect(screen.queryByText("The diagnostics are saved")).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("says when it could not be saved, and the next try can succeed", async () => {
    const { fake, user, dialog } = await openPreview();
    fake.refusals.set("saveDiagnostics", { code: "reportNotSaved" });
    await user.click(dialog.getByRole("button", { name: "Save…" }));
    expect((await dialog.findByText(/^The diagnostics could not be saved there/)).closest("[role=alert]")).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Save…" }));
    expect(await screen.findByText("The diagnostics are saved")).toBeTruthy();
  });

  it("is made anew each time, and saves nothing when it is cancelled", async () => {
    const { fake, user, dialog } = await openPreview();
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Export diagnostics…" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Save…" }));
    await waitFor(() => expect(asked(fake, "saveDiagnostics")).toEqual([[2]]));
  });

  it("says when there is none to show", async () => {
    const { user } = await openSettings((fake) => fake.refusals.set("prepareDiagnostics", { code: "internal", reference: "x" }));
    await user.click(screen.getByRole("button", { name: "Export diagnostics…" }));
    expect(await screen.findByRole("alert")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("does not come up where the user has gone elsewhere", async () => {
    let answer = () => undefined as void;
    const { app, fake, user } = await openSettings();
    const prepare = fake.prepareDiagnostics.bind(fake);
    fake.prepareDiagnostics = () => new Promise((resolve) => (answer = () => void prepare().then(resolve)));
    await user.click(screen.getByRole("button", { name: "Export diagnostics…" }));
    expect(screen.getByRole("button", { name: "Collecting…" })).toBeTruthy();
    await user.keyboard("{Escape}");
    answer();
    await waitFor(() => expect(app.diagnostics.preparing).toBe(false));
    expect(asked(fake, "prepareDiagnostics")).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("how much is logged", () => {
  it("cannot be chosen where the environment says so, and the reason stands there", async () => {
    await openSettings((fake) => (fake.settings = { ...fake.settings, logLevelFixed: true }));
    expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Log" }).disabled).toBe(true);
    expect(screen.getByText(/ALTOSTRAT_LAUNCHER_LOG/)).toBeTruthy();
  });
});
