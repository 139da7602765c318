import type { SiteState, SiteView, TagView } from "./bindings";

type Row = [name: string, state: SiteState, model: string | null, os: string | null, identity: string, address: string | null];

const rows: Row[] = [
  ["Accra Branch", "online", "hAP ax³", "7.16.2", "accra-gw", "12 Oxford Street, Accra"],
  ["Bloemfontein Tower 3", "online", "RB4011", "7.15.3", "blm-t3", null],
  ["Cairo Data Centre – rack B", "offline", "CCR2004", "7.14.3", "cai-dc-b", "Smart Village, Giza"],
  ["Cape Town Head Office", "online", "RB5009", "7.16.2", "cpt-ho-core", "1 Dock Road, Cape Town"],
  ["Dar es Salaam Port", "online", "RB750Gr3", "6.49.17", "dar-port", null],
  ["Durban Warehouse", "online", "RB5009", "7.16.2", "dur-wh1", "88 Maydon Road, Durban"],
  ["East London School District", "online", "CCR1009", "6.49.10", "elsd", null],
  ["Francistown Depot", "unknown", null, null, "frw-depot", null],
  ["Lagos POP", "online", "CCR2116", "7.16.1", "los-pop-1", "Adeola Odeku, Lagos"],
  [
    "Pietermaritzburg Regional Hospital – Emergency Wing, second floor comms cabinet (temporary, do not remove)",
    "online",
    "hEX S",
    "7.12.1",
    "pmb-hospital-emergency-2f",
    null,
  ],
  ["مكتب الرياض", "online", "RB5009", "7.16.2", "riyadh-hq", "طريق الملك فهد، الرياض"],
  ["مستودع جدّة – الميناء", "offline", "RB4011", "6.49.17", "jed-port", null],
];

const towns = ["Addis", "Beira", "Gaborone", "Harare", "Kigali", "Luanda", "Mombasa", "Nairobi", "Tunis", "Windhoek"];
const places = ["Branch", "Depot", "Clinic", "School", "Tower", "Warehouse", "Office", "Kiosk", "Farm", "Pump Station"];

const regions = [
  ["West Africa", /Accra|Lagos/],
  ["North Africa", /Cairo|Tunis/],
  ["East Africa", /Dar es|Addis|Kigali|Mombasa|Nairobi/],
  ["Middle East", /[\u0600-\u06ff]/],
] as const;
const roles = ["Branch", "Tower", "Warehouse", "Depot", "Clinic", "School"];

/** A region for all but one; a role for those whose name says one. */
function tagsOf(name: string, identity: string): TagView[] {
  if (identity === "frw-depot") return [];
  const region = regions.find(([, names]) => names.test(name))?.[0] ?? "Southern Africa";
  const role = roles.find((word) => name.includes(word));
  return [{ key: "region", value: region }, ...(role ? [{ key: "role", value: role }] : [])];
}

/** Believable sites, sorted by name: twelve, or as many as asked for. */
export function fakeSites(count: number, now: number): SiteView[] {
  const all = [...rows];
  for (let number = all.length; number < count; number += 1) {
    const town = towns[number % towns.length] ?? "";
    const place = places[Math.floor(number / 10) % places.length] ?? "";
    all.push([
      `${town} ${place} ${number}`,
      number % 11 === 0 ? "offline" : number % 29 === 0 ? "unknown" : "online",
      number % 3 === 0 ? "RB5009" : "hAP ax²",
      number % 5 === 0 ? "6.49.17" : "7.16.2",
      `${town.toLowerCase()}-${number}`,
      null,
    ]);
  }
  return all
    .slice(0, count)
    .map(([name, state, model, routerOs, identity, address], number) => ({
      id: `site-${number + 1}`,
      name,
      state,
      model,
      routerOs,
      identity,
      serial: `HF${(0x90a00 + number * 37).toString(16).toUpperCase()}`,
      address,
      lastSeenAt: state === "unknown" ? null : new Date(now - (state === "online" ? 12_000 : 5_400_000)).toISOString(),
      winBoxAllowed: true,
      tags: tagsOf(name, identity),
      sshAllowed: identity === "dar-port" ? false : number % 4 === 0 ? null : true,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
