import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The window's own source files by path below `src`, without tests. */
export function sources(...endings: string[]): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  return new Map(
    paths
      .filter((path) => endings.some((ending) => path.endsWith(ending)))
      .filter((path) => !path.endsWith(".test.ts") && !path.startsWith("test/"))
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}
