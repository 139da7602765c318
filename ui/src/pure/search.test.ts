import { describe, expect, it } from "vitest";

import type { SiteView } from "../ipc/bindings";
import { fakeSites } from "../ipc/fake-sites";
import { fold, indexSites, search } from "./search";
import { tagQuery } from "./tags";

const site = (name: string, more: Partial<SiteView> = {}): SiteView => ({
  id: name,
  name,
  state: "online",
  model: null,
  routerOs: null,
  identity: null,
  serial: null,
  address: null,
  lastSeenAt: null,
  winBoxAllowed: null,
  sshAllowed: null,
  tags: [],
  ...more,
});
const found = (sites: SiteView[], query: string) => search(indexSites(sites), query).map((hit) => hit.name);

describe("fold", () => {
  it.each([
    ["Café", "cafe"],
    ["ZÜRICH", "zurich"],
    ["İstanbul", "istanbul"],
    ["الرِّيَاض", "الرياض"],
    ["مـكـتـب", "مكتب"],
    ["أحمد", "احمد"],
    ["إدارة", "اداره"],
    ["مستشفى", "مستشفي"],
    ["٤٢", "42"],
    ["۴۲", "42"],
    ["hAP ax³", "hap ax3"],
  ])("%s and %s are one word", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("changes nothing when done twice", () => {
    for (const text of ["Café", "الرِّيَاض", "ﬁx", "Straße", "Łódź"]) expect(fold(fold(text))).toBe(fold(text));
  });
});

describe("search", () => {
  it("an empty query finds all, in their order", () => {
    expect(found([site("b"), site("a")], "  ")).toEqual(["b", "a"]);
  });

  it("the start of a name comes before the start of a word, and that before the inside of a word", () => {
    const sites = [site("Escape Room"), site("Hotel Cape"), site("Cape Town"), site("Other")];
    expect(found(sites, "cape")).toEqual(["Cape Town", "Hotel Cape", "Escape Room"]);
  });

  it("a name comes before another field at the same place", () => {
    const sites = [site("X", { identity: "lagos-1" }), site("Lagos POP"), site("Y", { address: "lagos" })];
    expect(found(sites, "lagos")).toEqual(["Lagos POP", "X", "Y"]);
  });

  it.each([
    ["identity", "cpt-core"],
    ["serial", "HF90A"],
    ["model", "RB5009"],
    ["address", "Dock Road"],
  ] as const)("finds by %s", (field, text) => {
    expect(found([site("A", { [field]: text }), site("B")], text.slice(0, 4).toUpperCase())).toEqual(["A"]);
  });

  it("finds by a tag, by its value or as key:value, after what is found in a name", () => {
    const tags = [{ key: "region", value: "West Africa" }, { key: "role", value: "POP" }];
    const sites = [site("A", { tags }), site("B"), site("West Wing")];
    expect(found(sites, "region:west africa")).toEqual(["A"]);
    expect(found(sites, "pop")).toEqual(["A"]);
    expect(found(sites, "west")).toEqual(["West Wing", "A"]);
  });

  it("all words must be there, in any order and field", () => {
    const sites = [site("Cape Town Head Office", { model: "RB5009" }), site("Cape Town Depot")];
    expect(found(sites, "rb5009 town")).toEqual(["Cape Town Head Office"]);
    expect(found(sites, "town nowhere")).toEqual([]);
  });

  it("marks, case and digits of the query make no difference", () => {
    const sites = [site("مكتب الرِّياض 42"), site("Zürich")];
    expect(found(sites, "الرياض ٤٢")).toEqual(["مكتب الرِّياض 42"]);
    expect(found(sites, "ZURICH")).toEqual(["Zürich"]);
  });

  it("a query does not reach across two fields", () => {
    expect(found([site("Alpha", { identity: "beta" })], "alphabeta")).toEqual([]);
  });

  it("every hit holds every word, and nothing that holds them is missed", () => {
    const sites = fakeSites(400, 0);
    const index = indexSites(sites);
    for (const query of ["a", "na 1", "depot kig", "rb5009 2", "site", "مكتب", "9 9", "role:tower", "africa bra"]) {
      const wanted = fold(query).split(" ");
      const holds = (one: SiteView) =>
        wanted.every((word) => [one.name, one.identity, one.serial, one.model, one.address, ...one.tags.map(tagQuery)].some((field) => field !== null && fold(field).includes(word)));
      const hits = new Set(search(index, query));
      for (const one of sites) expect(hits.has(one), `${query}: ${one.name}`).toBe(holds(one));
    }
  });
});
