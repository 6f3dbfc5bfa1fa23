import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callSchema } from '#shared/model/call';
import type { InteractionId } from '#shared/model/ids';
import { plainSite } from '#shared/model/site';
import { type Headers, handoverHeaders, readConnected, readInvite } from './readInvite.ts';

/** Made before the tests: it takes seconds on a busy machine. */
const anyText = fc.string({ unit: 'binary', maxLength: 300 });

const headersOf =
  (fields: Readonly<Record<string, string | readonly string[]>>): Headers =>
  (name) => {
    const value = fields[name];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
const read = (fields: Readonly<Record<string, string | readonly string[]>>) =>
  readInvite(headersOf(fields), plainSite('IT'));
const callerOf = (fields: Readonly<Record<string, string | readonly string[]>>) => read(fields).caller;

const interaction = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as InteractionId;
const fromRossi = '"Mario Rossi" <sip:+390000000101@pbx.example>;tag=7';

describe('who is connected, in the middle of a call', () => {
  const connected = (fields: Readonly<Record<string, string | readonly string[]>>) =>
    readConnected(headersOf(fields), plainSite('IT'));

  it('is whom the PBX asserts then', () => {
    const asserted = { 'P-Asserted-Identity': '<sip:+390000000103@pbx.example>', From: fromRossi };
    expect(connected(asserted)).toMatchObject({ kind: 'number', e164: '+390000000103' });
    expect(connected({ 'Remote-Party-ID': '<sip:+390000000103@pbx.example>;party=called' })).toMatchObject({
      e164: '+390000000103',
    });
    expect(connected({ ...asserted, Privacy: 'id' })).toEqual({ kind: 'withheld' });
  });

  it('is not told by a request that asserts nobody', () => {
    expect(connected({ From: fromRossi })).toBeNull();
  });
});

describe('the caller', () => {
  it('is taken from what the PBX says outright before anything else', () => {
    expect(
      callerOf({
        'X-Customer-Number': '+390000000105',
        'P-Asserted-Identity': '"Agent 1001" <sip:1001@pbx.example>',
        From: fromRossi,
      }),
    ).toMatchObject({ kind: 'number', number: '+390000000105', e164: '+390000000105' });
  });

  it('is taken from what the network asserts before what the caller says', () => {
    expect(
      callerOf({ 'P-Asserted-Identity': '"Anna Rizzo" <sip:+390000000110@pbx.example>', From: fromRossi }),
    ).toMatchObject({ number: '+390000000110', displayName: 'Anna Rizzo' });
    expect(
      callerOf({ 'Remote-Party-ID': '<sip:+390000000110@pbx.example>;party=calling', From: fromRossi }),
    ).toMatchObject({ number: '+390000000110', displayName: null });
  });

  it('takes the readable one of two assertions', () => {
    expect(callerOf({ 'P-Asserted-Identity': ['<<>>', '<tel:+390000000110>'], From: fromRossi })).toMatchObject({
      number: '+390000000110',
    });
  });

  it.each([
    ['a bare address', 'sip:+390000000101@pbx.example;tag=1', '+390000000101'],
    ['an escaped one', '<sip:%2B390000000101@pbx.example>', '+390000000101'],
    ['one with parameters', '<sip:+390000000101;phone-context=it@pbx.example;user=phone>', '+390000000101'],
    ['an extension', '"Sara" <sip:1002@pbx.example>', '1002'],
  ])('is read from %s', (_, value, number) => {
    expect(callerOf({ From: value })).toMatchObject({ kind: 'number', number });
  });

  it('has no E.164 number when it is an extension', () => {
    expect(callerOf({ From: '<sip:1002@pbx.example>' })).toMatchObject({ e164: null });
  });

  it.each<[string, Record<string, string>]>([
    ['Privacy: id', { Privacy: 'id', 'P-Asserted-Identity': '<sip:+390000000101@pbx.example>' }],
    ['anonymous.invalid', { From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1' }],
    ['the user anonymous', { From: '<sip:anonymous@pbx.example>' }],
    ['a private Remote-Party-ID', { 'Remote-Party-ID': '<sip:+390000000101@pbx.example>;privacy=full' }],
  ])('is withheld with %s', (_, fields) => {
    expect(callerOf(fields)).toEqual({ kind: 'withheld' });
  });

  it.each<[string, Record<string, string>]>([
    ['a broken assertion, whatever From says', { 'P-Asserted-Identity': '"<sip:', From: fromRossi }],
    ['an address without a host', { From: '<sip:1002>' }],
    ['a From that no parser took', { From: '<sip:unreadable@unreadable.invalid>;tag=1' }],
    ['controls where a number should be', { From: '<sip:%00%01@pbx.example>' }],
    ['a number of a thousand digits', { From: `<sip:${'1'.repeat(1_000)}@pbx.example>` }],
    ['nothing at all', {}],
  ])('is unreadable with %s', (_, fields) => {
    expect(callerOf(fields)).toEqual({ kind: 'unreadable' });
  });

  it('has a name that can be shown on one line', () => {
    expect(callerOf({ From: '"Mario\u202e \\"il\\"\u0007 Rossi" <sip:1@pbx.example>' })).toMatchObject({
      displayName: 'Mario "il" Rossi',
    });
  });
});

describe('what comes with the call', () => {
  it('is the queue, the wait and the language', () => {
    expect(read({ 'X-Queue': 'complaints', 'X-Queue-Wait': '42', 'X-Language': 'en' })).toMatchObject({
      queue: 'complaints',
      waitedSeconds: 42,
      language: 'en',
    });
    expect(read({ 'X-Queue-Wait': '-1', 'X-Language': 'klingon' })).toMatchObject({
      queue: null,
      waitedSeconds: null,
      language: null,
    });
  });

  it('is the interaction handed over, from either of its two headers', () => {
    const [plainHeader = '', userToUser = ''] = handoverHeaders(interaction).map((line) =>
      line.replace(/^[^:]+: /, ''),
    );
    expect(read({ 'X-Interaction': plainHeader }).handedOver).toBe(interaction);
    expect(read({ 'User-to-User': userToUser }).handedOver).toBe(interaction);
    expect(read({ 'X-Interaction': 'nonsense', 'User-to-User': userToUser }).handedOver).toBe(interaction);
    expect(read({ 'User-to-User': 'zz;encoding=hex' }).handedOver).toBeNull();
  });
});

it('reads any header fields into something that can be shown, and never throws', () => {
  const names = ['From', 'P-Asserted-Identity', 'Remote-Party-ID', 'Privacy', 'X-Customer-Number'];
  const more = ['X-Queue', 'X-Queue-Wait', 'X-Language', 'X-Interaction', 'User-to-User'];
  const nearlyValid = fc
    .tuple(fc.string(), fc.constantFrom('sip:', 'tel:', 'sips:', ''), fc.string(), fc.string())
    .map(([name, scheme, user, host]) => `"${name}" <${scheme}${user}@${host}>`);
  const value = fc.oneof(anyText, nearlyValid, fc.string({ minLength: 900, maxLength: 3_000 }));
  const fields = fc.dictionary(fc.constantFrom(...names, ...more), fc.array(value, { maxLength: 3 }));
  const shown = callSchema.pick({ caller: true, queue: true, waitedSeconds: true, language: true, handedOver: true });
  fc.assert(
    fc.property(fields, (given) => {
      expect(shown.safeParse(read(given)).success).toBe(true);
    }),
    { numRuns: 500 },
  );
});
