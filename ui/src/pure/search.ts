import type { SiteView } from "../ipc/bindings";
import { tagQuery } from "./tags";

const ASCII = /^[\x00-\x7f]*$/;
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Brings a text to the form in which two spellings of one word are equal: lower case, no accents, no Arabic
 * vowel signs or stretching, one form of alef, yeh and teh marbuta, Western digits.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/[\p{M}\u0640\p{Cf}]/gu, "")
    .replaceAll("\u0649", "\u064a")
    .replaceAll("\u0629", "\u0647")
    .replaceAll("\u0671", "\u0627")
    .replaceAll("ı", "i")
    .replace(ARABIC_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** One site, ready to be searched: its fields folded, each behind a line break. */
export type Searchable = { site: SiteView; hay: string };

function tagText(site: SiteView): string | null {
  return site.tags.length === 0 ? null : site.tags.map(tagQuery).join(" ");
}

export function indexSites(sites: readonly SiteView[]): Searchable[] {
  return sites.map((site) => ({
    site,
    hay: [site.name, site.identity, site.serial, site.model, site.address, tagText(site)]
      .map((field) => `\n${field === null ? "" : fold(field)}`)
      .join(""),
  }));
}

/** Where a hit lies, best first: start of a field, start of a word, inside a word. */
const KINDS = 3;
const FIELDS = 6;
const WORST = KINDS * FIELDS;

function isWordEdge(code: number): boolean {
  // Everything below "0" in ASCII, and : to @, [ to `, { to ~, separates words; so do dashes beyond ASCII.
  return (
    code < 48 ||
    (code > 57 && code < 65) ||
    (code > 90 && code < 97) ||
    (code > 122 && code < 128) ||
    (code >= 0x2010 && code <= 0x2015)
  );
}

/** The rank of the best place of `word` in `hay`, 0 best; -1 when it is not there. */
function rank(hay: string, word: string): number {
  let at = hay.indexOf(word);
  if (at < 0) return -1;
  let best = WORST;
  let field = -1;
  let counted = 0;
  while (at >= 0) {
    for (; counted < at; counted += 1) if (hay.charCodeAt(counted) === 10) field += 1;
    const before = hay.charCodeAt(at - 1);
    const kind = before === 10 ? 0 : isWordEdge(before) ? 1 : 2;
    best = Math.min(best, kind * FIELDS + field);
    if (best === 0) return 0;
    at = hay.indexOf(word, at + 1);
  }
  return best;
}

/** The words of a query, folded. */
export function words(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean);
}

/**
 * The sites that hold every word of the query, best first; sites of one rank keep their order.
 * An empty query finds all.
 */
export function search(index: readonly Searchable[], query: string): SiteView[] {
  const wanted = words(query);
  if (wanted.length === 0) return index.map((entry) => entry.site);
  const buckets: SiteView[][] = [];
  next: for (const { site, hay } of index) {
    let total = 0;
    for (const word of wanted) {
      const here = rank(hay, word);
      if (here < 0) continue next;
      total += here;
    }
    (buckets[total] ??= []).push(site);
  }
  return buckets.flat();
}
