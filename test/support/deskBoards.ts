// The queues of the exercise company on a busy afternoon, made up: the board, the lost calls, the requests for help.
import { type Boards, boardsSchema } from '#shared/contract/boards';
import type { SupervisionPolicy } from '#shared/model/policy';
import { type Board, boardSchema } from '#shared/protocol/board';
import { afternoon, at, carlo, elisa, secondsAgo, ulid, workstation } from './deskPeople.ts';

const rows = [
  { waiting: 2, longest: 48, talking: 11, ready: 2, notReady: 1, offered: 90, answered: 86, abandoned: 2, level: 0.86 },
  { waiting: 4, longest: 190, talking: 6, ready: 0, notReady: 1, offered: 60, answered: 52, abandoned: 4, level: 0.71 },
  {
    waiting: 0,
    longest: null,
    talking: 3,
    ready: 2,
    notReady: 0,
    offered: 30,
    answered: 30,
    abandoned: 0,
    level: 0.94,
  },
  { waiting: 1, longest: 92, talking: 2, ready: 0, notReady: 0, offered: 20, answered: 18, abandoned: 1, level: 0.78 },
];

/** As the backend tells a number of them. */
const people = (n = 0) => (n < 5 ? { kind: 'fewer', than: 5 } : { kind: 'count', n });

const presences = ['free', 'busy', 'away', 'ringing'] as const;

export const board = (callers: Board['callers'] = null): Board =>
  boardSchema.parse({
    asOf: at(afternoon),
    bridge: 'connected',
    queues: workstation().queues.map(({ id }, index) => {
      const row = rows[index % rows.length] ?? rows[0];
      return {
        queueId: id,
        now: {
          waiting: row?.waiting,
          longestSince: row?.longest == null ? null : secondsAgo(row.longest),
          talking: people(row?.talking),
          ready: people(row?.ready),
          notReady: people(row?.notReady),
          free: (row?.ready ?? 0) > 0,
        },
        today: {
          offered: row?.offered,
          answered: row?.answered,
          abandoned: row?.abandoned,
          serviceLevel: row?.level,
          withinSeconds: 20,
        },
      };
    }),
    colleagues: workstation().colleagues.map(({ id }, index) => ({
      id,
      presence: presences[index % presences.length],
    })),
    callers,
  });

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
