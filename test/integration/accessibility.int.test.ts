// Every state of the desk in a real browser, against WCAG 2.2 A and AA as far as a program can tell.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gallery, openGallery } from '../support/gallery/gallery.ts';
import { galleryStates } from '../support/gallery/states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** An open list hides the rest from readers until the focus leaves its field, which closes it: nothing hidden is ever reached. */
const whileListIsOpen = ['aria-hidden-focus', 'page-has-heading-one', 'region'];

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
}, 120_000);
afterAll(() => gallery.close());

test.concurrent.for([
  { language: 'it', theme: 'light', width: 1440, height: 860 },
  { language: 'en', theme: 'dark', width: 1280, height: 720 },
] as const)('nothing in $language, $theme stands in anybody’s way', { timeout: 900_000 }, async (look) => {
  const complaints: string[] = [];
  const { page, show } = await gallery.page(look, (words) => complaints.push(words));
  const found: string[] = [];
  for (const name of Object.keys(galleryStates)) {
    try {
      await show(name);
    } catch (error) {
      found.push(`${name}: ${error}`);
      continue;
    }
    // Only what is inside it scrolls: else the keyboard, reaching something far down, would push the bar off the screen.
    const slip = await page
      .locator('#desk > *')
      .first()
      .evaluate((frame) => frame.scrollHeight - frame.clientHeight);
    if (slip > 0) found.push(`${name}: the desk itself can be scrolled, by ${slip} px`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(
      (tags) =>
        (window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(
          document,
          { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] },
        ),
      rules,
    );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes) {
        if (name === 'reason' && whileListIsOpen.includes(id)) continue;
        found.push(`${name}: ${id} at ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`);
      }
  }
  await page.close();
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
});
