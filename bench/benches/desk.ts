// The agent's window in the app itself: ring to painted customer who has ten thousand interactions, key to letter while the customers
// are still being loaded, search, pages, and an hour's work without a long task. Beside them a plain page in the same Electron.
// CORNETTA_CUSTOMERS says how many customers there are (200 000).
import type { CDPSession, Page } from 'playwright-core';
import { buildIfStale } from '../../scripts/build.ts';
import { prepareApps, type RunningApp } from '../../test/support/app.ts';
import { deskOf } from '../../test/support/desk.ts';
import { until } from '../../test/support/until.ts';
import { callsInAnHour, callsInTenMinutes, oneCall, pages, toDesk } from '../desk/hour.ts';
import { installProbe, type Probe } from '../desk/probe.ts';
import { openSite, regular, type Site } from '../desk/site.ts';
import { type Figure, figure, percentile } from '../figures.ts';
import { openPlainPage } from '../openPlainPage.ts';
import { ringOften } from '../ringOften.ts';

const customers = Number(process.env.CORNETTA_CUSTOMERS ?? 200_000);
const arrivals = 100;
const letters = 300;
const switchRounds = 20;
const plain = 'plain page';
/** Without accents: those come without a key. */
const sentence = 'Il cliente chiede dove si trova la pratica e quando viene richiamato. ';
const searched = [
  'giuliana monti',
  'pavia',
  '0000103',
  'bassi carlo',
  'olsen',
  'au-10004',
  'ferri luca',
  '20900 monza',
];

interface Floor {
  readonly letters: readonly number[];
  readonly drawn: readonly number[];
}

export async function bench(report: (line: string) => void): Promise<Figure[]> {
  await buildIfStale({ report });
  report('A plain page …');
  const floor = await measurePlainPage(report);
  report(`${customers} customers, ${regular.interactions} interactions of one of them …`);
  const apps = await prepareApps(report);
  const site = await openSite(customers).catch(async (error: unknown) => {
    await apps.dispose();
    throw error;
  });
  try {
    const app = await apps.start();
    const desk = deskOf(await app.page('desk'));
    const { page } = desk;
    await page.evaluate(installProbe);
    await desk.connect(site.url, { username: 'giulia', password: 'cornetta' });
    await desk.untilRegistered();
    await desk.setReady();
    report('Letters of a note while the customers are loaded …');
    const typed = await typeWhileLoading(page, site);
    await until('all customers are here', () => isLoaded(page), undefined, 900_000);
    report(`${arrivals} calls of somebody with ${regular.interactions} interactions …`);
    const popped = await ringOften(app, arrivals, async () =>
      site.switchboard.ring({ number: regular.number, queue: 'welcome' }),
    );
    report('Search, letter by letter …');
    const found = await searchOften(page);
    report('From page to page …');
    const switched = await switchPages(page);
    report(`An hour of work: ${callsInAnHour} calls …`);
    const hour = await workAnHour(app, page, site, report);
    const beside = (samples: readonly number[], p: number) => ({ what: plain, value: percentile(samples, p) });
    return [
      figure('ring to painted customer, median', 'ms', percentile(popped, 0.5), 50, beside(floor.drawn, 0.5)),
      figure('ring to painted customer, p99', 'ms', percentile(popped, 0.99), 50, beside(floor.drawn, 0.99)),
      figure(
        'key to letter in the note, loading, median',
        'ms',
        percentile(typed, 0.5),
        33,
        beside(floor.letters, 0.5),
      ),
      figure('key to letter in the note, loading, p99', 'ms', percentile(typed, 0.99), 33, beside(floor.letters, 0.99)),
      figure('key to results of the search, median', 'ms', percentile(found, 0.5), 50, beside(floor.letters, 0.5)),
      figure('key to results of the search, p99', 'ms', percentile(found, 0.99), 100, beside(floor.letters, 0.99)),
      figure('key to the page it opens, p99', 'ms', percentile(switched, 0.99), 100, beside(floor.letters, 0.99)),
      figure('tasks over 50 ms in an hour of work', '', hour.longTasks.length, 0, null),
      figure('the longest of them', 'ms', Math.max(0, ...hour.longTasks), 50, null),
      figure('heap of the desk after the hour', 'MB', hour.late.heapMb, hour.early.heapMb * 1.15, {
        what: 'after ten minutes',
        value: hour.early.heapMb,
      }),
      figure('all processes after the hour', 'MB', hour.late.allMb, hour.early.allMb * 1.15, {
        what: 'after ten minutes',
        value: hour.early.allMb,
      }),
    ];
  } finally {
    await apps.dispose();
    await site.stop();
  }
}

const probeOf = (page: Page) => ({
  letters: (selector: string) =>
    page.evaluate((given) => (window as never as { probe: Probe }).probe.letters(given), selector),
  lettersDone: () => page.evaluate(() => (window as never as { probe: Probe }).probe.lettersDone()),
  longTasks: () => page.evaluate(() => (window as never as { probe: Probe }).probe.longTasks()),
  /** Milliseconds from the gesture until something fits the selector, painted. */
  async painted(selector: string, gesture: () => Promise<void>): Promise<number> {
    await page.evaluate((given) => (window as never as { probe: Probe }).probe.untilPainted(given), selector);
    await gesture();
    const taken = await page.waitForFunction(() => (window as never as { probe: Probe }).probe.painted());
    return Number(await taken.jsonValue());
  },
});

const isLoaded = async (page: Page): Promise<boolean> =>
  (await page.locator('[data-testid="sync-state"][data-load="complete"]').count()) > 0;

/** As fast as a good typist, never in step with the frames. */
const letterMs = (index: number): number => 45 + ((index * 7) % 40);

async function typeLetters(page: Page, text: string): Promise<void> {
  for (const [index, letter] of [...text].entries()) {
    await page.keyboard.type(letter);
    await new Promise((resolve) => setTimeout(resolve, letterMs(index)));
  }
}

async function measurePlainPage(report: (line: string) => void): Promise<Floor> {
  const { page, close } = await openPlainPage(report);
  try {
    await page.evaluate(installProbe);
    const probe = probeOf(page);
    await probe.letters('#text');
    await page.locator('#text').focus();
    await typeLetters(page, sentence.repeat(Math.ceil(letters / sentence.length)));
    const drawn: number[] = [];
    for (let count = 0; count < arrivals; count += 1)
      drawn.push(
        await page.evaluate(() =>
          (window as never as { plain: { drawOnMessage(): Promise<number> } }).plain.drawOnMessage(),
        ),
      );
    return { letters: await probe.lettersDone(), drawn };
  } finally {
    await close();
  }
}

/** A call is talked on and its note is typed; when it is over, customers must still be coming in. */
async function typeWhileLoading(page: Page, site: Site): Promise<readonly number[]> {
  const desk = deskOf(page);
  const probe = probeOf(page);
  const customer = site.switchboard.ring({ number: regular.number, queue: 'welcome' });
  await desk.arrival().waitFor();
  await page.keyboard.press('F2');
  await desk.untilTalking();
  await page.keyboard.press('Alt+1');
  const samples: number[] = [];
  while (samples.length < letters) {
    await probe.letters('[data-testid="note"]');
    await typeLetters(page, sentence);
    samples.push(...(await probe.lettersDone()));
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
  }
  await page.keyboard.type('Pratica.');
  await desk.hangUp();
  customer.hangUp();
  await desk.choose('reason', 'INF-05');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
  await desk.untilIdle();
  if (await isLoaded(page))
    throw new Error('all customers were there before the note was: take more (CORNETTA_CUSTOMERS)');
  return samples;
}

async function searchOften(page: Page): Promise<readonly number[]> {
  const probe = probeOf(page);
  const samples: number[] = [];
  for (const text of searched) {
    await page.keyboard.press('Control+k');
    for (const letter of text)
      samples.push(await probe.painted('.search-results[aria-busy="false"]', () => page.keyboard.type(letter)));
    await page.keyboard.press('Escape');
  }
  return samples;
}

async function switchPages(page: Page): Promise<readonly number[]> {
  const probe = probeOf(page);
  const samples: number[] = [];
  for (let round = 0; round < switchRounds; round += 1)
    for (const { key, shown } of pages)
      samples.push(await probe.painted(`[data-testid="${shown}"]`, () => page.keyboard.press(key)));
  await page.keyboard.press(toDesk);
  return samples;
}

interface Memory {
  readonly heapMb: number;
  readonly allMb: number;
}

async function workAnHour(app: RunningApp, page: Page, site: Site, report: (line: string) => void) {
  const probe = probeOf(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  await oneCall(page, site, 0);
  await probe.longTasks();
  let early: Memory | null = null;
  const longTasks: number[] = [];
  for (let call = 1; call <= callsInAnHour; call += 1) {
    await oneCall(page, site, call);
    const tasks = await probe.longTasks();
    longTasks.push(...tasks.map(({ ms }) => ms));
    const said = tasks.map(({ ms, by }) => `${Math.round(ms)} (${by})`).join('; ');
    report(`${call} of ${callsInAnHour} calls; long tasks: ${said || 'none'}`);
    if (call === callsInTenMinutes) {
      early = await memoryOf(app, devtools);
      // Looking for what is no longer needed is no work of the agent's.
      await probe.longTasks();
    }
  }
  const late = await memoryOf(app, devtools);
  if (early === null) throw new Error('the hour was too short');
  return { longTasks, early, late };
}

async function memoryOf(app: RunningApp, devtools: CDPSession): Promise<Memory> {
  for (let round = 0; round < 4; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  const allKb = await app.electron.evaluate(({ app: running }) =>
    running.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0),
  );
  return { heapMb: heap / 1024 / 1024, allMb: allKb / 1024 };
}
