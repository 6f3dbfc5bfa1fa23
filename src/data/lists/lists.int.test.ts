// The company's lists on a PC: there before the backend answers, another on its hint, and never half of one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPatientClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend } from '#test/support/modelBackend';

const hints = (word: string) => ({
  ...{ code: 'hints', clientId: null },
  body: { judgement: { it: [word], en: [] }, health: { it: [], en: [] } },
});
const mark = (n: number) => String(n).padStart(16, '0');

let folder: string;
let backend: ModelBackend;
let data: Rig;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-lists-'));
  backend = createModelBackend();
});
afterEach(async () => {
  await data.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  data = await startRig({ folder, fetch: backend.fetch, clock: createPatientClock() });
};
const words = () =>
  data.state().lists.flatMap((list) => (list.code === 'hints' ? list.body.judgement.it : [list.code]));
const told = (word: string) => data.until(`"${word}" is here`, () => words().includes(word));

test('lists are there after signing in, and another on a hint', async () => {
  backend.lists = { mark: mark(1), lists: [hints('scorbutico')] };
  await start();
  expect(words()).toEqual([]);
  await data.signIn();
  await told('scorbutico');
  backend.lists = { mark: mark(2), lists: [hints('antipatico')] };
  backend.poke({ kind: 'lists' });
  await told('antipatico');
  expect(words()).toEqual(['antipatico']);
  expect(data.refused).toEqual([]);
});

test('lists stand from the disk while the backend is away', async () => {
  backend.lists = { mark: mark(1), lists: [hints('scorbutico')] };
  await start();
  await data.signIn();
  await told('scorbutico');
  await data.stop();
  backend.fate = () => 'lost';
  await start();
  await told('scorbutico');
});

test('a list that does not fit is left as it was, the others come, and one that nobody knows here is passed over', async () => {
  backend.lists = { mark: mark(1), lists: [hints('scorbutico')] };
  await start();
  await data.signIn();
  await told('scorbutico');
  const misfit = { ...hints(''), body: { judgement: 'all' } };
  const mandate = { code: 'mandate', clientId: null, body: [{ upToCents: null, by: 'lead' }] };
  backend.lists = { mark: mark(2), lists: [misfit, mandate, { code: 'moons', clientId: null, body: 1 }] };
  backend.poke({ kind: 'lists' });
  await told('mandate');
  expect(words().toSorted()).toEqual(['mandate', 'scorbutico']);
  expect(data.refused).toEqual([]);
});
