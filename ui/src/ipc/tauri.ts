import { listen } from "@tauri-apps/api/event";

import { errorOf, Refused, type Answer, type Backend } from "./backend";
import { commands } from "./bindings";
import type { ViewUpdate } from "./bindings";

/** A command that could not be called at all (refused by the shell, or broken) still becomes words. */
async function settled<T>(answer: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await answer;
  } catch (fault) {
    return { status: "error", error: errorOf(fault) };
  }
}

/** What a command tells; a refusal is thrown as what it is. */
async function told<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer;
  if (given.status === "error") throw new Refused(given.error);
  return given.data;
}

/** A command without an answer. */
async function done(command: Promise<void>): Promise<null> {
  await command;
  return null;
}

/** The core behind Tauri's IPC. */
export const tauriBackend: Backend = {
  listen: (heard) => listen<ViewUpdate>("view-changed", (event) => heard(event.payload)),
  loadViews: () => told(commands.loadViews()),
  inspectKey: (key) => told(commands.inspectKey(key)),
  signIn: (form) => settled(commands.signIn(form)),
  signOut: () => settled(commands.signOut()),
  retryKeychain: () => done(commands.retryKeychain()),
  cancelKeychain: () => done(commands.cancelKeychain()),
  refresh: () => done(commands.refresh()),
  showPlace: (place) => done(commands.showPlace(place)),
  setFavourite: (site, on) => settled(commands.setFavourite(site, on)),
  checkRange: (text) => commands.checkRange(text),
  requestDefaults: (site) => told(commands.requestDefaults(site)),
  rememberMyAddress: (text) => settled(commands.rememberMyAddress(text)),
  requestSession: (form) => settled(commands.requestSession(form)),
  requestSeveral: (form) => settled(commands.requestSeveral(form)),
  findSites: (text) => told(commands.findSites(text)),
  requestForward: (form) => settled(commands.requestForward(form)),
  connectSite: (site, protocol) => settled(commands.connectSite(site, protocol)),
  connectSession: (key) => settled(commands.connectSession(key)),
  openForward: (key) => settled(commands.openForward(key)),
  revokeSession: (key) => settled(commands.revokeSession(key)),
  renewSession: (key) => settled(commands.renewSession(key)),
  renewHere: (key) => settled(commands.renewHere(key)),
  lookUpAddress: () => settled(commands.lookUpAddress()),
  revokeAll: () => settled(commands.revokeAll()),
  closePrompt: () => done(commands.closePrompt()),
  answerQuit: (choice, remember) => done(commands.answerQuit(choice, remember)),
  answerNoTray: (choice) => done(commands.answerNoTray(choice)),
  quit: () => done(commands.quit()),
  dismissSession: (key) => done(commands.dismissSession(key)),
  copyFromSession: (key, field) => settled(commands.copyFromSession(key, field)),
  saveSettings: (form) => settled(commands.saveSettings(form)),
  prepareDiagnostics: () => told(commands.prepareDiagnostics()),
  saveDiagnostics: (report) => settled(commands.saveDiagnostics(report)),
  chooseProgram: () => settled(commands.chooseProgram()),
  trustHostKey: (site, fingerprint) => settled(commands.trustHostKey(site, fingerprint)),
  forgetHostKey: (site) => settled(commands.forgetHostKey(site)),
  allowOldHostKeys: (site, on) => settled(commands.allowOldHostKeys(site, on)),
  testProgram: (kind) => settled(commands.testProgram(kind)),
  installUpdate: () => settled(commands.installUpdate()),
};
