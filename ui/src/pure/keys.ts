/**
 * Whether a letter was pressed alone or with a modifier, also where the keyboard writes another script: there the
 * place of the key counts.
 */
export function isLetter(event: Pick<KeyboardEvent, "key" | "code">, letter: string): boolean {
  const latin = /^[a-z]$/i.test(event.key);
  return latin ? event.key.toLowerCase() === letter : event.code === `Key${letter.toUpperCase()}`;
}

/** Ctrl, Alt or the command key is held. */
export function isChord(event: Pick<KeyboardEvent, "ctrlKey" | "altKey" | "metaKey">): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/**
 * A held key that would act again and again, each time on what has the focus by then. Acting takes a press of its
 * own; moving about and typing may repeat.
 */
export function isHeldAction(event: Pick<KeyboardEvent, "key" | "code" | "repeat">, typing: boolean): boolean {
  if (!event.repeat) return false;
  if (event.key === "Enter" || event.key === "F2") return true;
  return !typing && (event.key === "Delete" || isLetter(event, "r"));
}

/** Names of keys and chords that differ there. */
export const onMac = (): boolean => navigator.platform.startsWith("Mac");

/** Ctrl Q, or ⌘ Q on a Mac. */
export function isQuit(event: KeyboardEvent, mac = onMac()): boolean {
  const chord = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return chord && !event.altKey && !event.shiftKey && !event.repeat && isLetter(event, "q");
}
