import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { ForwardForm } from "../../ipc/bindings";
import type { FakeOptions } from "../../ipc/fake-core";
import { asked, axeFindings, openWindow } from "../../test/open";

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const press = (name: string) => screen.getByRole("button", { name });
const told = (input: HTMLInputElement) => document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent?.trim();

/** The dialog of the first site, filled in but not sent. */
async function openDialog(address: string, port: string, range = "203.0.113.42", options: FakeOptions = {}) {
  const opened = await openWindow({ gatewayMillis: 2, routerMillis: 4, ...options });
  const site = opened.app.sites.list[0]!;
  opened.app.choose(site.id);
  await opened.user.click(await screen.findByRole("button", { name: "Forward a port…" }));
  await screen.findByRole("dialog", { name: "Forward a port" });
  expect(document.activeElement).toBe(field("Device address"));
  if (address) await opened.user.type(field("Device address"), address);
  if (port) await opened.user.type(field("Port"), port);
  await opened.user.clear(field("Allowed source range"));
  await opened.user.type(field("Allowed source range"), range);
  const forms = () => asked(opened.fake, "requestForward").map((one) => (one as [ForwardForm])[0]);
  const row = () => screen.findByRole("row", { name: `Port forward ${site.name}` });
  return { ...opened, site, forms, row };
}

describe("a port forward", () => {
  it("is requested, counts down, and opens the device's page", async () => {
    const { fake, user, site, forms, row } = await openDialog("192.168.88.10", "");
    expect(await axeFindings()).toEqual([]);
    await user.click(press("443"));
    await user.click(press("Request"));
    const shown = await row();
    expect(forms()).toEqual([
      { site: site.id, address: "192.168.88.10", port: "443", minutes: 60, sourceRange: "203.0.113.42/32", openToAllConfirmed: false },
    ]);
    await user.click(await within(shown).findByRole("button", { name: "Open page" }));
    const { key } = fake.sessions[0]!;
    expect(asked(fake, "openForward")).toEqual([[key]]);
    expect(within(shown).getByRole("timer").textContent?.trim()).toMatch(/^(01:00:00|00:59:\d\d)$/);
    expect(shown.textContent).toContain("192.168.88.10:443");
    expect(shown.textContent).not.toContain("Read-only");
    expect(within(shown).queryByRole("button", { name: "Connect" })).toBeNull();
    shown.focus();
    await user.keyboard("{Enter}");
    expect(asked(fake, "openForward")).toHaveLength(2);
    expect(asked(fake, "connectSession")).toEqual([]);
    expect(await axeFindings()).toEqual([]);
    await user.click(within(shown).getByRole("button", { name: "Revoke" }));
    expect(screen.getByRole("dialog").textContent).toContain("The port forward to 192.168.88.10:443");
  });

  it("to a port that no browser opens offers only its address", async () => {
    const { user, row } = await openDialog("192.168.88.10", "3389");
    await user.click(press("Request"));
    const shown = await row();
    await waitFor(() => expect(shown.textContent).toContain("No browser opens this port."));
    expect(shown.querySelector("strong")).toBeNull();
    expect(within(shown).queryByRole("button", { name: "Open page" })).toBeNull();
    await user.click(within(shown).getByRole("button", { name: "Copy" }));
    expect(screen.getAllByRole("menuitem").map((item) => item.textContent)).toEqual(["Copy address"]);
  });

  it.each([
    ["", "80", "Device address", "Type the device’s address, such as 192.168.88.10."],
    ["nas.local", "80", "Device address", "Not an IPv4 address. Type one, such as 192.168.88.10."],
    ["192.168.88.10", "65536", "Port", "Type a port from 1 to 65535."],
  ])("address %j, port %j: a sentence at the field, which gets the focus", async (address, port, name, sentence) => {
    const { fake, user } = await openDialog(address, port);
    await user.click(press("Request"));
    await waitFor(() => expect(told(field(name))).toBe(sentence));
    expect(document.activeElement).toBe(field(name));
    expect(field(name).getAttribute("aria-invalid")).toBe("true");
    expect(fake.sessions).toEqual([]);
    await user.type(field(name), "1");
    expect(told(field(name))).toBe("");
  });

  it("is opened to the whole internet only after a question", async () => {
    const { user, forms } = await openDialog("192.168.88.10", "443", "0.0.0.0/0");
    await user.click(press("Request"));
    const question = await screen.findByRole("dialog", { name: "Open to the whole internet" });
    expect(question.textContent).toContain("reach this device");
    expect(forms()).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Open to everybody" }));
    await waitFor(() => expect(forms()[0]?.openToAllConfirmed).toBe(true));
  });
});

it("an API without port forwards offers none; another problem is said", async () => {
  const { app, fake } = await openWindow();
  const site = app.sites.list[0]!;
  app.choose(site.id);
  await screen.findByRole("button", { name: "Forward a port…" });
  const problem = (forwardsProblem: (typeof fake.listings)[number]["forwardsProblem"]) =>
    fake.push({ listings: fake.listings.map((one) => ({ ...one, forwardsProblem })) });
  problem({ code: "forwardsUnavailable" });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Forward a port…" })).toBeNull());
  expect(screen.queryByText(/has no port forwards/)).toBeNull();
  problem({ code: "notPermitted", operation: "listForwards", serverText: null });
  expect(await screen.findByText(/may not list port forwards/)).toBeTruthy();
});

it("in Arabic its addresses still run from left to right", async () => {
  const { app, fake } = await openWindow({ language: "arabic" });
  const site = app.sites.list[0]!;
  app.choose(site.id);
  fake.push({ sessions: [fake.session({ site: site.id, protocol: null, destination: "192.168.88.10:443", webAddress: "https://102.130.113.9:47103" })] });
  expect((await screen.findByText("192.168.88.10:443")).closest("bdi")?.dir).toBe("ltr");
  expect(screen.getByRole("button", { name: "فتح الصفحة" })).toBeTruthy();
});
