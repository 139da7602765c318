import type { Theme } from "../ipc/bindings";

/** Keeps language, direction and theme of the page in step with the settings. Returns what stops it. */
export function dress(page: HTMLElement, theme: Theme, language: string, direction: string): () => void {
  page.lang = language;
  page.dir = direction;
  const system = window.matchMedia?.("(prefers-color-scheme: dark)");
  const paint = () => {
    page.dataset["theme"] = theme === "system" ? (system?.matches ? "dark" : "light") : theme;
  };
  paint();
  if (theme !== "system") return () => undefined;
  system?.addEventListener("change", paint);
  return () => system?.removeEventListener("change", paint);
}
