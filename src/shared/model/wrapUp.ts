// What a wrap-up still lacks before it can be closed: a reason and an outcome, what that outcome asks for, and what the company asks for. Pure.
import { z } from 'zod';
import type { OutcomeGroup, outcomeNeedSchema } from './classification.ts';
import type { IdentificationLevel } from './identification.ts';
import type { Draft } from './interaction.ts';

/** In the order in which they are asked for. */
export const missingParts = [
  'reason',
  'outcome',
  'promise',
  'owner',
  'day',
  'case',
  'customer',
  'identification',
  'note',
] as const;
export const missingPartSchema = z.enum(missingParts);
export type MissingPart = z.infer<typeof missingPartSchema>;

type OutcomeNeed = z.infer<typeof outcomeNeedSchema>;

/** What a company may ask for in every wrap-up. */
export const wrapUpNeedSchema = z.enum(['customer', 'identification', 'note']);
export type WrapUpNeed = z.infer<typeof wrapUpNeedSchema>;

/** What has been written about a contact, as far as it counts here. */
export interface WrittenUp {
  readonly note: string;
  readonly reasonCode: string | null;
  readonly outcomeCode: string | null;
  readonly customerId: string | null;
  /** Null: nobody has said it. */
  readonly level: IdentificationLevel | null;
  readonly identificationFailed: boolean;
  readonly promised: { readonly text: string; readonly by: string | null; readonly owner: object | null };
  /** A promised call: it says what, by whom and when by itself. */
  readonly callback: object | null;
  readonly linkedCases: number;
}

export interface WrapUpRules {
  readonly outcomeNeeds: readonly OutcomeNeed[];
  /** Whether the reason is a complaint, which is nothing without a case. */
  readonly isComplaint: boolean;
  readonly companyNeeds: readonly WrapUpNeed[];
}

/** What is missing, in the order in which it is asked for; empty: the wrap-up can be closed. */
export function missingFrom(written: WrittenUp, rules: WrapUpRules): MissingPart[] {
  const { promised, callback } = written;
  const asks = (need: OutcomeNeed): boolean => callback === null && rules.outcomeNeeds.includes(need);
  const wants = (need: WrapUpNeed): boolean => rules.companyNeeds.includes(need);
  const lacks: Record<MissingPart, boolean> = {
    reason: written.reasonCode === null,
    outcome: written.outcomeCode === null,
    promise: asks('promise') && promised.text.trim() === '',
    owner: asks('owner') && promised.owner === null,
    day: asks('day') && promised.by === null,
    case: rules.isComplaint && written.linkedCases === 0,
    customer: wants('customer') && written.customerId === null,
    // Who nobody is known to be cannot have been identified.
    identification:
      wants('identification') && written.customerId !== null && written.level === null && !written.identificationFailed,
    note: wants('note') && written.note.trim() === '',
  };
  return missingParts.filter((part) => lacks[part]);
}

/** The company's own lists and policy, as far as a wrap-up goes by them. */
export interface WrapUpLists {
  readonly outcomes: readonly OutcomeGroup[];
  readonly policy: { readonly wrapUpNeeds: readonly WrapUpNeed[] };
}

/**
 * What this draft still lacks by the company's lists and policy.
 * @param level the one that stands, a colleague's too; null: nobody has said it.
 */
export function stillMissing(
  draft: Draft,
  level: IdentificationLevel | null,
  { outcomes, policy }: WrapUpLists,
): MissingPart[] {
  const outcome = outcomes.flatMap((group) => group.outcomes).find(({ code }) => code === draft.outcomeCode);
  return missingFrom(
    { ...draft, level, linkedCases: 0 },
    { outcomeNeeds: outcome?.needs ?? [], isComplaint: false, companyNeeds: policy.wrapUpNeeds },
  );
}
