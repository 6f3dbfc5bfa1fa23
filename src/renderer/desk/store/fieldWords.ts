// A customer's fields in words: what each is called, and what a value of it says, line by line, whichever program wrote it.

import type { NeedKind } from '#shared/model/classification';
import { customerDetailsSchema, customerSchema, maskedTail, type Need } from '#shared/model/customer';
import { formatNumber } from '#shared/model/phoneNumber';
import type { Delegation } from '#shared/model/speaker';
import { fullDay, localDay } from '../ui/time.ts';
import { useWords } from '../ui/words.tsx';
import { workstationOf } from './selectors.ts';
import { useDeskState } from './useDesk.ts';

const { phones, address, contracts, kind, language: spoken } = customerSchema.shape;
const { needs, delegations } = customerDetailsSchema.shape;

/** What the card does not show, the history does not tell either: that it has changed, and no more. */
const hidden: readonly string[] = ['birthDate', 'taxCode'];

/** One line for each number or contract; empty: nothing is there, or nothing that can be read. */
function fieldLines(field: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (hidden.includes(field)) return ['••••'];
  if (field === 'phones')
    return (phones.safeParse(value).data ?? []).map(({ e164, raw }) => (e164 === null ? raw : formatNumber(e164)));
  if (field === 'address') {
    const { street, postcode, city } = address.safeParse(value).data ?? { street: '', postcode: '', city: '' };
    return [street, `${postcode} ${city}`.trim()].filter((line) => line !== '');
  }
  if (field === 'contracts')
    return (contracts.safeParse(value).data ?? []).map(({ code, name }) => `${code} · ${name}`);
  if (typeof value !== 'string') return [];
  return [field === 'iban' ? maskedTail(value) : value];
}

const named = [
  ...(['phones', 'email', 'address', 'preference', 'iban', 'contracts', 'language', 'name', 'kind', 'needs'] as const),
  ...(['birthDate', 'taxCode', 'delegations', 'suspiciousUntil'] as const),
];

const noKinds: never[] = [];

/** "Preferisce e-mail: solo la mattina"; a code that is on the company's list no longer stands for itself. */
export function useNeedWords(): (need: Need) => string {
  const { language } = useWords();
  const kinds = useDeskState((state) => workstationOf(state)?.needKinds ?? noKinds);
  return ({ code, detail }) => {
    const name = kinds.find((kind) => kind.code === code)?.labels[language] ?? code;
    return detail === '' ? name : `${name}: ${detail}`;
  };
}

/** How delicate a need is; null: it is on the company's list no longer, and nobody knows. */
export function useNeedTone(): (need: Pick<Need, 'code'>) => NeedKind['tone'] | null {
  const kinds = useDeskState((state) => workstationOf(state)?.needKinds ?? noKinds);
  return ({ code }) => kinds.find((kind: NeedKind) => kind.code === code)?.tone ?? null;
}

/** "Delegato: Anna Bassi · fino a fatture e contratto · fino al 31 mar". */
export function useDelegationWords(): (delegation: Delegation) => string {
  const { t, language } = useWords();
  return ({ kind, name, upTo, until }) =>
    [
      `${t(`speaker.kinds.${kind}`)}: ${name}`,
      t(`speaker.upTo.${upTo}`),
      ...(until === null ? [] : [t('delegations.untilDay', { day: fullDay(until, language) })]),
    ].join(' · ');
}

export function useFieldWords() {
  const { t, language } = useWords();
  const needWords = useNeedWords();
  const delegationWords = useDelegationWords();
  return {
    /** A field of a newer backend is called as it is there. */
    nameOf(field: string): string {
      const known = named.find((each) => each === field);
      return known === undefined ? field : t(`customer.${known}`);
    },
    linesOf(field: string, value: unknown): string[] {
      if (field === 'kind' && kind.safeParse(value).success) return [t(`customer.${kind.parse(value)}`)];
      if (field === 'language' && spoken.safeParse(value).success) return [t(`customer.speaks.${spoken.parse(value)}`)];
      if (field === 'needs') return (needs.safeParse(value).data ?? []).map(needWords);
      if (field === 'delegations') return (delegations.safeParse(value).data ?? []).map(delegationWords);
      if (field === 'suspiciousUntil')
        return typeof value === 'string'
          ? [t('delegations.untilDay', { day: fullDay(localDay(value), language) })]
          : [];
      return fieldLines(field, value);
    },
  };
}
