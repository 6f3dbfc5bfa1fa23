import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openedCopySchema } from '#shared/contract/attachments';
import { madeFile } from '#test/support/madeFiles';
import { createOpenCopy, emptyCopies } from './openCopy.ts';

const id = '01JZZZZZZZZZZZZZZZZZZZZZZZ';
let profile: string;
let opened: string[];
let says = '';
let openCopy: (copy: string) => Promise<void>;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'cornetta-copy-'));
  opened = [];
  says = '';
  openCopy = createOpenCopy({
    profile: () => profile,
    openFile: async (file) => {
      opened.push(file);
      return says;
    },
  });
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array): string {
  mkdirSync(join(profile, 'opened', id), { recursive: true });
  writeFileSync(join(profile, 'opened', id, name), bytes);
  return `${id}/${name}`;
}
const failed = (code: string) => ({ failure: { code } });

test('a document that the data process has put there is opened', async () => {
  await openCopy(put('fattura.pdf', madeFile('pdf')));
  expect(opened.map((file) => file.slice(-11))).toEqual(['fattura.pdf']);
});

test.each([
  ['fattura.exe', madeFile('pdf')],
  ['fattura.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)])],
  ['fattura.pdf', madeFile('png')],
  ['fattura.pdf', madeFile('pdf').subarray(0, -20)],
  ['fattura.pdf', Buffer.alloc(0)],
  ['fattura.desktop', Buffer.from('[Desktop Entry]\nExec=sh')],
])('"%s" that is not what it says is opened by nobody', async (name, bytes) => {
  await expect(openCopy(put(name, bytes))).rejects.toMatchObject(failed('attachment.notAllowed'));
  expect(opened).toEqual([]);
});

test('a way out of the folder is none', async () => {
  writeFileSync(join(profile, 'fuori.pdf'), madeFile('pdf'));
  put('a.pdf', madeFile('pdf'));
  symlinkSync(join(profile, 'fuori.pdf'), join(profile, 'opened', id, 'link.pdf'));
  await expect(openCopy(`${id}/link.pdf`)).rejects.toMatchObject(failed('attachment.notAllowed'));
  await expect(openCopy('../fuori.pdf')).rejects.toMatchObject(failed('attachment.notAllowed'));
  expect(opened).toEqual([]);
  for (const way of [
    `${id}/../../fuori.pdf`,
    '../fuori.pdf',
    `${id}\\fuori.pdf`,
    `/etc/${id}/a.pdf`,
    `${id}/a.exe`,
    `${id}/a\u202e.pdf.exe`,
  ]) {
    expect(openedCopySchema.safeParse(way).success).toBe(false);
  }
});

test('what is gone, and what no program opens, is said', async () => {
  await expect(openCopy(`${id}/fattura.pdf`)).rejects.toMatchObject(failed('attachment.gone'));
  says = 'no application is registered';
  await expect(openCopy(put('fattura.pdf', madeFile('pdf')))).rejects.toMatchObject(failed('attachment.noProgram'));
});

test('emptied, nothing is left to open', async () => {
  const copy = put('fattura.pdf', madeFile('pdf'));
  await emptyCopies(profile);
  await expect(openCopy(copy)).rejects.toMatchObject(failed('attachment.gone'));
  await emptyCopies(profile);
});
