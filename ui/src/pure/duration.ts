import type { DurationLimits, DurationProblem } from "../ipc/bindings";

/** Why a typed duration cannot be sent. */
export type TypedDurationProblem = DurationProblem | "empty" | "notADuration" | "notWhole";

export type TypedDuration =
  | { minutes: number; problem: null }
  | { minutes: null; problem: TypedDurationProblem };

/** Lengths offered as one press, in minutes. */
export const USUAL_MINUTES = [15, 30, 60, 120, 240, 480, 1440] as const;

/** Hours and minutes: `2h`, `1h30`, `1h 30m`, `90m`, `90 min`. */
const HOURS = /^(\d{1,6})\s*(?:h|hr|hrs|hours?|س|ساعة|ساعات)(?:\s*(\d{1,6})\s*(?:m|min|mins|minutes?|د|دقيقة|دقائق)?)?$/u;
const MINUTES = /^(\d{1,9})\s*(?:m|min|mins|minutes?|د|دقيقة|دقائق)?$/u;
const FRACTION = /^\d*[.,]\d+\s*\p{L}*$/u;
const NEGATIVE = /^[-−–]\s*\d+(?:\s*\p{L}+)?$/u;

function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** Reads whole minutes from what a person types. Nothing outside the limits comes back as a number. */
export function parseDuration(text: string, limits: DurationLimits): TypedDuration {
  const typed = westernDigits(text).trim().toLowerCase();
  const refuse = (problem: TypedDurationProblem): TypedDuration => ({ minutes: null, problem });
  if (typed === "") return refuse("empty");
  if (NEGATIVE.test(typed)) return refuse("tooShort");
  if (/^\d{1,3}(?:,\d{3})+$/.test(typed)) return parseDuration(typed.replaceAll(",", ""), limits);
  if (FRACTION.test(typed)) return refuse("notWhole");
  const hours = HOURS.exec(typed);
  const plain = MINUTES.exec(typed);
  if (!hours && !plain) return refuse(/^\d+$/.test(typed) ? "tooLong" : "notADuration");
  const minutes = hours ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : Number(plain?.[1]);
  if (minutes < limits.leastMinutes) return refuse("tooShort");
  if (minutes > limits.mostMinutes) return refuse("tooLong");
  return { minutes, problem: null };
}
