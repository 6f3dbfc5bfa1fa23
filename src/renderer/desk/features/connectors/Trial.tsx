// The first page of a CRM, as it would be taken over.
import { formatNumber } from '#shared/model/phoneNumber';
import type { ConnectorTrial } from '#shared/protocol/connectors';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

type Customer = ConnectorTrial['customers'][number];

/** What of the rest is said: only what they have. */
const rest = ({ address, birthDate, taxCode }: Customer): string =>
  [
    address === null ? null : [address.street, address.postcode, address.city].filter(Boolean).join(' '),
    birthDate,
    taxCode,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');

export function Trial({ trial }: { readonly trial: ConnectorTrial }) {
  const { t } = useWords();
  if (trial.failure !== null)
    return (
      <Notice
        tone="stop"
        title={t(`connectors.failures.${trial.failure.code}`)}
        body={t('connectors.trialFailed', { status: trial.failure.status ?? '–' })}
      />
    );
  return (
    <div className="form" data-testid="connector-trial">
      <h3>{t('connectors.trial')}</h3>
      <p className="sub">{t('connectors.trialAbout')}</p>
      {trial.unknown.length === 0 ? null : (
        <p className="error" data-testid="connector-unknown">
          {t('connectors.mapping.unknown', { field: trial.unknown.map((pointer) => pointer.slice(1)).join(', ') })}
        </p>
      )}
      {trial.customers.length === 0 ? <p className="sub">{t('connectors.trialNone')}</p> : null}
      <table className="table num">
        <tbody>
          {trial.customers.slice(0, 8).map((customer) => (
            <tr key={customer.id}>
              <th scope="row">
                {customer.name}
                {customer.kind === 'company' ? <span className="faint"> · {t('customer.company')}</span> : null}
              </th>
              <td>
                {customer.phones.map(({ e164, raw }, place) => (
                  <span key={raw}>
                    {place > 0 ? ', ' : ''}
                    <span className="fixed">{formatNumber(e164 ?? raw)}</span>
                  </span>
                ))}
              </td>
              <td className={customer.email === null ? undefined : 'mail'}>{customer.email ?? ''}</td>
              <td>{rest(customer)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {trial.refused.length === 0 ? null : (
        <p className="sub num">{t('connectors.trialRefused', { count: trial.refused.length })}</p>
      )}
    </div>
  );
}
