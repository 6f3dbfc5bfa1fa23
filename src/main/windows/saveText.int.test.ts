import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSaveText, type SaveTextQuestion } from './saveText.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const messages = ['2026-03-02T09:00:00.000Z >\nREGISTER <sip:*>', '2026-03-02T09:00:00.050Z <\nSIP/2.0 200'];
function saving(answer: string | null) {
  const asked: SaveTextQuestion[] = [];
  const save = createSaveText({
    language: () => 'it',
    now: () => new Date('2026-03-02T09:00:00.000Z'),
    ask: async (question) => {
      asked.push(question);
      return answer;
    },
  });
  return { asked, save };
}

test('the trace is written where the agent says, one message after the other', async () => {
  const file = join(folder, 'linea.txt');
  const { save, asked } = saving(file);
  expect(await save.trace(messages)).toBe('saved');
  expect(readFileSync(file, 'utf8')).toBe(`${messages.join('\n\n')}\n`);
  expect(asked).toMatchObject([{ defaultPath: 'cornetta-linea-2026-03-02.txt' }]);
});

test('an agent who thinks better of it has no file', async () => {
  expect(await saving(null).save.trace(messages)).toBe('notWanted');
});

test('a place where nothing can be written is a failure with a sentence, without the place’s name', async () => {
  const saved = saving(join(folder, 'nowhere', 'linea.txt')).save.trace(messages);
  await expect(saved).rejects.toMatchObject({
    failure: { code: 'file.notSaved', message: 'ENOENT' },
  });
});

test('a table is offered under the name of its file, which is no way to another folder', async () => {
  const file = join(folder, 'tabella.csv');
  const { save, asked } = saving(file);
  expect(await save.table('../clienti di marzo.csv', 'a;b\r\n')).toBe('saved');
  expect(readFileSync(file, 'utf8')).toBe('a;b\r\n');
  expect(asked).toMatchObject([{ defaultPath: '.._clienti di marzo-rifiutati.csv' }]);
});

test('where somebody else is to write is asked for in the same way, and nothing is written', async () => {
  const file = join(folder, 'copia.zip');
  const { save, asked } = saving(file);
  expect(await save.place('../copia.zip')).toBe(file);
  expect(asked).toMatchObject([{ defaultPath: '.._copia.zip', filters: [{ name: 'ZIP', extensions: ['zip'] }] }]);
  expect(existsSync(file)).toBe(false);
  expect(await saving(null).save.place('copia.zip')).toBeNull();
});

test('a file is written byte by byte, and its kind is the one that its name says', async () => {
  const file = join(folder, 'registro.pdf');
  const { save, asked } = saving(file);
  const bytes = new Uint8Array([37, 80, 68, 70, 0, 255]);
  expect(await save.file('../registro dei trattamenti.pdf', bytes)).toBe('saved');
  expect([...readFileSync(file)]).toEqual([...bytes]);
  expect(asked).toMatchObject([
    { defaultPath: '.._registro dei trattamenti.pdf', filters: [{ name: 'PDF', extensions: ['pdf'] }] },
  ]);
});
