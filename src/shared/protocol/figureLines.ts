// The figures as they stand on the page, in the table and in a report: which there are, from which counts, in which unit. Pure.

import {
  abandonRate,
  averageWait,
  conversationTime,
  handlingTime,
  type KpiCode,
  longHoldShare,
  type Share,
  serviceLevel,
  share,
  wrapUpTime,
} from '../model/kpi.ts';
import type { ChatSums, FigureSums, Figures, Satisfaction } from './figures.ts';

/** Null in place of a value: there is nothing to count, or what there is may not be shown. */
export type Figure =
  | { readonly unit: 'count'; readonly value: number }
  | ({ readonly unit: 'share' } & Share)
  | { readonly unit: 'seconds'; readonly value: number | null; readonly of: number };

/** In their order. Of callers: by the half hour too. */
export const callFigures = ['serviceLevel', 'offered', 'answered', 'abandonRate', 'averageWait'] as const;
/** Of the team's work: only of people and contacts enough. */
export const workFigures = ['handlingTime', 'conversationTime', 'wrapUpTime', 'longHoldShare'] as const;
/** Of the whole period, and of the one before. */
export const contactFigures = ['firstContactResolution', 'repeatRate', 'transferRate'] as const;
/** Of those who write: by the half hour too, their handling and the first word to them aside. */
export const chatFigures = [
  ...(['chatsOffered', 'chatsAnswered', 'chatAbandonRate', 'chatsLeft'] as const),
  ...(['firstWord', 'firstWordNinety', 'chatHandlingTime'] as const),
] as const;
export const complaintFigures = ['answeredInTime', 'acknowledgedInTime', 'reopenedRate'] as const;

/** What customers have answered, of the whole period: shares of answers. */
const satisfactionFigures = ['satisfied', 'foundItEasy', 'solvedForThem', 'responseRate', 'calledBack'] as const;

/** Those of them that were counted then: a report stays as it was made. Null: of fewer than may be told. */
export const satisfactionCounted = (satisfaction: Satisfaction) =>
  satisfactionFigures.flatMap((code) => {
    const told = satisfaction[code];
    return told === undefined ? [] : [{ code, told }];
  });

export type TimedFigure = (typeof callFigures)[number] | (typeof workFigures)[number] | (typeof chatFigures)[number];
export type SumFigure = TimedFigure | (typeof contactFigures)[number];
export const sumFigures: readonly SumFigure[] = [...callFigures, ...contactFigures, ...workFigures];

/** Those of chats, where there were any in the period or in the one before; of a company without chats, and counted before them, none. */
export const chatFiguresIn = ({
  total,
  before,
}: Pick<Figures, 'total' | 'before'>): readonly (typeof chatFigures)[number][] =>
  [total.chats, before.chats].some((chats) => chats !== undefined && chats.offered + chats.left > 0) ? chatFigures : [];

export const isTimed = (code: KpiCode): code is TimedFigure =>
  [...callFigures, ...workFigures, ...chatFigures].some((one) => one === code);

/** Of the team's work. */
export const isWork = (code: KpiCode): boolean =>
  code === 'chatHandlingTime' || workFigures.some((one) => one === code);

/** Whether it is told by the half hour: of so short a time work, and how soon somebody writes, would be one agent's. */
export const hasHalfHours = (code: KpiCode): boolean =>
  !isWork(code) && code !== 'firstWord' && code !== 'firstWordNinety';

/** More of it is better, or less; null: neither. */
export const better: Readonly<Record<SumFigure, 'more' | 'less' | null>> = {
  serviceLevel: 'more',
  offered: null,
  answered: null,
  abandonRate: 'less',
  averageWait: 'less',
  firstContactResolution: 'more',
  repeatRate: 'less',
  transferRate: null,
  handlingTime: null,
  conversationTime: null,
  wrapUpTime: null,
  longHoldShare: 'less',
  chatsOffered: null,
  chatsAnswered: null,
  chatAbandonRate: 'less',
  chatsLeft: null,
  firstWord: 'less',
  firstWordNinety: 'less',
  chatHandlingTime: null,
};

const noChats: ChatSums = { offered: 0, answered: 0, abandoned: 0, left: 0, firstWord: null, work: null };

/** Of one time: a half hour, a day, a week, a month, or the whole period. */
export function timedFigure(
  code: TimedFigure,
  { calls, work, chats = noChats }: Pick<FigureSums, 'calls' | 'work' | 'chats'>,
): Figure {
  const none = { handled: 0, talkSeconds: 0, holdSeconds: 0, wrapUpSeconds: 0, readySeconds: 0, longHolds: 0 };
  const handling = { ...none, ...work };
  const chatting = { ...none, ...chats.work };
  const seconds = (value: number | null, of: number): Figure => ({ unit: 'seconds', value, of });
  switch (code) {
    case 'serviceLevel':
      return { unit: 'share', ...serviceLevel(calls) };
    case 'offered':
      return { unit: 'count', value: calls.offered - calls.shortAbandoned };
    case 'answered':
      return { unit: 'count', value: calls.answered };
    case 'abandonRate':
      return { unit: 'share', ...abandonRate(calls) };
    case 'averageWait':
      return seconds(averageWait(calls), calls.answered);
    case 'handlingTime':
      return seconds(handlingTime(handling), handling.handled);
    case 'conversationTime':
      return seconds(conversationTime(handling), handling.handled);
    case 'wrapUpTime':
      return seconds(wrapUpTime(handling), handling.handled);
    case 'longHoldShare':
      return { unit: 'share', ...longHoldShare(handling) };
    case 'chatsOffered':
      return { unit: 'count', value: chats.offered };
    case 'chatsAnswered':
      return { unit: 'count', value: chats.answered };
    case 'chatAbandonRate':
      return { unit: 'share', ...share(chats.abandoned, chats.offered) };
    case 'chatsLeft':
      return { unit: 'count', value: chats.left };
    case 'firstWord':
      return seconds(chats.firstWord?.median ?? null, chats.answered);
    case 'firstWordNinety':
      return seconds(chats.firstWord?.ninety ?? null, chats.answered);
    case 'chatHandlingTime':
      return seconds(handlingTime(chatting), chatting.handled);
  }
}

export function sumFigure(code: SumFigure, sums: FigureSums): Figure {
  if (isTimed(code)) return timedFigure(code, sums);
  const told = { firstContactResolution: sums.firstContact, repeatRate: sums.repeated, transferRate: sums.transferred }[
    code
  ];
  return { unit: 'share', ...share(told?.part ?? 0, told?.of ?? 0) };
}

export function complaintFigure(code: (typeof complaintFigures)[number], { complaints }: Figures): Share {
  const { part, of } = code === 'reopenedRate' ? complaints.reopened : complaints[code];
  return share(part, of);
}

/** Definitions name the company's own numbers: "{seconds}". */
export const filledDefinition = (text: string, { rules }: Pick<Figures, 'rules'>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const { serviceLevel: level, shortAbandonSeconds, firstContactDays, longHoldSeconds } = rules;
    const numbers: Record<string, number> = {
      seconds: level.seconds,
      shortAbandonSeconds,
      firstContactDays,
      longHoldSeconds,
    };
    return String(numbers[name] ?? place);
  });
