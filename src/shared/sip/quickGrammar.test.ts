import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readByGrammar, readPlain } from './quickGrammar.ts';

const letters = (alphabet: string, most = 12) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: most }).map((all) => all.join(''));
const alnum = 'abcXYZ019';
const optional = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part);

const host = fc.oneof(
  fc.ipV4(),
  fc.domain(),
  fc.constantFrom(
    'pbx',
    'pbx.example',
    'x9y2.invalid',
    'PBX-1.Example',
    '999.1.1.1',
    '10.0.0.256',
    '1.a',
    'a-.b',
    'a.',
  ),
);
const port = optional(fc.integer({ min: 0, max: 99_999 }).map((number) => `:${number}`));
const uri = fc
  .tuple(
    optional(letters(`${alnum}_.+*~-%#!`).map((user) => `${user}@`)),
    host,
    port,
    fc.constantFrom(
      '',
      ';transport=ws',
      ';transport=WSS',
      ';transport=udp',
      ';lr',
      ';transport=ws;lr',
      ';ob',
      ';transport=ws;ob',
    ),
  )
  .map((parts) => `sip:${parts.join('')}`);
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 10 }).map((text) => `"${text}" `),
  fc.constantFrom('', '"Anna Rossi" ', '"Niccolò" ', '"a\\"b" ', '"" ', 'Anna ', '"Anna"', '"+39 02" '),
);
const address = fc
  .tuple(
    name,
    uri,
    optional(
      fc
        .tuple(fc.constantFrom(';tag=', ';expires=', ';q=', ';Tag='), letters(`${alnum}.-~%!`))
        .map((parts) => parts.join('')),
    ),
  )
  .map(([before, to, after]) => `${before}<${to}>${after}`);
const methods = fc.constantFrom(
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'NOTIFY',
  'REFER',
  'INFO',
  'MESSAGE',
  'PRACK',
  'UPDATE',
  'FOO',
);
const number = fc.oneof(fc.nat({ max: 2 ** 31 }).map(String), fc.constantFrom('', '007', '12 ', '-1', '99999999999'));

const fields: readonly (readonly [rule: string, text: fc.Arbitrary<string>])[] = [
  ['From', address],
  ['To', address],
  ['Name_Addr_Header', address],
  ['Contact', address],
  [
    'Via',
    fc
      .tuple(
        fc.constantFrom('WS', 'WSS', 'UDP', 'TCP', 'TLS', 'SCTP', 'ws'),
        host,
        port,
        fc.array(
          fc.oneof(
            letters(`${alnum}.~*`).map((branch) => `;branch=z9hG4bK${branch}`),
            fc.constantFrom(
              ';rport',
              ';rport=',
              ';rport=5060',
              ';received=10.0.0.1',
              ';received=::1',
              ';ttl=1',
              ';alias',
            ),
          ),
          { maxLength: 4 },
        ),
      )
      .map(([transport, at, there, more]) => `SIP/2.0/${transport} ${at}${there}${more.join('')}`),
  ],
  ['Request_Response', fc.tuple(methods, uri).map(([method, to]) => `${method} ${to} SIP/2.0`)],
  [
    'Request_Response',
    fc
      .tuple(
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom('OK', 'Not Found', 'Request Terminated', '', ' x', 'Busy Here ', 'Non trovato, è così'),
      )
      .map(([status, reason]) => `SIP/2.0 ${status} ${reason}`),
  ],
  ['CSeq', fc.tuple(number, methods).map((parts) => parts.join(' '))],
  [
    'Call_ID',
    fc.tuple(letters(`${alnum}.!%*_+~-`), optional(host.map((at) => `@${at}`))).map((parts) => parts.join('')),
  ],
  ['Max_Forwards', number],
  ['Content_Length', number],
  ['Content_Type', fc.constantFrom('application/sdp', 'Application/SDP', 'message/sipfrag;version=2.0', 'text/plain')],
];

describe('a field that is read without the grammar', () => {
  it.each(fields)('%s is what the grammar makes of it', (rule, text) => {
    fc.assert(
      fc.property(text, (field) => {
        const plain = readPlain(field, rule);
        if (plain !== null) expect(plain).toStrictEqual(readByGrammar(field, rule));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Request_Response', 'INVITE sip:x9y2@a1b2.invalid;transport=ws SIP/2.0'],
    ['Request_Response', 'SIP/2.0 200 OK'],
    ['Via', 'SIP/2.0/WS pbx.example;branch=z9hG4bK776asdhds'],
    ['Via', 'SIP/2.0/WSS 192.0.2.5:8089;branch=z9hG4bK776asdhds'],
    ['Via', 'SIP/2.0/WS x9y2.invalid;branch=z9hG4bK1;rport=5060;received=192.0.2.5'],
    ['Via', 'SIP/2.0/WS x9y2.invalid;rport=5060;received=192.0.2.5;branch=z9hG4bK1'],
    ['From', '"Anna Rossi" <sip:+390000000101@pbx.example>;tag=1928301774'],
    ['To', '<sip:1001@192.0.2.5>'],
    ['Contact', '<sip:asterisk@192.0.2.5:5060;transport=ws>'],
    ['Contact', '<sip:x9y2@192.0.2.5;transport=ws;ob>'],
    ['CSeq', '314159 INVITE'],
    ['Call_ID', 'a84b4c76e66710@pbx.example'],
    ['Max_Forwards', '70'],
    ['Content_Length', '0'],
    ['Content_Type', 'application/sdp'],
  ])('may be a %s as of every day', (rule, field) => {
    expect(readPlain(field, rule)).not.toBeNull();
  });

  it.each([
    ['From', '"A \\"B\\"" <sip:x@pbx.example>;tag=1'],
    ['From', 'sip:x@pbx.example;tag=1'],
    ['To', '<tel:+390000000101>'],
    ['Via', 'SIP/2.0/WS pbx.example;branch=z9hG4bK1;rport;alias'],
    ['Contact', '*'],
    ['Subject', 'anything'],
  ])('is not a %s of another kind', (rule, field) => {
    expect(readPlain(field, rule)).toBeNull();
  });
});
