// How to meet whoever calls: found by typing how they behave, then signs, conduct, a sentence to begin with, what to avoid. Tips alone: what
// is chosen says nothing of the customer, and is nowhere kept.
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { InteractionId, Language } from '#shared/model/ids';
import type { Behaviour } from '#shared/model/lists/behaviours';
import { guidanceOf } from '../../store/guidance.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SaidText } from '../../ui/Said.tsx';
import { foldText } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { NoList } from './NoList.tsx';

/** Those in whose name or signs every word that was typed begins one. */
function found(behaviours: readonly Behaviour[], typed: string, language: Language): readonly Behaviour[] {
  const wordsOf = (text: string) => foldText(text).split(/[^\p{L}\p{N}]+/u);
  const sought = wordsOf(typed).filter(Boolean);
  return behaviours.filter(({ name, signals }) => {
    const there = wordsOf(`${name[language]} ${signals[language]}`);
    return sought.every((word) => there.some((each) => each.startsWith(word)));
  });
}

interface OneProps {
  readonly id: InteractionId;
  readonly behaviour: Behaviour;
  readonly onClear: () => void;
}

function One({ id, behaviour: { name, signals, conduct, say, avoid }, onClear }: OneProps) {
  const { t, language } = useWords();
  const spoken = useCustomerLanguage(id);
  return (
    <div className="panel-part" aria-live="polite" data-testid="handle-one">
      <div>
        <h3>{name[language]}</h3>
        <p className="sub">{signals[language]}</p>
      </div>
      <p>{conduct[language]}</p>
      <SaidText language={spoken} text={say} />
      <div>
        <h3>{t('handle.avoid')}</h3>
        <ul className="panel-avoid">
          {avoid.map((each) => (
            <li key={each.it}>{each[language]}</li>
          ))}
        </ul>
      </div>
      <p className="faint">{t('handle.about')}</p>
      <Button look="ghost" size="small" className="panel-clear" onClick={onClear}>
        {t('handle.clear')}
      </Button>
    </div>
  );
}

interface ChoosingProps {
  readonly id: InteractionId;
  readonly behaviours: readonly Behaviour[];
}

function Choosing({ id, behaviours }: ChoosingProps) {
  const { t, language } = useWords();
  const { chooseBehaviour, openPanel } = useIntents();
  const code = useDeskState((state) => guidanceOf(state, id).behaviour);
  const chosen = behaviours.find((each) => each.code === code);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  /** The list, or the one that was chosen in its place: the field keeps the fingers either way. */
  const [isListed, setListed] = useState(chosen === undefined);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const shown = useMemo(() => found(behaviours, typed, language), [behaviours, typed, language]);
  const selected = isListed ? shown[at] : undefined;

  function type(text: string) {
    setTyped(text);
    setAt(0);
    setListed(true);
  }
  function move(step: number) {
    const next = isListed ? Math.max(0, Math.min(shown.length - 1, at + step)) : at;
    setAt(next);
    setListed(true);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView?.({ block: 'nearest' });
  }
  function choose(behaviour: Behaviour) {
    chooseBehaviour(id, behaviour.code);
    setListed(false);
    field.current?.focus();
  }
  function clear() {
    chooseBehaviour(id, null);
    type('');
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key !== 'Enter') return;
    else if (selected !== undefined) choose(selected);
    else if (!isListed) openPanel(id, null);
    event.preventDefault();
  }

  return (
    <>
      <input
        ref={field}
        data-first-focus=""
        className="panel-field"
        role="combobox"
        aria-expanded={isListed}
        aria-controls={listId}
        aria-activedescendant={selected === undefined ? undefined : `${listId}-${selected.code}`}
        aria-label={t('handle.find')}
        placeholder={t('handle.find')}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        spellCheck={false}
        autoComplete="off"
        data-testid="handle-find"
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('handle.title')}
        className="panel-list"
        hidden={!isListed || shown.length === 0}
      >
        {shown.map((each) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows and Enter are heard by the field above
          <div
            key={each.code}
            id={`${listId}-${each.code}`}
            role="option"
            tabIndex={-1}
            aria-selected={each === selected}
            className="panel-option"
            onClick={() => choose(each)}
          >
            <strong>{each.name[language]}</strong>
            <small title={each.signals[language]}>{each.signals[language]}</small>
          </div>
        ))}
      </div>
      {shown.length === 0 ? <p className="sub">{t('handle.none', { text: typed.trim() })}</p> : null}
      {isListed || chosen === undefined ? null : <One id={id} behaviour={chosen} onClear={clear} />}
    </>
  );
}

export function HandlePanel({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const behaviours = useLists(id).behaviours?.behaviours ?? [];
  return (
    <Panel title={t('handle.title')} onClose={() => openPanel(id, null)} testId="handle-panel">
      {behaviours.length === 0 ? <NoList /> : <Choosing id={id} behaviours={behaviours} />}
    </Panel>
  );
}
