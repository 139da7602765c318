import { mount } from "svelte";

import "./styles/tokens.css";
import "./styles/base.css";
import { errorOf, type Backend } from "./ipc/backend";
import { telling } from "./ipc/errors";
import { App } from "./state/app.svelte";
import { Texts } from "./state/texts.svelte";
import Window from "./views/Window.svelte";

/** The core behind Tauri, or, only while working on the window, the one in memory. */
async function pickBackend(): Promise<Backend> {
  if ("__TAURI_INTERNALS__" in window) return (await import("./ipc/tauri")).tauriBackend;
  if (import.meta.env.DEV || import.meta.env.MODE === "fake") {
    return (await import("./ipc/fake-start")).fakeFromAddress(location.href);
  }
  throw new Error("This page is the window of Altostrat Launcher and works only inside it.");
}

const target = document.getElementById("app") ?? document.body;
try {
  const app = new App(await pickBackend());
  await app.start();
  mount(Window, { target, props: { app } });
  // A wish that broke on its way is said, not swallowed.
  window.addEventListener("unhandledrejection", (event) => {
    app.say(telling(errorOf(event.reason)).words, "problem");
  });
} catch (fault) {
  const texts = new Texts();
  texts.use(navigator.language.slice(0, 2));
  target.textContent = texts.say(telling(errorOf(fault)).words);
}
