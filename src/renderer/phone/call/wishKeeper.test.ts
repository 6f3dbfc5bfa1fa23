import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptWish } from '#shared/contract/main';
import type { Wish } from '#shared/model/availability';
import { createWishKeeper, type WishKeeper } from './wishKeeper.ts';

const ready: Wish = { kind: 'ready' };
const notReady: Wish = { kind: 'notReady', reasonCode: 'pausa' };

let wished: Wish[];
let kept: KeptWish[];
let keeper: WishKeeper;
beforeEach(() => {
  wished = [];
  kept = [];
  keeper = createWishKeeper({ setWish: (wish) => wished.push(wish), keep: (wish) => kept.push(wish) });
});

describe('a page that takes another one’s place', () => {
  it.each(['what it wished', 'the extension'])('takes the wish over, whichever is known first: %s', (first) => {
    if (first === 'the extension') keeper.onLine('1001');
    keeper.onLeft({ extension: '1001', wish: ready });
    if (first !== 'the extension') keeper.onLine('1001');
    expect(wished).toEqual([ready]);
  });

  it('does so once', () => {
    keeper.onLeft({ extension: '1001', wish: ready });
    keeper.onLine('1001');
    keeper.onLine('1001');
    keeper.onLeft({ extension: '1001', wish: notReady });
    expect(wished).toEqual([ready]);
  });

  it.each([
    ['at another extension', '1002'],
    ['after the agent has signed out meanwhile', null],
  ])('takes nothing over %s, nor later', (_, extension) => {
    keeper.onLeft({ extension: '1001', wish: ready });
    keeper.onLine(extension);
    keeper.onLine('1001');
    expect(wished).toEqual([]);
  });
});

describe('a wish', () => {
  it('is kept as it changes, with the extension', () => {
    keeper.onLeft(null);
    keeper.onLine('1001');
    for (const wish of [ready, ready, notReady]) keeper.onWish(wish);
    expect(kept).toEqual([
      { extension: '1001', wish: ready },
      { extension: '1001', wish: notReady },
    ]);
  });

  it('of nobody is not kept, nor does one take the place of another that is still to be taken over', () => {
    keeper.onLine('1001');
    keeper.onWish(notReady);
    keeper.onLeft({ extension: '1001', wish: ready });
    keeper.onLine(null);
    keeper.onWish(notReady);
    expect(kept).toEqual([]);
  });
});
