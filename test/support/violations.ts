// What axe finds on a page against WCAG 2.2 A and AA, as far as a program can tell.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** An open list hides the rest from readers until the focus leaves its field, which closes it: nothing hidden is ever reached. */
export const whileListIsOpen = ['aria-hidden-focus', 'page-has-heading-one', 'region'];

/** One line for each place: which rule, where, and what axe says of it. `except`: rules that do not count here. */
export async function violations(page: Page, except: readonly string[] = []): Promise<string[]> {
  // Once for a page: what an engine compiles it keeps, and this is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const results = await page.evaluate(
    (tags) =>
      (window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(
        document,
        { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] },
      ),
    rules,
  );
  return results.violations
    .filter(({ id }) => !except.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} at ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`,
      ),
    );
}
