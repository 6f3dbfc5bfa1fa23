// The queues of the exercise company on a busy afternoon, made up: the board, the lost calls, the requests for help.
import { type Boards, boardsSchema } from '#shared/contract/boards';
import { must } from '#shared/lib/must';
import type { SupervisionPolicy } from '#shared/model/policy';
import { type Board, boardSchema, type CameCounts, type HalfHour, nobodyCame, sumOfCame } from '#shared/protocol/board';
import { afternoon, at, carlo, elisa, secondsAgo, ulid, workstation } from './deskPeople.ts';

const rows = [
  { waiting: 2, longest: 48, talking: 11, ready: 2, notReady: 1, offered: 90, abandoned: 2, inTime: 76 },
  { waiting: 4, longest: 190, talking: 6, ready: 0, notReady: 1, offered: 60, abandoned: 4, inTime: 40 },
  { waiting: 0, longest: null, talking: 3, ready: 2, notReady: 0, offered: 30, abandoned: 0, inTime: 28 },
  { waiting: 1, longest: 92, talking: 2, ready: 0, notReady: 0, offered: 20, abandoned: 1, inTime: 15 },
];

/** Half past seven, half past eight and so on in Rome: how many of the day's callers came in each, of a hundred; nobody in one of them. */
const shapeOfDay = [1, 4, 12, 15, 14, 11, 10, 5, 0, 6, 9, 10, 3];
const begins = Date.parse('2026-11-24T07:30:00.000Z');
const halfHourMs = 1_800_000;

/** So many of `all` in each half hour: rounded, and together all of them. */
function spread(all: number): number[] {
  let sum = 0;
  return shapeOfDay.map((percent) => {
    const before = Math.round((sum * all) / 100);
    sum += percent;
    return Math.round((sum * all) / 100) - before;
  });
}

/** Whoever waits now came last. */
const cameInto = ({ waiting, offered, abandoned, inTime }: (typeof rows)[number]): CameCounts[] => {
  const [over, gaveUp, quick] = [spread(offered - waiting), spread(abandoned), spread(inTime)];
  return shapeOfDay.map((_, at) => {
    const answered = (over[at] ?? 0) - (gaveUp[at] ?? 0);
    return {
      offered: (over[at] ?? 0) + (at === shapeOfDay.length - 1 ? waiting : 0),
      ...{ answered, answeredInTime: Math.min(answered, quick[at] ?? 0), abandoned: gaveUp[at] ?? 0 },
      ...{ over: over[at] ?? 0, waitedSeconds: answered * (18 + ((at * 7) % 23)) },
    };
  });
};

const halfHours = (): HalfHour[] =>
  shapeOfDay.map((_, at) => ({
    start: new Date(begins + at * halfHourMs).toISOString(),
    queues: workstation()
      .queues.map(({ id }, index) => ({ queueId: id, ...(cameInto(rowOf(index))[at] ?? nobodyCame) }))
      .filter(({ offered }) => offered > 0),
  }));

const rowOf = (index: number) => must(rows[index % rows.length], 'a row');

/** As the backend tells a number of them. */
const people = (n: number) => (n < 5 ? { kind: 'fewer', than: 5 } : { kind: 'count', n });

export const board = (callers: Board['callers'] = null): Board =>
  boardSchema.parse({
    asOf: at(afternoon),
    bridge: 'connected',
    queues: workstation().queues.map(({ id }, index) => {
      const row = rowOf(index);
      return {
        queueId: id,
        now: {
          waiting: row.waiting,
          longestSince: row.longest === null ? null : secondsAgo(row.longest),
          talking: people(row.talking),
          ready: people(row.ready),
          notReady: people(row.notReady),
          free: row.ready > 0,
        },
        today: { ...sumOfCame(cameInto(row)), withinSeconds: 20 },
      };
    }),
    halfHours: callers === null ? null : halfHours(),
    chats: callers === null ? null : chats(),
    colleagues: workstation().colleagues.map(({ id }, index) => ({
      id,
      reachable: index % 2 === 0,
    })),
    callers,
  });

/** Two queues to which visitors write: one with somebody who waits too long. */
const chats = () => [
  {
    queueId: 'support',
    now: { waiting: 3, longestSince: secondsAgo(96), left: 2, talking: people(7), ready: people(1) },
    today: { offered: 64, answered: 55, abandoned: 4, left: 9 },
  },
  {
    queueId: 'welcome',
    now: { waiting: 0, longestSince: null, left: 0, talking: people(2), ready: people(5) },
    today: { offered: 21, answered: 20, abandoned: 1, left: 0 },
  },
];

export const agreement: SupervisionPolicy = {
  legalReference: 'Accordo sindacale n. 14 del 12 marzo 2026',
  impactAssessment: 'DPIA-2026-03',
  until: '2027-12-31',
  namedStates: true,
  listening: false,
};

const states = ['ready', 'inCall', 'notReady', 'inCall', 'absent'] as const;

/** As a lead sees it where an agreement allows it. */
export const team = (): NonNullable<Board['team']> =>
  workstation().colleagues.map(({ id }, index) => ({ id, state: states[index % states.length] ?? 'ready' }));

export const callers = (): NonNullable<Board['callers']> =>
  boardSchema.shape.callers.unwrap().parse([
    { id: 'PJSIP/trunk-7', queueId: 'support', since: secondsAgo(190), number: '+390000000144' },
    { id: 'PJSIP/trunk-9', queueId: 'welcome', since: secondsAgo(48), number: null },
  ]);

const lost = (number: number, change: object) => ({
  id: ulid('V', number),
  queueId: 'welcome',
  number: '+390000000199',
  at: secondsAgo(60 * 9 * number),
  waitedSeconds: 74,
  attempts: 1,
  customers: [],
  state: { kind: 'open' },
  ...change,
});

const promised = (number: number, change: object) => ({
  id: ulid('X', 50 + number),
  queueId: 'support',
  number: '+390000000103',
  dueAt: secondsAgo(0),
  promisedBy: { id: ulid('A', 1), name: 'Giulia Serra' },
  reasonCode: 'REC-04',
  about: '',
  customers: [],
  state: { kind: 'open' },
  ...change,
});

/** Customers who were not satisfied and want a call: due, late, taken, and one who was called. */
export function wantCalls(): NonNullable<Boards['callbacks']> {
  const one = (number: number, change: object) => ({
    ...{
      id: ulid('W', number),
      queueId: 'support',
      number: `+39000000014${number}`,
      customers: [],
      state: { kind: 'open' },
    },
    ...{ askedOn: '2026-11-25', dueOn: '2026-11-27' },
    ...change,
  });
  const recontacts = [
    one(1, { askedOn: '2026-11-20', dueOn: '2026-11-22', customers: [{ id: carlo.customer.id, name: 'Carlo Bassi' }] }),
    one(2, { queueId: 'welcome', customers: [{ id: elisa.customer.id, name: 'Elisa Grandi' }] }),
    one(3, { state: { kind: 'taken', by: moro, at: at(afternoon) } }),
    one(4, { state: { kind: 'done', outcome: 'reached', at: at(afternoon) } }),
  ];
  return must(
    boardsSchema.parse({ ...boards(), callbacks: { asOf: at(afternoon), callbacks: [], recontacts } }).callbacks,
    'callbacks',
  );
}

const moro = { id: ulid('A', 2), name: 'Luca Moro' };

export const boards = (change: Partial<Boards> = {}): Boards =>
  boardsSchema.parse({
    current: true,
    board: board(),
    parked: [],
    lostCalls: {
      asOf: at(afternoon),
      lostCalls: [
        lost(1, { number: '+390000000106', customers: [{ id: elisa.customer.id, name: 'Elisa Grandi' }], attempts: 2 }),
        lost(2, { queueId: 'support', waitedSeconds: 31 }),
        lost(3, { number: null }),
        lost(4, {
          number: '+390000000121',
          state: { kind: 'taken', by: { id: ulid('A', 1), name: 'Giulia Serra' }, at: at(afternoon) },
        }),
        lost(5, { number: '+390000000122', state: { kind: 'taken', by: moro, at: at(afternoon) } }),
        lost(6, { number: '+390000000123', state: { kind: 'done', outcome: 'reached', at: at(afternoon) } }),
        lost(7, { number: '+390000000124', state: { kind: 'recovered', at: at(afternoon) } }),
      ],
    },
    callbacks: {
      asOf: at(afternoon),
      callbacks: [
        promised(1, {
          dueAt: secondsAgo(12 * 60),
          customers: [{ id: carlo.customer.id, name: 'Carlo Bassi' }],
          about: 'Data dell’intervento del tecnico',
        }),
        promised(2, { number: '+390000000131', dueAt: secondsAgo(-58 * 60), promisedBy: moro }),
        promised(3, {
          number: '+390000000132',
          dueAt: secondsAgo(-58 * 60),
          state: { kind: 'taken', by: moro, at: at(afternoon) },
        }),
        promised(4, { number: '+390000000133', dueAt: secondsAgo(-20 * 3_600), promisedBy: moro }),
        promised(5, {
          number: '+390000000134',
          dueAt: secondsAgo(3_600),
          state: { kind: 'done', outcome: 'reached', at: at(afternoon) },
        }),
      ],
    },
    help: { asOf: at(afternoon), help: [] },
    ...change,
  });

export const helpOf = (state: object, number = 1) => ({
  interactionId: ulid('X', number),
  agent: { id: ulid('A', 1), name: 'Giulia Serra' },
  extension: '1001',
  words: 'Ritardo / mancata risposta a pratica',
  askedAt: secondsAgo(35),
  state,
});
