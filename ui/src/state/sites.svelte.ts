import type { SiteId, SitesView, SiteView } from "../ipc/bindings";
import { indexSites, search, words } from "../pure/search";
import { tagGroups } from "../pure/tags";

export type SiteRow =
  | { kind: "heading"; id: string; text: "favourites" | "recents" | "all-sites"; count: number | null }
  | { kind: "site"; id: string; site: SiteView };

const MOST_RECENTS = 5;

/** The list of sites, what is searched in it, and which site is chosen. */
export class SitesStore {
  view = $state.raw<SitesView | null>(null);
  /** All sites, sorted by name. */
  list = $state.raw<SiteView[]>([]);
  query = $state("");
  chosenId = $state<SiteId | null>(null);

  readonly #index = $derived(indexSites(this.list));
  readonly byId = $derived(new Map(this.list.map((site) => [site.id, site])));
  /** The tags there are, each with how many sites have it. */
  readonly tags = $derived(tagGroups(this.list));
  readonly favourites = $derived(new Set(this.view?.favourites ?? []));
  readonly searching = $derived(words(this.query).length > 0);
  readonly hits = $derived(this.searching ? search(this.#index, this.query) : []);
  readonly chosen = $derived(this.chosenId === null ? null : (this.byId.get(this.chosenId) ?? null));

  /** The list was read and does not hold the site (any more). */
  isGone(site: SiteId): boolean {
    return this.view !== null && this.view.state !== "loading" && !this.byId.has(site);
  }

  /** The rows of the list: hits while searching, else favourites, recents, and the rest. Each site once. */
  readonly rows = $derived.by((): SiteRow[] => {
    const row = (site: SiteView): SiteRow => ({ kind: "site", id: site.id, site });
    if (this.searching) return this.hits.map(row);
    const shown = new Set<SiteId>();
    const take = (ids: readonly SiteId[]): SiteRow[] => {
      const taken: SiteRow[] = [];
      for (const id of ids) {
        const site = this.byId.get(id);
        if (site && !shown.has(id)) {
          shown.add(id);
          taken.push(row(site));
        }
      }
      return taken;
    };
    const all = this.list;
    const favourites = take(all.filter((site) => this.favourites.has(site.id)).map((site) => site.id));
    const recents = take((this.view?.recents ?? []).slice(0, MOST_RECENTS));
    const rest = all.filter((site) => !shown.has(site.id)).map(row);
    const rows: SiteRow[] = [];
    if (favourites.length > 0) rows.push({ kind: "heading", id: "favourites", text: "favourites", count: null }, ...favourites);
    if (recents.length > 0) rows.push({ kind: "heading", id: "recents", text: "recents", count: null }, ...recents);
    if (rest.length > 0) rows.push({ kind: "heading", id: "all-sites", text: "all-sites", count: all.length }, ...rest);
    return rows;
  });
}
