import { FluentBundle, FluentResource } from "@fluent/bundle";

import arabic from "../locales/ar/app.ftl?raw";
import english from "../locales/en/app.ftl?raw";
import type { Words } from "../ipc/errors";
import { formats } from "../pure/formats";

const catalogues = { en: english, ar: arabic } as const;

export type LanguageCode = keyof typeof catalogues;

/** Western digits in every language: they stand beside addresses and countdowns. */
function bundleOf(language: LanguageCode): FluentBundle {
  const bundle = new FluentBundle(`${language}-u-nu-latn`, { useIsolating: language === "ar" });
  bundle.addResource(new FluentResource(catalogues[language]));
  return bundle;
}

/** The texts of the language in force. */
export class Texts {
  language = $state<LanguageCode>("en");
  readonly #bundles = new Map<LanguageCode, FluentBundle>();
  readonly #bundle = $derived.by(() => {
    const known = this.#bundles.get(this.language) ?? bundleOf(this.language);
    this.#bundles.set(this.language, known);
    return known;
  });
  readonly direction = $derived<"ltr" | "rtl">(this.language === "ar" ? "rtl" : "ltr");
  readonly formats = $derived(formats(this.language));

  use(language: string): void {
    this.language = language === "ar" ? "ar" : "en";
  }

  /** One text of the catalogue. A missing one is a mistake in the program, shown as its name. */
  readonly t = (id: string, args?: Record<string, string | number>): string => {
    const message = this.#bundle.getMessage(id);
    if (!message?.value) {
      if (import.meta.env.MODE === "test") throw new Error(`no text ${id}`);
      return id;
    }
    const faults: Error[] = [];
    const text = this.#bundle.formatPattern(message.value, args, faults);
    if (faults.length > 0 && import.meta.env.MODE === "test") throw faults[0];
    return text;
  };

  readonly say = (words: Words): string => this.t(words.id, words.args);

  /** How long ago, in the largest unit that fits. */
  readonly age = (seconds: number): string => {
    if (seconds < 5) return this.t("age-now");
    if (seconds < 60) return this.t("age-seconds", { seconds });
    if (seconds < 3600) return this.t("age-minutes", { minutes: Math.floor(seconds / 60) });
    if (seconds < 86_400) return this.t("age-hours", { hours: Math.floor(seconds / 3600) });
    return this.t("age-days", { days: Math.floor(seconds / 86_400) });
  };

  /** A whole number of minutes, in hours where they are whole. */
  readonly length = (minutes: number): string =>
    minutes >= 120 && minutes % 60 === 0
      ? this.t("length-hours", { hours: minutes / 60 })
      : this.t("length-minutes", { minutes });

  /** How long something has been waited for, short. */
  readonly waited = (seconds: number): string =>
    seconds < 120
      ? this.t("waited-seconds", { seconds })
      : this.t("waited-minutes", { minutes: Math.floor(seconds / 60) });
}
