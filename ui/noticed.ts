import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

/** The npm packages that modules come from, by the modules' paths. */
export function packagesOf(paths: Iterable<string>): Set<string> {
  const names = [...paths].map((path) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1]);
  return new Set(names.filter((name) => name !== undefined).map((name) => name.replace("\\", "/")));
}

/** The npm packages whose licences *About* shows. */
export function noticedPackages(): Set<string> {
  const file = readFileSync(join(import.meta.dirname, "src/notices/third-party.json"), "utf8");
  const { packages } = JSON.parse(file) as { packages: { from: string; name: string }[] };
  return new Set(packages.filter(({ from }) => from === "npm").map(({ name }) => name));
}

/** Refuses to build a window that holds a package without a notice. */
export function noticed(): Plugin {
  return {
    name: "noticed",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
      const used = chunks.flatMap((chunk) => Object.entries(chunk.modules).filter(([, module]) => module.renderedLength > 0));
      const known = noticedPackages();
      const strange = [...packagesOf(used.map(([path]) => path))].filter((name) => !known.has(name));
      if (strange.length > 0) this.error(`in the window and not among its notices (xtask/src/notices/locks.rs): ${strange.join(", ")}`);
    },
  };
}
