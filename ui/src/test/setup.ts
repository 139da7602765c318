import { configure } from "@testing-library/svelte";

// What jsdom lacks and the window uses.
class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResize;

// axe asks for one to look for icon fonts; there are none.
HTMLCanvasElement.prototype.getContext = () => null;

// A failed query says what was looked for, without the whole page.
configure({
  asyncUtilTimeout: 5000,
  getElementError: (message) => new Error(message ?? "not found"),
});
