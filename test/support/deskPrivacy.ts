// Privacy as whoever answers for it sees it on the desk: requests, holds, rules, breaches, the record of processing.
import { type AuditPage, auditPageSchema } from '#shared/protocol/audit';
import {
  type ConsentEdition,
  consentEditionsSchema,
  type ErasureOutlook,
  erasureOutlookSchema,
  type PrivacyOverview,
  type PrivacyPerson,
  type ProcessingRecord,
  privacyOverviewSchema,
  privacyPersonSchema,
  processingRecordSchema,
} from '#shared/protocol/privacy';
import { afternoon, at, carlo, ferramenta, marta, ulid } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms } from './deskPrograms.ts';

const dayMs = 86_400_000;
const named = ({ customer: { id, code, name } }: typeof carlo) => ({ id, code, name });
const dayFrom = (days: number) => at(afternoon + days * dayMs).slice(0, 10);

export const privacyRequest = (nth: number, kind: string, dueIn: number, changed: object = {}) => ({
  ...{ id: ulid('R', nth), kind, receivedAt: at(afternoon + (dueIn - 30) * dayMs), channel: 'letter' },
  ...{ identified: 'standard', words: 'Chiede che cosa si sa di lei.', takenBy: 'Giulia Serra', dueOn: dayFrom(dueIn) },
  ...{ prolongedTo: null, prolongedWhy: null, state: 'open', decision: null, doneAt: null, customer: named(marta) },
  ...changed,
});

export const breachOf = (nth: number, hoursAgo: number, changed: object = {}) => ({
  ...{ id: ulid('B', nth), foundAt: at(afternoon - hoursAgo * 3_600_000), reportedAt: at(afternoon - 3_600_000) },
  ...{ reportedBy: 'Giulia Serra', authorityDue: at(afternoon + (72 - hoursAgo) * 3_600_000), risk: null, why: '' },
  ...{ authorityToldAt: null, personsToldAt: null, closedAt: null, lessons: '' },
  facts: {
    what: 'Un’e-mail con l’elenco delle disdette è partita verso un indirizzo sbagliato',
    nature: ['confidentiality'],
    data: 'nomi e codici cliente',
    people: 40,
    measures: 'chiesto a chi l’ha ricevuta di cancellarla',
  },
  ...changed,
});

export const telling = (nth: number, recipient: string, what: string, changed: object = {}) => ({
  ...{ id: ulid('T', nth), recipient, what, fields: [], why: '', at: at(afternoon - nth * 3 * dayMs), toldAt: null },
  ...{ customerId: marta.customer.id, customer: named(marta) },
  ...changed,
});

const rule = (code: string, what: string, keptFor: string, why: object, changed: object = {}) => ({
  ...{ code, what, keptFor, why, portfolioId: null, reasonGroup: null, basis: 'contract', inForce: false },
  ...{ confirmedAt: null, ...changed },
});

const rules = [
  rule('contacts', 'contacts', 'P24M', {
    it: 'Note dei contatti: 24 mesi dal contatto, per dare seguito alle richieste',
    en: 'Notes of contacts: 24 months from the contact, to follow up requests',
  }),
  rule(
    'contacts-complaints',
    'contacts',
    'P10Y',
    {
      it: 'Fascicolo dei reclami: 10 anni (art. 2946 c.c.; alcuni settori chiedono di più)',
      en: 'Complaint files: 10 years (Italian civil code art. 2946; some sectors ask for more)',
    },
    { reasonGroup: 'REC', basis: 'legalObligation' },
  ),
  rule(
    'lost-calls',
    'lostCalls',
    'P14D',
    { it: 'Chiamate perse: 14 giorni, per richiamare', en: 'Lost calls: 14 days, to call back' },
    { inForce: true, basis: 'legitimateInterest', confirmedAt: at(afternoon - 40 * dayMs) },
  ),
];

const report = (deleted: number, due: number, holds: number) =>
  rules.map(({ code, what, inForce }) => ({
    ...{ rule: code, what, inForce, due, deleted, emptied: 0 },
    heldBack: { holds, openCases: 0 },
  }));

export const privacyOverview = (changed: object = {}): PrivacyOverview =>
  privacyOverviewSchema.parse({
    requests: [
      privacyRequest(1, 'erasure', -2, { customer: named(carlo) }),
      privacyRequest(2, 'access', 5),
      privacyRequest(3, 'rectification', 21, { customer: named(ferramenta), channel: 'email' }),
      privacyRequest(4, 'objection', 28, { customer: null }),
      privacyRequest(5, 'portability', 3, { state: 'done', decision: 'Copia consegnata', doneAt: at(afternoon) }),
    ],
    holds: [
      {
        ...{ id: ulid('V', 1), customer: named(carlo), reason: 'Causa in corso', reference: 'R.G. 1204/2026' },
        ...{ placedAt: at(afternoon - 90 * dayMs), reviewOn: dayFrom(120) },
      },
      {
        ...{ id: ulid('V', 2), customer: named(ferramenta), reason: 'Reclamo all’autorità', reference: 'Prot. 88' },
        ...{ placedAt: at(afternoon - 400 * dayMs), reviewOn: dayFrom(-3) },
      },
    ],
    restrictions: [{ customer: named(marta), since: at(afternoon - 6 * dayMs), why: 'contesta l’esattezza dei dati' }],
    rules,
    lastPurge: { at: at(afternoon - 10 * 3_600_000), dry: false, report: report(31, 33, 2) },
    lastDryRun: { at: at(afternoon - 1_800_000), dry: true, report: report(1_204, 1_240, 36) },
    breaches: [
      breachOf(1, 31),
      breachOf(2, 75, { risk: 'high', why: 'dati di pagamento', facts: { ...breachOf(2, 0).facts, people: null } }),
      breachOf(3, 200, {
        ...{
          risk: 'none',
          why: 'disco cifrato',
          closedAt: at(afternoon - 86_400_000),
          lessons: 'portatili in cassaforte',
        },
      }),
    ],
    tellings: [
      telling(1, 'HubSpot vendite', 'rectified', { fields: ['name', 'iban'], why: 'nome sbagliato sul contratto' }),
      telling(2, 'Zoho assistenza', 'erased', { customer: null }),
      telling(3, 'HubSpot vendite', 'restricted', { toldAt: at(afternoon - 2 * dayMs) }),
    ],
    processings: [],
    ...changed,
  });

export const emptyPrivacy = (): PrivacyOverview =>
  privacyOverview({
    ...{ requests: [], holds: [], restrictions: [], tellings: [], breaches: [] },
    ...{ lastPurge: null, lastDryRun: null },
  });

const offers = { it: 'Offerte', en: 'Offers' };
const asksFor = (channels: string) => ({
  it: `Possiamo usare i Suoi recapiti per informarLa di nostre offerte, per ${channels}?`,
  en: `May we use your contact details to tell you of our offers, by ${channels}?`,
});

export const consentEditions = (): ConsentEdition[] =>
  consentEditionsSchema.parse({
    texts: [
      {
        ...{ purpose: 'marketing', name: offers, edition: '2026-3', fromDay: dayFrom(20), standing: 'coming' },
        ...{ text: asksFor('telefono, SMS, e-mail'), given: 0, stands: 0 },
      },
      {
        ...{ purpose: 'marketing', name: offers, edition: '2026-2', fromDay: dayFrom(-40), standing: 'current' },
        ...{ text: asksFor('telefono, e-mail'), given: 1_204, stands: 1_150 },
      },
      {
        ...{ purpose: 'marketing', name: offers, edition: '2026-1', fromDay: dayFrom(-400), standing: 'past' },
        ...{ text: asksFor('telefono'), given: 1, stands: 1 },
      },
    ],
  }).texts;

export const freeToErase = (): ErasureOutlook =>
  erasureOutlookSchema.parse({
    bindings: [],
    held: [
      { what: { it: 'Anagrafica', en: 'Personal details' }, rows: 1 },
      { what: { it: 'Contatti', en: 'Contacts' }, rows: 14 },
      { what: { it: 'Numeri di telefono', en: 'Telephone numbers' }, rows: 2 },
    ],
    toTell: ['HubSpot vendite'],
  });

export const boundToStay = (): ErasureOutlook =>
  erasureOutlookSchema.parse({
    ...freeToErase(),
    bindings: [
      { kind: 'hold', reason: 'Causa in corso', reference: 'R.G. 1204/2026', reviewOn: dayFrom(120) },
      { kind: 'openCase', number: '2026-00417' },
      { kind: 'rule', code: 'contacts-complaints', why: rules[1]?.why, rows: 3, until: dayFrom(2_000) },
    ],
  });

export const personOf = ({ customer }: typeof carlo): PrivacyPerson => {
  const { id, code, name, birthDate, taxCode, iban, address } = customer;
  return privacyPersonSchema.parse({
    ...{ id, code, name, birthDate, taxCode, iban, city: address?.city ?? null, onHold: false, restricted: false },
  });
};

const both = (it: string, en: string) => ({ it, en });

export const processingRecord = (changed: object = {}): ProcessingRecord =>
  processingRecordSchema.parse({
    ...{ edition: '4f0a91c27bd3', at: at(afternoon), company: 'Aurora Servizi S.p.A.', clients: ['Borea S.p.A.'] },
    processings: [
      {
        code: 'care',
        basis: 'contract',
        confirmed: true,
        purpose: both(
          'Assistenza ai clienti: rispondere alle chiamate, dare seguito alle richieste, richiamare',
          'Customer care: answering calls, following up requests, calling back',
        ),
        subjects: both('Clienti, chi chiama per loro', 'Customers, whoever calls for them'),
        categories: both(
          'Dati anagrafici e di contatto, contratti, pratiche',
          'Identity, contact details, contracts, cases',
        ),
        recipients: both(
          'Gli operatori delle code del cliente; il committente',
          'Agents of the queues; the client company',
        ),
        transfers: both('Nessuno fuori dallo Spazio economico europeo', 'None outside the European Economic Area'),
      },
      {
        ...{ code: 'marketing', basis: 'consent', confirmed: false },
        purpose: both('Offerte e sondaggi, solo a chi ha dato il consenso', 'Offers and surveys, with consent alone'),
        subjects: both('Clienti che hanno dato il consenso', 'Customers who have consented'),
        categories: both('Dati di contatto, consensi', 'Contact details, consents'),
        recipients: both('Operatori', 'Agents'),
        transfers: both('Nessuno', 'None'),
      },
    ],
    connectors: [
      {
        ...{
          name: 'HubSpot vendite',
          crm: 'HubSpot',
          address: 'https://api.hubapi.com',
          client: 'Aurora Servizi S.p.A.',
        },
        ...{ active: true, writesCalls: true },
        read: [both('nome', 'name'), both('e-mail', 'e-mail'), both('numeri di telefono', 'telephone numbers')],
      },
    ],
    services: [
      {
        what: both('Centralino: le chiamate e i loro numeri', 'Telephone system: calls and their numbers'),
        where: 'pbx.esempio.it:8089',
      },
    ],
    held: [
      { what: both('Anagrafica', 'Personal details'), rows: 1_204_331 },
      { what: both('Contatti', 'Contacts'), rows: 4_410_093 },
    ],
    retention: rules.map(({ why, keptFor, basis, inForce }) => ({ why, keptFor, basis, inForce })),
    roles: { agent: 42, lead: 4, admin: 2, privacy: 1 },
    supervision: null,
    security: [both('Sui posti di lavoro i dati sono cifrati', 'On workstations data are encrypted')],
    ...changed,
  });

/** The desk of whoever answers for privacy. */
const entry = (nth: number, action: string, changed: object = {}) => ({
  ...{ id: String(400 - nth), at: at(afternoon - nth * 1_500_000), actor: ulid('A', 1), role: 'agent', action },
  ...{ subject: { kind: 'customer', ids: [marta.customer.id] }, detail: {}, reason: null, seq: 400 - nth },
  ...changed,
});

export const auditPage = (changed: object = {}): AuditPage =>
  auditPageSchema.parse({
    entries: [
      entry(1, 'customerViewed', { seq: null }),
      entry(2, 'customerChanged', { detail: { fields: ['email', 'phones'] } }),
      entry(3, 'customersFound', {
        subject: {
          kind: 'customer',
          ids: [...[marta, carlo, ferramenta].map(({ customer }) => customer.id), ulid('C', 97), ulid('C', 98)],
        },
      }),
      entry(4, 'auditRead', {
        ...{ actor: ulid('A', 2), role: 'privacy', subject: null },
        ...{ detail: { subject: marta.customer.id }, reason: 'Richiesta di accesso 14/2026' },
      }),
      entry(5, 'privacyStep', {
        ...{ actor: ulid('A', 2), role: 'privacy', subject: { kind: 'customer', ids: [ulid('C', 99)] } },
        detail: { step: 'erase', rows: 41 },
      }),
      entry(6, 'auditCut', { actor: null, role: null, subject: null, detail: { upTo: 120 } }),
      entry(7, 'inventedLater', { actor: ulid('A', 9) }),
    ],
    more: true,
    names: {
      agents: [
        { id: ulid('A', 1), name: 'Giulia Serra' },
        { id: ulid('A', 2), name: 'Sara Conti' },
      ],
      customers: [marta, carlo, ferramenta].map(named),
    },
    ...changed,
  });

export function officerPrograms(overview: PrivacyOverview = privacyOverview()): DeskPrograms {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = 'privacy';
  programs.answers.data.privacyOverview = () => overview;
  programs.answers.data.privacyStep = () => ({ overview, toTell: [] });
  programs.answers.data.erasureOutlook = () => freeToErase();
  programs.answers.data.auditPage = () => auditPage();
  programs.answers.data.proveAudit = () => ({ upTo: `399:${'3f'.repeat(32)}`, brokenAt: null });
  programs.answers.data.consentEditions = () => consentEditions();
  programs.answers.data.processingRecord = () => processingRecord();
  programs.answers.data.privacyPeople = ({ text }) =>
    [carlo, marta, ferramenta]
      .map(personOf)
      .filter(({ name, code }) => `${name} ${code}`.toLowerCase().includes(text.toLowerCase()));
  return programs;
}
