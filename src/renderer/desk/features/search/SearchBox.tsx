// Finding a customer by name, code, number, e-mail or town: results below while typing, arrows and Enter to open. Enter takes the first of what
// was found for the words as they stand, never of what was found for the letters before.
import { Building2, Search, User } from 'lucide-react';
import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from 'react';
import type { SearchHit } from '#shared/contract/deskData';
import type { KeyedCommandId } from '../../commands/table.ts';
import { useDeskState, useNow, useWords } from '../../store/useDesk.ts';
import { type Found, useSearch } from '../../store/useSearch.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ago, count } from '../../ui/time.ts';
import { Marked } from './Marked.tsx';

interface SearchBoxProps {
  readonly placeholder: string;
  readonly onPick: (hit: SearchHit) => void;
  /** Results float below the field, or stand in the page. */
  readonly results: 'floating' | 'inline';
  /** Leads here. */
  readonly command?: KeyedCommandId;
  readonly testId?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly firstFocus?: boolean;
  readonly onLeave?: () => void;
}

/** Where the words were found, when it is not the name or the code that stands there anyway; and the town. */
function Where({ hit: { matched, city, customer } }: { readonly hit: SearchHit }) {
  const { t } = useWords();
  const elsewhere = matched.field !== 'name' && matched.field !== 'code';
  const town = city === null || matched.field === 'city' ? null : city;
  return (
    <span className="hit-where">
      {elsewhere ? (
        <>
          {t(`search.matched.${matched.field}`)}: <Marked text={matched.text} marks={matched.marks} />
        </>
      ) : null}
      {elsewhere && town !== null ? ' · ' : null}
      {town}
      {!elsewhere && town === null ? t(`customer.${customer.kind}`) : null}
    </span>
  );
}

interface HitsProps {
  readonly listId: string;
  readonly hits: readonly SearchHit[];
  readonly at: number;
  readonly onPick: (hit: SearchHit) => void;
}

function Hits({ listId, hits, at, onPick }: HitsProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  return (
    <div id={listId} role="listbox" aria-label={t('search.results')}>
      {hits.map((hit, index) => {
        const Icon = hit.customer.kind === 'company' ? Building2 : User;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
          <div
            key={hit.customer.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="hit"
            data-testid="search-hit"
            data-code={hit.customer.code}
            // The field keeps the focus until the choice is made.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(hit)}
          >
            <Icon aria-hidden="true" />
            <Marked className="hit-name" text={hit.customer.name} marks={hit.nameMarks} />
            <Marked
              className="hit-code"
              text={hit.customer.code}
              marks={hit.matched.field === 'code' ? hit.matched.marks : []}
            />
            <Where hit={hit} />
            <span className="hit-when">{hit.lastContactAt === null ? '' : ago(hit.lastContactAt, now, language)}</span>
          </div>
        );
      })}
    </div>
  );
}

function Below({ found, text, ...list }: Omit<HitsProps, 'hits'> & { readonly found: Found; readonly text: string }) {
  const { t, language } = useWords();
  /** Customers who are here already, while others are on their way; null: all are here. */
  const loaded = useDeskState(({ data }) => (data?.sync.load.kind === 'loading' ? data.sync.load.done : null));
  if (found.kind === 'nothing') return <p className="list-empty">{t('search.hint')}</p>;
  if (found.kind === 'failed')
    return (
      <p className="list-empty" role="alert">
        {t(`failures.${found.failure.code}.what`)}. {t(`failures.${found.failure.code}.todo`)}
      </p>
    );
  const hits = found.kind === 'hits' ? found.hits : found.before;
  if (hits.length > 0) return <Hits {...list} hits={hits} />;
  const none =
    loaded === null ? t('search.none', { text }) : t('search.noneYet', { text, loaded: count(loaded, language) });
  return (
    <p className="list-empty" role="status">
      {found.kind === 'searching' ? t('search.searching') : none}
    </p>
  );
}

export function SearchBox({
  placeholder,
  onPick,
  results,
  command,
  testId,
  inputRef,
  firstFocus,
  onLeave,
}: SearchBoxProps) {
  const [typed, setTyped] = useState('');
  const [focused, setFocused] = useState(false);
  const [at, setAt] = useState(0);
  /** Enter was quicker than the answer. */
  const [isAwaited, setIsAwaited] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const found = useSearch(typed);
  const hits = found.kind === 'hits' ? found.hits : found.kind === 'searching' ? found.before : [];
  const selected = hits[Math.min(at, hits.length - 1)];
  const open = results === 'inline' ? typed.trim() !== '' || firstFocus === true : focused && typed.trim() !== '';

  function pick(hit: SearchHit) {
    setTyped('');
    onPick(hit);
  }
  const latest = useRef(pick);
  latest.current = pick;
  useEffect(() => {
    if (!isAwaited || found.kind === 'searching') return;
    setIsAwaited(false);
    const [first] = found.kind === 'hits' ? found.hits : [];
    if (first === undefined) return;
    box.current?.querySelector('input')?.blur();
    latest.current(first);
  }, [isAwaited, found]);

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'ArrowDown') setAt(Math.min(hits.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && at === 0 && found.kind === 'searching') setIsAwaited(true);
    else if (event.key === 'Enter' && selected !== undefined) {
      event.currentTarget.blur();
      pick(selected);
    } else if (event.key === 'Escape' && onLeave === undefined) {
      setTyped('');
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
  }

  return (
    <div ref={box} className={`search-box ${results}`}>
      <div className="search">
        <Search aria-hidden="true" />
        <input
          ref={inputRef}
          {...(firstFocus === true ? { 'data-first-focus': '' } : {})}
          role="combobox"
          aria-expanded={open && hits.length > 0}
          aria-controls={open && hits.length > 0 ? listId : undefined}
          aria-activedescendant={open && selected !== undefined ? `${listId}-${hits.indexOf(selected)}` : undefined}
          aria-label={placeholder}
          placeholder={placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
            setIsAwaited(false);
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            setIsAwaited(false);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          data-testid={testId}
        />
        {command === undefined ? null : <Kbd command={command} />}
      </div>
      {open ? (
        <div className="search-results">
          <Below found={found} text={typed.trim()} listId={listId} at={at} onPick={pick} />
        </div>
      ) : null}
    </div>
  );
}
