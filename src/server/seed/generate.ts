// Made-up customers, as many as wanted: the same number always makes the same person.
import { seeded } from '#shared/lib/seeded';
import { ownClient } from '#shared/model/demoCompany';
import type { DemoCustomer, People } from './demoFiles.ts';

/** Their telephone numbers go up from here, in a range that no plan assigns. */
const firstNumber = 1_000;
const firstCode = 20_000;

/** The customer of that index, counted from 0. */
export function generateCustomer(index: number, people: People): DemoCustomer {
  const roll = seeded(index * 7_919 + 1);
  const upTo = (count: number): number => Math.floor(roll() * count);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;

  const given = one(people.givenNames);
  const family = one(people.familyNames);
  const isCompany = roll() < 0.12;
  const name = isCompany ? one(people.companies).replace('{name}', family) : `${given} ${family}`;
  const isEnglish = !isCompany && roll() < 0.08;
  const contract = one(people.contracts);
  const secondPhone = roll() < 0.15;
  const digits = (firstNumber + index).toString().padStart(10, '0');
  return {
    client: ownClient,
    code: `AU-${firstCode + index}`,
    kind: isCompany ? 'company' : 'person',
    name,
    language: isEnglish ? 'en' : 'it',
    birthDate: isCompany ? null : dateOf(1940 + upTo(65), upTo(365)),
    taxCode: null,
    iban: roll() < 0.7 ? `IT00X${(index + 5_000).toString().padStart(22, '0')}` : null,
    email: roll() < 0.85 ? `${mailName(isCompany ? name : `${given}.${family}`)}.${index}@esempio.it` : null,
    address: { street: `${one(people.streets)} ${1 + upTo(120)}`, ...one(people.cities) },
    preference: roll() < 0.4 ? one(people.preferences) : null,
    phones: [
      { raw: `+39 ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`, kind: 'mobile' },
      ...(secondPhone ? [{ raw: `+39 001 ${digits.slice(3, 6)} ${digits.slice(6)}`, kind: 'landline' as const }] : []),
    ],
    needs: [],
    contracts: [{ code: `${contract.prefix}-${40_000 + index}`, name: contract.name }],
    cases: Array.from({ length: roll() < 0.2 ? 1 : 0 }, () => ({
      ...one(people.cases),
      number: `T-${1_000 + index}`,
      status: one(['open', 'inProgress', 'waiting', 'closed', 'closed'] as const),
      reminders: upTo(3),
      openedDaysAgo: 1 + upTo(60),
    })),
    contacts: Array.from({ length: upTo(4) }, () => ({
      ...one(people.contacts),
      direction: roll() < 0.85 ? ('incoming' as const) : ('outgoing' as const),
      agentName: one(people.agents),
      daysAgo: 1 + upTo(400),
    })),
  };
}

const dateOf = (year: number, day: number): string => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10);

/** "Niccolò D'Amico" → "niccolo.damico": letters of the plain alphabet alone. */
const mailName = (text: string): string =>
  text
    .normalize('NFD')
    .replace('ß', 'ss')
    .replace(/[^\w. -]/g, '')
    .toLowerCase()
    .replace(/[ .-]+/g, '.')
    .replace(/^\.|\.$/g, '');
