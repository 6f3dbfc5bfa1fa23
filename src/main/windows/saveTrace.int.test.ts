import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSaveTrace, type SaveTraceQuestion } from './saveTrace.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const messages = ['2026-03-02T09:00:00.000Z >\nREGISTER <sip:*>', '2026-03-02T09:00:00.050Z <\nSIP/2.0 200'];
function saving(answer: string | null) {
  const asked: SaveTraceQuestion[] = [];
  const save = createSaveTrace({
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
  expect(await save(messages)).toBe('saved');
  expect(readFileSync(file, 'utf8')).toBe(`${messages.join('\n\n')}\n`);
  expect(asked).toMatchObject([{ defaultPath: 'cornetta-linea-2026-03-02.txt' }]);
});

test('an agent who thinks better of it has no file', async () => {
  expect(await saving(null).save(messages)).toBe('notWanted');
});

test('a place where nothing can be written is a failure with a sentence, without the place’s name', async () => {
  const saved = saving(join(folder, 'nowhere', 'linea.txt')).save(messages);
  await expect(saved).rejects.toMatchObject({
    failure: { code: 'trace.notSaved', message: 'ENOENT' },
  });
});
