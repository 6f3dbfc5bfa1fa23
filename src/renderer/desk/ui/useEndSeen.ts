// A long list that goes on by itself: whoever comes near its end finds more there.
import { type RefObject, useEffect } from 'react';

interface EndSeen {
  /** What stands at the end while there is more: pressed, it does the same. */
  readonly end: RefObject<Element | null>;
  /** What scrolls; the window where it is not told. */
  readonly root?: RefObject<Element | null>;
  /** Null: there is no more. */
  readonly next: (() => void) | null;
}

export function useEndSeen({ end, root, next }: EndSeen): void {
  useEffect(() => {
    if (next === null || end.current === null) return;
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && next(), {
      root: root?.current ?? null,
      rootMargin: '400px 0px',
    });
    seen.observe(end.current);
    return () => seen.disconnect();
  }, [end, root, next]);
}
