import { describe, expect, it } from "vitest";

import { parseDuration } from "./duration";

const limits = { leastMinutes: 15, mostMinutes: 1440 };

describe("parseDuration", () => {
  it.each([
    ["90", 90],
    [" 90 ", 90],
    ["90m", 90],
    ["90 min", 90],
    ["90 minutes", 90],
    ["1h30", 90],
    ["1h 30m", 90],
    ["1H30M", 90],
    ["2h", 120],
    ["2 hours", 120],
    ["24h", 1440],
    ["1,440", 1440],
    ["15", 15],
    ["1440", 1440],
    ["015", 15],
    ["٩٠", 90],
    ["٢ س", 120],
  ])("%j means %i minutes", (text, minutes) => {
    expect(parseDuration(text, limits)).toEqual({ minutes, problem: null });
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["14", "tooShort"],
    ["0", "tooShort"],
    ["-15", "tooShort"],
    ["−15", "tooShort"],
    ["-1h", "tooShort"],
    ["0h14", "tooShort"],
    ["1441", "tooLong"],
    ["25h", "tooLong"],
    ["24h1", "tooLong"],
    ["99999999999999999999", "tooLong"],
    ["1e3", "notADuration"],
    ["0x3c", "notADuration"],
    ["Infinity", "notADuration"],
    ["NaN", "notADuration"],
    ["an hour", "notADuration"],
    ["1h30h", "notADuration"],
    ["60 60", "notADuration"],
    ["60s", "notADuration"],
    ["+60", "notADuration"],
    ["1.5h", "notWhole"],
    ["60.5", "notWhole"],
    ["60,5", "notWhole"],
  ])("%j is refused as %s", (text, problem) => {
    expect(parseDuration(text, limits)).toEqual({ minutes: null, problem });
  });

  it("no number outside the limits ever comes back", () => {
    for (let number = -40; number < 3000; number += 1) {
      const { minutes } = parseDuration(String(number), limits);
      expect(minutes).toBe(number >= 15 && number <= 1440 ? number : null);
    }
  });

  it("hours and minutes agree with minutes alone", () => {
    for (let number = 60; number <= 1440; number += 7) {
      const text = `${Math.floor(number / 60)}h${number % 60}`;
      expect(parseDuration(text, limits).minutes, text).toBe(number);
    }
  });

  it("follows the limits it is given", () => {
    expect(parseDuration("5", { leastMinutes: 5, mostMinutes: 10 }).minutes).toBe(5);
    expect(parseDuration("11", { leastMinutes: 5, mostMinutes: 10 }).problem).toBe("tooLong");
  });
});
