import { describe, expect, it } from "vitest";

import { sources } from "../test/sources";

const sheets = sources(".svelte", ".css");
const code = sources(".svelte", ".ts");
const tokens = sheets.get("styles/tokens.css") ?? "";

function colours(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const texts: [text: string, grounds: string[]][] = [
  ["text", ["ground", "ground-pane", "ground-hover", "ground-chosen", "ground-field", "ground-soon", "ground-problem", "ground-note", "track"]],
  ["text-quiet", ["ground", "ground-pane", "ground-field", "ground-hover", "ground-note"]],
  ["accent-text", ["ground", "ground-hover", "ground-soon", "ground-problem", "ground-note"]],
  ["on-accent", ["accent", "accent-hover"]],
  ["on-problem", ["problem"]],
  ["good", ["ground"]],
  ["soon", ["ground", "ground-pane", "ground-soon"]],
  ["problem", ["ground", "ground-soon", "ground-problem", "ground-hover"]],
];
const lines: [line: string, grounds: string[]][] = [
  ["line-field", ["ground", "ground-field"]],
  ["accent", ["ground", "ground-pane", "ground-chosen"]],
];

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("%s", (_, at) => {
  const all = colours(tokens.split(":root").filter((block) => block.includes("--ground:"))[at] ?? "");

  it.each(texts)("%s can be read on every ground it stands on", (text, grounds) => {
    for (const ground of grounds) {
      expect(contrast(all.get(text) ?? "", all.get(ground) ?? ""), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(lines)("%s can be seen", (line, grounds) => {
    for (const ground of grounds) {
      expect(contrast(all.get(line) ?? "", all.get(ground) ?? ""), `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});

it("styles know no left and right, so that right-to-left works by itself", () => {
  const physical = /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|width|height|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)/;
  for (const [path, text] of sheets) {
    const style = path.endsWith(".css") ? text : (/<style>[\s\S]*<\/style>/.exec(text)?.[0] ?? "");
    const bad = style.split("\n").filter((line) => physical.test(line) && !line.includes("@media"));
    expect(bad, path).toEqual([]);
  }
  expect(sheets.size).toBeGreaterThan(20);
});

it("no text can become markup, and no style is written into markup", () => {
  for (const [path, text] of code) {
    expect(text, path).not.toMatch(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\bstyle="/);
  }
});

it("one file talks to Tauri, beside the generated bindings", () => {
  const talking = [...code].filter(([, text]) => /from "@tauri-apps\//.test(text));
  expect(talking.map(([path]) => path.split("/").at(-1)).sort()).toEqual(["bindings.ts", "tauri.ts"]);
});
