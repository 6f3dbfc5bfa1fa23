// Customers found by name, code, number, e-mail, town or case, as rows of a field that finds.
import { Building2, User } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SearchHit } from '#shared/contract/deskData';
import { maskedWords } from '#shared/model/identifying';
import type { CardField } from '#shared/model/lists/identification';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { useSearch } from '../../store/useSearch.ts';
import type { FoundSection } from '../../ui/FindBox.tsx';
import { Marked } from '../../ui/Marked.tsx';
import { ago, count } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { onlyTyped } from './onlyTyped.ts';

type Matched = SearchHit['matched'];

/** The field of the card behind what was found. */
const cardFieldOf: Readonly<Record<Matched['field'], CardField>> = {
  name: 'name',
  code: 'code',
  number: 'otherNumbers',
  email: 'email',
  city: 'address',
  case: 'cases',
};

/**
 * Where the words were found, when it is not the name or the code that stands there anyway; and the town. In front of a customer who has not
 * said it yet, no more of it than was typed, and the town by its first letters.
 */
function Where({ hit: { matched, city, customer } }: { readonly hit: SearchHit }) {
  const { t } = useWords();
  const { shows } = useCardOpen(customer.id);
  const elsewhere = matched.field !== 'name' && matched.field !== 'code';
  const town = city === null || matched.field === 'city' ? null : shows('address') ? city : maskedWords(city);
  const found = shows(cardFieldOf[matched.field]) ? matched : onlyTyped(matched.text, matched.marks);
  return (
    <span className="hit-where">
      {elsewhere ? (
        <>
          {t(`search.matched.${matched.field}`)}: <Marked text={found.text} marks={found.marks} />
        </>
      ) : null}
      {elsewhere && town !== null ? ' · ' : null}
      {town}
      {!elsewhere && town === null ? t(`customer.${customer.kind}`) : null}
    </span>
  );
}

function Hit({ hit }: { readonly hit: SearchHit }) {
  const { language } = useWords();
  const now = useNow(false);
  const Icon = hit.customer.kind === 'company' ? Building2 : User;
  return (
    <>
      <Icon aria-hidden="true" />
      <Marked className="hit-name" text={hit.customer.name} marks={hit.nameMarks} />
      <Marked
        className="hit-code"
        text={hit.customer.code}
        marks={hit.matched.field === 'code' ? hit.matched.marks : []}
      />
      <Where hit={hit} />
      <span className="hit-when">{hit.lastContactAt === null ? '' : ago(hit.lastContactAt, now, language)}</span>
    </>
  );
}

export interface FoundCustomers {
  readonly section: FoundSection;
  readonly isSearching: boolean;
  /** Why there is nobody. */
  readonly none: ReactNode;
}

export function useCustomers(typed: string, onPick: (hit: SearchHit) => void): FoundCustomers {
  const { t, language } = useWords();
  const found = useSearch(typed);
  /** Customers who are here already, while others are on their way; null: all are here. */
  const loaded = useDeskState(({ data }) => (data?.sync.load.kind === 'loading' ? data.sync.load.done : null));
  const hits = found.kind === 'hits' ? found.hits : found.kind === 'searching' ? found.before : [];

  function none(): ReactNode {
    if (found.kind === 'nothing') return <p className="list-empty">{t('search.hint')}</p>;
    if (found.kind === 'failed')
      return (
        <p className="list-empty" role="alert">
          {t(`failures.${found.failure.code}.what`)}. {t(`failures.${found.failure.code}.todo`)}
        </p>
      );
    const text = typed.trim();
    const nobody =
      loaded === null ? t('search.none', { text }) : t('search.noneYet', { text, loaded: count(loaded, language) });
    return (
      <p className="list-empty" role="status">
        {found.kind === 'searching' ? t('search.searching') : nobody}
      </p>
    );
  }

  return {
    section: {
      id: 'customers',
      name: t('search.customers'),
      rows: hits.map((hit) => ({
        id: hit.customer.id,
        className: 'hit',
        data: { 'data-testid': 'search-hit', 'data-code': hit.customer.code },
        take: () => onPick(hit),
        children: <Hit hit={hit} />,
      })),
    },
    isSearching: found.kind === 'searching',
    none: hits.length > 0 ? null : none(),
  };
}
