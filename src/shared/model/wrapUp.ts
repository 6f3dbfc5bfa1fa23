// What a wrap-up still lacks before it can be closed: a reason and an outcome, what that outcome asks for, and what the company asks for. Pure.
import { z } from 'zod';
import type { OutcomeGroup, outcomeNeedSchema, ReasonGroup } from './classification.ts';
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
  /** Whether it is a complaint that its agent has to register, or to attach to the open one. */
  readonly needsCase: boolean;
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
    // Of whom nothing is known nothing can be registered: a complaint is never refused for that.
    case: rules.needsCase && written.linkedCases === 0 && written.customerId !== null,
    customer: wants('customer') && written.customerId === null,
    // Who nobody is known to be cannot have been identified.
    identification:
      wants('identification') && written.customerId !== null && written.level === null && !written.identificationFailed,
    note: wants('note') && written.note.trim() === '',
  };
  return missingParts.filter((part) => lacks[part]);
}

/** As `policy` has it. */
interface ComplaintPolicy {
  readonly caseInWrapUp: boolean;
  readonly takenOverBy: readonly string[];
}

/** The company's own lists and policy, as far as a wrap-up goes by them. */
export interface WrapUpLists {
  readonly reasons: readonly ReasonGroup[];
  readonly outcomes: readonly OutcomeGroup[];
  readonly policy: { readonly wrapUpNeeds: readonly WrapUpNeed[]; readonly complaints: ComplaintPolicy };
}

/** Whether a contact for this reason has to have its case, by the company's lists and policy. */
export const isCaseOwed = (reasonCode: string | null, { reasons, policy }: Omit<WrapUpLists, 'outcomes'>): boolean =>
  policy.complaints.caseInWrapUp &&
  reasons.some((group) => group.reasons.some(({ code, complaint }) => complaint && code === reasonCode));

/**
 * What this draft still lacks by the company's lists and policy.
 * @param level the one that stands, a colleague's too; null: nobody has said it.
 */
export function stillMissing(draft: Draft, level: IdentificationLevel | null, lists: WrapUpLists): MissingPart[] {
  const { outcomes, policy } = lists;
  const outcome = outcomes.flatMap((group) => group.outcomes).find(({ code }) => code === draft.outcomeCode);
  const isTakenOver = draft.outcomeCode !== null && policy.complaints.takenOverBy.includes(draft.outcomeCode);
  return missingFrom(
    { ...draft, level, linkedCases: draft.cases.length },
    {
      outcomeNeeds: outcome?.needs ?? [],
      needsCase: !isTakenOver && isCaseOwed(draft.reasonCode, lists),
      companyNeeds: policy.wrapUpNeeds,
    },
  );
}
