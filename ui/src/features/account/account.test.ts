import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { asked, axeFindings, openWindow } from "../../test/open";

const key = () => screen.getByLabelText<HTMLInputElement>("API key or token");
const address = () => screen.getByRole<HTMLInputElement>("textbox", { name: "API address" });

describe("signing in", () => {
  it("a key and the usual address lead into the window, and the key is gone from the page", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    await user.type(screen.getByRole("textbox", { name: "Profile name" }), "Acme NOC");
    expect(key().type).toBe("password");
    expect(key().autocomplete).toBe("off");
    await user.type(key(), "alto_sk_secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("searchbox", { name: "Search sites" })).toBeTruthy();
    expect(asked(fake, "signIn")).toEqual([
      [{ profileName: "Acme NOC", generation: "v1", apiAddress: "https://v1.api.altostrat.io", key: "…" }],
    ]);
    expect(document.body.innerHTML).not.toContain("alto_sk_secret");
  });

  it("the older generation brings its own address; an address that was typed stays", async () => {
    const { user } = await openWindow({ signedIn: false });
    const api = screen.getByRole("combobox", { name: "API" });
    await user.selectOptions(api, "Altostrat API (older generation)");
    expect(address().value).toBe("https://api.altostrat.io");
    await user.clear(address());
    await user.type(address(), "http://127.0.0.1:8080");
    await user.selectOptions(api, "Altostrat API (v1)");
    expect(address().value).toBe("http://127.0.0.1:8080");
  });

  it("another address asks which generation it is", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    await user.selectOptions(screen.getByRole("combobox", { name: "API" }), "Other address");
    await user.click(screen.getByRole("radio", { name: "the older generation" }));
    await user.type(address(), "https://api.example");
    await user.type(key(), "alto_sk_x{Enter}");
    await waitFor(() => expect(asked(fake, "signIn")).toMatchObject([[{ generation: "sites", apiAddress: "https://api.example", profileName: "Altostrat" }]]));
  });

  it("nothing is sent without a key, and the field says so and is focused", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(key().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(key());
    expect(screen.getByText("Paste your API key or token.").id).toBe(key().getAttribute("aria-describedby"));
    expect(asked(fake, "signIn")).toEqual([]);
  });

  it.each([
    ["nonsense", "Not a web address"],
    ["http://api.example", "The address must start with https://"],
  ])("the address %s is refused at its field", async (text, sentence) => {
    const { user } = await openWindow({ signedIn: false });
    await user.clear(address());
    await user.type(address(), text);
    await user.type(key(), "alto_sk_x");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(new RegExp(sentence.slice(0, 20)))).toBeTruthy();
    expect(document.activeElement).toBe(address());
    expect(address().getAttribute("aria-invalid")).toBe("true");
    expect(key().value).toBe("alto_sk_x");
  });

  it("a token says for whom and until when before it is saved, and whether it has expired", async () => {
    const { user } = await openWindow({ signedIn: false });
    await user.type(key(), "eyJtoken");
    expect(await screen.findByText(/For thandi@acme.example of Acme NOC/)).toBeTruthy();
    expect(screen.getByText(/valid until/)).toBeTruthy();
    await user.type(key(), "expired");
    expect(await screen.findByText(/This token expired on/)).toBeTruthy();
  });

  it("a rejected key keeps what was typed, and quotes the server beside our sentence", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    fake.refusals.set("signIn", { code: "keyRejected", serverText: "<b>Unauthenticated.</b>" });
    await user.type(key(), "alto_sk_wrong{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The API rejected the key.");
    expect(alert.textContent).toContain("The server said: “<b>Unauthenticated.</b>”");
    expect(alert.querySelector("b")).toBeNull();
    expect(key().value).toBe("alto_sk_wrong");
  });

  it("a second press while the first is on its way sends nothing", async () => {
    const { fake, user } = await openWindow({ signedIn: false });
    await user.type(key(), "alto_sk_x");
    const button = screen.getByRole("button", { name: "Sign in" });
    button.click();
    button.click();
    await waitFor(() => expect(screen.getByRole("searchbox")).toBeTruthy());
    expect(asked(fake, "signIn")).toHaveLength(1);
  });

  it("waiting for the keychain says so and can be cancelled; a locked one can be read again", async () => {
    const { fake, user } = await openWindow({ signedIn: false }, (one) => {
      one.account = { phase: "waitingForKeychain", profile: null, problem: null };
    });
    expect(screen.getByRole("heading", { name: "Waiting for your keychain" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The keychain is locked.");
    await user.click(screen.getByRole("button", { name: "Read the keychain again" }));
    expect(asked(fake, "retryKeychain")).toHaveLength(1);
  });

  it("without a keychain it is said once that the key is for this run only", async () => {
    const { user } = await openWindow({}, (fake) => {
      if (fake.account.profile) fake.account.profile.storage = "thisRunOnly";
    });
    const note = screen.getByText(/this run only/);
    await user.click(within(note.closest("[role=alert]") as HTMLElement).getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByText(/this run only/)).toBeNull();
  });

  it("while the key is being saved nobody complains, and the settings say so", async () => {
    const { user } = await openWindow({}, (fake) => {
      if (fake.account.profile) fake.account.profile.storage = "saving";
    });
    expect(screen.queryByRole("alert")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Settings" }));
    expect(screen.getByText("being saved to the keychain…")).toBeTruthy();
  });

  it("a key that stayed in the keychain is said, and deleting it can be tried again", async () => {
    const { fake, user } = await openWindow({ signedIn: false }, (one) => {
      one.account = { phase: "signedOut", profile: null, problem: { code: "keyNotDeleted" } };
    });
    expect(screen.getByRole("alert").textContent).toContain("The key could not be deleted from the keychain; it is still there.");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(asked(fake, "retryKeychain")).toHaveLength(1);
  });

  it("signing out asks first", async () => {
    const { fake, user } = await openWindow({ sessions: "lively" });
    await user.click(screen.getByRole("button", { name: "Profile Acme NOC" }));
    await user.click(screen.getByRole("menuitem", { name: "Sign out…" }));
    const dialog = screen.getByRole("dialog", { name: "Sign out" });
    await user.click(within(dialog).getByRole("button", { name: "Stay signed in" }));
    expect(asked(fake, "signOut")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Settings" }));
    await user.click(screen.getByRole("button", { name: "Sign out" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Sign out" }));
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
  });

  it("has no finding of axe", async () => {
    await openWindow({ signedIn: false });
    expect(await axeFindings()).toEqual([]);
  });
});
