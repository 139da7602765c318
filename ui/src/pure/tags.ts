import type { SiteView, TagView } from "../ipc/bindings";

/** One tag with the values it has on sites, each with how many sites have it. */
export type TagGroup = { key: string; values: readonly { value: string; count: number }[] };

/** Ticked values, by key. */
export type TickedTags = ReadonlyMap<string, ReadonlySet<string>>;

const byWords = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;

/** What finds the sites with a tag when it is searched for. */
export function tagQuery(tag: TagView): string {
  return `${tag.key}:${tag.value}`;
}

/** The tags of the sites by key; of each the values, those with numbers in the order of the numbers. */
export function tagGroups(sites: readonly SiteView[]): TagGroup[] {
  const counts = new Map<string, Map<string, number>>();
  for (const site of sites) {
    for (const { key, value } of site.tags) {
      const values = counts.get(key) ?? new Map<string, number>();
      counts.set(key, values.set(value, (values.get(value) ?? 0) + 1));
    }
  }
  return [...counts]
    .map(([key, values]) => ({
      key,
      values: [...values].map(([value, count]) => ({ value, count })).sort((a, b) => byWords(a.value, b.value)),
    }))
    .sort((a, b) => byWords(a.key, b.key));
}

/** The ticked values after one was ticked, or no longer. */
export function tick(ticked: TickedTags, { key, value }: TagView): TickedTags {
  const values = new Set(ticked.get(key));
  if (!values.delete(value)) values.add(value);
  const others = [...ticked].filter(([other]) => other !== key);
  return new Map(values.size === 0 ? others : [...others, [key, values]]);
}

/** The sites that have, of each key of which something is ticked, one of the ticked values; none without a tick. */
export function sitesWith(sites: readonly SiteView[], ticked: TickedTags): SiteView[] {
  if (ticked.size === 0) return [];
  return sites.filter((site) =>
    [...ticked].every(([key, values]) => site.tags.some((tag) => tag.key === key && values.has(tag.value))),
  );
}
