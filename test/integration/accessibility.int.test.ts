// Every state of the desk in a real browser, against WCAG 2.2 A and AA as far as a program can tell.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { obscured, unreadable } from '../support/fit.ts';
import { type Gallery, type GalleryPage, type Look, openGallery } from '../support/gallery/gallery.ts';
import { galleryStates } from '../support/gallery/states.ts';
import { quiet } from '../support/quiet.ts';
import { violations, whileListIsOpen } from '../support/violations.ts';

/** These end with an open list. */
const withOpenList = ['reason', 'wrap-up-missing'];

let gallery: Gallery;
const complaints: string[] = [];
const opened = (looks: readonly Look[]) =>
  Promise.all(looks.map((look) => gallery.page(look, (words) => complaints.push(words))));
/** As most see the desk, and as small as it may be. */
let usual: readonly GalleryPage[];
/** 1280 by 720 at 200 %, and at the side of a screen. */
let small: readonly GalleryPage[];
beforeAll(async () => {
  gallery = await openGallery();
  usual = await opened([
    { language: 'it', theme: 'light', width: 1440, height: 860 },
    { language: 'en', theme: 'dark', width: 1280, height: 720 },
  ]);
  small = await opened([
    { language: 'it', theme: 'light', width: 640, height: 360 },
    { language: 'en', theme: 'dark', width: 380, height: 720 },
  ]);
}, 120_000);
afterAll(() => gallery.close());
beforeEach(() => {
  complaints.length = 0;
});

/** Only what is inside it scrolls: else the keyboard, reaching something far down, would push the bar off the screen. */
async function slip(page: Page): Promise<string[]> {
  const pixels = await page
    .locator('#desk > *')
    .first()
    .evaluate((frame) => frame.scrollHeight - frame.clientHeight);
  return pixels > 0 ? [`the desk itself can be scrolled, by ${pixels} px`] : [];
}

/** In the smallest window that has to work well, or in the small one, which is as high as what it shows. */
async function outOfReachAtLeast(page: Page, isPopOut: boolean): Promise<string[]> {
  const usual = must(page.viewportSize(), 'a size');
  await page.setViewportSize(isPopOut ? { width: 460, height: 300 } : { width: 1280, height: 720 });
  // The page takes its new size in several steps.
  await page.evaluate(quiet, undefined);
  const found = [...(await unreadable(page)), ...(await obscured(page))];
  await page.setViewportSize(usual);
  return found;
}

test.for(Object.keys(galleryStates))('nothing of "%s" stands in anybody’s way', async (name) => {
  const found = await Promise.all(
    usual.map(async ({ page, show }) => {
      await show(name);
      return [
        ...(await slip(page)),
        ...(await violations(page, withOpenList.includes(name) ? whileListIsOpen : [])),
        ...(await outOfReachAtLeast(page, galleryStates[name]?.().isPopOut === true)),
      ];
    }),
  );
  expect(found.flat()).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Each screen and each kind of sheet, with something on it. */
const oneOfEach = [
  ...[
    'doors',
    'connect',
    'ready',
    'arrival',
    'several',
    'handover',
    'conversation',
    'conversation-unknown',
    'long-names',
  ],
  ...[
    'wrap-up-timed',
    'consult',
    'conference',
    'three-calls',
    'customer',
    'card-full',
    'card-edit-address',
    'callback',
  ],
  ...[
    'transfer',
    'dial',
    'search',
    'search-in-call',
    'commands-in-call',
    'consents-given',
    'timeline',
    'attachments',
    'field-history',
  ],
  ...['card-needs', 'to-call', 'board', 'settings', 'line-check', 'imports', 'import-checked', 'duplicates-list'],
  ...['duplicates-long', 'conflict-phones', 'conflict-address', 'breach', 'privacy', 'privacy-access', 'privacy-new'],
  ...[
    'privacy-holds',
    'privacy-tellings',
    'privacy-consents',
    'privacy-retention-change',
    'privacy-breach',
    'privacy-record',
  ],
  ...['privacy-audit-read', 'accounts', 'account-long', 'account-new'],
  ...['guide-listen', 'identify-midway', 'panel-handle', 'knowledge-find', 'knowledge-read', 'knowledge-page-read'],
  ...['knowledge-write', 'case-register', 'cases-one', 'letter-full', 'chat-lists', 'chat-two', 'chat-file-several'],
  ...['my-day', 'my-day-checks', 'figures', 'report-draft', 'lists', 'list-edited'],
  ...['connector', 'delegations-sheet', 'attachments-picture', 'load', 'news'],
];

test.for(oneOfEach)('in a small window nothing of "%s" lies beside the screen or over anything else', async (name) => {
  const found = await Promise.all(
    small.map(async ({ page, show }) => {
      await show(name);
      return page.evaluate(misplaced);
    }),
  );
  expect(found.flat()).toEqual([]);
  expect(complaints).toEqual([]);
});

/** In the page: what cannot be read without scrolling sideways, and what cannot be pressed because something else is over it. */
function misplaced(): string[] {
  const named = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.trim().slice(0, 30)}"`;
  const isSeen = (element: Element) =>
    element.closest('[inert], [aria-hidden="true"], .visually-hidden') === null &&
    // Data tables, as the criterion allows.
    element.closest('.wide-table > *') === null &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 2;
  const all = [...document.body.querySelectorAll('*')].filter(isSeen);
  const beside = all.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  });
  const covered = all
    .filter((element) => element.matches('button, input, textarea, [role="tab"]'))
    .filter((element) => {
      element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect();
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return over === null || !(element.contains(over) || over.closest('label')?.contains(element) === true);
    });
  return [
    ...beside.map((element) => `beside the screen: ${named(element)}`),
    ...covered.map((element) => `covered: ${named(element)}`),
  ];
}
