// Who a caller may be, on a real cache.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Match } from '#shared/contract/screenPop';
import { type Customer, contactSchema } from '#shared/model/customer';
import { plainSite, siteSchema } from '#shared/model/site';
import type { Change } from '#shared/protocol/sync';
import { bringRows } from '#test/support/bringRows';
import { ringingCall } from '#test/support/calls';
import { modelCustomer } from '#test/support/modelBackend';
import { openProfile } from '#test/support/profileFiles';
import type { Files } from '../db/files.ts';
import { interactionOf } from '../drafts/opening.ts';
import { silentLog } from '../log.ts';
import { createCards } from './cards.ts';
import { type LookupDeps, matchCaller } from './match.ts';
import { askForStranger, type StrangerDeps } from './stranger.ts';

type Phone = Customer['phones'][number];
const phone = (raw: string, e164: string | null): Phone => ({ raw, e164: e164 as Phone['e164'], kind: 'other' });
const shared = phone('+39 000 000 0150', '+390000000150');
const first = modelCustomer(1, { name: 'Prima', phones: [shared] });
const second = modelCustomer(2, { name: 'Seconda', phones: [shared, phone('+39 000 000 0151', '+390000000151')] });
const odd = modelCustomer(3, {
  name: 'Strana',
  phones: [phone('000 000 0160 (ore pasti)', null), phone('1002', null)],
});

const zero = modelCustomer(4, { name: 'Zero', phones: [phone('02 9999 901', '+39029999901')] });
const mobile = modelCustomer(6, { name: 'Mobile', phones: [phone('366 1234567', '+393661234567')] });
const german = modelCustomer(5, { name: 'Tedesca', phones: [phone('0170 1234567', '+491701234567')] });
/** As the phone hands over what it could not read. */
const unread = (number: string) => ({ kind: 'number', number, e164: null, displayName: null }) as const;

let folder: string;
let files: Files;
let deps: LookupDeps;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-lookup-'));
  const now = () => new Date('2026-03-02T08:00:00.000Z');
  files = openProfile(folder, { now });
  const contacts = Array.from({ length: 7 }, (_none, n) =>
    contactSchema.parse({
      id: ulid(),
      customerId: second.id,
      portfolioId: second.portfolioId,
      at: `2026-02-0${n + 1}T09:00:00.000Z`,
      channel: 'call',
      direction: 'incoming',
      agentName: 'Luca',
      reasonCode: null,
      outcomeCode: null,
      note: '',
      version: 1,
    }),
  );
  await bringRows(files.write, [
    ...[first, second, odd, zero, german, mobile].map((row): Change => ({ kind: 'customer', row })),
    ...contacts.map((row): Change => ({ kind: 'contact', row })),
  ]);
  deps = {
    files,
    cards: createCards({ files, agent: () => null, eyes: () => null }),
    site: () => plainSite('IT'),
    log: silentLog,
  };
});
afterAll(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

const match = (number: string): Match => matchCaller(deps, ringingCall(number).caller);
const names = (found: Match) => ('cards' in found ? found.cards.map((card) => card.customer.name) : found.kind);

test('everybody who shares the number is shown, the most recently spoken to first', () => {
  const found = match('+390000000150');
  expect(found.kind).toBe('number');
  expect(names(found)).toEqual(['Seconda', 'Prima']);
});

test('a card carries the five most recent contacts, newest first', () => {
  const found = match('+390000000151');
  const days = 'cards' in found ? found.cards[0]?.lastContacts.map((contact) => contact.at.slice(8, 10)) : [];
  expect(days).toEqual(['07', '06', '05', '04', '03']);
});

test('a prefix that cannot be trusted gives a guess, by the last nine digits', () => {
  expect(match('+490000000151')).toMatchObject({ kind: 'guess' });
  expect(names(match('+490000000151'))).toEqual(['Seconda']);
});

test('a number that could not be read when it was written is found by its digits, as a guess', () => {
  expect(match('+390000000160')).toMatchObject({ kind: 'guess' });
});

test('a landline whose zero has been lost on the way is a guess', () => {
  expect(match('+3929999901')).toMatchObject({ kind: 'guess' });
  expect(names(match('+3929999901'))).toEqual(['Zero']);
});

test("the country's code without its plus, from a trunk of which nobody was told, is a guess", () => {
  expect(names(match('491701234567'))).toEqual(['Tedesca']);
  expect(
    matchCaller({ ...deps, site: () => siteSchema.parse({ country: 'DE' }) }, unread('491701234567')),
  ).toMatchObject({
    kind: 'guess',
  });
});

test('from a trunk of which it is known that its numbers come without a plus, it is sure', () => {
  const site = () => siteSchema.parse({ country: 'DE', numbersComeAs: 'e164NoPlus' });
  expect(matchCaller({ ...deps, site }, unread('491701234567'))).toMatchObject({ kind: 'number' });
});

test('whole numbers of two countries are not guessed to be one', () => {
  expect(names(match('+393661234567'))).toEqual(['Mobile']);
  expect(match('+33661234567')).toEqual({ kind: 'notFound' });
});

test('nobody, an extension, a withheld and an unreadable number', () => {
  expect(match('+390000009999')).toEqual({ kind: 'notFound' });
  expect(match('1002')).toEqual({ kind: 'notFound' });
  expect(match('withheld')).toEqual({ kind: 'withheld' });
  expect(matchCaller(deps, { kind: 'unreadable' })).toEqual({ kind: 'unreadable' });
});

test('a cache that cannot be read is said, nothing is thrown at the call, and the backend is asked who calls', async () => {
  let isGone = true;
  const broken: Files = {
    ...files,
    cache(use) {
      if (isGone) throw new Error('disk gone');
      return files.cache(use);
    },
  };
  const cards = createCards({ files: broken, agent: () => null, eyes: () => null });
  const call = ringingCall('+390000009998');
  const match = matchCaller({ ...deps, files: broken, cards }, call.caller);
  expect(match).toMatchObject({ kind: 'failed', failure: { code: 'files.cacheDamaged' } });
  // Another cache has taken its place.
  isGone = false;
  const stranger = modelCustomer(7, { name: 'Ignota', phones: [phone('+39 000 000 9998', '+390000009998')] });
  const found: string[] = [];
  const backend: StrangerDeps['backend'] = {
    customersByPhone: async () => ({ kind: 'ok', value: { customers: [stranger] } }),
  };
  const pop = { caller: call.caller, match, handover: { kind: 'none' } } as const;
  await askForStranger(
    { backend, cards, onFound: (id) => found.push(id) },
    { interaction: interactionOf(call, []), pop },
  );
  expect(found).toEqual([call.interactionId]);
  expect(names(matchCaller({ ...deps, cards }, call.caller))).toEqual(['Ignota']);
});
