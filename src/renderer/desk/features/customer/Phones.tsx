// The customer's numbers: corrected, added, taken away.
import { Phone as PhoneIcon, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Customer } from '#shared/model/customer';
import { toDialable } from '#shared/model/dialable';
import { formatNumber, parseNumber, readNumber } from '#shared/model/phoneNumber';
import type { Intents } from '../../store/intents.ts';
import { numberInFront, workstationOf } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useWords } from '../../ui/words.tsx';
import { EditableText } from './EditableText.tsx';
import { Hidden, Locked } from './Guarded.tsx';

type Phone = Customer['phones'][number];
type Country = Parameters<typeof parseNumber>[1];

const longest = 64;

/** As it is shown and edited: with the extension behind it. */
function useShown(country: Country) {
  const { t } = useWords();
  return ({ e164, raw }: Phone): string => {
    if (e164 === null) return raw;
    const { extension } = readNumber(raw, country);
    return extension === null
      ? formatNumber(e164)
      : `${formatNumber(e164)} ${t('customer.extension', { digits: extension })}`;
  };
}

interface PhonesProps {
  readonly whose: Pick<Customer, 'id' | 'name'>;
  readonly phones: readonly Phone[];
  readonly pending: boolean;
  readonly onSave: (phones: Phone[]) => void;
}

interface CallNumberProps {
  readonly number: string | null;
  readonly whose: PhonesProps['whose'];
  readonly onCall: Intents['dial'];
}

/** What is written there may be no number at all. */
function CallNumber({ number, whose, onCall }: CallNumberProps) {
  const { t } = useWords();
  if (number === null) return null;
  return (
    <IconButton
      icon={PhoneIcon}
      className="call-number"
      name={t('dial.callNumber', { number: formatNumber(number) })}
      onClick={() => void onCall({ number, name: whose.name, customerId: whose.id })}
      data-testid="call-number"
    />
  );
}

export function Phones({ whose, phones, pending, onSave }: PhonesProps) {
  const { t } = useWords();
  const country = useDeskState((state) => workstationOf(state)?.company.country ?? 'IT') as Country;
  const shown = useShown(country);
  const { dial } = useIntents();
  const [adding, setAdding] = useState(false);
  const check = (text: string) => (text === '' || text.length > longest ? t('customer.phoneWrong') : null);
  const read = (raw: string, kind: Phone['kind']): Phone => ({ raw, e164: parseNumber(raw, country), kind });
  const open = useCardOpen(whose.id);
  const calling = useDeskState(numberInFront);
  const isOpen = ({ e164 }: Phone): boolean =>
    open.shows(e164 !== null && e164 === calling ? 'callingNumber' : 'otherNumbers');

  if (!open.mayChange('otherNumbers')) {
    const inSight = phones.filter(isOpen);
    return (
      <div className="phones">
        {inSight.map((phone) => (
          <div key={phone.raw} className="phone-row">
            <Locked id={whose.id} field="otherNumbers" value={shown(phone)} />
            <CallNumber number={phone.e164 ?? toDialable(phone.raw)} whose={whose} onCall={dial} />
          </div>
        ))}
        {inSight.length < phones.length ? <Hidden id={whose.id} field="otherNumbers" /> : null}
        {phones.length === 0 ? <span className="faint">{t('customer.none')}</span> : null}
      </div>
    );
  }
  return (
    <div className="phones">
      {phones.map((phone, index) => (
        <div key={phone.raw} className="phone-row">
          <EditableText
            name={t('customer.phone')}
            value={shown(phone)}
            pending={pending}
            check={check}
            onSave={(raw) => onSave(phones.with(index, read(raw, phone.kind)))}
            testId="edit-phone"
          />
          <CallNumber number={phone.e164 ?? toDialable(phone.raw)} whose={whose} onCall={dial} />
          {index === phones.length - 1 && !adding ? (
            <IconButton icon={Plus} name={t('customer.addPhone')} onClick={() => setAdding(true)} />
          ) : null}
          {phones.length > 1 ? (
            <IconButton
              icon={X}
              name={t('customer.removePhone', { number: shown(phone) })}
              onClick={() => onSave(phones.toSpliced(index, 1))}
            />
          ) : null}
        </div>
      ))}
      {adding ? (
        <EditableText
          name={t('customer.phone')}
          value=""
          pending={false}
          check={check}
          onSave={(raw) => onSave([...phones, read(raw, 'other')])}
          testId="add-phone"
          startOpen
          onClosed={() => setAdding(false)}
        />
      ) : null}
      {phones.length === 0 && !adding ? (
        <div className="phone-row">
          <span className="faint">{t('customer.none')}</span>
          <IconButton icon={Plus} name={t('customer.addPhone')} onClick={() => setAdding(true)} />
        </div>
      ) : null}
    </div>
  );
}
