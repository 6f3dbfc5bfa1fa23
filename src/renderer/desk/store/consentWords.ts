// The purposes for which a customer is asked, as the company has them today, each with what the customer has said last.
import { type ConsentText, type ConsentWord, standingWord, textsInForce } from '#shared/model/consent';
import type { Customer } from '#shared/model/customer';
import { localDay } from '../ui/time.ts';
import { useWords } from '../ui/words.tsx';
import { workstationOf } from './selectors.ts';
import { useDeskState, useNow } from './useDesk.ts';

export interface Consent {
  readonly purpose: string;
  readonly name: string;
  /** Null: there is none to be read out today. */
  readonly text: ConsentText | null;
  /** Null: nothing was said. */
  readonly standing: ConsentWord | null;
}

const none: never[] = [];

/** What the company calls a purpose, whichever edition; its code where it is on no list. */
export function useNameOfPurpose(): (purpose: string) => string {
  const { language } = useWords();
  const texts = useDeskState((state) => workstationOf(state)?.consentTexts) ?? none;
  return (purpose) => texts.find((text) => text.purpose === purpose)?.name[language] ?? purpose;
}

/** Each purpose that the company asks about, as it calls it. */
export function usePurposes(): readonly { readonly id: string; readonly name: string }[] {
  const { language } = useWords();
  const texts = useDeskState((state) => workstationOf(state)?.consentTexts) ?? none;
  return [...new Map(texts.map(({ purpose, name }) => [purpose, { id: purpose, name: name[language] }])).values()];
}

export function useConsents(customer: Pick<Customer, 'consents'>): readonly Consent[] {
  const nameOf = useNameOfPurpose();
  const texts = useDeskState((state) => workstationOf(state)?.consentTexts) ?? none;
  const today = localDay(new Date(useNow(false)).toISOString());
  const inForce = textsInForce(texts, today);
  const purposes = new Set([
    ...inForce.map(({ purpose }) => purpose),
    ...customer.consents.map(({ purpose }) => purpose),
  ]);
  return [...purposes].map((purpose) => ({
    purpose,
    name: nameOf(purpose),
    text: inForce.find((text) => text.purpose === purpose) ?? null,
    standing: standingWord(customer.consents, purpose),
  }));
}
