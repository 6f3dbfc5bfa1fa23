// Made-up people, calls and interactions for looking at the desk and for its tests: the exercise company, one quiet afternoon.

import {
  type DeskWorkstation,
  deskWorkstationSchema,
  type OpenInteraction,
  openInteractionSchema,
  type RecentInteraction,
  recentInteractionSchema,
} from '#shared/contract/deskData';
import {
  type CardNote,
  type CustomerCard,
  cardNoteSchema,
  customerCardSchema,
  type Match,
  type ScreenPop,
} from '#shared/contract/screenPop';
import { type Call, callSchema } from '#shared/model/call';
import { type Caller, callerSchema } from '#shared/model/caller';
import { emptyDraft, type Interaction } from '#shared/model/interaction';
import company from '../../assets/demo/company.json' with { type: 'json' };
import classification from '../../assets/lists/classification.json' with { type: 'json' };
import consents from '../../assets/privacy/consents.json' with { type: 'json' };

/** A Tuesday, 14:32 in Rome. */
export const afternoon = Date.parse('2026-11-24T13:32:00Z');

const secondMs = 1_000;
const dayMs = 86_400_000;

export const at = (ms: number): string => new Date(ms).toISOString();
export const secondsAgo = (seconds: number): string => at(afternoon - seconds * secondMs);
const daysAgo = (days: number): string => at(afternoon - days * dayMs);

/** A ULID that says which it is: `ulid('C', 3)`. */
export const ulid = (letter: string, number: number): string => `01J${letter}${String(number).padStart(22, '0')}`;

const [giulia, ...others] = company.agents;

export const workstation = (practice = false): DeskWorkstation =>
  deskWorkstationSchema.parse({
    company: { name: company.name, country: company.country, practice },
    agent: { ...giulia, id: ulid('A', 1) },
    // Of a company that answers for nobody else.
    queues: company.queues.filter((queue) => !('client' in queue || 'closed' in queue)),
    colleagues: [
      ...others.map(({ name, role, extension }, index) => ({ id: ulid('A', index + 2), name, role, extension })),
    ],
    reasons: classification.reasons,
    outcomes: classification.outcomes,
    notReadyReasons: classification.notReadyReasons,
    needKinds: [
      { code: 'email', labels: { it: 'Preferisce e-mail', en: 'Prefers e-mail' } },
      { code: 'slowly', labels: { it: 'Parlare piano e chiaro', en: 'Speak slowly and clearly' } },
      { code: 'in-writing', labels: { it: 'Vuole conferma scritta', en: 'Wants it confirmed in writing' } },
      { code: 'vulnerable', labels: { it: 'Cliente tutelato', en: 'Protected customer' }, tone: 'vulnerable' },
      { code: 'vip', labels: { it: 'Cliente di riguardo', en: 'Key customer' }, tone: 'vip' },
    ],
    greeting: company.greeting,
    consentTexts: consents.texts,
    extension: giulia?.extension,
  });

interface Person {
  readonly number: number;
  readonly name: string;
  readonly phone: string;
  readonly kind?: 'person' | 'company';
  readonly code?: string;
  readonly email?: string | null;
  readonly address?: CustomerCard['customer']['address'];
  readonly preference?: string | null;
  readonly contract?: { code: string; name: string };
  readonly cases?: readonly { number: string; title: string; days: number; reminders: number }[];
  readonly contacts?: readonly { days: number; channel: 'call' | 'chat' | 'email'; reason: string; note: string }[];
  readonly pendingFields?: CustomerCard['pendingFields'];
  readonly consents?: CustomerCard['customer']['consents'];
  readonly restrictedAt?: string;
}

export const cardOf = (person: Person): CustomerCard =>
  customerCardSchema.parse({
    customer: {
      id: ulid('C', person.number),
      portfolioId: 'company',
      code: person.code ?? `AU-${10000 + person.number}`,
      kind: person.kind ?? 'person',
      name: person.name,
      language: 'it',
      birthDate: '1979-11-23',
      taxCode: null,
      iban: 'IT00X0000000000000000004417',
      email: person.email ?? null,
      address: person.address ?? null,
      preference: person.preference ?? null,
      phones: [{ raw: person.phone, e164: person.phone.replaceAll(' ', ''), kind: 'mobile' }],
      contracts: person.contract === undefined ? [] : [person.contract],
      consents: person.consents ?? [],
      restrictedAt: person.restrictedAt ?? null,
      version: 3,
      updatedAt: daysAgo(7),
    },
    pendingFields: person.pendingFields ?? [],
    openCases: (person.cases ?? []).map(({ number, title, days, reminders }) => ({
      id: `case-${number}`,
      customerId: ulid('C', person.number),
      portfolioId: 'company',
      number,
      title,
      reasonCode: 'TEC-01',
      status: 'inProgress',
      openedAt: daysAgo(days),
      reminders,
      version: 1,
      pending: false,
    })),
    closedCases: 0,
    moreContacts: false,
    lastNotes: [],
    notes: 0,
    lastContacts: (person.contacts ?? []).map(({ days, channel, reason, note }, index) => ({
      id: ulid('D', person.number * 10 + index),
      customerId: ulid('C', person.number),
      portfolioId: 'company',
      at: daysAgo(days),
      channel,
      direction: 'incoming',
      agentName: 'Luca Moro',
      reasonCode: reason,
      outcomeCode: 'RIS-2',
      note,
      version: 1,
    })),
  });

/** Written by this agent just now, unless told otherwise. */
export const noteOf = ({ customer }: CustomerCard, differing: Partial<CardNote> = {}): CardNote =>
  cardNoteSchema.parse({
    id: ulid('N', 1),
    customerId: customer.id,
    portfolioId: customer.portfolioId,
    text: 'Preferisce essere richiamato la mattina.',
    agentId: ulid('A', 1),
    agentName: 'Giulia Serra',
    at: secondsAgo(600),
    editedAt: null,
    version: 1,
    pending: false,
    ...differing,
  });

export const carlo = cardOf({
  number: 3,
  name: 'Carlo Bassi',
  phone: '+39 000 000 0103',
  email: 'c.bassi@esempio.it',
  address: { street: 'Via dei Fabbri 12', postcode: '27100', city: 'Pavia' },
  preference: 'telefono, mattina',
  contract: { code: 'BUS-30088', name: 'Fibra Impresa' },
  cases: [{ number: 'T-21', title: 'Internet assente', days: 21, reminders: 2 }],
  contacts: [
    { days: 7, channel: 'call', reason: 'INF-05', note: '«Richiamare entro domani». Non risulta richiamato.' },
    { days: 14, channel: 'call', reason: 'INF-05', note: 'Chiede una data certa.' },
    { days: 21, channel: 'chat', reason: 'TEC-01', note: 'LED linea rosso, cavo verificato.' },
  ],
});

export const marta = cardOf({
  number: 11,
  name: 'Marta Bassi',
  code: 'AU-18220',
  phone: '+39 000 000 0103',
  contacts: [{ days: 128, channel: 'call', reason: 'FAT-01', note: 'Spiegata la voce «attivazione».' }],
});

export const ferramenta = cardOf({
  number: 12,
  name: 'Bassi Ferramenta s.n.c.',
  code: 'AU-10391',
  kind: 'company',
  phone: '+39 000 000 0103',
  contacts: [{ days: 730, channel: 'email', reason: 'CTR-05', note: 'Inviate le condizioni.' }],
});

export const elisa = cardOf({
  number: 6,
  name: 'Elisa Grandi',
  phone: '+39 000 000 0106',
  email: 'elisa.grandi@esempio.it',
  address: { street: 'Viale Po 3', postcode: '26100', city: 'Cremona' },
  contract: { code: 'FIB-23307', name: 'Fibra Casa' },
  pendingFields: ['email'],
  contacts: [{ days: 32, channel: 'call', reason: 'FAT-02', note: 'Contesta la fattura 3307.' }],
});

export const numberOf = (card: CustomerCard): Caller =>
  callerSchema.parse({
    kind: 'number',
    number: card.customer.phones[0]?.raw,
    e164: card.customer.phones[0]?.e164,
    displayName: null,
  });

export const caller = (number: string): Caller =>
  callerSchema.parse({ kind: 'number', number, e164: number.replaceAll(' ', ''), displayName: null });

interface Past {
  readonly number?: number;
  readonly customer?: CustomerCard | null;
  readonly caller?: Caller;
  readonly end?: RecentInteraction['end'];
  readonly answered?: boolean;
  readonly reasonCode?: string | null;
  readonly note?: string;
  readonly minutesAgo?: number;
}

export const recentOf = ({ customer = carlo, ...past }: Past = {}): RecentInteraction =>
  recentInteractionSchema.parse({
    id: ulid('P', past.number ?? 1),
    direction: 'incoming',
    caller: past.caller ?? numberOf(customer ?? carlo),
    customer: customer === null ? null : { id: customer.customer.id, name: customer.customer.name },
    answered: past.answered ?? true,
    end: past.end ?? 'hungUpThere',
    reasonCode: past.reasonCode ?? null,
    note: (past.note ?? '').replace(/\s+/g, ' ').slice(0, 160),
    restricted: customer !== null && customer.customer.restrictedAt !== null,
    endedAt: secondsAgo(60 * (past.minutesAgo ?? 5)),
  });

interface Situation {
  readonly number?: number;
  readonly caller?: Caller;
  readonly match?: Match;
  readonly handover?: ScreenPop['handover'];
  readonly stage?: Interaction['stage'];
  readonly draft?: Partial<Interaction['draft']>;
  readonly language?: 'it' | 'en';
  readonly wrapUpUntil?: string;
}

export const interactionOf = (situation: Situation = {}): OpenInteraction => {
  const who = situation.caller ?? numberOf(carlo);
  const answered = situation.stage === 'live' || situation.stage === 'wrapUp';
  return openInteractionSchema.parse({
    interaction: {
      id: ulid('X', situation.number ?? 1),
      channel: 'call',
      direction: 'incoming',
      stage: situation.stage ?? 'ringing',
      caller: who,
      queueId: 'support',
      language: situation.language ?? 'it',
      continues: null,
      startedAt: secondsAgo(140),
      answeredAt: answered ? secondsAgo(134) : null,
      endedAt: situation.stage === 'wrapUp' ? secondsAgo(42) : null,
      closedAt: null,
      wrapUpUntil: situation.wrapUpUntil ?? null,
      draft: { ...emptyDraft, ...situation.draft },
    },
    pop: {
      caller: who,
      match: situation.match ?? { kind: 'number', cards: [carlo] },
      handover: situation.handover ?? { kind: 'none' },
    },
  });
};

export const callFor = (open: OpenInteraction, change: Partial<Call> = {}): Call =>
  callSchema.parse({
    id: ulid('K', Number(open.interaction.id.slice(-2))),
    interactionId: open.interaction.id,
    direction: 'incoming',
    caller: open.interaction.caller,
    queue: 'support',
    waitedSeconds: 45,
    language: open.interaction.language,
    handedOver: null,
    parking: null,
    purpose: { kind: 'contact' },
    customerId: null,
    startedAt: secondsAgo(3),
    phase: { kind: 'ringing', silenced: false },
    ...change,
  });

export const talking = (
  change: Partial<Extract<Call['phase'], { kind: 'talking' }>> = {},
): Extract<Call['phase'], { kind: 'talking' }> => ({
  kind: 'talking',
  answeredAt: secondsAgo(134),
  hold: { wanted: false, actual: false },
  heldSince: null,
  mute: false,
  transfer: { kind: 'none' },
  ...change,
});
