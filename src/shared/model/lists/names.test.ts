import { expect, test } from 'vitest';
import { listSchemas } from './lists.ts';
import { namedIn } from './names.ts';

const named = (code: 'chat' | 'words' | 'surveys', body: unknown) =>
  namedIn(code, listSchemas[code].schema.parse(body) as never).map(({ path, kind, name }) => `${path} ${kind} ${name}`);
const text = (said: string) => ({ it: said, en: said });

test('a list says where it names what stands elsewhere', () => {
  const pairs = [{ avoid: text('solo'), prefer: text('da noi'), phases: ['listen', 'recap'] }];
  expect(named('words', { pairs, positive: { it: [], en: [] }, flagged: { it: [], en: [] } })).toEqual([
    'pairs.0.phases.0 phase listen',
    'pairs.0.phases.1 phase recap',
  ]);
});

test('a site of the chat names its calendar, its client company and its queues', () => {
  const site = {
    ...{ code: 'aurora', client: 'borea', name: text('Aurora'), origins: ['self'], calendar: 'it', noticeUrl: null },
    queues: [{ queueId: 'welcome', name: text('Informazioni') }],
  };
  const rest = { most: 2, stopsCalls: true, silentSeconds: 60, closeSeconds: 90, lostSeconds: 60, mostWaiting: 5 };
  expect(named('chat', { ...rest, files: { megabytes: 1, perChat: 1 }, sites: [site] })).toEqual([
    'sites.0.calendar calendar it',
    'sites.0.client client borea',
    'sites.0.queues.0.queueId queue welcome',
  ]);
});
