// A field that finds: while one types, rows stand below it in their sections; the arrows and Enter take one, and the field keeps the focus.
// Enter takes the first of what was found for the words as they stand, never of what was found for the letters before.
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import type { KeyedCommandId } from '../commands/table.ts';
import { Kbd } from './Kbd.tsx';

export interface FoundRow {
  /** Of its own among all sections; it stays the same while the row does. */
  readonly id: string;
  readonly className: string;
  /** For whoever looks for it in the page. */
  readonly data: Readonly<Record<`data-${string}`, string>>;
  readonly take: () => void;
  readonly children: ReactNode;
}

export interface FoundSection {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly FoundRow[];
}

interface FindBoxProps {
  readonly placeholder: string;
  /** What the list below is called. */
  readonly label: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** In their order; those without rows are not drawn, and of one alone the name is only read. */
  readonly sections: readonly FoundSection[];
  /** The section whose first row Enter takes, where it has one; else the first of all. */
  readonly preferred?: string;
  /** What was found for the words as they stand is not there yet: Enter waits for it. */
  readonly isSearching?: boolean;
  /** Other rows are still to come: Enter waits for them where there are none yet. */
  readonly isComing?: boolean;
  /** Said where there are no rows. */
  readonly none: ReactNode;
  /** Said below the rows. */
  readonly foot?: ReactNode;
  /** Something is shown before anything is typed. */
  readonly openWhenEmpty?: boolean;
  /** The field has got or lost the focus: without it a list that floats is closed. */
  readonly onFocused?: (isFocused: boolean) => void;
  /** Rows float below the field, or stand in the page. */
  readonly results: 'floating' | 'inline';
  /** Leads here. */
  readonly command?: KeyedCommandId;
  readonly testId?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly firstFocus?: boolean;
  /** Esc is heard by whoever is around it. */
  readonly inSheet?: boolean;
}

export function FindBox({
  typed,
  onType,
  sections,
  preferred,
  isSearching = false,
  isComing = false,
  openWhenEmpty = false,
  ...is
}: FindBoxProps) {
  const [focused, setFocused] = useState(false);
  /** Where the arrows have led. */
  const [chosen, setChosen] = useState<string | null>(null);
  /** Enter was quicker than the answer. */
  const [isAwaited, setIsAwaited] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const shown = sections.filter(({ rows }) => rows.length > 0);
  const rows = shown.flatMap((section) => section.rows);
  const first = shown.find(({ id }) => id === preferred)?.rows[0] ?? rows[0];
  const selected = rows.find(({ id }) => id === chosen) ?? first;
  const hasWords = typed.trim() !== '' || openWhenEmpty;
  const open = hasWords && (is.results === 'inline' || focused);
  const optionId = (row: FoundRow) => `${listId}-${row.id}`;

  function take(row: FoundRow) {
    box.current?.querySelector('input')?.blur();
    onType('');
    setChosen(null);
    row.take();
  }
  const isOpenYet = isSearching || (isComing && first === undefined);
  const takeFirst = useRef(() => {});
  takeFirst.current = () => first !== undefined && take(first);
  useEffect(() => {
    if (!isAwaited || isOpenYet) return;
    setIsAwaited(false);
    takeFirst.current();
  }, [isAwaited, isOpenYet]);

  useEffect(() => {
    if (chosen !== null) document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, chosen]);

  function move(step: 1 | -1) {
    const from = selected === undefined ? -1 : rows.indexOf(selected);
    setChosen(rows[Math.max(0, Math.min(rows.length - 1, from + step))]?.id ?? null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && chosen === null && isOpenYet) setIsAwaited(true);
    else if (event.key === 'Enter' && open && selected !== undefined) take(selected);
    else if (event.key === 'Escape' && is.inSheet !== true) {
      onType('');
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
  }

  const hasList = open && rows.length > 0;
  return (
    <div ref={box} className={`search-box ${is.results}`}>
      <div className="search">
        <Search aria-hidden="true" />
        <input
          ref={is.inputRef}
          {...(is.firstFocus === true ? { 'data-first-focus': '' } : {})}
          role="combobox"
          aria-expanded={hasList}
          aria-controls={hasList ? listId : undefined}
          aria-activedescendant={hasList && selected !== undefined ? optionId(selected) : undefined}
          aria-autocomplete="list"
          aria-label={is.placeholder}
          placeholder={is.placeholder}
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            setChosen(null);
            setIsAwaited(false);
          }}
          onFocus={() => {
            setFocused(true);
            is.onFocused?.(true);
          }}
          onBlur={() => {
            setFocused(false);
            is.onFocused?.(false);
            setIsAwaited(false);
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
          data-testid={is.testId}
        />
        {is.command === undefined ? null : <Kbd command={is.command} />}
      </div>
      {open ? (
        <div className="search-results" aria-busy={isSearching}>
          {rows.length === 0 ? is.none : null}
          {rows.length === 0 ? null : (
            <div id={listId} role="listbox" aria-label={is.label}>
              {shown.map((section) => (
                // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox, not a form
                <div key={section.id} role="group" aria-label={section.name}>
                  {shown.length === 1 ? null : (
                    <p className="list-header" aria-hidden="true">
                      {section.name}
                    </p>
                  )}
                  {section.rows.map((row) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
                    <div
                      key={row.id}
                      id={optionId(row)}
                      role="option"
                      tabIndex={-1}
                      aria-selected={row === selected}
                      className={row.className}
                      {...row.data}
                      // The field keeps the focus until the choice is made.
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => take(row)}
                    >
                      {row.children}
                    </div>
                  ))}
                </div>
              ))}
            </div>
          )}
          {is.foot}
        </div>
      ) : null}
    </div>
  );
}
