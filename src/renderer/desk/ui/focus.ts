// The focus after something has gone from under it: where it goes is there at once, before the next key.
import { type RefObject, useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';

/** Where the focus stays while nothing has it: the middle of a screen, or what lies over it. Carried by an element with `tabIndex` -1. */
const rest = '[data-focus-rest]';

/** Nothing that is done with keys has the focus: whoever wants it may take it. */
export const isFocusFree = (): boolean =>
  document.activeElement === null || document.activeElement === document.body || document.activeElement.matches(rest);

/**
 * For what floats over the screen: it goes to the other side while it would hide what has the focus (WCAG 2.4.11).
 * @returns what its container is told of by `ref`.
 */
export function useOutOfTheWay(): RefObject<HTMLDivElement | null> {
  const floats = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      const { current } = floats;
      if (current === null || !(target instanceof Element) || current.contains(target)) return;
      const { left, top, right, bottom } = target.getBoundingClientRect();
      const hides = [...current.children]
        .map((child) => child.getBoundingClientRect())
        .some((over) => over.left <= left && over.top <= top && over.right >= right && over.bottom >= bottom);
      if (hides) current.dataset.side = current.dataset.side === 'left' ? 'right' : 'left';
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  return floats;
}

/**
 * What had the focus goes, and nobody takes it within two frames: it rests in the middle of what is in front, so that Tab goes on from there and
 * a reader is not thrown back to the beginning of the page.
 */
export function useFocusRest(): void {
  useEffect(() => {
    let isDue = false;
    const look = () => {
      isDue = false;
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const places = [...document.querySelectorAll<HTMLElement>(rest)].filter(
        (each) => each.closest('[inert]') === null,
      );
      places.at(-1)?.focus({ preventScroll: true });
    };
    const soon = () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(() => requestAnimationFrame(look));
    };
    const changes = new MutationObserver(soon);
    const attributeFilter = ['disabled', 'hidden', 'inert'];
    changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter });
    soon();
    return () => changes.disconnect();
  }, []);
}

/** Makes the change, and gives the focus to what is found when it has been drawn: a key that comes right after is heard there. */
export function changeAndFocus(change: () => void, find: () => Element | null | undefined): void {
  flushSync(change);
  const found = find();
  if (found instanceof HTMLElement && found.isConnected) found.focus();
}
