const two = (number: number): string => String(number).padStart(2, "0");

/** `hh:mm:ss` of a number of milliseconds, never below zero; a started second counts whole. */
export function clockText(millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * What is left of a session, in milliseconds.
 *
 * @param endsAt RFC 3339 in the server's clock
 * @param now this machine's clock, milliseconds
 * @param offset server clock minus this machine's clock, milliseconds
 */
export function remaining(endsAt: string | null, now: number, offset: number): number | null {
  if (endsAt === null) return null;
  const end = Date.parse(endsAt);
  return Number.isNaN(end) ? null : Math.max(0, end - (now + offset));
}

/** Whole minutes, a started one counting whole, as notices count them; the last one is 1 to its end. */
export function minutesLeft(millis: number): number {
  return Math.max(1, Math.ceil(Math.floor(millis / 1000) / 60));
}

/** What is left as a part of the whole, 0 to 1, in steps too small to see. `null` when either is not known. */
export function fraction(left: number | null, lengthMinutes: number | null): number | null {
  if (left === null || lengthMinutes === null || lengthMinutes <= 0) return null;
  return Math.min(1, Math.max(0, Math.round((left / (lengthMinutes * 60_000)) * 240) / 240));
}

/** Whole seconds since an instant, never below zero. `null` when the instant cannot be read. */
export function secondsSince(instant: string | null, now: number): number | null {
  if (instant === null) return null;
  const at = Date.parse(instant);
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / 1000));
}
