// What is known for the places of a letter, written as its language writes it. Pure.
import { type Day, dayOf } from '#shared/model/calendar';
import { type CaseRules, profileFor } from '#shared/model/caseActs';
import { type CaseFile, dueOfKind, FRONT_LINE } from '#shared/model/caseFile';
import { inThrees } from '#shared/model/caseNumber';
import type { CaseLists } from '#shared/model/caseRules';
import type { Customer } from '#shared/model/customer';
import type { Language } from '#shared/model/ids';
import type { Facts } from '#shared/model/letters';
import { words } from './words.ts';

export interface About {
  readonly file: CaseFile;
  readonly customer: Customer;
  readonly lists: CaseLists;
  readonly rules: CaseRules;
  /** As the customer knows it. */
  readonly company: string;
}

/** "27 novembre 2026", "27 November 2026"; the first of a month is "1º" in Italian. */
export function dayInWords(day: Day, language: Language): string {
  const text = new Intl.DateTimeFormat({ it: 'it-IT', en: 'en-GB' }[language], {
    ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  }).format(new Date(`${day}T12:00:00Z`));
  return language === 'it' ? text.replace(/^1 /, '1º ') : text;
}

/** "40,00 €", "€40.00". */
export const euros = (cents: number, language: Language): string =>
  new Intl.NumberFormat({ it: 'it-IT', en: 'en-GB' }[language], { style: 'currency', currency: 'EUR' }).format(
    cents / 100,
  );

/** Name and address, line by line, as on an envelope. */
export function recipientOf({ name, address }: Pick<Customer, 'name' | 'address'>): string[] {
  if (address === null) return [name];
  const { street, postcode, city } = address;
  return [name, street, `${postcode} ${city}`].map((line) => line.trim()).filter((line) => line !== '');
}

/** In cents; 0: none is due. */
export const indemnityOf = ({ proposal }: CaseFile): number => proposal?.indemnityCents ?? 0;
export const isIndemnityDue = (file: CaseFile): boolean => indemnityOf(file) > 0;

/** By whom it is written is said by name: the customer may ask for them. */
export function factsOf(
  { file, customer, lists, rules, company }: About,
  agent: string,
  at: Date,
  language: Language,
): Facts {
  const { calendar } = rules;
  const said = words[language];
  const inWords = (day: Day) => dayInWords(day, language);
  const due = dueOfKind(file, file.kind === 'complaint' ? 'answer' : 'target');
  const office = lists.backOffices.find(({ code }) => code === file.backOffice);
  const { stage } = file;
  const body = bodyOf({ file, rules });
  return {
    'customer.name': customer.name,
    'customer.address': recipientOf(customer).slice(1).join(', '),
    number: inThrees(file.number),
    received: inWords(dayOf(file.receivedAt, calendar)),
    ...(due?.end.state === 'running' && { due: inWords(due.end.day) }),
    agent,
    office: office === undefined || office.code === FRONT_LINE ? said.customerService : office.name[language],
    company,
    today: inWords(dayOf(at.toISOString(), calendar)),
    contract: file.contract ?? '',
    words: unstopped(file.words),
    remedy: unstopped(file.remedy),
    ...('missing' in stage && { missing: unstopped(stage.missing), missingBy: inWords(stage.remindOn) }),
    ...(body !== null && { body: unstopped(body.name[language]), bodyHow: body.how[language] }),
    ...(isIndemnityDue(file) && { amount: euros(indemnityOf(file), language) }),
    ...('outcome' in stage && { outcome: said.outcomes[stage.outcome] }),
  };
}

/** Where the customer may turn if the answer does not satisfy them; null: a case that is no complaint, or a sector without one. */
export function bodyOf({ file, rules }: Pick<About, 'file' | 'rules'>) {
  if (file.kind !== 'complaint') return null;
  const { stage } = file;
  const { bodies } = profileFor(file.channel, rules);
  return (stage.step === 'adr' ? bodies.find(({ code }) => code === stage.body) : undefined) ?? bodies[0] ?? null;
}

/** Within a sentence that goes on, what ends with a stop of its own does not have it. */
export const unstopped = (text: string): string => text.trim().replace(/\.$/, '');
