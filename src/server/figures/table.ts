// Figures as a table for a spreadsheet: one row for each figure and time, with what it is counted from and how.

import type { Language } from '#shared/model/ids';
import { definitions, type KpiCode, type PeopleCount, share } from '#shared/model/kpi';
import {
  callFigures,
  chatFiguresIn,
  complaintFigure,
  complaintFigures,
  type Figure,
  filledDefinition,
  satisfactionCounted,
  sumFigure,
  sumFigures,
  timedFigure,
  workFigures,
} from '#shared/protocol/figureLines';
import type { Figures, FiguresQuery } from '#shared/protocol/figures';
import { csvBeginning, csvRow } from '../csvText.ts';

const words = {
  it: {
    head: ['Periodo', 'Voce', 'Valore', 'Parte', 'Su', 'Come si conta'],
    asOf: 'Dati al',
    reasons: 'Motivo di contatto',
    all: 'tutti',
    none: 'nessuno',
    fewer: (than: number) => `meno di ${than}`,
    withheld: 'non mostrato',
    open: 'Pratiche aperte da',
    overdue: 'di cui scadute',
    upTo: (days: number) => `fino a ${days} giorni`,
    older: 'più giorni',
    received: 'Reclami ricevuti',
    transfers: 'Chiamate trasferite',
    transfersOfDay: 'Chiamate trasferite (tutto il giorno)',
    elsewhere: 'altrove',
    queue: 'Coda',
    noQueue: 'nessuna',
    mean: 'media',
    between: (from: string, to: string) => `da ${from} a ${to} (95 %)`,
  },
  en: {
    head: ['Period', 'Figure', 'Value', 'Part', 'Of', 'How it is counted'],
    asOf: 'As of',
    reasons: 'Contact reason',
    all: 'all',
    none: 'none',
    fewer: (than: number) => `fewer than ${than}`,
    withheld: 'not shown',
    open: 'Open cases of',
    overdue: 'of these overdue',
    upTo: (days: number) => `up to ${days} days`,
    older: 'more days',
    received: 'Complaints received',
    transfers: 'Calls passed on',
    transfersOfDay: 'Calls passed on (the whole day)',
    elsewhere: 'elsewhere',
    queue: 'Queue',
    noQueue: 'none',
    mean: 'mean',
    between: (from: string, to: string) => `from ${from} to ${to} (95 %)`,
  },
};

export function figuresTable(figures: Figures, { from, to, hours }: FiguresQuery, language: Language): string {
  const t = words[language];
  // Passed on at any time, though the calls of a shift alone are asked for.
  const transfers = hours === undefined ? t.transfers : t.transfersOfDay;
  const number = (value: number, digits: number) => {
    const text = value.toFixed(digits);
    return language === 'it' ? text.replace('.', ',') : text;
  };
  const period = `${from} – ${to}`;
  const chatsToo = chatFiguresIn(figures);
  const told = (count: PeopleCount): string =>
    count.kind === 'count' ? String(count.n) : count.kind === 'fewer' ? t.fewer(count.than) : t.withheld;
  const cells = (figure: Figure): string[] => {
    if (figure.unit === 'count') return [String(figure.value), '', ''];
    if (figure.value === null) return ['', '', ''];
    const value = number(figure.value, figure.unit === 'share' ? 4 : 1);
    return [value, figure.unit === 'share' ? String(figure.part) : '', String(figure.of)];
  };
  const row = (time: string, code: KpiCode, figure: Figure): string[] => [
    ...[time, definitions[code].name[language], ...cells(figure)],
    filledDefinition(definitions[code].counts[language], figures),
  ];
  const shareCells = (told: { part: number; of: number } | null): string[] =>
    told === null ? [t.withheld, '', '', ''] : [number(told.part / told.of, 4), String(told.part), String(told.of), ''];
  const satisfiedRow = (of: string, told: { part: number; of: number } | null): string[] => [
    ...[period, `${definitions.satisfied.name[language]}: ${of}`],
    ...shareCells(told),
  ];
  const meanRows = ({ total: { satisfaction: said } }: Figures): string[][] =>
    (
      [
        ['satisfied', said.satisfiedMean, 1],
        ['foundItEasy', said.foundItEasyMean, 1],
        ['netPromoters', said.netPromoters, 100],
      ] as const
    ).map(([code, mean, times]) => [
      ...[period, `${definitions[code].name[language]}, ${t.mean}`],
      ...(mean === null
        ? ['', '', '']
        : [
            number(mean.value * times, 2),
            t.between(number(mean.from * times, 2), number(mean.to * times, 2)),
            String(mean.of),
          ]),
      definitions[code].counts[language],
    ]);
  const rows: string[][] = [
    [`${t.asOf} ${figures.asOf}`],
    t.head,
    ...[...sumFigures, ...chatsToo].map((code) => row(period, code, sumFigure(code, figures.total))),
    ...figures.buckets.flatMap(({ start, ...sums }) =>
      [...callFigures, ...workFigures, ...chatsToo].map((code) => row(start, code, timedFigure(code, sums))),
    ),
    ...satisfactionCounted(figures.total.satisfaction).map(({ code, told: counted }) => {
      const { part, of } = counted ?? { part: 0, of: 0 };
      return row(period, code, { unit: 'share', ...share(part, of) });
    }),
    ...meanRows(figures),
    ...figures.satisfied.queues.map(({ queueId, satisfied }) =>
      satisfiedRow(`${t.queue} ${queueId || t.noQueue}`, satisfied),
    ),
    ...figures.satisfied.reasons.map(({ code, satisfied }) =>
      satisfiedRow(`${t.reasons} ${code || t.none}`, satisfied),
    ),
    ...figures.reasons.rows.map(({ code, count }) => [
      period,
      `${t.reasons} ${code || t.none}`,
      told(count),
      '',
      '',
      '',
    ]),
    [period, `${t.reasons}: ${t.all}`, told(figures.reasons.sum), '', '', ''],
    ...figures.reasons.rows.map(({ code, firstContact }) => [
      ...[period, `${definitions.firstContactResolution.name[language]}: ${t.reasons} ${code || t.none}`],
      ...shareCells(firstContact),
    ]),
    ...figures.transfers.rows.map(({ from, to, count }) => [
      ...[period, `${transfers}: ${from || t.noQueue} → ${to || t.elsewhere}`, told(count), '', '', ''],
    ]),
    [period, `${transfers}: ${t.all}`, told(figures.transfers.sum), '', '', ''],
    [period, t.received, String(figures.complaints.received), '', '', ''],
    ...complaintFigures.map((code) => row(period, code, { unit: 'share', ...complaintFigure(code, figures) })),
    ...figures.backlog.flatMap(({ upTo, open, overdue }) => {
      const name = `${t.open} ${upTo === null ? t.older : t.upTo(upTo)}`;
      return [
        [figures.asOf, name, String(open), '', '', ''],
        [figures.asOf, `${name}, ${t.overdue}`, String(overdue), '', '', ''],
      ];
    }),
  ];
  return csvBeginning + rows.map(csvRow).join('');
}
