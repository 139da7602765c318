import { describe, expect, it } from "vitest";

import { clockText, fraction, minutesLeft, remaining, secondsSince } from "./countdown";

const now = Date.parse("2026-03-01T12:00:00Z");

describe("clockText", () => {
  it.each([
    [0, "00:00:00"],
    [-5000, "00:00:00"],
    [1, "00:00:01"],
    [999, "00:00:01"],
    [1000, "00:00:01"],
    [189_000, "00:03:09"],
    [2_530_000, "00:42:10"],
    [86_400_000, "24:00:00"],
  ])("%i ms reads %s", (millis, text) => {
    expect(clockText(millis)).toBe(text);
  });

  it("never goes up while time goes on", () => {
    let before = "99:99:99";
    for (let millis = 7_300_000; millis >= -2000; millis -= 733) {
      const text = clockText(millis);
      expect(text <= before).toBe(true);
      before = text;
    }
  });
});

describe("remaining", () => {
  it("follows the server's clock, not this machine's", () => {
    expect(remaining("2026-03-01T12:10:00Z", now, 0)).toBe(600_000);
    expect(remaining("2026-03-01T12:10:00Z", now, 120_000)).toBe(480_000);
    expect(remaining("2026-03-01T12:10:00Z", now, -120_000)).toBe(720_000);
  });

  it("stops at zero and says when the end is not known", () => {
    expect(remaining("2026-03-01T11:00:00Z", now, 0)).toBe(0);
    expect(remaining(null, now, 0)).toBeNull();
    expect(remaining("soon", now, 0)).toBeNull();
  });
});

describe("fraction and secondsSince", () => {
  it("stay between nothing and all", () => {
    for (const left of [null, -1, 0, 1, 1e6, 1e12]) {
      for (const length of [0, 15, 1440]) {
        const part = fraction(left, length);
        expect(part === null || (part >= 0 && part <= 1)).toBe(true);
      }
    }
    expect(fraction(1_800_000, 60)).toBe(0.5);
    expect(fraction(1_800_000, null)).toBeNull();
    expect(fraction(null, 60)).toBeNull();
  });

  it("an instant that lies ahead, by a clock that was set, is just now", () => {
    expect(secondsSince("2026-03-01T12:00:09Z", now)).toBe(0);
    expect(secondsSince("2026-03-01T11:59:48Z", now)).toBe(12);
    expect(secondsSince("never", now)).toBeNull();
  });
});

it.each([
  [600_000, 10],
  [600_400, 10],
  [601_000, 11],
  [571_000, 10],
  [540_000, 9],
  [189_000, 4],
  [61_000, 2],
  [60_000, 1],
  [1, 1],
  [0, 1],
])("%d ms are said as %d minutes", (millis, minutes) => {
  expect(minutesLeft(millis)).toBe(minutes);
});
