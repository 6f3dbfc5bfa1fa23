// What the window and the computer are like now: its size, its user's wishes.
import { useState, useSyncExternalStore } from 'react';

/** Whether `query` holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  const [media] = useState(() => matchMedia(query));
  return useSyncExternalStore(
    (tell) => {
      media.addEventListener('change', tell);
      return () => media.removeEventListener('change', tell);
    },
    () => media.matches,
  );
}

/** Columns that a conversation has beside one another; in CSS px, so that a large zoom is a small window (frame.css has the same widths). */
export function useColumns(): 1 | 2 | 3 {
  const notThree = useMedia('(max-width: 1099px)');
  const one = useMedia('(max-width: 719px)');
  return one ? 1 : notThree ? 2 : 3;
}
