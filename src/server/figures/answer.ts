// A question about a period, answered with the eyes of whoever asks: their portfolios, and the queues that are everybody's or of those.
import { civilDate } from '#shared/lib/civilDate';
import { daysLater } from '#shared/model/calendar';
import { type ChatWaits, chatsCame, firstWord } from '#shared/model/chatCounts';
import { queueIdSchema } from '#shared/model/ids';
import { type FiguresPolicy, groupCounts, type PeopleCount, peopleCount, peopleCounts } from '#shared/model/kpi';
import { beginOf, bucketsOf, type Hours, momentOf, type Period, periodBefore } from '#shared/model/periods';
import {
  type CallCounts,
  type ChatSums,
  type FigureSums,
  type Figures,
  type FiguresQuery,
  noCalls,
  sumOfCalls,
  type WorkCounts,
} from '#shared/protocol/figures';
import { type AgentViewer, asHouse, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { invalidField } from '../problems.ts';
import { portfolioIds } from '../repositories/accounts.ts';
import {
  backlogFigures,
  complaintCauses,
  complaintFigures,
  promiseFigures,
  qualityFigures,
  unansweredFigure,
} from '../repositories/caseFigures.ts';
import { chatsByTime } from '../repositories/chatFigures.ts';
import {
  type ContactSums,
  contactsByReason,
  lastCounted,
  sumOfWork,
  type Transfers,
  transfersBetween,
  workByTime,
} from '../repositories/days.ts';
import { type SurveyCounts, surveyComments, surveyCounts } from '../repositories/surveyFigures.ts';
import { callsByQueue, callsByTime, figuresPolicy, type WaitsAsked } from '../repositories/waits.ts';
import { queuesSeen } from '../repositories/workstation.ts';
import { satisfactionOf, satisfiedBy } from './satisfaction.ts';

interface Asked {
  readonly policy: FiguresPolicy;
  readonly timeZone: string;
  readonly queues: readonly string[];
  /** With contacts that no queue has brought. */
  readonly contactPlaces: readonly string[];
  /** With work that no queue has brought, whose client companies nobody knows: for those who see all of them. */
  readonly workPlaces: readonly string[];
  /** Whence calls were passed on, also into one queue. */
  readonly transferPlaces: readonly string[];
  readonly last: string | null;
  /** Calls of these alone; null: of whole days. */
  readonly hours: Hours | null;
}

/** Throws ProblemError where a queue is not theirs, or the period has more parts than anybody reads. */
export async function figuresFor(
  deps: Pick<ServerDeps, 'db' | 'clock' | 'config'>,
  viewer: AgentViewer,
  question: FiguresQuery,
): Promise<Figures> {
  const { timeZone } = deps.config;
  const { from, to, by, queueId } = question;
  const period = { from, to };
  const hours = question.hours === undefined ? null : { from: question.hours.slice(0, 5), to: question.hours.slice(6) };
  const starts = bucketsOf(period, by, timeZone)?.filter((start) => isWithin(start, { period, by, hours, timeZone }));
  if (starts === undefined) throw invalidField('by', 'too many of them in this period');
  const now = deps.clock();
  const today = civilDate(now, timeZone);
  const answer = async (tx: Seen): Promise<Figures> => {
    const policy = await figuresPolicy(tx);
    const seen = await queuesSeen(tx, viewer.portfolios);
    if (queueId !== undefined && !seen.includes(queueId)) throw invalidField('queueId', 'no such queue');
    const queues = queueId === undefined ? seen : [queueId];
    const seesAll = (await portfolioIds(tx)).every((id) => viewer.portfolios.includes(id));
    const asked: Asked = {
      ...{ policy, timeZone, queues, last: await lastCounted(tx), hours },
      contactPlaces: queueId === undefined ? ['', ...seen] : queues,
      workPlaces: queueId === undefined && seesAll ? ['', ...seen] : queues,
      transferPlaces: seesAll ? ['', ...seen] : seen,
    };
    const calls = await callsByTime(tx, waitsOf(period, asked), by, timeZone);
    const work = await workByTime(tx, period, asked.workPlaces, 'call', by);
    const chats = await asHouse(tx, (all) => chatsByTime(all, waitsOf(period, asked), by, timeZone));
    const chatWork = await workByTime(tx, period, asked.workPlaces, 'chat', by);
    const counts = await countsOf(tx, period, asked);
    const before = await countsOf(tx, periodBefore(period), asked);
    const transfers = await asHouse(tx, (all) => transfersBetween(all, period, asked.last, asked));
    const cases = { period, timeZone, today };
    const comments = await surveyComments(tx, period, asked.contactPlaces);
    const endOfToday = new Date(beginOf(daysLater(today, 1), timeZone));
    const graceMinutes = policy.callbackGraceMinutes;
    return {
      asOf: now.toISOString(),
      timeZone,
      rules: policy,
      total: sumsOf(counts, policy),
      before: sumsOf(before, policy),
      buckets: starts.map((start) => ({
        start,
        calls: calls.get(start) ?? noCalls,
        work: by === 'interval' ? null : (work.get(start) ?? null),
        chats:
          by === 'interval'
            ? { ...chatsCame(chats.get(start) ?? [], policy), firstWord: null, work: null }
            : chatSums(chats.get(start) ?? [], chatWork.get(start) ?? null, policy),
      })),
      queues: queues.map((id) => ({ queueId: queueIdSchema.parse(id), calls: counts.calls.get(id) ?? noCalls })),
      provisionalDays: provisionalDays(period, today, policy),
      reasons: reasonRows(counts.contacts, before.contacts, policy),
      transfers: transferRows(transfers, seen, asked, queueId ?? null),
      satisfied: satisfiedBy(counts.surveys, policy),
      comments: comments.length < policy.leastPeople ? [] : comments,
      complaints: {
        ...(await complaintFigures(tx, cases)),
        causes: told(await complaintCauses(tx, cases), policy).rows,
      },
      backlog: await backlogFigures(tx, policy.ageDays, cases),
      promises: await promiseFigures(tx, { now, endOfToday, graceMinutes }),
      unanswered: await asHouse(tx, (all) => unansweredFigure(all, period)),
      quality: await qualityFigures(tx, spanOf(period, timeZone)),
    };
  };
  return seenBy(deps.db.query, viewer, answer, { readOnly: true, oneMoment: true });
}

const spanOf = ({ from, to }: Period, timeZone: string) => ({
  from: new Date(beginOf(from, timeZone)),
  to: new Date(beginOf(daysLater(to, 1), timeZone)),
});

const waitsOf = (period: Period, { timeZone, queues, policy, hours }: Asked): WaitsAsked => ({
  ...(hours === null ? spanOf(period, timeZone) : shiftOf(period.from, hours, timeZone)),
  ...{ queues, policy },
});

const shiftOf = (day: string, { from, to }: Hours, timeZone: string) => ({
  from: new Date(momentOf(day, from, timeZone)),
  to: new Date(momentOf(day, to, timeZone)),
});

interface Divided {
  readonly period: Period;
  readonly by: FiguresQuery['by'];
  readonly hours: Hours | null;
  readonly timeZone: string;
}

/** Whether a part of the period is in its hours. */
function isWithin(start: string, { period, by, hours, timeZone }: Divided): boolean {
  if (hours === null || by !== 'interval') return true;
  const { from, to } = shiftOf(period.from, hours, timeZone);
  return start >= from.toISOString() && start < to.toISOString();
}

interface Counts {
  readonly calls: ReadonlyMap<string, CallCounts>;
  readonly work: readonly WorkCounts[];
  readonly chats: readonly ChatWaits[];
  readonly chatWork: readonly WorkCounts[];
  readonly contacts: readonly ContactSums[];
  readonly surveys: SurveyCounts;
}

const countsOf = async (tx: Seen, period: Period, asked: Asked): Promise<Counts> => ({
  calls: await callsByQueue(tx, waitsOf(period, asked)),
  work: [...(await workByTime(tx, period, asked.workPlaces, 'call', 'day')).values()],
  chats: await asHouse(tx, async (all) =>
    [...(await chatsByTime(all, waitsOf(period, asked), 'month', asked.timeZone)).values()].flat(),
  ),
  chatWork: [...(await workByTime(tx, period, asked.workPlaces, 'chat', 'day')).values()],
  contacts: await contactsByReason(tx, period, asked.contactPlaces, asked.last, asked),
  surveys: await surveyCounts(tx, period, asked.contactPlaces),
});

const chatSums = (waits: readonly ChatWaits[], work: WorkCounts | null, policy: FiguresPolicy): ChatSums => ({
  ...chatsCame(waits, policy),
  firstWord: firstWord(waits, policy),
  work,
});

const sumOrNone = (work: readonly WorkCounts[]) => (work.length === 0 ? null : sumOfWork(work));

function sumsOf({ calls, work, chats, chatWork, contacts, surveys }: Counts, policy: FiguresPolicy): FigureSums {
  const { leastPeople } = policy;
  const sum = (part: keyof Omit<ContactSums, 'reasonCode'>) => contacts.reduce((all, one) => all + one[part], 0);
  const large = (part: number, of: number) => (of < leastPeople ? null : { part, of });
  return {
    calls: sumOfCalls([...calls.values()]),
    work: sumOrNone(work),
    chats: chatSums(chats, sumOrNone(chatWork), policy),
    firstContact: large(sum('kept'), sum('resolved')),
    repeated: large(sum('repeated'), sum('known')),
    transferred: large(sum('transferred'), sum('contacts')),
    satisfaction: satisfactionOf(surveys, policy),
  };
}

/** Days of the period whose customers may still come back, today among them. */
function provisionalDays(period: Period, today: string, { firstContactDays }: FiguresPolicy): number {
  const from = daysLater(today, -firstContactDays);
  const near = Array.from({ length: firstContactDays + 1 }, (_, days) => daysLater(from, days));
  return near.filter((day) => day >= period.from && day <= period.to).length;
}

/** The most first, and those that are not told in the order of their codes: their place would tell. */
function told(counts: readonly { readonly code: string; readonly n: number }[], policy: FiguresPolicy) {
  const inOrder = counts.toSorted((one, other) => one.code.localeCompare(other.code));
  const { each, sum } = peopleCounts(
    inOrder.map(({ n }) => n),
    policy,
  );
  const rows = inOrder.flatMap(({ code }, at) => {
    const count = each[at];
    return count === undefined ? [] : [{ code, count }];
  });
  return { inOrder, each, sum, rows: rows.toSorted((one, other) => sizeOf(other) - sizeOf(one)) };
}

const sizeOf = ({ count }: { readonly count: PeopleCount }) => (count.kind === 'count' ? count.n : -1);

const contactsBy = (sums: readonly ContactSums[]) => sums.map(({ reasonCode: code, contacts: n }) => ({ code, n }));

function reasonRows(
  reasons: readonly ContactSums[],
  earlier: readonly ContactSums[],
  policy: FiguresPolicy,
): Figures['reasons'] {
  const now = told(contactsBy(reasons), policy);
  const firstContact = firstContacts(reasons, policy);
  const before = new Map(told(contactsBy(earlier), policy).rows.map(({ code, count }) => [code, count]));
  const members = now.inOrder.map(({ code, n }) => ({ group: code.split('-')[0] ?? '', n }));
  const groups = groupCounts(members, now.each, policy).map(({ group: code, count }) => ({ code, count }));
  return {
    rows: now.rows.map((row) => ({
      ...row,
      before: before.get(row.code) ?? peopleCount(0, policy),
      firstContact: firstContact.get(row.code) ?? null,
    })),
    groups: groups.toSorted((one, other) => sizeOf(other) - sizeOf(one)),
    sum: now.sum,
  };
}

/** By reason, as far as they may be told: of so many solved ones that none of the others follows. */
function firstContacts(reasons: readonly ContactSums[], policy: FiguresPolicy) {
  const { each } = peopleCounts(
    reasons.map(({ resolved }) => resolved),
    policy,
  );
  return new Map(
    reasons.map(({ reasonCode, kept, resolved }, at) => [
      reasonCode,
      each[at]?.kind === 'count' ? { part: kept, of: resolved } : null,
    ]),
  );
}

/** Between queues that the reader sees; what went to others went elsewhere. */
function transferRows(
  transfers: readonly Transfers[],
  seen: readonly string[],
  { policy, transferPlaces }: Asked,
  queueId: string | null,
): Figures['transfers'] {
  const theirs = transfers
    .filter(({ from }) => transferPlaces.includes(from))
    .filter(({ from, to }) => queueId === null || from === queueId || to === queueId)
    .map((one) => ({ ...one, to: seen.includes(one.to) ? one.to : '' }));
  const cells = [...Map.groupBy(theirs, (one) => JSON.stringify([one.from, one.to])).values()].flatMap(
    ([first, ...more]) => (first === undefined ? [] : [{ ...first, n: more.reduce((sum, { n }) => sum + n, first.n) }]),
  );
  const { each, sum } = peopleCounts(
    cells.map(({ n }) => n),
    policy,
  );
  const rows = cells.flatMap((cell, at) => {
    const count = each[at];
    return count === undefined ? [] : [{ from: cell.from, to: cell.to, count }];
  });
  return { rows, sum: cells.length === 0 ? { kind: 'count', n: 0 } : sum };
}
