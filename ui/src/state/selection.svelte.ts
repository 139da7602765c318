import type { SiteId } from "../ipc/bindings";

const nothing: ReadonlySet<SiteId> = new Set();

/**
 * The sites that are selected for one request, in the order they were taken. Independent of the chosen site: looking
 * at a site, or searching for more, leaves the selection alone.
 */
export class Selection {
  #ids = $state.raw<ReadonlySet<SiteId>>(nothing);
  /** Where a range begins, and what was selected beside it. */
  #anchor: { site: SiteId; beside: ReadonlySet<SiteId> } | null = null;
  /** Where the range ends so far. */
  #tip: SiteId | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(site: SiteId): boolean {
    return this.#ids.has(site);
  }

  /** Every selected site, the first one first. */
  list(): SiteId[] {
    return [...this.#ids];
  }

  toggle(site: SiteId): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(site)) ids.add(site);
    this.#ids = ids;
    this.startAt(site);
  }

  add(sites: Iterable<SiteId>): void {
    this.#ids = new Set([...this.#ids, ...sites]);
    this.#anchor = null;
  }

  /** The next range begins here. */
  startAt(site: SiteId): void {
    this.#anchor = { site, beside: this.#ids };
    this.#tip = site;
  }

  /** Goes on with the range that ends here; another one begins here. */
  goOnFrom(site: SiteId): void {
    if (this.#tip !== site) this.startAt(site);
  }

  /**
   * Selects from where the range began to a site, in place of the range so far. Without a beginning that is shown,
   * it begins at `otherwise`.
   */
  reach(to: SiteId, shown: readonly SiteId[], otherwise: SiteId | null): void {
    if (!this.#anchor || !shown.includes(this.#anchor.site)) this.startAt(otherwise ?? to);
    const anchor = this.#anchor;
    if (!anchor) return;
    const from = shown.indexOf(anchor.site);
    const end = shown.indexOf(to);
    if (from < 0 || end < 0) return;
    const range = from <= end ? shown.slice(from, end + 1) : shown.slice(end, from + 1).reverse();
    this.#ids = new Set([...anchor.beside, ...range]);
    this.#tip = to;
  }

  /** Drops the sites that left the list. */
  keep(isThere: (site: SiteId) => boolean): void {
    const kept = this.list().filter(isThere);
    if (kept.length === this.size) return;
    this.#ids = new Set(kept);
    this.#anchor = null;
  }

  clear(): void {
    this.#ids = nothing;
    this.#anchor = null;
  }
}
