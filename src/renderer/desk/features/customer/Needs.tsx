// What has to be minded with this customer, below their name: tags from the company's list, none where there is nothing.
// What is delicate, and what it asks of the agent, stands there only for those who know surely enough with whom they speak.
import { HeartHandshake, ShieldPlus, Star } from 'lucide-react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { useNeedTone, useNeedWords } from '../../store/fieldWords.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';

const looks = {
  plain: { tone: 'note', icon: HeartHandshake },
  vip: { tone: 'note', icon: Star },
  vulnerable: { tone: 'hold', icon: ShieldPlus },
} as const;
const delicate = ['vulnerable', 'vip'] as const;

export function Needs({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  const words = useNeedWords();
  const toneOf = useNeedTone();
  const open = useCardOpen(card.customer.id);
  const needs = card.customer.needs.filter((need) => open.shows(toneOf(need) === 'plain' ? 'needs' : 'delicateNeeds'));
  if (needs.length === 0) return null;
  const tones = new Set(needs.map(toneOf));
  const isPending = card.pendingFields.includes('needs');
  return (
    <>
      <ul className="tags needs" aria-label={t('customer.needs')} data-field="needs" data-testid="needs">
        {needs.map((need) => (
          <li key={need.code}>
            <Tag {...looks[toneOf(need) ?? 'plain']}>
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
      {delicate.map((tone) =>
        tones.has(tone) ? (
          <p key={tone} className="sub need-hint" data-testid={`need-hint-${tone}`}>
            {t(`customer.tones.${tone}`)}
          </p>
        ) : null,
      )}
    </>
  );
}
