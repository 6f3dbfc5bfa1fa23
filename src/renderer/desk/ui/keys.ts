// Keyboard chords: "Ctrl+K", "Alt+H", "F2", "Space". Matching, naming, and the one hook that listens.
import { useEffect, useRef } from 'react';

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

export function matches(event: KeyboardEvent, chord: string): boolean {
  const wanted = parse(chord);
  const ctrl = event.ctrlKey || (isMac && event.metaKey);
  // AltGr is Ctrl and Alt at once on Windows, and types letters.
  if (event.getModifierState?.('AltGraph')) return false;
  return (
    ctrl === wanted.ctrl &&
    event.altKey === wanted.alt &&
    (event.shiftKey === wanted.shift || wanted.key.length === 1) &&
    keyOf(event) === wanted.key
  );
}

/** For `aria-keyshortcuts`. */
export const ariaShortcut = (chord: string): string => chord.replace('Ctrl', isMac ? 'Meta' : 'Control');

/** For a `title`: where the key itself has no room, the pointer finds it. */
export const withChord = (words: string, chord: string): string => `${words} (${chord.replace('+', ' ')})`;

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

/** Calls `run` for the chord, before whatever has the focus sees it. */
export function useKey(chord: string, run: () => void, { enabled = true, bare = false }: KeyOptions = {}): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat || !matches(event, chord)) return;
      const target = event.target instanceof Element ? event.target : null;
      if (bare && (ownsLetters(target) || (chord === 'Space' && ownsSpace(target)))) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [chord, enabled, bare]);
}
