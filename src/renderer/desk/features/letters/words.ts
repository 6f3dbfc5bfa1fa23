// What parts of letters are called, and why something may not be done with one, in the agent's words.
import type { TFunction } from 'i18next';
import type { Refusal } from '#shared/model/caseActs';

const known = [
  ...['opening', 'words', 'remedy', 'who', 'add', 'adr', 'closing', 'missing', 'by', 'due', 'state', 'sorry'],
  ...['compensation', 'facts', 'assessment', 'basis', 'actions', 'contact', 'nextSteps', 'done', 'again', 'survey'],
];

/** A part that a company has made itself goes by its code. */
export const partName = (t: TFunction, code: string): string =>
  known.includes(code) ? t(`letters.parts.${code as 'opening'}`) : code;

/** `named`: what a part that is missing is called. */
export function refusedWords(t: TFunction, refusal: Refusal, named: (code: string) => string): string {
  if (refusal.why !== 'lacking') return t(`letters.refused.${refusal.why}`);
  const what = refusal.what.map((code) => (code === 'room' ? t('letters.room') : named(code)));
  return t('letters.refused.lacking', { what: what.join(', ') });
}
