import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { noticed } from "./noticed";

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [svelte(), noticed(), ...(mode === "test" ? [svelteTesting()] : [])],
  server: { port: 5173, strictPort: true },
  build: {
    target: "safari16",
    outDir: "dist",
    // The app's policy allows neither inline scripts nor data: fonts; nothing is worth inlining.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/test/setup.ts"],
    // Generous: other builds may share the machine. Nothing waits this long.
    testTimeout: 20_000,
  },
}));
