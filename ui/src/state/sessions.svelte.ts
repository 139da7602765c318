import type { ListingView, SessionKey, SessionView, SiteId } from "../ipc/bindings";
import { bySoonestEnd, isLive } from "../pure/choice";

export type SiteSessions = { live: SessionView[]; failed: SessionView[]; ended: SessionView[] };

const none: SiteSessions = { live: [], failed: [], ended: [] };

/** All sessions that are known, by site. */
export class SessionsStore {
  all = $state.raw<SessionView[]>([]);
  /** Whether the sessions of a site are known, for the sites that were asked about. */
  listings = $state.raw<ListingView[]>([]);

  readonly live = $derived(this.all.filter(isLive).sort(bySoonestEnd));
  /** The user's own that are open and not on their way out. */
  readonly ownOpen = $derived(this.live.filter((session) => session.createdHere && session.phase.kind !== "revoking"));
  readonly #bySite = $derived.by(() => {
    const bySite = new Map<SiteId, SiteSessions>();
    for (const session of this.all) {
      let here = bySite.get(session.site);
      if (!here) bySite.set(session.site, (here = { live: [], failed: [], ended: [] }));
      if (session.phase.kind === "ended") here.ended.push(session);
      else if (session.phase.kind === "failed") here.failed.push(session);
      else here.live.push(session);
    }
    for (const here of bySite.values()) here.live.sort(bySoonestEnd);
    return bySite;
  });

  of(site: SiteId): SiteSessions {
    return this.#bySite.get(site) ?? none;
  }

  /** How reading the sessions of a site stands; a site that was not asked about yet is not read. */
  listing(site: SiteId): ListingView {
    return this.listings.find((listing) => listing.site === site) ?? { site, read: false, problem: null, forwardsRead: false, forwardsProblem: null };
  }

  /** How many live sessions a site has, and whether one of them ends soon. */
  badge(site: SiteId): { count: number; soon: boolean } {
    const live = this.of(site).live;
    return { count: live.length, soon: live.some((session) => session.phase.kind === "endingSoon") };
  }

  get(key: SessionKey): SessionView | null {
    return this.all.find((session) => session.key === key) ?? null;
  }
}
