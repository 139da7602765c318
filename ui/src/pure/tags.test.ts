import { describe, expect, it } from "vitest";

import { fakeSites } from "../ipc/fake-sites";
import { sitesWith, tagGroups, tagQuery, tick, type TickedTags } from "./tags";

const sites = fakeSites(200, 0);
const none: TickedTags = new Map();
const region = (value: string) => ({ key: "region", value });
const role = (value: string) => ({ key: "role", value });
const ticked = (...tags: { key: string; value: string }[]) => tags.reduce(tick, none);

describe("tags", () => {
  it("are shown by key and value, each with how many sites have it", () => {
    const groups = tagGroups(sites);
    expect(groups.map((group) => group.key)).toEqual(["region", "role"]);
    for (const { key, values } of groups) {
      for (const { value, count } of values) {
        expect(count).toBe(sites.filter((site) => site.tags.some((tag) => tag.key === key && tag.value === value)).length);
      }
    }
  });

  it("with numbers stand in the order of the numbers", () => {
    const site = sites[0]!;
    const floors = ["10", "9", "1"].map((value) => ({ ...site, tags: [{ key: "floor", value }] }));
    expect(tagGroups(floors)[0]?.values.map(({ value }) => value)).toEqual(["1", "9", "10"]);
  });

  it("of one key add up, of two keys narrow down", () => {
    const count = (...tags: { key: string; value: string }[]) => sitesWith(sites, ticked(...tags)).length;
    const [west, north, tower] = [region("West Africa"), region("North Africa"), role("Tower")];
    expect(count(west, north)).toBe(count(west) + count(north));
    expect(count(north, tower)).toBeGreaterThan(0);
    expect(count(north, tower)).toBeLessThan(Math.min(count(north), count(tower)));
    expect(count(north, tower)).toBe(
      sites.filter((site) => [north, tower].every((wanted) => site.tags.some((tag) => tagQuery(tag) === tagQuery(wanted)))).length,
    );
  });

  it("that are ticked twice are not ticked, and nothing ticked selects nothing", () => {
    expect(ticked(role("Tower"), role("Tower")).size).toBe(0);
    expect(sitesWith(sites, none)).toEqual([]);
  });
});
