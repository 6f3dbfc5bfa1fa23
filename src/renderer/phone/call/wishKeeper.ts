// What the agent wishes outlives the page: the next one, at the same extension, takes it over. An agent who was ready is not left
// without calls because the page has died.
import type { KeptWish } from '#shared/contract/main';
import type { Wish } from '#shared/model/availability';

export interface WishKeeper {
  /** What the page before has left; null: nothing. The first word counts. */
  onLeft(left: KeptWish | null): void;
  /** At which extension this page is now; null: nobody is signed in. */
  onLine(extension: string | null): void;
  onWish(wish: Wish): void;
}

export function createWishKeeper(deps: {
  readonly setWish: (wish: Wish) => void;
  readonly keep: (kept: KeptWish) => void;
}): WishKeeper {
  /** Undefined: not known yet. */
  let left: KeptWish | null | undefined;
  let extension: string | null | undefined;
  let isTakenOver = false;
  let kept: Wish | null = null;

  function takeOver(): void {
    if (isTakenOver || left === undefined || extension === undefined) return;
    isTakenOver = true;
    if (left?.extension === extension) deps.setWish(left.wish);
  }

  return {
    onLeft(words) {
      if (left === undefined) left = words;
      takeOver();
    },
    onLine(now) {
      extension = now;
      takeOver();
    },
    onWish(wish) {
      if (!isTakenOver || extension == null || wish === kept) return;
      kept = wish;
      deps.keep({ extension, wish });
    },
  };
}
