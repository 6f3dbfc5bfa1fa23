// Why an act on a case is refused, and what to do then, in the agent's words.
import type { TFunction } from 'i18next';
import type { RefusedHere } from '#shared/contract/cases';

const parts = [
  'remindOn',
  'owner',
  'byDay',
  'letter',
  'outcome',
  'tasks',
  'body',
  'room',
  'backOffice',
  'variant',
  'words',
  'receivedAt',
  'into',
] as const;
type Lackable = (typeof parts)[number];
const isKnown = (what: string): what is Lackable => (parts as readonly string[]).includes(what);

export function refusalWords(t: TFunction, refusal: RefusedHere): string {
  if (refusal.why !== 'lacking') return t(`cases.refused.${refusal.why}`);
  const what = refusal.what.filter(isKnown).map((each) => t(`cases.lacking.${each}`));
  return what.length === 0 ? t('cases.refused.lacking') : what.join(' ');
}
