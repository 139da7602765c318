/** Where rows of different heights start: `offsets[i]` is the top of row i, the last entry the whole height. */
export function rowOffsets(heights: Iterable<number>): Int32Array {
  const tops = [0];
  let top = 0;
  for (const height of heights) tops.push((top += height));
  return Int32Array.from(tops);
}

/** The row that covers a position; clamped to the first and last row. -1 when there are no rows. */
export function rowAt(offsets: Int32Array, position: number): number {
  let low = 0;
  let high = offsets.length - 2;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

export type RowWindow = { first: number; last: number };

/** The rows to have in the page: those in view and `spare` more at both ends. `last` is exclusive. */
export function visibleRows(offsets: Int32Array, top: number, height: number, spare: number): RowWindow {
  const rows = offsets.length - 1;
  if (rows <= 0) return { first: 0, last: 0 };
  const first = rowAt(offsets, Math.max(0, top));
  const last = rowAt(offsets, Math.max(0, top + height - 1));
  return { first: Math.max(0, first - spare), last: Math.min(rows, last + 1 + spare) };
}

/** The scroll position, nearest to the present one, at which a row is wholly in view. */
export function scrollToShow(offsets: Int32Array, row: number, top: number, height: number): number {
  const start = offsets[row];
  const end = offsets[row + 1];
  if (start === undefined || end === undefined) return top;
  if (start < top) return start;
  if (end > top + height) return Math.max(0, end - height);
  return top;
}
