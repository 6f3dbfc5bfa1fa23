// What has to be minded with this customer, below their name: tags from the company's list, none where there is nothing.
import { HeartHandshake } from 'lucide-react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { useNeedWords } from '../../store/fieldWords.ts';
import { useWords } from '../../store/useDesk.ts';
import { Tag } from '../../ui/Tag.tsx';

export function Needs({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const words = useNeedWords();
  const { needs } = card.customer;
  if (needs.length === 0) return null;
  const isPending = card.pendingFields.includes('needs');
  return (
    <ul className="tags needs" aria-label={t('customer.needs')} data-field="needs" data-testid="needs">
      {needs.map((need) => (
        <li key={need.code}>
          <Tag tone="note" icon={HeartHandshake}>
            <span className="need">{words(need)}</span>
          </Tag>
        </li>
      ))}
      {isPending ? (
        <li>
          <span className="pending-mark">{t('customer.pending')}</span>
        </li>
      ) : null}
    </ul>
  );
}
