// The customer's numbers: corrected, added, taken away.
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Customer } from '#shared/model/customer';
import { formatNumber, parseNumber } from '#shared/model/phoneNumber';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { EditableText } from './EditableText.tsx';

type Phone = Customer['phones'][number];
type Country = Parameters<typeof parseNumber>[1];

const longest = 64;
const shown = (phone: Phone): string => (phone.e164 === null ? phone.raw : formatNumber(phone.e164));

interface PhonesProps {
  readonly phones: readonly Phone[];
  readonly pending: boolean;
  readonly onSave: (phones: Phone[]) => void;
}

export function Phones({ phones, pending, onSave }: PhonesProps) {
  const { t } = useWords();
  const country = useDeskState((state) => workstationOf(state)?.company.country ?? 'IT') as Country;
  const [adding, setAdding] = useState(false);
  const check = (text: string) => (text === '' || text.length > longest ? t('customer.phoneWrong') : null);
  const read = (raw: string, kind: Phone['kind']): Phone => ({ raw, e164: parseNumber(raw, country), kind });

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
