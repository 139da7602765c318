import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { asked, axeFindings, openWindow } from "../../test/open";

async function openQuestion() {
  const opened = await openWindow();
  const status = opened.app.status!;
  opened.fake.push({ status: { ...status, update: "0.2.0" } });
  await opened.user.click(await screen.findByRole("button", { name: "Version 0.2.0 is there" }));
  return { ...opened, status };
}

describe("a newer launcher", () => {
  it("is not spoken of while there is none", async () => {
    await openWindow();
    expect(screen.queryByRole("button", { name: /is there$/ })).toBeNull();
  });

  it("is installed after a question that begins on the way back", async () => {
    const { fake, user } = await openQuestion();
    expect(screen.getByRole("dialog", { name: "Install version 0.2.0?" })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Later" }));
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Install and restart" }));
    expect(asked(fake, "installUpdate")).toHaveLength(1);
  });

  it("that could not be installed leaves everything as it is, and says so", async () => {
    const { fake, user, app } = await openQuestion();
    fake.refusals.set("installUpdate", { code: "updateFailed" });
    await user.click(screen.getByRole("button", { name: "Install and restart" }));
    expect(await screen.findByText(/^The new version was not installed/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Later" }));
    await waitFor(() => expect(app.question).toBeNull());
  });
});
