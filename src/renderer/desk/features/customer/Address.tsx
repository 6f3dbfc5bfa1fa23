// The customer's address, three lines edited as one.

import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Customer } from '#shared/model/customer';
import { Button } from '../../ui/Button.tsx';
import { changeAndFocus } from '../../ui/focus.ts';
import { useWords } from '../../ui/words.tsx';
import { goAmongDetails } from './amongDetails.ts';

type AddressValue = NonNullable<Customer['address']>;

const empty: AddressValue = { street: '', postcode: '', city: '' };

/** In one line; empty where there is none. */
export const addressText = (address: AddressValue | null): string =>
  address === null
    ? ''
    : [address.street, [address.postcode, address.city].filter(Boolean).join(' ')].filter(Boolean).join(', ');

interface AddressProps {
  readonly address: AddressValue | null;
  readonly pending: boolean;
  readonly onSave: (address: AddressValue | null) => void;
}

export function Address({ address, pending, onSave }: AddressProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState<AddressValue | null>(null);
  const opener = useRef<HTMLButtonElement>(null);

  function close() {
    changeAndFocus(
      () => setTyped(null),
      () => opener.current,
    );
  }

  if (typed === null) {
    const text = addressText(address);
    return (
      <button
        ref={opener}
        type="button"
        className={`editable ${pending ? 'pending' : ''}`}
        aria-label={`${t('customer.edit', { field: t('customer.address') })}: ${text === '' ? t('customer.none') : text}${pending ? ` ${t('customer.pending')}` : ''}`}
        title={pending ? t('customer.pending') : undefined}
        onClick={() => setTyped(address ?? empty)}
        onKeyDown={goAmongDetails}
        data-testid="edit-address"
      >
        <span className={text === '' ? 'faint' : ''}>{text === '' ? t('customer.none') : text}</span>
        {pending ? ' ' : null}
        {pending ? <span className="pending-mark">{t('customer.pending')}</span> : null}
        <Pencil aria-hidden="true" />
      </button>
    );
  }

  const field = (key: keyof AddressValue, name: string, longest: number, first = false) => (
    <input
      // biome-ignore lint/a11y/noAutofocus: the agent has just asked to write here
      autoFocus={first}
      className={key}
      value={typed[key]}
      maxLength={longest}
      placeholder={name}
      aria-label={name}
      onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
      spellCheck={false}
    />
  );
  return (
    <form
      className="editing address"
      onSubmit={(event) => {
        event.preventDefault();
        const blank = addressText(typed) === '';
        onSave(blank ? null : typed);
        close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      {field('street', t('customer.street'), 120, true)}
      {field('postcode', t('customer.postcode'), 12)}
      {field('city', t('customer.city'), 80)}
      <div className="editing-actions">
        <Button size="small" look="ghost" onClick={close}>
          {t('actions.cancel')}
        </Button>
        <Button size="small" look="primary" type="submit">
          {t('actions.save')}
        </Button>
      </div>
    </form>
  );
}
