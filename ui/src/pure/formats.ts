/** Numbers and times as the language writes them, always with Western digits. */
export type Formats = {
  number(value: number): string;
  /** Digits of any length, grouped. */
  digits(text: string): string;
  /** `14:32` in this machine's time zone. */
  time(instant: number): string;
  /** A day and a time. */
  moment(instant: number): string;
};

export function formats(language: string): Formats {
  const locale = `${language}-u-nu-latn`;
  const number = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const moment = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return {
    number: (value) => number.format(value),
    digits: (text) => (/^\d{1,30}$/.test(text) ? number.format(BigInt(text)) : text),
    time: (instant) => time.format(instant),
    moment: (instant) => moment.format(instant),
  };
}
