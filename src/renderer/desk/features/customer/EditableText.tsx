// A detail edited where it stands: a click or Enter opens it, Enter or leaving saves, Esc puts it back. Nothing typed is dropped.
import { Pencil } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { changeAndFocus } from '../../ui/focus.ts';
import { useWords } from '../../ui/words.tsx';
import { goAmongDetails } from './amongDetails.ts';

interface EditableTextProps {
  readonly name: string;
  readonly value: string;
  readonly pending: boolean;
  /** What is wrong with a text; null when it can be saved. */
  readonly check: (text: string) => string | null;
  readonly onSave: (text: string) => void;
  readonly testId: string;
  readonly placeholder?: string;
  readonly startOpen?: boolean;
  readonly onClosed?: () => void;
}

/** A long address is broken behind a dot or the at sign, rather than within a word. */
function Breaking({ text }: { readonly text: string }) {
  if (!text.includes('@')) return text;
  return [...text.matchAll(/[^.@]*[.@]+|[^.@]+/g)].map(({ 0: part, index }) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

export function EditableText({ name, value, pending, check, onSave, testId, ...options }: EditableTextProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | null>(options.startOpen === true ? value : null);
  const opener = useRef<HTMLButtonElement>(null);
  const errorId = useId();
  const error = typed === null ? null : check(typed.trim());

  // What is being typed is saved also when the card goes away under the fingers.
  const leaving = useRef<() => void>(() => {});
  leaving.current = () => {
    if (typed !== null && error === null && typed.trim() !== value) onSave(typed.trim());
  };
  useEffect(() => () => leaving.current(), []);

  function close(save: boolean, byKey: boolean) {
    if (save && error !== null && byKey) return;
    if (save) leaving.current();
    leaving.current = () => {};
    const closed = () => {
      setTyped(null);
      options.onClosed?.();
    };
    if (byKey) changeAndFocus(closed, () => opener.current);
    else closed();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close(event.key === 'Enter', true);
  }

  if (typed === null)
    return (
      <button
        ref={opener}
        type="button"
        className={`editable ${pending ? 'pending' : ''}`}
        aria-label={`${t('customer.edit', { field: name })}: ${value === '' ? t('customer.none') : value}${pending ? ` ${t('customer.pending')}` : ''}`}
        title={pending ? t('customer.pending') : undefined}
        onClick={() => setTyped(value)}
        onKeyDown={goAmongDetails}
        data-testid={testId}
      >
        <span className={value === '' ? 'faint' : 'num'}>
          {value === '' ? t('customer.none') : <Breaking text={value} />}
        </span>
        {pending ? ' ' : null}
        {pending ? <span className="pending-mark">{t('customer.pending')}</span> : null}
        <Pencil aria-hidden="true" />
      </button>
    );
  return (
    <span className="editing">
      <input
        // biome-ignore lint/a11y/noAutofocus: the agent has just asked to write here
        autoFocus
        value={typed}
        placeholder={options.placeholder}
        aria-label={name}
        aria-invalid={error !== null}
        aria-describedby={errorId}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => close(true, false)}
        spellCheck={false}
        data-testid={`${testId}-input`}
      />
      <small id={errorId} className={error === null ? 'faint' : 'error'}>
        {error ?? t('customer.editHint')}
      </small>
    </span>
  );
}
