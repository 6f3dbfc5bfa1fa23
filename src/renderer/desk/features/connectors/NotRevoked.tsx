// What somebody has agreed to in a CRM is wanted no more here, and the CRM has not confirmed that it is over: it can be ended there.

import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

export function NotRevoked({ name, onDismiss }: { readonly name: string; readonly onDismiss: () => void }) {
  const { t } = useWords();
  return (
    <Notice
      tone="hold"
      title={t('connectors.agreement.notRevoked')}
      body={t('connectors.agreement.notRevokedAbout', { name })}
      dismiss={{ name: t('actions.dismiss'), run: onDismiss }}
    />
  );
}
