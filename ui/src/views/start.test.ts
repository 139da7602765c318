import { screen, waitFor } from "@testing-library/svelte";
import { expect, it } from "vitest";

import type { ViewUpdate } from "../ipc/bindings";
import { FakeBackend } from "../ipc/fake";
import { App } from "../state/app.svelte";
import { asked, openWindow } from "../test/open";

/** A core whose snapshot arrives only when let go, with what it was when it was taken. */
class SlowCore extends FakeBackend {
  letGo: () => void = () => undefined;

  override async loadViews(): Promise<ViewUpdate> {
    const taken = await super.loadViews();
    await new Promise<void>((resolve) => (this.letGo = resolve));
    return taken;
  }
}

it("updates that overtake the snapshot are applied after it, in order, each once", async () => {
  const fake = new SlowCore({ sessions: "lively" });
  const app = new App(fake);
  const started = app.start();
  await waitFor(() => expect(fake.letGo.name).not.toBe("letGo"));
  fake.push({ status: { ...fake.status, requestsLeft: 7 } });
  fake.push({ status: { ...fake.status, requestsLeft: 6 } });
  expect(app.account).toBeNull();
  fake.letGo();
  await started;
  expect(app.account?.phase).toBe("signedIn");
  expect(app.sites.list).toHaveLength(12);
  expect(app.status?.requestsLeft).toBe(6);
  fake.push({ status: { ...fake.status, requestsLeft: 5 } });
  expect(app.status?.requestsLeft).toBe(5);
});

it("an update that the snapshot already holds does not undo it", async () => {
  const fake = new FakeBackend();
  const load = fake.loadViews.bind(fake);
  fake.loadViews = () => {
    fake.push({ status: { ...fake.status, requestsLeft: 3 } });
    return load();
  };
  const app = new App(fake);
  await app.start();
  expect(app.account?.phase).toBe("signedIn");
  expect(app.status?.requestsLeft).toBe(3);
});

it("a request dialog that cannot be filled in locks nothing and says why", async () => {
  const { fake, app, user } = await openWindow({ sessions: "lively" });
  app.choose("site-9");
  fake.requestDefaults = () => Promise.reject(new Error("closing"));
  await user.keyboard("{F2}");
  expect(await screen.findByText(/Something went wrong inside the launcher \(Error: closing\)/)).toBeTruthy();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.querySelector<HTMLElement>(".layer")?.inert).toBe(false);
});

it("nothing is locked while a request dialog waits for what to start with", async () => {
  const { fake, app, user } = await openWindow({ sessions: "lively" });
  app.choose("site-9");
  const real = fake.requestDefaults.bind(fake);
  let letGo: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  fake.requestDefaults = async (site) => {
    await wait;
    return real(site);
  };
  await user.keyboard("{F2}");
  expect(document.querySelector<HTMLElement>(".layer")?.inert).toBe(false);
  app.choose("site-4");
  letGo();
  await waitFor(() => expect(app.defaults.of("site-9")).not.toBeNull());
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("a chosen site that leaves the list gives way to the active sessions, and F2 asks for nothing", async () => {
  const { fake, app, user } = await openWindow({ sessions: "lively" });
  app.choose("site-9");
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("Lagos POP");
  fake.push({ siteList: fake.siteList.filter((site) => site.id !== "site-9") });
  expect(await screen.findByRole("heading", { level: 1, name: "Active sessions" })).toBeTruthy();
  await user.keyboard("{F2}");
  app.openRequest("site-9");
  await Promise.resolve();
  expect(app.dialog).toBeNull();
  expect(asked(fake, "requestSession")).toEqual([]);
});
