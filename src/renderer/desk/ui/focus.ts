// The focus after something has gone from under it: where it goes is there at once, before the next key.
import { flushSync } from 'react-dom';

/** Makes the change, and gives the focus to what is found when it has been drawn: a key that comes right after is heard there. */
export function changeAndFocus(change: () => void, find: () => Element | null | undefined): void {
  flushSync(change);
  const found = find();
  if (found instanceof HTMLElement && found.isConnected) found.focus();
}
