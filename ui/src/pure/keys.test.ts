import { expect, it } from "vitest";

import { isChord, isHeldAction, isLetter, isQuit } from "./keys";

it.each([
  ["r", "KeyR", true],
  ["R", "KeyR", true],
  ["ق", "KeyR", true],
  ["p", "KeyR", false],
  ["r", "KeyO", true],
  ["Enter", "Enter", false],
])("the key that writes %s at %s means R: %s", (key, code, means) => {
  expect(isLetter({ key, code }, "r")).toBe(means);
});

it("a held modifier makes a chord; shift does not", () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false };
  expect(isChord(plain)).toBe(false);
  for (const key of ["ctrlKey", "altKey", "metaKey"] as const) expect(isChord({ ...plain, [key]: true })).toBe(true);
});

it.each([
  ["Enter", "Enter", true, true],
  ["F2", "F2", true, true],
  ["Delete", "Delete", true, false],
  ["r", "KeyR", true, false],
  ["ArrowDown", "ArrowDown", false, false],
  ["a", "KeyA", false, false],
])("held %s acts once on rows; in a field it may repeat where it writes", (key, code, onRows, inField) => {
  const held = { key, code, repeat: true };
  expect(isHeldAction(held, false)).toBe(onRows);
  expect(isHeldAction(held, true)).toBe(inField);
  expect(isHeldAction({ ...held, repeat: false }, false)).toBe(false);
});

it.each([
  ["Ctrl Q", { ctrlKey: true }, false, true],
  ["Ctrl Q on a Mac", { ctrlKey: true }, true, false],
  ["⌘ Q on a Mac", { metaKey: true }, true, true],
  ["the system's key and Q elsewhere", { metaKey: true }, false, false],
  ["Ctrl Alt Q, as AltGr comes", { ctrlKey: true, altKey: true }, false, false],
  ["Ctrl Shift Q", { ctrlKey: true, shiftKey: true }, false, false],
  ["a held Ctrl Q", { ctrlKey: true, repeat: true }, false, false],
  ["Q", {}, false, false],
])("%s may quit", (_, held, mac, quits) => {
  expect(isQuit(new KeyboardEvent("keydown", { key: "q", code: "KeyQ", ...held }), mac)).toBe(quits);
});
