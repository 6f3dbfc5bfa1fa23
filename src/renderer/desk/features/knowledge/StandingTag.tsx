// How an article stands, where that is not plain: what has expired is marked, and never hidden.
import { CalendarClock, CalendarX, PenLine } from 'lucide-react';
import { type ArticleHead, standing } from '#shared/model/article';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';
import { useToday } from './useToday.ts';

interface StandingTagProps {
  readonly article: Pick<ArticleHead, 'state' | 'validFrom' | 'validTo' | 'reviewBy'>;
  /** No sentence beside it says how it stands. */
  readonly alone?: boolean;
}

export function StandingTag({ article, alone = true }: StandingTagProps) {
  const { t } = useWords();
  const how = standing(article, useToday());
  if (article.state !== 'inForce')
    return (
      <Tag tone="note" icon={PenLine}>
        {t(`knowledge.tags.${article.state}`)}
      </Tag>
    );
  if (how === 'valid' || !alone) return null;
  return (
    <Tag tone="hold" icon={how === 'expired' ? CalendarX : CalendarClock}>
      {t(`knowledge.tags.${how}`)}
    </Tag>
  );
}
