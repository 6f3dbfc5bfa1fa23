// Keyboard chords: "Ctrl+K", "Alt+H", "F2", "Space". Matching, naming, and who hears them: of all that wait for a key, the one drawn last.
import { createContext, use, useEffect, useRef } from 'react';
import { chordSchema } from '#shared/model/chord';

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

interface Chord {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

function parse(chord: string): Chord {
  const parts = chord.split('+');
  return {
    ctrl: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
    key: parts.at(-1) ?? '',
  };
}

/** By the key's place for letters and digits, since Alt changes what they type on some keyboards. */
function keyOf(event: KeyboardEvent): string {
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  if (event.code === 'Space' || event.key === ' ') return 'Space';
  if (event.key === 'Escape') return 'Esc';
  if (event.altKey && place !== undefined) return place;
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

/** A letter, or a digit beside Alt, is its key alone: Shift makes another chord of it. Other signs need Shift on some keyboards. */
const mayNeedShift = ({ alt, key }: Chord): boolean =>
  key.length === 1 && !/[A-Z]/.test(key) && !(alt && /\d/.test(key));

/** What is pressed, as a key for other programs' windows; null: it could not be one (`chordSchema`), or only modifiers are down yet. */
export function chordPressed(event: KeyboardEvent): string | null {
  if (event.getModifierState?.('AltGraph')) return null;
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const held = [
    ...(event.ctrlKey || (isMac && event.metaKey) ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
  ];
  return chordSchema.safeParse([...held, place ?? event.key].join('+')).data ?? null;
}

export function matches(event: KeyboardEvent, chord: string): boolean {
  const wanted = parse(chord);
  const ctrl = event.ctrlKey || (isMac && event.metaKey);
  // AltGr is Ctrl and Alt at once on Windows, and types letters.
  if (event.getModifierState?.('AltGraph')) return false;
  return (
    ctrl === wanted.ctrl &&
    event.altKey === wanted.alt &&
    (event.shiftKey === wanted.shift || mayNeedShift(wanted)) &&
    keyOf(event) === wanted.key
  );
}

/** For `aria-keyshortcuts`. */
export const ariaShortcut = (chord: string): string => chord.replace('Ctrl', isMac ? 'Meta' : 'Control');

/** For a `title`: where the key itself has no room, the pointer finds it. */
export const withChord = (words: string, chord: string): string => `${words} (${chord.replaceAll('+', ' ')})`;

const macNames: Readonly<Record<string, string>> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' };
export const platformKeyName = (part: string): string | null => (isMac ? (macNames[part] ?? null) : null);

const textFields = 'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, [contenteditable=true]';

/** Where letters are typed, so that a bare letter is a letter and no command. */
export const isTextField = (element: Element | null): boolean => element?.matches(textFields) ?? false;

/** Where letters and Space already mean something: lists, menus, open dialogs. */
const ownsLetters = (element: Element | null): boolean =>
  isTextField(element) || element?.closest('[role=listbox], [role=menu], [role=dialog]') != null;

/** Controls inside such an element keep Space for themselves when they were reached by keyboard, not by the mouse. */
const ownsSpace = (element: Element | null): boolean =>
  element?.closest('[data-own-space]') != null && element.matches(':focus-visible');

export interface KeyOptions {
  readonly enabled?: boolean;
  /** Works only where nobody is typing: single letters and Space. */
  readonly bare?: boolean;
}

interface Waiting {
  readonly chord: string;
  readonly bare: boolean;
  readonly run: () => void;
}

/** All that wait for a key, the one drawn last at the end. */
let waiting: readonly Waiting[] = [];

/** Enter does what the button says that has the focus, whoever else waits for it. */
function isFor({ chord, bare }: Waiting, event: KeyboardEvent): boolean {
  if (!matches(event, chord)) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (chord === 'Enter' && target?.closest('button, a[href]') != null) return false;
  return !bare || !(ownsLetters(target) || (chord === 'Space' && ownsSpace(target)));
}

/** Who asks for a key, whatever it is; null: nobody does. */
let asking: ((event: KeyboardEvent) => void) | null = null;

/** What is still being drawn, and is finished before a key is looked at. */
const unfinished = new Set<() => void>();

/** Until what it returns is called: `finish` draws the rest at once, so that no key comes too early for what it leads to. */
export function beforeKeys(finish: () => void): () => void {
  unfinished.add(finish);
  return () => unfinished.delete(finish);
}

function onKeyDown(event: KeyboardEvent): void {
  if (asking !== null) {
    asking(event);
    return;
  }
  if (event.isComposing || event.repeat) return;
  for (const finish of [...unfinished]) finish();
  const one = waiting.findLast((each) => isFor(each, event));
  if (one === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  one.run();
}

function waitFor(one: Waiting): () => void {
  if (waiting.length === 0) window.addEventListener('keydown', onKeyDown, { capture: true });
  waiting = [...waiting, one];
  return () => {
    waiting = waiting.filter((each) => each !== one);
    if (waiting.length === 0) window.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

/** Until what it returns is called every key comes here alone: no command hears it. */
export function hearKeys(take: (event: KeyboardEvent) => void): () => void {
  asking = take;
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    asking = null;
    if (waiting.length === 0) window.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

/** Whether signs alone are keys, as the agent has chosen it: each of them has a button too, and the letters of a call a chord with Alt. */
export const SingleKeys = createContext(true);

const isSingle = (chord: string): boolean => chord.length === 1 || chord === 'Space';

/** The chord, to be shown and told beside what it does; undefined: there is none, or it does nothing as the agent has chosen it. */
export function useChord(chord: string | undefined): string | undefined {
  const areKeys = use(SingleKeys);
  return chord === undefined || (isSingle(chord) && !areKeys) ? undefined : chord;
}

/** Calls `run` for the chord, before whatever has the focus sees it. What is a command takes its key from the table (`useCommand`). */
export function useKey(chord: string, run: () => void, { enabled = true, bare = false }: KeyOptions = {}): void {
  const latest = useRef(run);
  latest.current = run;
  const isHeard = useChord(chord) !== undefined && enabled;
  useEffect(
    () => (isHeard ? waitFor({ chord, bare, run: () => latest.current() }) : undefined),
    [chord, isHeard, bare],
  );
}
