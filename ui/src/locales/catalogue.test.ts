import { readFileSync } from "node:fs";
import { join } from "node:path";

import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";

import { sources } from "../test/sources";
import arabic from "./ar/app.ftl?raw";
import english from "./en/app.ftl?raw";

const code = [...sources(".ts", ".svelte")]
  .filter(([path]) => !/\/fake|bindings\.ts$/.test(path))
  .map(([, text]) => text);
const catalogues = { en: english, ar: arabic };

function idsOf(text: string): string[] {
  return [...text.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((found) => found[1] ?? "");
}

function bundleOf(language: "en" | "ar"): FluentBundle {
  const bundle = new FluentBundle(`${language}-u-nu-latn`, { useIsolating: false });
  expect(bundle.addResource(new FluentResource(catalogues[language]))).toEqual([]);
  return bundle;
}

/** Names of everything that is filled into a message. */
function variablesOf(text: string): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const block of text.split(/\n(?=[a-z][a-z0-9-]* =)/)) {
    const id = /^([a-z][a-z0-9-]*) =/.exec(block.trimStart())?.[1];
    if (id) all.set(id, new Set([...block.matchAll(/\$(\w+)/g)].map((found) => found[1] ?? "")));
  }
  return all;
}

describe("the catalogue", () => {
  it("has the same messages in both languages, each once", () => {
    const both = { en: idsOf(english), ar: idsOf(arabic) };
    expect(new Set(both.en).size).toBe(both.en.length);
    expect(new Set(both.ar).size).toBe(both.ar.length);
    expect([...both.ar].sort()).toEqual([...both.en].sort());
  });

  it("holds nothing that Rust says by itself: that has files of its own", () => {
    const rust = ["desktop", "terminal", "command-line"].flatMap((name) => idsOf(readFileSync(join(import.meta.dirname, "en", `${name}.ftl`), "utf8")));
    expect(idsOf(english).filter((id) => rust.includes(id))).toEqual([]);
    expect(code.filter((text) => /(desktop|terminal|command-line)\.ftl/.test(text))).toEqual([]);
  });

  it("fills the same values into both languages", () => {
    const both = { en: variablesOf(english), ar: variablesOf(arabic) };
    for (const [id, names] of both.en) expect([...(both.ar.get(id) ?? [])].sort(), id).toEqual([...names].sort());
  });

  it("has no message that nobody shows", () => {
    const literals = new Set(code.flatMap((text) => [...text.matchAll(/["'`]([a-z][a-z0-9-]*)["'`]/g)].map((found) => found[1])));
    expect(idsOf(english).filter((id) => !literals.has(id))).toEqual([]);
  });

  it("has every message that is shown", () => {
    const known = new Set(idsOf(english));
    const shown = code.flatMap((text) => [
      ...[...text.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1] ?? ""),
      ...[...text.matchAll(/\bid: "([a-z0-9-]+)"/g)].map((found) => found[1] ?? ""),
      ...[...text.matchAll(/"((?:error|phase|launch|warn|range|duration|field|not-launchable|stored|theme|language|copy|copied|site|status|protocol|access)-[a-z0-9-]+)"/g)].map((found) => found[1] ?? ""),
    ]);
    const notTexts = /^(site-pane|sites-)|^request-/;
    expect([...new Set(shown)].filter((id) => !known.has(id) && !notTexts.test(id) && !["favourites", "recents", "all-sites"].includes(id))).toEqual([]);
    expect(code.some((text) => /\bt\(`/.test(text)), "names of messages are written out").toBe(false);
  });

  it("every message of both languages can be formatted, with every number from 0 to 120", () => {
    for (const language of ["en", "ar"] as const) {
      const bundle = bundleOf(language);
      const variables = variablesOf(catalogues[language]);
      for (const id of idsOf(catalogues[language])) {
        const message = bundle.getMessage(id);
        for (let number = 0; number <= (variables.get(id)?.size ? 120 : 0); number += 1) {
          const values = Object.fromEntries([...(variables.get(id) ?? [])].map((name) => [name, number]));
          const faults: Error[] = [];
          const text = bundle.formatPattern(message!.value!, values, faults);
          expect(faults, `${language} ${id}`).toEqual([]);
          expect(text.trim(), `${language} ${id}`).not.toBe("");
          expect(text, `${language} ${id}`).not.toMatch(/[\u0660-\u0669]/);
        }
      }
    }
  });

  it("Arabic counts as Arabic does", () => {
    const bundle = bundleOf("ar");
    const say = (count: number) => bundle.formatPattern(bundle.getMessage("live-sessions")!.value!, { count });
    expect([1, 2, 3, 11, 100].map(say)).toEqual(["جلسة جارية واحدة", "جلستان جاريتان", "3 جلسات جارية", "11 جلسة جارية", "100 جلسة جارية"]);
  });

  it("the English is plain: no exclamation marks, no “please”, no “oops”", () => {
    expect(english).not.toMatch(/[!]|please|oops|sorry/i);
  });
});
