// Figures of the exercise company for a desk, made up: a day by half hours, and a month by days.

import { figuresPolicySchema } from '#shared/model/kpi';
import { bucketsOf } from '#shared/model/periods';
import { type CallCounts, type Figures, type FiguresQuery, figuresSchema, sumOfCalls } from '#shared/protocol/figures';
import shipped from '../../assets/lists/figures.json' with { type: 'json' };
import { boards } from './deskBoards.ts';
import { afternoon, at, workstation } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms, quietData } from './deskPrograms.ts';

const rome = 'Europe/Rome';

/** Busy in the morning and after lunch, quiet at night and on Sundays. */
function callsAt(index: number, of: number): CallCounts {
  const noon = of / 2;
  const offered = Math.max(0, Math.round(46 - Math.abs(index - noon) * (92 / of) + (index % 5) * 3));
  const abandoned = Math.round(offered * (0.03 + (index % 4) * 0.01));
  const answered = offered - abandoned;
  const answeredInTime = Math.round(answered * (0.93 - (index % 6) * 0.05));
  const waits = {
    waitedSeconds: answered * (9 + (index % 7) * 3),
    longest: answered === 0 ? 0 : 40 + (index % 9) * 15,
  };
  return { offered, answered, answeredInTime, abandoned, abandonedInTime: 0, shortAbandoned: 0, ...waits };
}

/** A third as many as there are calls; the first word is told of thirty at least. */
const chatsAt = ({ offered }: CallCounts, work: Figures['total']['work']) => {
  const came = Math.round(offered / 3);
  const [abandoned, left] = [came > 3 ? 1 : 0, came > 2 ? 1 : 0];
  const answered = came - abandoned - left;
  const firstWord = answered < 30 ? null : { median: 25 + (came % 3) * 5, ninety: 70 + (came % 4) * 5 };
  return { offered: came, answered, abandoned, left, firstWord, work };
};

const work = { handled: 612, talkSeconds: 190_944, holdSeconds: 17_748, wrapUpSeconds: 42_228, longHolds: 41 };

const satisfaction: Figures['total']['satisfaction'] = {
  responseRate: { part: 241, of: 806 },
  calledBack: { part: 11, of: 14 },
  satisfied: { part: 188, of: 236 },
  foundItEasy: { part: 71, of: 94 },
  solvedForThem: { part: 160, of: 221 },
  netPromoters: { value: 0.24, from: -0.06, to: 0.54, of: 27 },
  satisfiedMean: { value: 4.1, from: 3.96, to: 4.24, of: 236 },
  foundItEasyMean: { value: 5.3, from: 5, to: 5.6, of: 94 },
};

export function figuresFor({ from, to, by }: FiguresQuery, differing: Partial<Figures> = {}): Figures {
  const starts = bucketsOf({ from, to }, by, rome) ?? [];
  const buckets = starts.map((start, index) => ({
    start,
    calls: callsAt(index, starts.length),
    work: by === 'interval' ? null : { ...work, handled: 90 + (index % 5) * 10 },
    chats: chatsAt(callsAt(index, starts.length), null),
  }));
  const calls = sumOfCalls(buckets.map((bucket) => bucket.calls));
  const chats = { ...chatsAt(calls, null), abandoned: 7, left: 12, answered: Math.round(calls.offered / 3) - 19 };
  const sums = {
    ...{ calls, work, chats, firstContact: { part: 891, of: 1_204 }, repeated: { part: 118, of: 1_450 } },
    ...{ transferred: { part: 97, of: 1_450 }, satisfaction },
  };
  const before = { ...sums, calls: { ...calls, answeredInTime: Math.round(calls.answeredInTime * 0.94) } };
  return figuresSchema.parse({
    asOf: at(afternoon),
    timeZone: rome,
    rules: figuresPolicySchema.parse(shipped),
    total: sums,
    before: { ...before, firstContact: { part: 850, of: 1_190 } },
    buckets,
    queues: workstation().queues.map(({ id }) => ({ queueId: id, calls })),
    provisionalDays: 7,
    reasons: {
      rows: [
        ...[
          { code: 'FAT-01', n: 412, was: 377, firstContact: { part: 322, of: 371 } },
          { code: 'TEC-01', n: 288, was: 301, firstContact: { part: 131, of: 214 } },
          { code: 'INF-01', n: 175, was: 175, firstContact: { part: 161, of: 168 } },
          { code: 'REC-01', n: 64, was: 41, firstContact: null },
        ].map(({ code, n, was, firstContact }) => ({
          ...{ code, firstContact },
          ...{ count: { kind: 'count', n }, before: { kind: 'count', n: was } },
        })),
        { code: 'FAT-03', count: { kind: 'withheld' }, before: { kind: 'count', n: 9 } },
        { code: 'INF-02', count: { kind: 'fewer', than: 5 }, before: { kind: 'fewer', than: 5 } },
      ],
      groups: [
        { code: 'TEC', count: { kind: 'count', n: 288 } },
        { code: 'REC', count: { kind: 'count', n: 64 } },
        { code: 'FAT', count: { kind: 'withheld' } },
        { code: 'INF', count: { kind: 'withheld' } },
      ],
      sum: { kind: 'count', n: 951 },
    },
    transfers: {
      rows: [
        { from: 'welcome', to: 'support', count: { kind: 'count', n: 41 } },
        { from: 'welcome', to: 'complaints', count: { kind: 'count', n: 12 } },
        { from: 'welcome', to: '', count: { kind: 'count', n: 9 } },
        { from: 'support', to: 'complaints', count: { kind: 'withheld' } },
        { from: 'support', to: '', count: { kind: 'count', n: 17 } },
        { from: '', to: 'english', count: { kind: 'fewer', than: 5 } },
      ],
      sum: { kind: 'count', n: 87 },
    },
    satisfied: {
      queues: [
        { queueId: 'support', satisfied: { part: 104, of: 131 } },
        { queueId: 'welcome', satisfied: { part: 66, of: 79 } },
        { queueId: 'english', satisfied: { part: 18, of: 26 } },
      ],
      reasons: [
        { code: 'TEC-01', satisfied: { part: 61, of: 92 } },
        { code: 'FAT-01', satisfied: { part: 58, of: 63 } },
        { code: '', satisfied: null },
      ],
    },
    comments: [
      'Molto gentili, problema risolto subito.',
      'Ho dovuto richiamare due volte.',
      'Attesa troppo lunga, poi tutto bene.',
      'Clear answers, thank you.',
      'Vorrei ricevere il riepilogo per e-mail.',
    ],
    complaints: {
      received: 37,
      answeredInTime: { part: 28, of: 31 },
      acknowledgedInTime: { part: 36, of: 37 },
      reopened: { part: 2, of: 34 },
      daysToClose: { median: 11, ninety: 26.5, n: 29 },
      causes: [
        { code: 'billing', count: { kind: 'count', n: 12 } },
        { code: 'process', count: { kind: 'count', n: 9 } },
        { code: 'staff', count: { kind: 'fewer', than: 5 } },
      ],
      ...{ overdue: 3, dueSoon: 6, inConciliation: 1 },
    },
    promises: { dueToday: 4, late: 1 },
    unanswered: 11,
    quality: { contacts: 951, noReason: 14, noOutcome: 9, duplicates: 7 },
    backlog: [
      { upTo: 2, open: 18, overdue: 0 },
      { upTo: 7, open: 24, overdue: 1 },
      { upTo: 15, open: 11, overdue: 2 },
      { upTo: 30, open: 6, overdue: 3 },
      { upTo: null, open: 2, overdue: 2 },
    ],
    ...differing,
  });
}

export const noFigures = ((): Omit<
  Figures,
  'asOf' | 'timeZone' | 'rules' | 'queues' | 'backlog' | 'promises' | 'unanswered' | 'quality'
> => {
  const calls = {
    ...{ offered: 0, answered: 0, answeredInTime: 0, abandoned: 0, abandonedInTime: 0 },
    ...{ shortAbandoned: 0, waitedSeconds: 0, longest: 0 },
  };
  const none = { part: 0, of: 0 };
  const satisfaction = {
    ...{
      responseRate: null,
      satisfied: null,
      foundItEasy: null,
      solvedForThem: null,
      calledBack: null,
      netPromoters: null,
    },
    ...{ satisfiedMean: null, foundItEasyMean: null },
  };
  const sums = { calls, work: null, firstContact: null, repeated: null, transferred: null, satisfaction };
  return {
    ...{ total: sums, before: sums, buckets: [], provisionalDays: 0 },
    reasons: { rows: [], groups: [], sum: { kind: 'fewer', than: 5 } },
    transfers: { rows: [], sum: { kind: 'count', n: 0 } },
    ...{ satisfied: { queues: [], reasons: [] }, comments: [] },
    complaints: {
      ...{ received: 0, answeredInTime: none, acknowledgedInTime: none, reopened: none, daysToClose: null },
      ...{ causes: [], overdue: 0, dueSoon: 0, inConciliation: 0 },
    },
  };
})();

/** The desk of a lead to whom these are answered. */
export function figuresPrograms(differing: Partial<Figures> = {}): DeskPrograms {
  const programs = createDeskPrograms({ data: { ...quietData(), boards: boards() } });
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = 'lead';
  programs.answers.data.figures = (asked) => figuresFor(asked, differing);
  programs.answers.data.figuresTable = () => new Uint8Array([37]);
  programs.answers.main.saveFile = () => 'saved';
  return programs;
}
