// Looking for an article: what the contact reason suggests first, then whatever the words that are typed find; by keys, or by the mouse.
import { type KeyboardEvent, type ReactNode, type Ref, useId, useRef, useState } from 'react';
import type { ArticlesFound } from '#shared/contract/articles';
import type { Mark } from '#shared/contract/mark';
import { type ArticleHead, readIn } from '#shared/model/article';
import { Marked } from '../../ui/Marked.tsx';
import { useWords } from '../../ui/words.tsx';
import { Gap } from './Gap.tsx';
import { StandingTag } from './StandingTag.tsx';

interface Line {
  readonly head: ArticleHead;
  readonly marks: readonly Mark[];
}

interface FinderProps {
  readonly fieldRef?: Ref<HTMLInputElement>;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly found: (ArticlesFound & { readonly isCurrent: boolean }) | null;
  readonly reasonCode: string | null;
  /** The one that is read beside it; null: none. */
  readonly chosen: ArticleHead['id'] | null;
  readonly onChoose: (id: ArticleHead['id']) => void;
}

export function Finder({ fieldRef, typed, onType, found, reasonCode, chosen, onChoose }: FinderProps) {
  const { t, language } = useWords();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const isTyped = typed.trim() !== '';
  const suggested: readonly Line[] = isTyped ? [] : (found?.suggested ?? []).map((head) => ({ head, marks: [] }));
  const others = (found?.found ?? []).filter(({ head }) => suggested.every((line) => line.head.id !== head.id));
  const lines = [...suggested, ...others];
  const selected = lines[Math.min(at, lines.length - 1)];

  function move(step: number) {
    const next = Math.max(0, Math.min(lines.length - 1, at + step));
    setAt(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView?.({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key !== 'Enter') return;
    // Never what was found for the letters before.
    else if (selected !== undefined && found?.isCurrent === true) onChoose(selected.head.id);
    event.preventDefault();
  }

  const option = ({ head, marks }: Line): ReactNode => {
    const title = readIn(head.title, language);
    const about = readIn(head.about, language).text;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
      <div
        key={head.id}
        id={`${listId}-${head.id}`}
        role="option"
        tabIndex={-1}
        aria-selected={head === selected?.head}
        aria-current={head.id === chosen ? 'true' : undefined}
        className="panel-option article-option"
        onClick={() => onChoose(head.id)}
        data-testid="article-option"
        data-code={head.code}
      >
        <strong lang={title.language}>
          <Marked text={title.text} marks={marks} />
        </strong>
        <small title={about}>
          <span className="num">{head.code}</span> {about}
        </small>
        <StandingTag article={head} />
      </div>
    );
  };

  return (
    <>
      <input
        ref={fieldRef}
        data-first-focus=""
        className="panel-field"
        role="combobox"
        aria-expanded={lines.length > 0}
        aria-controls={listId}
        aria-activedescendant={selected === undefined ? undefined : `${listId}-${selected.head.id}`}
        aria-label={t('knowledge.find')}
        placeholder={t('knowledge.find')}
        value={typed}
        maxLength={200}
        onChange={(event) => {
          setAt(0);
          onType(event.target.value);
        }}
        onKeyDown={onKeyDown}
        spellCheck={false}
        autoComplete="off"
        data-testid="article-find"
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('knowledge.title')}
        className="panel-list article-list"
        hidden={lines.length === 0}
      >
        {suggested.length === 0 ? null : (
          // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox
          <div role="group" aria-label={t('knowledge.suggested')}>
            <p className="article-group" aria-hidden="true">
              {t('knowledge.suggested')}
            </p>
            {suggested.map(option)}
          </div>
        )}
        {suggested.length === 0 || others.length === 0 ? (
          others.map(option)
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox
          <div role="group" aria-label={t('knowledge.others')}>
            <p className="article-group" aria-hidden="true">
              {t('knowledge.others')}
            </p>
            {others.map(option)}
          </div>
        )}
      </div>
      {found === null || lines.length > 0 ? null : found.all > 0 ? (
        <div className="panel-part">
          <p className="sub" role="status">
            {t('knowledge.none')}
          </p>
          <Gap key={typed.trim()} words={typed.trim()} reasonCode={reasonCode} />
        </div>
      ) : (
        <p className="sub" role="status">
          {t(found.here ? 'knowledge.empty' : 'knowledge.loading')}
        </p>
      )}
    </>
  );
}
