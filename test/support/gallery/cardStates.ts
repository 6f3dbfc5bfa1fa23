// A customer's card and what opens from it.

import { FailureError } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { ShownItem } from '#shared/contract/timeline';
import { channelSchema } from '#shared/model/channel';
import type { FieldChange } from '#shared/protocol/history';
import { newestFirst, placeOf } from '#shared/protocol/timeline';
import { callFor, carlo, interactionOf, noteOf, secondsAgo, talking, ulid } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, type } from './gestures.ts';

const day = 86_400;

/** Carlo's card on a page of its own. */
const ofCarlo = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [type('search-input', 'carlo'), press('Enter'), ...gestures],
});

const change = (id: number, daysAgo: number, what: Partial<FieldChange>): FieldChange => ({
  id,
  field: 'email',
  was: null,
  becomes: null,
  at: secondsAgo(daysAgo * day + 5_000),
  by: 'Luca Moro',
  cause: 'edit',
  ...what,
});

const changes: readonly FieldChange[] = [
  change(9, 0, { was: 'carlo.bassi@esempio.it', becomes: 'c.bassi@esempio.it', by: 'Giulia Serra' }),
  change(8, 7, {
    field: 'phones',
    was: [{ raw: '+39 000 000 0777', e164: '+390000000777', kind: 'mobile' }],
    becomes: carlo.customer.phones,
  }),
  change(7, 7, {
    field: 'address',
    was: {
      street: 'Viale dell’Industria e dell’Artigianato 128, scala C interno 14',
      postcode: '27100',
      city: 'Pavia',
    },
    becomes: carlo.customer.address,
    cause: 'notTaken',
  }),
  change(6, 60, {
    field: 'iban',
    was: 'IT00X0000000000000000003301',
    becomes: carlo.customer.iban,
    cause: 'privacy',
    by: 'Sara Neri',
  }),
  change(5, 430, { field: 'preference', was: null, becomes: 'telefono, mattina', cause: 'import', by: '' }),
  change(4, 800, { field: 'taxCode', was: 'X', becomes: 'Y', cause: 'connector', by: '' }),
];

function withHistory(told: readonly FieldChange[], more = false): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.history = ({ field }) => ({
    changes: told.filter((one) => field === null || one.field === field),
    more,
  });
  return programs;
}

/** The service is away: what was written here waits. */
function away(): DeskPrograms {
  const programs = createDeskPrograms();
  programs.state.data.sync = {
    ...programs.state.data.sync,
    link: { kind: 'offline', sinceAt: secondsAgo(240) },
    outbox: { waiting: 1, setAside: 0 },
  };
  programs.answers.data.history = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  programs.answers.data.unsentChanges = () => [
    { field: 'email', was: 'c.bassi@esempio.it', becomes: 'carlo@esempio.it', at: secondsAgo(120) },
  ];
  return programs;
}

const long =
  'Vuole essere chiamato per cognome. Ogni comunicazione va anche alla sorella, che segue la pratica dal 2019 e ha la delega firmata; in ufficio risponde solo dopo le diciotto, mai di venerdì. ';

/** Three notes, closed cases, contacts on every channel, a long name. */
const full: CustomerCard = {
  ...carlo,
  customer: {
    ...carlo.customer,
    name: 'Maria Antonietta Bassi Quattrocchi della Valle',
    needs: [
      { code: 'email', detail: 'mai dopo le 18, e sempre con il numero della pratica nell’oggetto' },
      { code: 'slowly', detail: '' },
    ],
    contracts: [
      ...carlo.customer.contracts,
      { code: 'FIB-23307', name: 'Fibra Casa' },
      { code: 'MOB-55120', name: 'Mobile Famiglia 5 linee' },
    ],
  },
  lastNotes: [
    noteOf(carlo, {
      id: ulid('N', 3) as never,
      text: 'Richiamare solo la mattina.',
      pending: true,
      at: secondsAgo(300),
    }),
    noteOf(carlo, { id: ulid('N', 2) as never, text: long, at: secondsAgo(9_000), editedAt: secondsAgo(8_000) }),
    noteOf(carlo, {
      id: ulid('N', 1) as never,
      text: 'Parla per conto della ditta.',
      at: secondsAgo(41 * day),
      agentId: null,
      agentName: 'Luca Moro',
    }),
  ],
  notes: 7,
  closedCases: 4,
  moreContacts: true,
};

function withCard(card: CustomerCard, items: readonly ShownItem[] = []): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.getCustomer = () => card;
  programs.answers.data.timeline = ({ kinds, before }) => {
    const older = items.filter(
      (item) => kinds.includes(item.kind) && (before === null || newestFirst(before, placeOf(item)) < 0),
    );
    return { items: older.slice(0, 50), more: older.length > 50 };
  };
  return programs;
}

const reasons = ['INF-05', 'TEC-01', 'FAT-01', 'REC-04', null];

/** Every few hours one, back to years ago. */
const items = (count: number): ShownItem[] =>
  Array.from({ length: count }, (_none, n): ShownItem => {
    const at = secondsAgo(n * 4.3 * 3_600 + 5_000);
    if (n % 11 === 4)
      return {
        kind: 'note',
        row: noteOf(carlo, {
          id: ulid('N', n + 10) as never,
          text: n % 2 ? long : 'Preferisce la sera.',
          at,
          agentId: null,
        }),
      };
    if (n % 13 === 6)
      return {
        kind: 'case',
        row: {
          ...(carlo.openCases[0] as CustomerCard['openCases'][number]),
          id: `case-${n}`,
          number: `T-${n}`,
          title: n % 2 ? 'Rimborso in fattura' : 'Internet assente',
          status: n % 3 ? 'closed' : 'waiting',
          reminders: n % 3,
          openedAt: at,
        },
      };
    return {
      kind: 'contact',
      row: {
        ...(carlo.lastContacts[0] as CustomerCard['lastContacts'][number]),
        id: ulid('D', n + 100) as never,
        at,
        channel: channelSchema.options[n % channelSchema.options.length] ?? 'call',
        direction: n % 3 ? 'incoming' : 'outgoing',
        reasonCode: reasons[n % reasons.length] ?? null,
        note: n % 4 ? 'Chiede una data certa per il tecnico.' : n % 8 ? '' : long,
      },
    };
  });

const talkingTo = (card: CustomerCard): GalleryState => {
  const open = interactionOf({
    stage: 'live',
    match: { kind: 'number', cards: [card] },
    draft: { customerId: card.customer.id, identification: 'strong' },
  });
  const programs = withCard(card);
  programs.state.data.open = [open];
  programs.state.phone = { ...programs.state.phone, calls: [callFor(open, { phase: talking() })] };
  return { programs };
};

export const cardStates: Readonly<Record<string, () => GalleryState>> = {
  'card-full': () => ofCarlo(withCard(full)),
  'card-in-call': () => talkingTo(full),
  'card-writing': () => ofCarlo(withCard(full), press('Alt+w'), type('note-input', 'Non chiamare prima delle')),
  'card-writing-in-call': () => ({ ...talkingTo(carlo), gestures: [press('Alt+w')] }),
  'card-needs': () => ofCarlo(withCard(full), press('Alt+9')),
  'card-note-delete': () => ofCarlo(withCard(full), click('delete-note')),
  timeline: () => ofCarlo(withCard(full, items(40)), press('Alt+y')),
  'timeline-cases': () => ofCarlo(withCard(full, items(40)), click('more-case')),
  'timeline-many': () => ofCarlo(withCard(full, items(10_000)), press('Alt+y')),
  'timeline-none': () => ofCarlo(withCard({ ...carlo, lastContacts: [], openCases: [] }), press('Alt+y')),
  'timeline-away': () => {
    const programs = withCard(full, items(2));
    programs.answers.data.timelineThere = () => {
      throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
    };
    return ofCarlo(programs, press('Alt+y'));
  },
  'field-history': () => ofCarlo(withHistory(changes, true), press('Alt+q')),
  'field-history-one': () => ofCarlo(withHistory(changes), click('edit-email'), press('Alt+q')),
  'field-history-none': () => ofCarlo(withHistory([]), press('Alt+q')),
  'field-history-away': () => ofCarlo(away(), press('Alt+q')),
};
