// Whose number the caller's is: attached to the chosen customer, or taken off, with two keys. The next call from it knows.
import { Minus, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Customer } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { formatNumber } from '#shared/model/phoneNumber';
import { useCommand } from '../../commands/useCommand.ts';
import { openInteraction } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { changeAndFocus } from '../../ui/focus.ts';
import { useKey } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

/** Nothing where the number is withheld, or is an extension, and before it is sure enough that it is the customer who calls. */
export function CallerNumber({ id, customer }: { readonly id: InteractionId; readonly customer: Customer }) {
  const { t } = useWords();
  const { editCustomer } = useIntents();
  const e164 = useDeskState((state) => {
    const caller = openInteraction(state, id)?.interaction.caller;
    return caller?.kind === 'number' ? caller.e164 : null;
  });
  const mayChange = useCardOpen(customer.id).mayChange('callingNumber');
  const [isOpen, setIsOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const choice = useRef<HTMLDivElement>(null);
  const isTheirs = customer.phones.some((phone) => phone.e164 === e164);
  useCommand(
    'callerNumber',
    () => {
      before.current = document.activeElement;
      setIsOpen(true);
    },
    { enabled: e164 !== null && mayChange && !isOpen },
  );
  const keys = { enabled: isOpen };
  useKey('A', attach, keys);
  useKey('T', detach, keys);
  useKey('Esc', close, keys);
  useEffect(() => {
    if (isOpen) choice.current?.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  }, [isOpen]);
  const number = e164 === null ? '' : formatNumber(e164);

  function close() {
    changeAndFocus(
      () => setIsOpen(false),
      () => before.current,
    );
  }
  function attach() {
    if (!isTheirs && e164 !== null)
      void editCustomer(customer, { phones: [...customer.phones, { raw: number, e164, kind: 'other' }] });
    close();
  }
  function detach() {
    if (isTheirs) void editCustomer(customer, { phones: customer.phones.filter((phone) => phone.e164 !== e164) });
    close();
  }
  if (e164 === null || !mayChange) return null;
  if (!isOpen)
    return isTheirs ? null : (
      <Button
        look="ghost"
        size="small"
        icon={Plus}
        command="callerNumber"
        className="caller-number-open"
        onClick={() => setIsOpen(true)}
        data-testid="caller-number"
      >
        {t('customer.attachThis', { number })}
      </Button>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not a form
    <div
      ref={choice}
      role="group"
      aria-label={t('customer.callsFrom', { number })}
      className="box caller-number"
      data-own-space=""
      onBlur={({ relatedTarget, currentTarget }) => !currentTarget.contains(relatedTarget) && setIsOpen(false)}
    >
      <p className="num">{t('customer.callsFrom', { number })}</p>
      <div className="caller-choice">
        <Button size="small" icon={Plus} chord="A" disabled={isTheirs} onClick={attach} data-testid="attach-number">
          {t('customer.attachNumber')}
        </Button>
        <Button size="small" icon={Minus} chord="T" disabled={!isTheirs} onClick={detach} data-testid="detach-number">
          {t('customer.detachNumber')}
        </Button>
      </div>
    </div>
  );
}
