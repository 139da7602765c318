import { screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import { noticedPackages, packagesOf } from "../../../noticed";
import { axeFindings, openWindow } from "../../test/open";
import { idOf, named, readThirdParty, textOf } from "./third-party";

vi.mock("./third-party", async (original) => {
  const real = await original<typeof import("./third-party")>();
  return { ...real, readThirdParty: vi.fn(real.readThirdParty) };
});

async function openAbout() {
  const opened = await openWindow();
  await opened.user.click(screen.getByRole("button", { name: "Settings" }));
  return { ...opened, about: within(screen.getByRole("region", { name: "About" })) };
}

async function openNotices() {
  const opened = await openAbout();
  await opened.user.click(opened.about.getByRole("button", { name: "Third-party notices…" }));
  const dialog = within(screen.getByRole("dialog", { name: "Third-party notices" }));
  await dialog.findAllByRole("option");
  return { ...opened, dialog };
}

const chosen = () => within(screen.getByRole("listbox", { name: "Packages" })).getByRole("option", { selected: true });
const notice = () => screen.getByRole("region", { name: "Notice" });

afterEach(() => vi.unstubAllEnvs());

describe("About", () => {
  it("says what the program is, its version and its licence", async () => {
    const { about } = await openAbout();
    for (const text of ["Altostrat Launcher", "0.1.0", "MIT OR Apache-2.0"]) expect(about.getByText(text)).toBeTruthy();
    expect(about.queryByText("Commit")).toBeNull();
    expect(await axeFindings()).toEqual([]);
  });

  it("says the commit where the build was told it", async () => {
    vi.stubEnv("VITE_COMMIT", "54e46a2c0ffee00112233445566778899aabbccd");
    const { about } = await openAbout();
    expect(about.getByText("Commit")).toBeTruthy();
    expect(about.getByText("54e46a2c0ffe")).toBeTruthy();
  });
});

describe("the third-party notices", () => {
  it("list every package, draw only those in view, and show the first one's notice", async () => {
    const { dialog } = await openNotices();
    const { packages } = await readThirdParty();
    expect(packages.length).toBeGreaterThan(300);
    expect(dialog.getByRole("status").textContent?.trim()).toBe(`${packages.length} packages`);
    expect(dialog.getAllByRole("option").length).toBeLessThan(60);
    expect(chosen().getAttribute("aria-setsize")).toBe(String(packages.length));
    expect(notice().textContent).toContain(packages[0]?.name);
    expect(await axeFindings()).toEqual([]);
  });

  it("are found by name, and show licence, address and text without a link", async () => {
    const { user, dialog } = await openNotices();
    const search = dialog.getByRole("searchbox", { name: "Search packages by name" });
    expect(document.activeElement).toBe(search);
    await user.type(search, "Tauri-apps API");
    expect(dialog.getAllByRole("option").map((row) => row.textContent?.trim())).toEqual([expect.stringContaining("@tauri-apps/api")]);
    for (const text of ["Apache-2.0 OR MIT", "https://github.com/tauri-apps/tauri", "Permission is hereby granted"]) {
      expect(notice().textContent).toContain(text);
    }
    expect(dialog.queryByRole("link")).toBeNull();
    expect(dialog.getByRole("status").textContent?.trim()).toBe("1 package");
    await user.clear(search);
    await user.type(search, "no such thing");
    expect(notice().textContent).toContain("No package has this name.");
    expect(dialog.queryByRole("option")).toBeNull();
    expect(await axeFindings()).toEqual([]);
  });

  it("are walked by keys from the search and in the list; Esc clears the search before it closes", async () => {
    const { user, dialog } = await openNotices();
    await user.keyboard("serde");
    const names = dialog.getAllByRole("option").map((row) => row.querySelector(".part-name")?.textContent ?? "");
    expect(names.length).toBeGreaterThan(3);
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(chosen().textContent).toContain(names[2]);
    expect(notice().querySelector("h3")?.textContent).toContain(names[2]);
    await user.tab();
    const list = dialog.getByRole("listbox", { name: "Packages" });
    expect(document.activeElement).toBe(list);
    expect(list.getAttribute("aria-activedescendant")).toBe(chosen().id);
    await user.keyboard("{End}");
    expect(chosen().textContent).toContain(names.at(-1));
    await user.keyboard("{Home}");
    expect(chosen().textContent).toContain(names[0]);
    await user.tab();
    expect(document.activeElement).toBe(notice());
    await user.click(dialog.getByRole("searchbox"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(dialog.getAllByRole("option").length).toBeGreaterThan(names.length));
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement?.textContent).toBe("Third-party notices…");
  });

  it("say so where they cannot be read", async () => {
    vi.mocked(readThirdParty).mockRejectedValueOnce(new Error("gone"));
    const { user, about } = await openAbout();
    await user.click(about.getByRole("button", { name: "Third-party notices…" }));
    expect(await screen.findByText(/^The notices could not be read/)).toBeTruthy();
    expect(await axeFindings()).toEqual([]);
  });
});

describe("the file of notices", () => {
  it("has a text for every package, and each package once", async () => {
    const { packages, texts } = await readThirdParty();
    for (const part of packages) expect(textOf(part, texts).length, part.name).toBeGreaterThan(200);
    expect(new Set(packages.map(idOf)).size).toBe(packages.length);
    expect(named(packages, "SERDE json").map(({ name }) => name)).toContain("serde_json");
  });

  it("holds of npm Svelte, Tauri's API and Fluent with what they bring, and nothing else", () => {
    expect([...noticedPackages()].sort()).toEqual(["@fluent/bundle", "@tauri-apps/api", "clsx", "esm-env", "svelte"]);
  });

  it("is asked for by the package a module comes from, wherever that lies", () => {
    const paths = ["/a/node_modules/svelte/src/x.js", "C:\\a\\node_modules\\@fluent\\bundle\\i.js", "/a/src/main.ts", "/a/node_modules/x/node_modules/clsx/d.js"];
    expect([...packagesOf(paths)]).toEqual(["svelte", "@fluent/bundle", "clsx"]);
  });
});
