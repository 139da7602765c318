import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { HostKeyView } from "../../ipc/bindings";
import type { FakeBackend } from "../../ipc/fake";
import type { FakeOptions } from "../../ipc/fake-core";
import { asked, axeFindings, openWindow } from "../../test/open";

const before = { kind: "ssh-ed25519", fingerprint: "SHA256:uNiVztksCsDhcc0u9e8BrIdFqF0Vl5g6e1yS9dVdhdc" };
const now = { kind: "rsa-sha2-512", fingerprint: "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM" };

/** Lagos POP with one SSH session, and what is known of its router's key. */
async function openLagos(change: Partial<HostKeyView>, problem: "hostKeyChanged" | "oldHostKeyOnly" | null, options: FakeOptions = {}) {
  const opened = await openWindow(options, (fake: FakeBackend) => {
    const site = fake.siteList.find(({ name }) => name === "Lagos POP")?.id ?? "";
    fake.sessions = [fake.session({ site, protocol: "ssh", problem: problem && { code: problem } })];
    fake.hostKeys = [{ site, known: before, isNew: false, offered: null, oldKeysAllowed: false, ...change }];
    fake.place = { pane: "site", site };
  });
  return { ...opened, site: opened.app.sites.chosenId ?? "" };
}

describe("the SSH key of a site's router", () => {
  it("stands on the site's page, and can be forgotten", async () => {
    const { fake, user, site } = await openLagos({ isNew: true }, null);
    expect(screen.getByText("SSH key, new in this run")).toBeTruthy();
    expect(screen.getByText(before.fingerprint).getAttribute("dir")).toBe("ltr");
    await user.click(screen.getByRole("button", { name: "Forget" }));
    await waitFor(() => expect(screen.queryByText(before.fingerprint)).toBeNull());
    expect(asked(fake, "forgetHostKey")).toEqual([[site]]);
    expect(screen.getByText("Key forgotten. The next connection learns it anew.")).toBeTruthy();
  });

  it("when changed is shown beside the known one, and trusted only after a question whose first answer is no", async () => {
    const { fake, user, site } = await openLagos({ offered: now }, "hostKeyChanged");
    const row = screen.getByRole("row", { name: "SSH Lagos POP" });
    expect(row.textContent).toContain("not the one known for this site");
    expect(row.textContent).toMatch(/Known:\s*ssh-ed25519 SHA256:uNiV.*Offered now:\s*rsa-sha2-512 SHA256:p2QA/s);
    await user.click(within(row).getByRole("button", { name: "Trust the new key…" }));
    const question = screen.getByRole("dialog", { name: "Trust the new key" });
    expect(question.textContent).toContain(now.fingerprint);
    expect(await axeFindings()).toEqual([]);
    await user.keyboard("{Enter}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(asked(fake, "trustHostKey")).toEqual([]);

    await user.click(within(row).getByRole("button", { name: "Trust the new key…" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Trust the new key" }));
    expect(asked(fake, "trustHostKey")).toEqual([[site, now.fingerprint]]);
    await waitFor(() => expect(screen.queryByText("Trust the new key…")).toBeNull());
    expect(screen.getByText("SSH key, new in this run")).toBeTruthy();
  });

  it("is trusted as it was seen: a key that came after the question was opened is refused", async () => {
    const { fake, user, site } = await openLagos({ offered: now }, "hostKeyChanged");
    await user.click(screen.getByRole("button", { name: "Trust the new key…" }));
    fake.push({ hostKeys: fake.hostKeys.map((key) => ({ ...key, offered: { ...now, fingerprint: "SHA256:third" } })) });
    fake.refusals.set("trustHostKey", { code: "hostKeyChanged" });
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Trust the new key" }));
    expect(asked(fake, "trustHostKey")).toEqual([[site, now.fingerprint]]);
    expect((await screen.findAllByText(/not the one known for this site/)).length).toBe(2);
  });

  it("of an old kind alone can be allowed for the one site, and not any more", async () => {
    const { fake, user, site } = await openLagos({ known: null }, "oldHostKeyOnly");
    await user.click(screen.getByRole("button", { name: "Allow ssh-rsa for this site" }));
    expect(await screen.findByText("Old SSH keys (ssh-rsa) are allowed for this site.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Stop allowing" }));
    expect(asked(fake, "allowOldHostKeys")).toEqual([
      [site, true],
      [site, false],
    ]);
    await waitFor(() => expect(screen.queryByText("Old SSH keys (ssh-rsa) are allowed for this site.")).toBeNull());
  });

  it("reads left to right in Arabic as well", async () => {
    await openLagos({ offered: now }, "hostKeyChanged", { language: "arabic" });
    for (const shown of screen.getAllByText(new RegExp(now.fingerprint.slice(0, 20)))) expect(shown.className).toContain("ltr");
    expect(screen.getByRole("button", { name: "الوثوق بالمفتاح الجديد…" })).toBeTruthy();
  });
});
