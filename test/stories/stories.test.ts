// Every component's stories as they were last accepted, and against WCAG 2.2 A and AA. Pictures: docs/adr/0032-pictures-of-stories.md.
// `CORNETTA_PICTURES=accept npm test -- --project e2e test/stories` keeps what differs as it is now.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { quiet } from '../support/quiet.ts';
import { violations, whileListIsOpen } from '../support/violations.ts';
import { type Engine, startEngine } from './engine.ts';
import { compare, type Pixels, readPicture, writePicture } from './picture.ts';
import { openStorybook, type Story } from './storybook.ts';

interface Look {
  readonly globals: Readonly<Record<'language' | 'theme', string>> & Readonly<Record<string, string>>;
  readonly forcedColors?: boolean;
}

const usual = { globals: { language: 'it', theme: 'light' } } satisfies Look;
const usualSize = { width: 1280, height: 720 };
const looks: Readonly<Record<string, Look>> = {
  'it-light': usual,
  'en-dark': { globals: { language: 'en', theme: 'dark' } },
  'it-light-more': { globals: { ...usual.globals, contrast: 'more' } },
  'en-dark-compact': { globals: { language: 'en', theme: 'dark', density: 'compact' } },
  'it-light-forced': { ...usual, forcedColors: true },
};
/** Where letters meet pixels a few may fall otherwise. */
const mostPixels = 20;
/** Seen wherever the components are that they are part of, or on the screens: it has a key of its own, which only a desk knows. */
const partsOfOthers = ['DateParts.tsx', 'CopyLink.tsx'];
const isAccepting = process.env.CORNETTA_PICTURES === 'accept';
const keptFolder = join(import.meta.dirname, 'pictures');
const differences = join(import.meta.dirname, '../../artifacts/stories');

const storybook = await openStorybook();
const isOpen = ({ name }: Story) => name === 'Open';
/** They are seen by axe, in more looks, in test/integration/accessibility.int.test.ts. */
const isScreen = ({ title }: Story) => title.startsWith('Screens/');

interface Shot {
  readonly look: string;
  readonly story: Story;
  /** Its picture, within the folder of those that are kept. */
  readonly file: string;
}

/** Look by look, since a page stays as it is between two stories of one look. */
const shots: readonly Shot[] = Object.keys(looks).flatMap((look) =>
  storybook.stories
    .filter((story) => !isScreen(story))
    .map((story) => ({ look, story, file: join(look, `${story.id}.png`) })),
);

/** A window, and the look in which it shows stories. */
interface Shown {
  readonly page: Page;
  look: string | null;
}

let engine: Engine;
/** Windows that nobody uses, and who waits for one: a machine has two processors. */
const free: Shown[] = [];
const waiting: ((shown: Shown) => void)[] = [];
beforeAll(async () => {
  await rm(differences, { recursive: true, force: true });
  engine = await startEngine();
  for (let count = 0; count < 2; count++) free.push({ page: await engine.open(), look: null });
});
afterAll(async () => {
  await engine?.close();
  await storybook.close();
});

async function onPage<T>(use: (shown: Shown) => Promise<T>): Promise<T> {
  const shown = free.pop() ?? (await new Promise<Shown>((resolve) => waiting.push(resolve)));
  try {
    return await use(shown);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(shown);
    else next(shown);
  }
}

/**
 * Resolves when the story stands, its own gestures are made, and nothing on the page has changed for some frames.
 * The page is loaded anew for another look, or where `afresh` says so: what was there before has no part in it then.
 */
async function show(shown: Shown, { story, look }: Shot, afresh: boolean): Promise<void> {
  const { page } = shown;
  const { globals, forcedColors = false } = must(looks[look], look);
  await page.setViewportSize(usualSize);
  if (afresh || shown.look !== look) {
    shown.look = look;
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: forcedColors ? 'active' : 'none' });
    await page.goto(storybook.url(story, globals));
  } else await page.evaluate(goOn, story.id);
  const end = await page.waitForFunction(ended, story.id);
  expect(await end.jsonValue(), `${story.id} could not be drawn`).toBe('finished');
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(quiet, undefined);
  const height = await page.evaluate(() => document.querySelector('.story-sheet')?.scrollHeight ?? 0);
  if (height <= usualSize.height) return;
  await page.setViewportSize({ ...usualSize, height });
  await page.evaluate(quiet, undefined);
}

/** Storybook's own, in the page. */
type StorybookWindow = Window & {
  readonly __STORYBOOK_PREVIEW__?: { currentRender?: { id?: string; phase?: string } };
  readonly __STORYBOOK_ADDONS_CHANNEL__: { emit(event: string, told: object): void };
};

/** In the page: another story in the same place. */
function goOn(storyId: string): void {
  const { __STORYBOOK_ADDONS_CHANNEL__: channel } = window as unknown as StorybookWindow;
  channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
}

/** In the page: how the story has ended, once it has. */
function ended(storyId: string): string | false {
  const { id, phase = '' } = (window as unknown as StorybookWindow).__STORYBOOK_PREVIEW__?.currentRender ?? {};
  return id === storyId && ['finished', 'errored', 'aborted'].includes(phase) && phase;
}

const taken = async ({ page }: Shown): Promise<Pixels> =>
  readPicture(await page.screenshot({ animations: 'disabled', caret: 'hide' }));

/** The edges of letters lose colours in what is kept: where the two seem to differ, both are compared in few colours. */
function compareAsKept(kept: Pixels, now: Pixels): number {
  const { pixels } = compare(kept, now);
  return pixels <= mostPixels ? pixels : compare(kept, readPicture(writePicture(now))).pixels;
}

/** What there is to say against the picture; null: it is as it was, or has just been accepted. */
async function differs(shown: Shown, shot: Shot): Promise<string | null> {
  const kept = await readFile(join(keptFolder, shot.file)).catch(() => null);
  const isAsBefore = (picture: Pixels) => kept !== null && compareAsKept(readPicture(kept), picture) <= mostPixels;
  let now = await taken(shown);
  if (isAsBefore(now)) return null;
  if (kept !== null) {
    // Perhaps something was left of the story before, or it was still on its way.
    await show(shown, shot, true);
    now = await taken(shown);
    if (isAsBefore(now)) return null;
  }
  if (isAccepting) {
    await write(join(keptFolder, shot.file), writePicture(now));
    return null;
  }
  const stem = join(differences, shot.file.slice(0, -'.png'.length));
  await write(`${stem}.now.png`, writePicture(now));
  if (kept === null) return `${shot.file}: no picture is kept of it`;
  const { pixels, where } = compare(readPicture(kept), readPicture(writePicture(now)));
  await write(`${stem}.kept.png`, kept);
  if (where !== null) await write(`${stem}.where.png`, where);
  return `${shot.file}: ${pixels} pixels differ`;
}

/** Where the system draws all colours, the page's own, which axe reads, are on no glass. */
const exceptions = ({ story, look }: Shot): readonly string[] => [
  ...(isOpen(story) ? whileListIsOpen : []),
  ...(must(looks[look], look).forcedColors === true ? ['color-contrast'] : []),
];

async function write(path: string, file: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file);
}

const advice =
  'Look at artifacts/stories (kept, now, where). If it is meant so: CORNETTA_PICTURES=accept npm test -- --project e2e test/stories';

test.concurrent.for(shots)('$story.id in $look is as it was, and stands in nobody’s way', async (shot) => {
  const against = await onPage(async (shown) => {
    // What is kept must not hang on the story before: whether keys were pressed there, for one, decides if the focus is shown.
    await show(shown, shot, isAccepting);
    const found = await violations(shown.page, exceptions(shot));
    const difference = await differs(shown, shot);
    return difference === null ? found : [difference, ...found];
  });
  expect(against, advice).toEqual([]);
});

test('no picture is kept of what is no story any more', async () => {
  const expected = new Set(shots.map(({ file }) => file));
  const files = await readdir(keptFolder, { recursive: true });
  const strays = files.filter((file) => file.endsWith('.png') && !expected.has(file));
  if (isAccepting) for (const file of strays) await rm(join(keptFolder, file));
  else expect(strays, advice).toEqual([]);
});

test('every component has a story', async () => {
  const [ui, stories] = [join(import.meta.dirname, '../../src/renderer/desk/ui'), join(import.meta.dirname, 'ui')];
  const told = await Promise.all((await readdir(stories)).map((file) => readFile(join(stories, file), 'utf8')));
  const parts = (await readdir(ui)).filter((file) => /^[A-Z]\w+\.tsx$/.test(file) && !partsOfOthers.includes(file));
  expect(parts.filter((file) => !told.some((text) => text.includes(`/ui/${file}'`)))).toEqual([]);
});
