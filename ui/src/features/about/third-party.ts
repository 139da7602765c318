import { fold, words } from "../../pure/search";

/** One package of others in the programs or the window. Made by `cargo xtask notices`. */
export type Package = {
  from: "crates.io" | "npm" | "Rust";
  name: string;
  /** Empty where the version is that of the tools the program was built with. */
  version: string;
  /** The SPDX expression the package declares. */
  licence: string;
  address?: string;
  /** The package brings no text of its licence; the common one stands in its place. */
  standard?: boolean;
  /** What is to be read, in order: short texts, and the places of long ones in {@link ThirdParty.texts}. */
  notice: readonly (string | number)[];
};

export type ThirdParty = { packages: readonly Package[]; texts: readonly string[] };

/** Reads the notices, which are larger than the window itself and wanted seldom. */
export async function readThirdParty(): Promise<ThirdParty> {
  const { default: text } = await import("../../notices/third-party.json?raw");
  return JSON.parse(text) as ThirdParty;
}

export const idOf = ({ from, name, version }: Package): string => `${from} ${name} ${version}`;

/** All that is to be read for a package. */
export function textOf(part: Package, texts: readonly string[]): string {
  return part.notice.map((piece) => (typeof piece === "number" ? (texts[piece] ?? "") : piece)).join("\n\n");
}

/** The packages with every word of the query in their names, in their order. */
export function named(packages: readonly Package[], query: string): readonly Package[] {
  const wanted = words(query);
  if (wanted.length === 0) return packages;
  return packages.filter(({ name }) => wanted.every((word) => fold(name).includes(word)));
}
