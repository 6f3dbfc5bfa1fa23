// A report of a team's day, week or month: whose figures it holds as they were when it was made, the lead's words beside them, and where it
// stands between who writes it and who signs it. Pure.
import { z } from 'zod';
import type { Role } from './role.ts';

export const reportSpans = ['day', 'week', 'month'] as const;
export type ReportSpan = (typeof reportSpans)[number];

/** What a shift hands over to the next, in its order: volumes, known faults, critical cases, absences and tools, what is to be done. */
export const reportParts = ['volumes', 'faults', 'critical', 'staffing', 'toDo'] as const;
export type ReportPart = (typeof reportParts)[number];

/** Of each part, in characters. */
export const longestPart = 1_000;

const part = z.string().max(longestPart);
export const reportWordsSchema = z.strictObject({
  volumes: part,
  faults: part,
  critical: part,
  staffing: part,
  toDo: part,
});
export type ReportWords = Readonly<z.infer<typeof reportWordsSchema>>;
export const noWords: ReportWords = { volumes: '', faults: '', critical: '', staffing: '', toDo: '' };

export const isSameWords = (one: ReportWords, other: ReportWords): boolean =>
  reportParts.every((name) => one[name] === other[name]);

/** `asked`: somebody else is to look at it; while that is so, and once it is confirmed, nobody writes on. */
export const reportStates = ['draft', 'asked', 'confirmed'] as const;
export type ReportState = (typeof reportStates)[number];

/** Why something cannot be done with a report. `ownWork`: whoever wrote it does not confirm it; `noWords`: there is nothing to sign yet. */
export const reportRefusals = ['notNow', 'notYours', 'ownWork', 'noWords'] as const;
export type ReportRefusal = (typeof reportRefusals)[number];

/** What may be done with one: ask somebody to sign it, sign it, send it back, have its figures counted again, throw it away. */
export const reportStepKinds = ['ask', 'confirm', 'sendBack', 'recount', 'discard'] as const;
export type ReportStepKind = (typeof reportStepKinds)[number];

export interface ReportStanding {
  readonly state: ReportState;
  /** Who made it, and everybody who has written on it. */
  readonly authors: readonly string[];
  readonly hasWords: boolean;
}

/** Whoever confirms letters confirms reports: a lead who has not written on it. */
const signs: readonly Role[] = ['lead'];

/** Null: it may be done. */
export function reportRefusal(
  kind: ReportStepKind | 'write',
  { state, authors, hasWords }: ReportStanding,
  who: { readonly id: string; readonly role: Role },
): ReportRefusal | null {
  if (kind === 'confirm' || kind === 'sendBack') {
    if (state !== 'asked') return 'notNow';
    if (!signs.includes(who.role)) return 'notYours';
    return authors.includes(who.id) ? 'ownWork' : null;
  }
  if (state !== 'draft') return 'notNow';
  if (kind === 'discard' && !authors.includes(who.id)) return 'notYours';
  return kind === 'ask' && !hasWords ? 'noWords' : null;
}
