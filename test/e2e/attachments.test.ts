// A file of a case in the real app: attached, sent, drawn under the pages' content policy, opened outside only after a question, and gone
// from the PC when the app ends. What the system would open it with is the test's to see.
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Desk, deskOf } from '../support/desk.ts';
import { madeFile, madePng } from '../support/madeFiles.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();
const longestMs = 180_000;

const words = 'La bolletta di Zenobia Qwarkini';
const bill = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_500_000, words), Buffer.from('\n%%EOF\n')]);

/** Files of the profile in which the bill can be read. */
const inClear = (profile: string): string[] =>
  readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes('Zenobia Qwarkini'));

/** In the place of the system's way to open a file: only written down. */
const watchOpening = (electron: ElectronApplication) =>
  electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openPath = async (path) => {
      opened.push(path);
      return '';
    };
  });
const openedBy = (electron: ElectronApplication): Promise<string[]> =>
  electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);

async function openFiles(desk: Desk): Promise<void> {
  await desk.untilLoaded();
  await desk.search('carlo bassi');
  await desk.hit('Carlo Bassi').click();
  await desk.page.getByTestId('case-files').first().click();
}

test('attached, sent, drawn, and opened outside only after a question', { timeout: longestMs }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-files-'));
  const files = {
    bill: join(folder, 'bolletta.exe'),
    picture: join(folder, 'contatore.png'),
    program: join(folder, 'delega.pdf'),
  };
  writeFileSync(files.bill, bill);
  writeFileSync(files.picture, madePng(320, 240));
  writeFileSync(files.program, Buffer.concat([Buffer.from('MZ'), madeFile('pdf')]));
  const { app, desk } = await office.signIn();
  await watchOpening(app.electron);
  const { page } = desk;
  await openFiles(desk);
  await page.getByTestId('attachment-file').setInputFiles([files.bill, files.picture, files.program]);

  await page.getByRole('alert').filter({ hasText: 'delega.pdf' }).waitFor();
  const here = page.locator('[data-testid=attachment][data-state=here]');
  await until('both stand in the case', async () => (await here.count()) === 2, undefined, 60_000);
  expect(inClear(app.profile)).toEqual([]);

  await here.filter({ hasText: 'contatore.png' }).getByTestId('see-attachment').click();
  await page.getByTestId('picture').waitFor();
  const drawn = await page.getByTestId('picture').evaluate((canvas: HTMLCanvasElement) => {
    const [red = 0, green = 0, blue = 0] = canvas.getContext('2d')?.getImageData(5, 5, 1, 1).data ?? [];
    return { width: canvas.width, height: canvas.height, isColoured: red > green && green > blue };
  });
  expect(drawn).toEqual({ width: 320, height: 240, isColoured: true });
  await page.keyboard.press('Escape');

  await here.filter({ hasText: 'bolletta.exe' }).getByTestId('open-attachment').click();
  await page.getByTestId('open-outside').waitFor();
  expect([await openedBy(app.electron), inClear(app.profile)]).toEqual([[], []]);
  await page.getByTestId('open-outside').click();
  await until('it is opened', async () => (await openedBy(app.electron)).length === 1);
  const [copy = ''] = await openedBy(app.electron);
  expect(basename(copy)).toBe('bolletta_exe.pdf');
  expect(readFileSync(copy).equals(bill)).toBe(true);
  expect(inClear(app.profile)).toEqual([copy]);

  // The power goes: the copy lies there until the app is started again.
  await app.cutPower();
  expect(existsSync(copy)).toBe(true);
  const again = await office.apps.start({ profile: app.profile });
  await again.page('desk');
  await until('the copy is gone', () => !existsSync(copy));
  expect(inClear(app.profile)).toEqual([]);

  // It ends in good order: so does the copy.
  await watchOpening(again.electron);
  const after = deskOf(await again.page('desk'));
  await openFiles(after);
  await after.page.getByTestId('open-attachment').click();
  await after.page.getByTestId('open-outside').click();
  await until('it is opened again', async () => (await openedBy(again.electron)).length === 1);
  expect(inClear(app.profile)).toHaveLength(1);
  await again.quit();
  expect(inClear(app.profile)).toEqual([]);
});
