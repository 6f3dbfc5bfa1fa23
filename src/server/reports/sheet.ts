// A report as it is read on paper: everything in words and numbers of its language, in its order, without a place on any page. Pure.
import type { Language } from '#shared/model/ids';
import { definitions, type KpiCode, type PeopleCount, wilson } from '#shared/model/kpi';
import type { PeriodStep } from '#shared/model/periods';
import { reportParts } from '#shared/model/report';
import {
  chatFiguresIn,
  complaintFigure,
  complaintFigures,
  type Figure,
  filledDefinition,
  isWork,
  type SumFigure,
  satisfactionCounted,
  sumFigure,
  sumFigures,
  timedFigure,
} from '#shared/protocol/figureLines';
import type { CallCounts, Figures } from '#shared/protocol/figures';
import type { Report } from '#shared/protocol/reports';
import type { Names } from '../repositories/reports.ts';
import { words } from './words.ts';

export interface Cell {
  readonly name: string;
  readonly value: string;
  /** Beneath it, small; '' where there is nothing to say. */
  readonly about: string;
  /** Which note says how it is counted. */
  readonly note: number;
}

export interface Column {
  readonly label: string;
  readonly calls: CallCounts;
  /** 0 to 1; null: nobody called. */
  readonly level: number | null;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Beside the rows, as bars: 0 to 1 of the longest; null where there is no number. */
  readonly bars?: readonly (number | null)[];
  /** Rows that are of a first level. */
  readonly strong?: readonly number[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note: number | null;
}

export interface Sheet {
  readonly language: Language;
  readonly company: string;
  readonly title: string;
  readonly period: string;
  readonly about: string;
  readonly isFinal: boolean;
  readonly state: string;
  readonly figures: { readonly title: string; readonly cells: readonly Cell[] };
  readonly chats: { readonly title: string; readonly cells: readonly Cell[] } | null;
  readonly notes: {
    readonly title: string;
    readonly parts: readonly { readonly name: string; readonly text: string }[];
    readonly none: string;
  };
  readonly calls: {
    readonly title: string;
    readonly columns: readonly Column[];
    readonly answered: string;
    readonly lost: string;
    readonly level: string;
    readonly goal: { readonly value: number; readonly text: string };
    readonly share: (value: number) => string;
    readonly table: Table;
  };
  readonly queues: { readonly title: string; readonly table: Table } | null;
  readonly reasons: { readonly title: string; readonly table: Table; readonly facts: readonly Fact[] };
  readonly transfers: { readonly title: string; readonly table: Table } | null;
  readonly satisfaction: { readonly title: string; readonly facts: readonly Fact[] };
  readonly complaints: {
    readonly title: string;
    readonly facts: readonly Fact[];
    readonly causes: { readonly title: string; readonly table: Table } | null;
  };
  readonly backlog: { readonly title: string; readonly table: Table };
  readonly lists: readonly { readonly title: string; readonly facts: readonly Fact[] }[];
  readonly how: { readonly title: string; readonly notes: readonly string[]; readonly besides: readonly string[] };
  readonly signing: {
    readonly prepared: string;
    readonly by: string;
    readonly confirmed: string;
    readonly signed: string | null;
    readonly room: string;
  };
  readonly page: (page: number, of: number) => string;
}

const none = '–';

/** Everything written as the language writes it. */
function writers(language: Language, timeZone: string) {
  const locale = { it: 'it-IT', en: 'en-GB' }[language];
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, {
      ...{ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'always' },
    })
      .format(value)
      .replace('-', '−');
  const share = (value: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  const seconds = (value: number) => {
    const whole = Math.round(value);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  };
  const figure = ({ unit, value }: Figure): string =>
    value === null ? none : unit === 'share' ? share(value) : unit === 'seconds' ? seconds(value) : number(value);
  const day = (date: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`));
  const moment = (at: string) =>
    new Intl.DateTimeFormat(locale, {
      ...{
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hour12: false,
        timeZone,
      },
    }).format(new Date(at));
  const start = (at: string, by: PeriodStep) =>
    by === 'interval'
      ? new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(
          new Date(at),
        )
      : day(at, by === 'month' ? { month: 'long' } : { weekday: 'short', day: 'numeric', month: 'short' });
  return { number, share, figure, day, moment, start };
}
type Writers = ReturnType<typeof writers>;

function periodOf({ span, asked: { from, to } }: Report, { day }: Writers): string {
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  if (span === 'day') return day(from, { weekday: 'long', ...long });
  if (span === 'month') return day(from, { month: 'long', year: 'numeric' });
  return `${day(from, { day: 'numeric', month: 'long' })} – ${day(to, long)}`;
}

/** Half hours before the first call and after the last are not printed. */
function inUse(buckets: Figures['buckets'], by: PeriodStep): Figures['buckets'] {
  if (by !== 'interval') return buckets;
  const busy = (one: Figures['buckets'][number]) => one.calls.offered > 0;
  return buckets.slice(Math.max(0, buckets.findIndex(busy)), buckets.findLastIndex(busy) + 1);
}

/** Each is numbered where it is read first. */
function notesOf(figures: Figures, language: Language) {
  const codes: KpiCode[] = [];
  return {
    of(code: KpiCode): number {
      if (!codes.includes(code)) codes.push(code);
      return codes.indexOf(code) + 1;
    },
    all: () =>
      codes.map(
        (code) =>
          `${definitions[code].name[language]}: ${filledDefinition(definitions[code].counts[language], figures)}`,
      ),
  };
}

export function reportSheet(report: Report, names: Names, language: Language): Sheet {
  const t = words[language];
  const { figures, asked, span, words: said, state, signed } = report;
  const { rules } = figures;
  const write = writers(language, figures.timeZone);
  const notes = notesOf(figures, language);
  const told = (count: PeopleCount): string =>
    count.kind === 'count' ? write.number(count.n) : count.kind === 'fewer' ? t.fewer(count.than) : t.withheld;

  const cellOf = (code: SumFigure): Cell => {
    const figure = sumFigure(code, figures.total);
    const before = sumFigure(code, figures.before);
    const of = figure.unit === 'count' || figure.value === null ? '' : t.of(write.number(figure.of));
    const was = before.value === null ? '' : t.before(write.figure(before));
    return {
      name: definitions[code].name[language],
      value: write.figure(figure),
      about: figure.value === null ? t.tooFew : [of, was].filter((text) => text !== '').join(' · '),
      note: notes.of(code),
    };
  };
  const cells = sumFigures.map(cellOf);
  // Their handling is counted by whole days.
  const chatCodes = chatFiguresIn(figures).filter((code) => asked.hours === undefined || !isWork(code));
  const ofChats = chatCodes.map(cellOf);
  const callCells = (calls: CallCounts): string[] =>
    (['offered', 'answered', 'abandonRate', 'serviceLevel', 'averageWait'] as const).map((code) =>
      write.figure(timedFigure(code, { calls, work: null })),
    );
  const columns = inUse(figures.buckets, asked.by).map(({ start, calls }): Column => {
    const level = timedFigure('serviceLevel', { calls, work: null }).value;
    return { label: write.start(start, asked.by), calls, level };
  });
  const queueNamed = (id: string) => names.queues.get(id)?.[language] ?? id;
  const { netPromoters } = figures.total.satisfaction;
  const queues = figures.queues.map(({ queueId, calls }) => [queueNamed(queueId), ...callCells(calls)]);
  const queueName = asked.queueId === undefined ? t.allQueues : queueNamed(asked.queueId);
  const about = [queueName, ...(asked.hours === undefined ? [] : [t.shift(asked.hours.replace('-', '–'))])];
  const { complaints, backlog, promises, quality, reasons } = figures;
  const mostOpen = Math.max(1, ...backlog.map(({ open }) => open));

  return {
    ...{ language, company: names.company, page: t.page },
    title: t.title[span],
    period: periodOf(report, write),
    about: `${about.join(', ')} · ${t.asOf(write.moment(figures.asOf))}`,
    isFinal: state === 'confirmed',
    state: t.states[state],
    figures: { title: t.figures, cells },
    chats: ofChats.length === 0 ? null : { title: t.chats, cells: ofChats },
    notes: {
      title: t.notes[span],
      parts: reportParts.flatMap((part) => {
        const text = said[part].trim();
        return text === '' ? [] : [{ name: t.parts[part], text }];
      }),
      none: t.noNotes,
    },
    calls: {
      ...{ title: t.calls[asked.by], columns, answered: t.answered, lost: t.lost, level: t.level, share: write.share },
      goal: { value: rules.serviceLevel.goal, text: t.goal(write.share(rules.serviceLevel.goal)) },
      table: { head: t.callsTable, rows: columns.map(({ label, calls }) => [label, ...callCells(calls)]) },
    },
    queues: queues.length < 2 ? null : { title: t.queues, table: { head: t.queuesTable, rows: queues } },
    reasons: reasonsOf(reasons, { names, language, write, told }),
    transfers:
      figures.transfers.rows.length === 0
        ? null
        : {
            title: asked.hours === undefined ? t.transfers : t.transfersOfDay,
            table: {
              head: t.transfersTable,
              rows: figures.transfers.rows.map(({ from, to, count }) => [
                `${from === '' ? t.noQueue : queueNamed(from)} → ${to === '' ? t.elsewhere : queueNamed(to)}`,
                told(count),
              ]),
            },
          },
    satisfaction: {
      title: t.satisfaction,
      facts: [
        ...satisfactionCounted(figures.total.satisfaction).map(({ code, told: of }): Fact => {
          const range = of === null ? null : wilson({ ...of, value: null });
          const value =
            of === null || range === null
              ? t.fewer(rules.leastPeople)
              : t.sample(
                  write.share(of.part / of.of),
                  write.number(of.of),
                  write.share(range.from),
                  write.share(range.to),
                );
          return { name: definitions[code].name[language], value, note: notes.of(code) };
        }),
        {
          name: definitions.netPromoters.name[language],
          value:
            netPromoters === null
              ? t.fewer(rules.leastPeople)
              : t.sample(
                  write.number(100 * netPromoters.value),
                  write.number(netPromoters.of),
                  write.number(100 * netPromoters.from),
                  write.number(100 * netPromoters.to),
                ),
          note: notes.of('netPromoters'),
        },
      ],
    },
    complaints: {
      title: t.complaints,
      facts: [
        { name: t.received, value: write.number(complaints.received), note: null },
        ...complaintFigures.map((code): Fact => {
          const { part, of, value } = complaintFigure(code, figures);
          const text =
            value === null ? none : `${write.share(value)} (${write.number(part)} ${t.of(write.number(of))})`;
          return { name: definitions[code].name[language], value: text, note: notes.of(code) };
        }),
        { name: t.dueSoon, value: write.number(complaints.dueSoon), note: null },
        { name: t.overdue, value: write.number(complaints.overdue), note: null },
        { name: t.inConciliation, value: write.number(complaints.inConciliation), note: null },
        ...(complaints.daysToClose === null
          ? []
          : [
              {
                name: t.daysToClose,
                value: t.medianNinety(
                  write.number(complaints.daysToClose.median, 1),
                  write.number(complaints.daysToClose.ninety, 1),
                ),
                note: null,
              },
            ]),
      ],
      causes:
        complaints.causes.length === 0
          ? null
          : {
              title: t.causes,
              table: {
                head: t.causesTable,
                rows: complaints.causes.map(({ code, count }) => [
                  names.causes.get(code)?.[language] ?? code,
                  told(count),
                ]),
              },
            },
    },
    backlog: {
      title: t.backlog,
      table: {
        head: t.backlogTable,
        rows: backlog.map(({ upTo, open, overdue }) => [
          upTo === null ? t.older : t.upTo(upTo),
          write.number(open),
          write.number(overdue),
        ]),
        bars: backlog.map(({ open }) => open / mostOpen),
      },
    },
    lists: [
      {
        title: t.promises,
        facts: [
          { name: t.dueToday, value: write.number(promises.dueToday), note: null },
          { name: t.late(rules.callbackGraceMinutes), value: write.number(promises.late), note: null },
        ],
      },
      {
        title: t.recording,
        facts: [
          { name: t.contacts, value: write.number(quality.contacts), note: null },
          { name: t.withoutReason, value: write.number(quality.noReason), note: null },
          { name: t.withoutOutcome, value: write.number(quality.noOutcome), note: null },
          { name: t.duplicates, value: write.number(quality.duplicates), note: null },
          { name: t.unanswered, value: write.number(figures.unanswered), note: null },
        ],
      },
    ],
    how: {
      title: t.how,
      notes: notes.all(),
      besides: [
        `${t.other}: ${t.otherHow}`,
        t.hidden(rules.leastPeople, rules.leastContacts),
        ...(figures.provisionalDays > 0 ? [t.provisional(figures.provisionalDays)] : []),
      ],
    },
    signing: {
      prepared: t.prepared,
      by: report.madeBy === report.by ? report.madeBy : `${report.madeBy}, ${report.by}`,
      confirmed: t.confirmed,
      signed: signed === null ? null : `${signed.by}, ${write.moment(signed.at)}`,
      room: t.toSign,
    },
  };
}

/** First-level reasons, each with its own beneath it; the most first, and those that are not told at the end. */
function reasonsOf(
  { rows, groups, sum }: Figures['reasons'],
  {
    names,
    language,
    write,
    told,
  }: {
    readonly names: Names;
    readonly language: Language;
    readonly write: Writers;
    readonly told: (count: PeopleCount) => string;
  },
): Sheet['reasons'] {
  const t = words[language];
  const all = sum.kind === 'count' ? sum.n : null;
  const most = Math.max(1, ...[...groups, ...rows].map(({ count }) => (count.kind === 'count' ? count.n : 0)));
  const share = (count: PeopleCount) => (count.kind === 'count' && all !== null ? write.share(count.n / all) : '');
  const trend = (count: PeopleCount, before: PeopleCount) => {
    if (count.kind !== 'count' || before.kind !== 'count') return '';
    const change = count.n - before.n;
    return `${change > 0 ? '+' : change < 0 ? '−' : '±'}${write.number(Math.abs(change))}`;
  };
  const groupOf = (code: string) => code.split('-')[0] ?? '';
  const named = (code: string) => (code === '' ? t.noReason : (names.reasons.get(code)?.[language] ?? code));
  const lines = groups.flatMap((group) => [
    {
      count: group.count,
      isGroup: true,
      cells: [named(group.code), told(group.count), share(group.count), '', '', ''],
    },
    ...rows
      .filter(({ code }) => groupOf(code) === group.code && code !== group.code)
      .map(({ code, count, before, firstContact }) => ({
        ...{ count, isGroup: false },
        cells: [
          ...[named(code), told(count), share(count), told(before), trend(count, before)],
          firstContact === null ? none : `${write.share(firstContact.part / firstContact.of)} (${firstContact.of})`,
        ],
      })),
  ]);
  const other = groups.find(({ code }) => code === 'ALT')?.count;
  const otherShare = other === undefined ? write.share(0) : share(other) === '' ? told(other) : share(other);
  return {
    title: t.reasons,
    table: {
      head: t.reasonsTable,
      rows: lines.map(({ cells }) => cells),
      bars: lines.map(({ count }) => (count.kind === 'count' ? count.n / most : null)),
      strong: lines.flatMap(({ isGroup }, at) => (isGroup ? [at] : [])),
    },
    facts: [
      { name: t.all, value: told(sum), note: null },
      ...(all === null ? [] : [{ name: t.other, value: otherShare, note: null }]),
    ],
  };
}
