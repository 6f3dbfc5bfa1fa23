// A made-up million: names, towns and addresses as unevenly spread as real ones, two numbers each, last contacts and cases.
// The same index always makes the same customer; index 0 is who was spoken to last.
import { encodeTime } from 'ulid';
import { seeded } from '../../src/shared/lib/seeded.ts';
import { customerIdSchema, interactionIdSchema, portfolioIdSchema } from '../../src/shared/model/ids.ts';
import { e164Schema } from '../../src/shared/model/phoneNumber.ts';
import type { Row } from '../../src/shared/protocol/sync.ts';

export const portfolio = portfolioIdSchema.parse('company');

const syllables =
  'ro si ber to ca ma ri an na lu bian chi ver di gal lo fer ra es po rus so co lom bo ric ci gre bru no con ti de cos ta gior da man ni riz zo bar mo ret bie fon san rea nal mar le one lon go gen'.split(
    ' ',
  );

/** So many different words, the well-known ones first. */
function wordsOf(count: number, seed: number, first: readonly string[]): string[] {
  const roll = seeded(seed);
  const words = new Set(first);
  while (words.size < count) {
    const length = 2 + Math.floor(roll() * 3);
    words.add(Array.from({ length }, () => syllables[Math.floor(roll() * syllables.length)]).join(''));
  }
  return [...words].map((word) => word.charAt(0).toUpperCase() + word.slice(1));
}

const familyNames = wordsOf(30_000, 1, [
  'rossi',
  'russo',
  'ferrari',
  'esposito',
  'bianchi',
  'romano',
  'colombo',
  'ricci',
  'marino',
  'greco',
  'rossini',
  'martinelli',
  'roma',
]);
const givenNames = wordsOf(1_500, 2, [
  'maria',
  'giuseppe',
  'anna',
  'antonio',
  'giovanni',
  'rosa',
  'mario',
  'luigi',
  'niccolò',
  'carlo',
  'lucia',
  'francesca',
]);
const towns = wordsOf(2_000, 3, [
  'roma',
  'milano',
  'napoli',
  'torino',
  'palermo',
  'genova',
  'bologna',
  'firenze',
  'forlì',
  'pavia',
]);
const domains = [
  'esempio.it',
  'posta.example',
  'mail.example',
  ...wordsOf(200, 4, []).map((word) => `${word.toLowerCase()}.example`),
];

/** Letters and digits of ULIDs: a different one for each index, in no order. */
const scattered = (letter: string, index: number): string =>
  `01K0000000${letter}${(Math.imul(index, 2_654_435_761) >>> 0).toString().padStart(15, '0')}`;
/** As interactions have them: the moment, then anything. */
const momentId = (ms: number, index: number): string =>
  `${encodeTime(ms)}${(Math.imul(index, 2_654_435_761) >>> 0).toString().padStart(16, '0')}`;
/** Different for each, in a range that no plan assigns. */
const numberAt = (index: number): string =>
  `+39000${((index * 48_271 + 12_345) % 100_000_000).toString().padStart(8, '0')}`;

const dayMs = 86_400_000;
const newest = Date.UTC(2026, 9, 1);

export interface Person {
  readonly name: string;
  readonly given: string;
  readonly family: string;
  readonly town: string;
  readonly code: string;
  readonly email: string | null;
  readonly numbers: readonly [string, string];
  /** The customer, then what belongs to them. */
  readonly rows: readonly Row[];
}

export function personAt(index: number): Person {
  const roll = seeded(index * 7_919 + 1);
  const common = <T>(list: readonly T[]): T => list[Math.floor(list.length * roll() ** 2.2)] as T;
  const given = common(givenNames);
  const family = common(familyNames);
  const town = common(towns);
  const isCompany = roll() < 0.12;
  const name = isCompany ? `${family} ${roll() < 0.5 ? 'Impianti' : 'Trasporti'} s.r.l.` : `${given} ${family}`;
  const code = `AU-${20_000 + index}`;
  const mailbox = `${given}.${family}.${index}`
    .normalize('NFD')
    .replace(/[^\w.]/g, '')
    .toLowerCase();
  const email = roll() < 0.85 ? `${mailbox}@${common(domains)}` : null;
  const numbers: [string, string] = [numberAt(2 * index), numberAt(2 * index + 1)];
  const id = customerIdSchema.parse(scattered('C', index));
  const customer: Row = {
    kind: 'customer',
    row: {
      id,
      portfolioId: portfolio,
      code,
      kind: isCompany ? 'company' : 'person',
      name,
      language: 'it',
      birthDate: isCompany ? null : '1970-05-17',
      taxCode: null,
      iban: roll() < 0.7 ? `IT00X${index.toString().padStart(22, '0')}` : null,
      email,
      address: { street: `Via ${common(familyNames)} ${1 + Math.floor(roll() * 120)}`, postcode: '00100', city: town },
      preference: roll() < 0.4 ? 'telefono, mattina' : null,
      phones: numbers.map((number, place) => ({
        raw: number.replace(/^\+39(\d{3})(\d{4})/, '+39 $1 $2 '),
        e164: e164Schema.parse(number),
        kind: place === 0 ? 'mobile' : 'landline',
      })),
      contracts: [{ code: `BUS-${40_000 + index}`, name: 'Fibra Impresa' }],
      mergedFrom: [],
      consents: [],
      restrictedAt: null,
      version: 1,
      needs: [],
      delegations: [],
      changedAt: {},
      suspiciousUntil: null,
      updatedAt: '2026-01-01T09:00:00.000Z',
    },
  };
  const contacts = Array.from(
    { length: 1 + Math.floor(roll() * 3) },
    (_none, n): Row => ({
      kind: 'contact',
      row: {
        id: interactionIdSchema.parse(momentId(newest - index * 30_000 - n * 40 * dayMs, index)),
        customerId: id,
        portfolioId: portfolio,
        at: new Date(newest - index * 30_000 - n * 40 * dayMs).toISOString(),
        channel: 'call',
        direction: 'incoming',
        agentName: 'Giulia Serra',
        reasonCode: 'TEC-01',
        secondary: [],
        factors: [],
        outcomeCode: 'RIS-1',
        note: 'Il cliente segnala che la linea cade la sera. Verificato il modem, aperto un controllo da remoto.',
        version: 1,
      },
    }),
  );
  const cases: Row[] =
    roll() < 0.2
      ? [
          {
            kind: 'case',
            row: {
              id: scattered('K', index),
              customerId: id,
              portfolioId: portfolio,
              number: `T-${1_000 + index}`,
              title: 'Internet assente',
              reasonCode: 'TEC-01',
              status: roll() < 0.6 ? 'closed' : 'open',
              openedAt: new Date(newest - index * 30_000).toISOString(),
              reminders: 0,
              attachments: [],
              file: null,
              version: 1,
            },
          },
        ]
      : [];
  return { name, given, family, town, code, email, numbers, rows: [customer, ...contacts, ...cases] };
}
