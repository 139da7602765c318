import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { RequestForm } from "../../ipc/bindings";
import type { FakeOptions } from "../../ipc/fake-core";
import { asked, axeFindings, openWindow } from "../../test/open";

const minutes = () => screen.getByRole<HTMLInputElement>("spinbutton", { name: "Duration in minutes" });
const range = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Allowed source range" });
const press = (name: string) => screen.getByRole("button", { name });

async function openDialog(options: FakeOptions = {}) {
  const opened = await openWindow(options);
  const site = opened.app.sites.list.find((one) => one.name === "Lagos POP")!;
  opened.app.choose(site.id);
  await opened.user.click(await screen.findByRole("button", { name: "Request access" }));
  await screen.findByRole("dialog", { name: "Request access" });
  const fill = async (field: HTMLInputElement, text: string) => {
    await opened.user.clear(field);
    if (text !== "") await opened.user.type(field, text);
  };
  return { ...opened, site, fill };
}

const sent = (fake: Parameters<typeof asked>[0]) => asked(fake, "requestSession").map((one) => (one as [RequestForm])[0]);
const told = (field: HTMLInputElement) => document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent?.trim();

describe("requesting access", () => {
  it("sends what was chosen, once, and closes", async () => {
    const { fake, user, fill, site } = await openDialog();
    expect(document.activeElement).toBe(minutes());
    await user.click(screen.getByRole("radio", { name: "SSH" }));
    await fill(minutes(), "1h30");
    await fill(range(), "203.0.113.42");
    await user.click(screen.getByRole("checkbox", { name: "Full access" }));
    await user.click(screen.getByRole("checkbox", { name: "Allow private (RFC 1918) sources" }));
    await user.click(press("Request and connect"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(fake)).toEqual([
      {
        site: site.id,
        protocol: "ssh",
        minutes: 90,
        fullAccess: true,
        sourceRange: "203.0.113.42/32",
        allowPrivate: true,
        openToAllConfirmed: false,
        thenConnect: true,
      },
    ]);
    expect(await screen.findByRole("row", { name: "SSH Lagos POP" })).toBeTruthy();
  });

  it("Enter requests and connects; “Request only” does not connect", async () => {
    const { fake, user, fill } = await openDialog();
    await fill(range(), "203.0.113.0/24{Enter}");
    await waitFor(() => expect(sent(fake)).toHaveLength(1));
    expect(sent(fake)[0]?.thenConnect).toBe(true);
    await user.click(press("Request access"));
    await user.click(await screen.findByRole("button", { name: "Request only" }));
    await waitFor(() => expect(sent(fake)).toHaveLength(2));
    expect(sent(fake)[1]?.thenConnect).toBe(false);
  });

  it.each([
    ["14", "At least 15 minutes."],
    ["1441", "At most 1,440 minutes (24 hours)."],
    ["1e3", "Not a length of time. Type minutes, such as 90, or 1h30."],
    ["-15", "At least 15 minutes."],
    ["", "Type how many minutes, 15 to 1,440."],
    ["60.5", "Whole minutes only."],
  ])("%j minutes: a sentence at the field, nothing sent", async (text, sentence) => {
    const { fake, user, fill } = await openDialog();
    await fill(range(), "203.0.113.42/32");
    await fill(minutes(), text);
    expect(told(minutes())).toBe(sentence);
    expect(minutes().getAttribute("aria-invalid")).toBe("true");
    expect(minutes().hasAttribute("aria-valuenow")).toBe(false);
    await user.click(press("Request only"));
    await user.click(press("Request and connect"));
    expect(document.activeElement).toBe(minutes());
    expect(sent(fake)).toEqual([]);
  });

  it.each([
    ["10.0.0.1/33", "The number behind the slash must be 0 to 32."],
    ["999.1.1.1", "Not an IPv4 address or range. Type one, such as 203.0.113.42 or 203.0.113.0/24."],
    ["::1/128", "IPv6 is not supported by the API. Type an IPv4 address or range."],
    ["a b", "Not an IPv4 address or range. Type one, such as 203.0.113.42 or 203.0.113.0/24."],
    ["   ", "Type the address or range that may connect, such as 203.0.113.42."],
    ["", "Type the address or range that may connect, such as 203.0.113.42."],
    ["203.0.113.7/24", "This address lies inside a network and is not its start. Which do you mean?"],
  ])("range %j: a sentence at the field, nothing sent", async (text, sentence) => {
    const { fake, user, fill } = await openDialog();
    await fill(range(), text);
    await user.click(press("Request and connect"));
    await waitFor(() => expect(told(range())).toBe(sentence));
    expect(range().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(range());
    expect(sent(fake)).toEqual([]);
  });

  it("spaces around a range do no harm", async () => {
    const { fake, fill } = await openDialog();
    await fill(range(), "  203.0.113.0/24  {Enter}");
    await waitFor(() => expect(sent(fake)[0]?.sourceRange).toBe("203.0.113.0/24"));
  });

  it("host bits offer the network or the one address", async () => {
    const { user, fill } = await openDialog();
    await fill(range(), "203.0.113.7/24");
    await user.click(await screen.findByRole("button", { name: "Use this address only 203.0.113.7/32" }));
    expect(range().value).toBe("203.0.113.7/32");
    await fill(range(), "203.0.113.7/24");
    await user.click(await screen.findByRole("button", { name: "Use the network 203.0.113.0/24" }));
    expect(range().value).toBe("203.0.113.0/24");
    await waitFor(() => expect(told(range())).toBe("Opens to 256 addresses."));
  });

  it("a bare address is completed with /32 where it can be seen", async () => {
    const { user, fill } = await openDialog();
    await fill(range(), "203.0.113.42");
    await waitFor(() => expect(told(range())).toBe("Sent as 203.0.113.42/32: this one address."));
    await user.tab();
    expect(range().value).toBe("203.0.113.42/32");
  });

  it.each([
    ["10.0.0.0/16", ["wider than /24", "private range"]],
    ["192.168.4.0/24", ["private range"]],
    ["203.0.0.0/16", ["wider than /24"]],
  ])("%s warns and can still be sent", async (text, warnings) => {
    const { fake, fill } = await openDialog();
    await fill(range(), text);
    for (const warning of warnings) await waitFor(() => expect(told(range())).toContain(warning));
    await fill(range(), `${text}{Enter}`);
    await waitFor(() => expect(sent(fake)).toHaveLength(1));
  });

  it("0.0.0.0/0 needs a second, explicit confirmation each time", async () => {
    const { fake, user, fill } = await openDialog();
    await fill(range(), "0.0.0.0/0");
    await waitFor(() => expect(told(range())).toContain("4,294,967,296 addresses"));
    await user.click(press("Request and connect"));
    let question = await screen.findByRole("dialog", { name: "Open to the whole internet" });
    expect(sent(fake)).toEqual([]);
    await user.click(within(question).getByRole("button", { name: "Change the range" }));
    expect(sent(fake)).toEqual([]);
    await user.click(press("Request and connect"));
    question = await screen.findByRole("dialog", { name: "Open to the whole internet" });
    await user.keyboard("{Escape}");
    expect(screen.getByRole("dialog", { name: "Request access" })).toBeTruthy();
    await user.click(press("Request only"));
    await user.click(await screen.findByRole("button", { name: "Open to everybody" }));
    await waitFor(() => expect(sent(fake)).toMatchObject([{ sourceRange: "0.0.0.0/0", openToAllConfirmed: true, thenConnect: false }]));
  });

  it("a confirmation is for one range only", async () => {
    const { fake, user, fill } = await openDialog();
    fake.refusals.set("requestSession", { code: "unreachable" });
    await fill(range(), "0.0.0.0/0{Enter}");
    await user.click(await screen.findByRole("button", { name: "Open to everybody" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The API cannot be reached.");
    await user.click(press("Request and connect"));
    expect(await screen.findByRole("dialog", { name: "Open to the whole internet" })).toBeTruthy();
    expect(sent(fake)).toHaveLength(1);
  });

  it("however often it is pressed, it is sent once", async () => {
    const { fake, fill } = await openDialog();
    await fill(range(), "203.0.113.42/32");
    await waitFor(() => expect(told(range())).toContain("Opens to 1 address"));
    const button = press("Request and connect");
    button.click();
    button.click();
    press("Request only").click();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent(fake)).toHaveLength(1);
  });

  it("an answer to an older text is dropped", async () => {
    const { fake, app, fill, user } = await openDialog();
    const real = fake.checkRange.bind(fake);
    let release: () => void = () => undefined;
    app.backend.checkRange = async (text) => {
      const answer = await real(text);
      if (text === "10.0.0.1/33") await new Promise<void>((resolve) => (release = resolve));
      return answer;
    };
    await fill(range(), "10.0.0.1/33");
    await waitFor(() => expect(asked(fake, "checkRange").flat()).toContain("10.0.0.1/33"));
    await fill(range(), "203.0.113.0/24");
    await waitFor(() => expect(told(range())).toBe("Opens to 256 addresses."));
    release();
    await user.tab();
    expect(told(range())).toBe("Opens to 256 addresses.");
  });

  it("what the core refuses stands at its field", async () => {
    const { fake, fill } = await openDialog();
    fake.refusals.set("requestSession", { code: "invalidField", field: "duration", problem: { kind: "duration", problem: "tooLong" } });
    await fill(range(), "203.0.113.42/32{Enter}");
    await waitFor(() => expect(told(minutes())).toBe("At most 1,440 minutes (24 hours)."));
    expect(document.activeElement).toBe(minutes());
    await fill(minutes(), "30");
    expect(minutes().hasAttribute("aria-invalid")).toBe(false);
  });

  it("“My address” asks once, remembers, and fills from then on", async () => {
    const { fake, user, fill } = await openDialog();
    await user.click(press("My address"));
    const own = await screen.findByRole<HTMLInputElement>("textbox", { name: "Your public address" });
    expect(document.activeElement).toBe(own);
    await user.type(own, "nonsense{Enter}");
    expect((await screen.findAllByText(/Not an IPv4 address/)).length).toBe(1);
    await user.clear(own);
    await user.type(own, "203.0.113.42{Enter}");
    await waitFor(() => expect(range().value).toBe("203.0.113.42"));
    expect(asked(fake, "rememberMyAddress")).toEqual([["nonsense"], ["203.0.113.42"]]);
    expect(sent(fake)).toEqual([]);
    await fill(range(), "198.51.100.0/24");
    await user.click(press("My address"));
    await waitFor(() => expect(range().value).toMatch(/^203\.0\.113\.42/));
  });

  it("chips and arrow keys set the minutes, and the end is said", async () => {
    const { user } = await openDialog();
    await user.click(press("4 h"));
    expect(minutes().value).toBe("240");
    expect(press("4 h").getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByText(/^ends (tomorrow )?at \d\d:\d\d$/)).toBeTruthy();
    minutes().focus();
    await user.keyboard("{ArrowUp}{ArrowDown}{ArrowDown}");
    expect(minutes().getAttribute("aria-valuenow")).toBe("225");
  });

  it("Esc and Cancel close it, and the focus goes back", async () => {
    const { user } = await openDialog();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(press("Request access")));
    await user.keyboard("{F2}");
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("Tab stays inside", async () => {
    const { user } = await openDialog();
    const dialog = screen.getByRole("dialog");
    for (let presses = 0; presses < 25; presses += 1) {
      await user.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    expect(document.querySelector<HTMLElement>(".layer")?.inert).toBe(true);
  });

  it("has no finding of axe", async () => {
    const { fill } = await openDialog();
    await fill(range(), "203.0.113.7/24");
    await screen.findByRole("button", { name: /Use the network/ });
    expect(await axeFindings()).toEqual([]);
  });
});
