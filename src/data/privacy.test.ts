// What cannot be taken out of a register again is written there once, however often it is pressed.
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import type { Backend } from './http/backend.ts';
import { privacyOf } from './privacy.ts';
import { createSavedFiles } from './savedFiles.ts';

type Sent = Parameters<Backend['reportBreach']>;

function register() {
  const sent: { readonly key: string; readonly id: string }[] = [];
  let answers = true;
  const reportBreach = async (...[key, { id }]: Sent) => {
    sent.push({ key, id });
    if (!answers) throw new Error('no answer');
    return { kind: 'ok' as const, value: {} };
  };
  return {
    sent,
    privacy: privacyOf(
      () => ({ reportBreach }) as unknown as Backend,
      ulid,
      createSavedFiles(
        () => {},
        () => {},
      ),
    ),
    answering: (now: boolean) => {
      answers = now;
    },
  };
}

const facts = {
  what: 'Una e-mail è partita',
  nature: ['confidentiality' as const],
  data: 'nomi',
  people: 40,
  measures: '',
};
const draft = { foundAt: '2026-03-02T09:00:00.000Z', facts };
const signal = new AbortController().signal;

test('a breach whose answer was lost is sent again as the same one', async () => {
  const { sent, privacy, answering } = register();
  answering(false);
  await expect(privacy.reportBreach(draft, signal)).rejects.toThrow();
  answering(true);
  await privacy.reportBreach(draft, signal);
  expect(sent[1]).toEqual(sent[0]);
});

test('one that was changed, or is reported after another was taken, is another', async () => {
  const { sent, privacy, answering } = register();
  await privacy.reportBreach(draft, signal);
  await privacy.reportBreach(draft, signal);
  answering(false);
  await expect(privacy.reportBreach(draft, signal)).rejects.toThrow();
  answering(true);
  await privacy.reportBreach({ ...draft, facts: { ...facts, people: 41 } }, signal);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
});
