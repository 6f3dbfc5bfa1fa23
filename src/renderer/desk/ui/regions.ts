// The parts of the screen (rail, bar, columns, notices, an open sheet): one key goes on to the next, another back, where Tab would take many steps.
import { useRef } from 'react';

/** Carried by each part. One that has others in it is none itself. */
const region = '[data-region]';
/** Where a part is entered, if not at its beginning. */
const start = '[data-region-start]';
const reached =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

const isReached = (element: HTMLElement): boolean => element.tabIndex >= 0 && element.checkVisibility?.() !== false;

function entryOf(part: Element): HTMLElement | null {
  const all = [...part.querySelectorAll<HTMLElement>(reached)].filter(isReached);
  return all.find((each) => each.closest(start) !== null) ?? all[0] ?? null;
}

/** Goes to the next part, or to the one before. A part is entered where the agent left it. */
export function useRegions(): (step: 1 | -1) => void {
  const left = useRef(new WeakMap<Element, HTMLElement>());
  return (step) => {
    const parts = [...document.querySelectorAll(region)]
      .filter((part) => part.closest('[inert]') === null)
      .filter((part) => entryOf(part) !== null)
      .filter((part, _index, all) => !all.some((other) => other !== part && part.contains(other)));
    const active = document.activeElement;
    const here = parts.findIndex((part) => part.contains(active));
    if (here >= 0 && active instanceof HTMLElement) left.current.set(parts[here] as Element, active);
    const next = parts[here < 0 ? (step === 1 ? 0 : parts.length - 1) : (here + step + parts.length) % parts.length];
    if (next === undefined) return;
    const last = left.current.get(next);
    (last !== undefined && next.contains(last) && isReached(last) ? last : entryOf(next))?.focus();
  };
}
