import { describe, expect, it } from "vitest";

import { rowAt, rowOffsets, scrollToShow, visibleRows } from "./windowing";

const heights = Array.from({ length: 500 }, (_, row) => (row % 17 === 0 ? 28 : 32));
const offsets = rowOffsets(heights);

describe("windowing", () => {
  it("finds the row under every position", () => {
    for (let position = 0; position < (offsets.at(-1) ?? 0); position += 13) {
      const row = rowAt(offsets, position);
      expect(offsets[row]).toBeLessThanOrEqual(position);
      expect(offsets[row + 1]).toBeGreaterThan(position);
    }
  });

  it("every row in view is in the window, and the window stays small", () => {
    for (let top = -50; top < (offsets.at(-1) ?? 0) + 200; top += 97) {
      const { first, last } = visibleRows(offsets, top, 560, 6);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(500);
      expect(last - first).toBeLessThanOrEqual(560 / 28 + 14);
      heights.forEach((_, row) => {
        const inView = (offsets[row + 1] ?? 0) > top && (offsets[row] ?? 0) < top + 560;
        if (inView) expect(row >= first && row < last).toBe(true);
      });
    }
  });

  it("an empty list has no rows to draw", () => {
    expect(visibleRows(rowOffsets([]), 0, 560, 6)).toEqual({ first: 0, last: 0 });
    expect(rowAt(rowOffsets([]), 10)).toBe(-1);
  });

  it("scrolls just far enough, and not at all when a row is in view", () => {
    expect(scrollToShow(offsets, 0, 300, 200)).toBe(0);
    expect(scrollToShow(offsets, 10, 200, 300)).toBe(200);
    for (const row of [0, 3, 77, 499]) {
      for (const top of [0, 500, 9000]) {
        const to = scrollToShow(offsets, row, top, 200);
        expect(offsets[row]).toBeGreaterThanOrEqual(to);
        expect(offsets[row + 1]).toBeLessThanOrEqual(to + 200);
      }
    }
    expect(scrollToShow(offsets, 501, 42, 200)).toBe(42);
  });
});
