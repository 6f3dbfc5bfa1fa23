// The card's details: what an agent may change is changed where it stands, the rest is read; what could be misused stays masked.
import type { CustomerCard } from '#shared/contract/screenPop';
import { customerDetailsSchema, maskedTail } from '#shared/model/customer';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { Address, addressText } from './Address.tsx';
import { Delegations } from './Delegations.tsx';
import { EditableText } from './EditableText.tsx';
import { Field } from './Field.tsx';
import { Guarded, Hidden } from './Guarded.tsx';
import { Phones } from './Phones.tsx';

const longestPreference = 200;

export function Details({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const { editCustomer } = useIntents();
  const { customer, pendingFields } = card;
  const { id, contracts } = customer;
  const open = useCardOpen(id);
  const save = (details: Parameters<typeof editCustomer>[1]) => void editCustomer(customer, details);
  const pending = (field: CustomerCard['pendingFields'][number]) => pendingFields.includes(field);
  const emailFits = (text: string) => text === '' || customerDetailsSchema.shape.email.safeParse(text).success;
  return (
    <dl className="details" data-region-start="">
      <Field id={id} field="phones" name={t(customer.phones.length > 1 ? 'customer.phones' : 'customer.phone')}>
        <Phones
          whose={customer}
          phones={customer.phones}
          pending={pending('phones')}
          onSave={(phones) => save({ phones })}
        />
      </Field>
      <Field id={id} field="email" name={t('customer.email')}>
        <Guarded id={id} field="email" value={customer.email ?? ''}>
          <EditableText
            name={t('customer.email')}
            value={customer.email ?? ''}
            pending={pending('email')}
            check={(text) => (emailFits(text) ? null : t('customer.emailWrong'))}
            onSave={(text) => save({ email: text === '' ? null : text })}
            testId="edit-email"
          />
        </Guarded>
      </Field>
      <Field id={id} field="address" name={t('customer.address')}>
        <Guarded id={id} field="address" value={addressText(customer.address)}>
          <Address address={customer.address} pending={pending('address')} onSave={(address) => save({ address })} />
        </Guarded>
      </Field>
      {customer.iban === null ? null : (
        <Field id={id} field="iban" name={t('customer.iban')}>
          {open.shows('ibanTail') ? (
            <span className="mask num" title={t('customer.maskedAbout')}>
              {maskedTail(customer.iban)}
            </span>
          ) : (
            <Hidden id={id} field="ibanTail" />
          )}
        </Field>
      )}
      {contracts.length === 0 ? null : (
        <Field id={id} field="contracts" name={t(contracts.length > 1 ? 'customer.contracts' : 'customer.contract')}>
          {contracts.map(({ code, name }) => (
            <div key={code}>
              {code} · {name}
            </div>
          ))}
        </Field>
      )}
      {customer.delegations.length === 0 && !open.mayChange('delegations') ? null : (
        <Field id={id} field="delegations" name={t('customer.delegations')}>
          <Delegations card={card} />
        </Field>
      )}
      <Field id={id} field="preference" name={t('customer.preference')}>
        <Guarded id={id} field="preference" value={customer.preference ?? ''}>
          <EditableText
            name={t('customer.preference')}
            value={customer.preference ?? ''}
            pending={pending('preference')}
            check={(text) => (text.length > longestPreference ? t('conflicts.tooLong') : null)}
            onSave={(text) => save({ preference: text === '' ? null : text })}
            testId="edit-preference"
          />
        </Guarded>
      </Field>
    </dl>
  );
}
