// Where a letter stands, by what the case says of it, and what keeps it from leaving. Pure.
import type { CaseRules, LetterHead } from '#shared/model/caseActs';
import type { CaseFile, Confirmation } from '#shared/model/caseFile';
import { type Lack, lacking } from '#shared/model/letters';
import type { KeptLetter } from '../repositories/letters.ts';
import { indemnityOf } from './facts.ts';

type State = 'draft' | 'asked' | 'confirmed' | 'sent';

/** The last time that somebody was asked to confirm it; null: nobody was, or the case has been opened again since. */
const lastAsked = (file: CaseFile, letterId: string): Confirmation | null =>
  file.confirmations.findLast(({ thing }) => thing.of === 'answer' && thing.letterId === letterId) ?? null;

export function stateOf(letter: Pick<KeptLetter, 'id' | 'sent'>, file: CaseFile): State {
  if (letter.sent !== null) return 'sent';
  const end = lastAsked(file, letter.id)?.end;
  return end === undefined || end.state === 'returned' ? 'draft' : end.state;
}

/** In the words of who sent it back; null: it did not come back, or has gone again. */
export function returnedOf(letter: Pick<KeptLetter, 'id'>, file: CaseFile): string | null {
  const end = lastAsked(file, letter.id)?.end;
  return end?.state === 'returned' ? end.words : null;
}

export const lacksOf = (
  letter: Pick<KeptLetter, 'template' | 'parts'>,
  file: CaseFile,
  rules: CaseRules,
): readonly Lack[] =>
  lacking(letter.template, letter.parts, { profile: rules.profile, indemnityCents: indemnityOf(file) });

/** Whether somebody else looks at it before it leaves. How it decides is said only once it has gone: who confirms refusals confirms all. */
export const isConfirmationDue = ({ template }: Pick<KeptLetter, 'template'>, rules: CaseRules): boolean =>
  template.kind === 'answer' && rules.profile.confirm.length > 0;

/** As the rules of cases want to know letters. */
export const headOf = (letter: KeptLetter, file: CaseFile, rules: CaseRules): readonly [string, LetterHead] => [
  letter.id,
  {
    authors: letter.authors as LetterHead['authors'],
    lacks: lacksOf(letter, file, rules).map(({ part }) => part),
  },
];
