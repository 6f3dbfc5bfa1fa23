// Consents on the card and in their sheet; customers whose data may be kept and not be used: on the card, ringing, on the lists.
import { FailureError } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { ConsentWord, RecordedWord } from '#shared/model/consent';
import { boards } from '#test/support/deskBoards';
import {
  afternoon,
  at,
  callFor,
  cardOf,
  carlo,
  interactionOf,
  numberOf,
  recentOf,
  secondsAgo,
  talking,
  ulid,
} from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, press } from './gestures.ts';

const day = 86_400;
const word = (purpose: string, said: ConsentWord['word'], daysAgo: number): ConsentWord => ({
  ...{ purpose, word: said, at: secondsAgo(daysAgo * day + 4_000), channel: daysAgo > 100 ? 'letter' : 'call' },
  edition: said === 'given' ? '2026-1' : null,
});

const given = [word('marketing', 'given', 40), word('survey', 'given', 40)];
const withdrawn = [...given, word('survey', 'withdrawn', 3)];
const objected = [...given, word('marketing', 'objected', 12), word('survey', 'withdrawn', 3)];

const carloWith = (differing: Partial<CustomerCard['customer']>, rest: Partial<CustomerCard> = {}): CustomerCard => ({
  ...carlo,
  ...rest,
  customer: { ...carlo.customer, ...differing },
});

/** As it reaches a PC: who they are, and nothing that could be used. */
const restrictedCard = carloWith(
  {
    ...{ restrictedAt: secondsAgo(9 * day), phones: [], email: null, address: null, preference: null, iban: null },
    ...{ contracts: [], birthDate: null, consents: withdrawn },
  },
  {
    openCases: carlo.openCases.map((found) => ({ ...found, title: '' })),
    lastContacts: carlo.lastContacts.map((contact) => ({ ...contact, note: '' })),
  },
);

/** The newest first, as far as the card tells. */
const historyOf = ({ customer }: CustomerCard): RecordedWord[] =>
  customer.consents
    .map((one, index): RecordedWord => ({ ...one, id: ulid('W', index), by: index < 2 ? 'Luca Moro' : 'Giulia Serra' }))
    .sort((one, other) => other.at.localeCompare(one.at));

function withOfficer(programs: DeskPrograms, card: CustomerCard = carlo): DeskPrograms {
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') {
    session.workstation.colleagues.push({
      ...{ id: ulid('A', 50) as never, name: 'Elena Ricci', role: 'privacy', extension: '1300' },
    });
  }
  programs.answers.data.consentHistory = () => historyOf(card);
  return programs;
}

/** A conversation with the customer of that card. */
function inCall(card: CustomerCard): DeskPrograms {
  const open = interactionOf({
    match: { kind: 'number', cards: [card] },
    stage: 'live',
    draft: { customerId: card.customer.id, identification: 'strong' },
  });
  return withOfficer(
    createDeskPrograms({
      phone: {
        ...readyPhone(),
        availability: { ...readyPhone().availability, heldOffBy: 'call' },
        calls: [callFor(open, { startedAt: secondsAgo(95), phase: talking({}) })],
      },
      data: { ...quietData(), open: [open] },
    }),
    card,
  );
}

function ringing(...cards: CustomerCard[]): DeskPrograms {
  const open = interactionOf({ match: { kind: 'number', cards } });
  return withOfficer(
    createDeskPrograms({
      phone: {
        ...readyPhone(),
        availability: { ...readyPhone().availability, heldOffBy: 'call' },
        calls: [callFor(open)],
      },
      data: { ...quietData(), open: [open] },
    }),
  );
}

const sheet = (card: CustomerCard, ...gestures: NonNullable<GalleryState['gestures']>): GalleryState => ({
  programs: inCall(card),
  gestures: [press('Alt+z'), ...gestures],
});

/** The service is away: what is said here waits. */
function away(): DeskPrograms {
  const programs = inCall(carloWith({ consents: given }, { pendingPurposes: ['survey'] }));
  programs.state.data.sync = {
    ...programs.state.data.sync,
    link: { kind: 'offline', sinceAt: secondsAgo(240) },
    outbox: { waiting: 1, setAside: 0 },
  };
  programs.answers.data.consentHistory = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  return programs;
}

/** On a page of its own, without a call: a letter has come. */
function onPage(card: CustomerCard): DeskPrograms {
  const programs = withOfficer(
    createDeskPrograms({ data: { ...quietData(), recent: [recentOf({ customer: card, caller: numberOf(carlo) })] } }),
    card,
  );
  programs.answers.data.getCustomer = () => card;
  return programs;
}

function barredCallbacks(): DeskPrograms {
  const programs = onPage(restrictedCard);
  const now = boards();
  const callbacks = (now.callbacks?.callbacks ?? []).map((row, nth) => {
    if (nth === 0) return { ...row, number: null, barred: 'restricted' as const };
    return nth === 1 ? { ...row, number: null, purpose: 'marketing', barred: 'noConsent' as const } : row;
  });
  programs.state.data.boards = { ...now, callbacks: { asOf: at(afternoon), callbacks, recontacts: [] } };
  return programs;
}

export const consentStates: Readonly<Record<string, () => GalleryState>> = {
  'consents-none': () => sheet(carloWith({ consents: [] })),
  'consents-given': () => sheet(carloWith({ consents: given }), press('ArrowDown')),
  'consents-withdrawn': () => sheet(carloWith({ consents: withdrawn }), press('ArrowDown')),
  'consents-objected': () => sheet(carloWith({ consents: objected })),
  'consents-english': () => sheet(carloWith({ consents: [], language: 'en' })),
  'consents-away': () => ({ programs: away(), gestures: [press('Alt+z')] }),
  'consents-on-card': () => ({
    programs: inCall(carloWith({ consents: objected }, { pendingPurposes: ['marketing'] })),
  }),
  'consents-by-letter': () => ({
    programs: onPage(carloWith({ consents: given })),
    gestures: [click('open-recent'), press('Alt+z')],
  }),
  'restricted-card': () => ({ programs: onPage(restrictedCard), gestures: [click('open-recent')] }),
  'restricted-in-call': () => ({ programs: inCall(restrictedCard) }),
  'restricted-rings': () => ({ programs: ringing(restrictedCard) }),
  'restricted-among-others': () => ({
    programs: ringing(restrictedCard, cardOf({ number: 61, name: 'Paola Bassi', phone: '+39 000 000 0103' })),
  }),
  'restricted-waiting': () => ({
    programs: withOfficer(
      createDeskPrograms({
        data: {
          ...quietData(),
          recent: [recentOf({ customer: restrictedCard, caller: { kind: 'withheld' } })],
        },
      }),
    ),
  }),
  'restricted-callbacks': () => ({ programs: barredCallbacks(), gestures: [click('toCall')] }),
};
