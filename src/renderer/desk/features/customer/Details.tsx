// The card's details: what an agent may change is changed where it stands, the rest is read; what could be misused stays masked.
import type { CustomerCard } from '#shared/contract/screenPop';
import { type Customer, customerDetailsSchema, maskedTail } from '#shared/model/customer';
import { useIntents, useWords } from '../../store/useDesk.ts';
import { Address } from './Address.tsx';
import { EditableText } from './EditableText.tsx';
import { Phones } from './Phones.tsx';

const longestPreference = 200;

export function Details({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const { editCustomer } = useIntents();
  const { customer, pendingFields } = card;
  const save = (details: Parameters<typeof editCustomer>[1]) => void editCustomer(customer, details);
  const pending = (field: CustomerCard['pendingFields'][number]) => pendingFields.includes(field);
  const emailFits = (text: string) => text === '' || customerDetailsSchema.shape.email.safeParse(text).success;
  const contracts = (all: Customer['contracts']) => all.map(({ code, name }) => `${code} · ${name}`);
  return (
    <dl className="details">
      <dt>{t(customer.phones.length > 1 ? 'customer.phones' : 'customer.phone')}</dt>
      <dd>
        <Phones
          whose={customer}
          phones={customer.phones}
          pending={pending('phones')}
          onSave={(phones) => save({ phones })}
        />
      </dd>
      <dt>{t('customer.email')}</dt>
      <dd>
        <EditableText
          name={t('customer.email')}
          value={customer.email ?? ''}
          pending={pending('email')}
          check={(text) => (emailFits(text) ? null : t('customer.emailWrong'))}
          onSave={(text) => save({ email: text === '' ? null : text })}
          testId="edit-email"
        />
      </dd>
      <dt>{t('customer.address')}</dt>
      <dd>
        <Address address={customer.address} pending={pending('address')} onSave={(address) => save({ address })} />
      </dd>
      {customer.iban === null ? null : (
        <>
          <dt>{t('customer.iban')}</dt>
          <dd className="mask num" title={t('customer.maskedAbout')}>
            {maskedTail(customer.iban)}
          </dd>
        </>
      )}
      {customer.contracts.length === 0 ? null : (
        <>
          <dt>{t(customer.contracts.length > 1 ? 'customer.contracts' : 'customer.contract')}</dt>
          <dd>
            {contracts(customer.contracts).map((contract) => (
              <div key={contract}>{contract}</div>
            ))}
          </dd>
        </>
      )}
      <dt>{t('customer.preference')}</dt>
      <dd>
        <EditableText
          name={t('customer.preference')}
          value={customer.preference ?? ''}
          pending={pending('preference')}
          check={(text) => (text.length > longestPreference ? t('customer.phoneWrong') : null)}
          onSave={(text) => save({ preference: text === '' ? null : text })}
          testId="edit-preference"
        />
      </dd>
    </dl>
  );
}
