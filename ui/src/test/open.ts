import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";

import { FakeBackend } from "../ipc/fake";
import type { FakeOptions } from "../ipc/fake-core";
import { App } from "../state/app.svelte";
import Window from "../views/Window.svelte";

/** The whole window on a core in memory. */
export async function openWindow(options: FakeOptions = {}, prepare?: (fake: FakeBackend) => void) {
  const fake = new FakeBackend(options);
  prepare?.(fake);
  const app = new App(fake);
  await app.start();
  const user = userEvent.setup({ delay: null });
  const view = render(Window, { props: { app } });
  return { fake, app, user, view };
}

/** What was asked of the core under one name. */
export function asked(fake: FakeBackend, name: string): unknown[] {
  return fake.calls.filter(([called]) => called === name).map(([, ...rest]) => rest);
}

/** Rules broken on the page, as sentences. Colours need a real page; tokens.test.ts checks them. */
export async function axeFindings(): Promise<string[]> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
