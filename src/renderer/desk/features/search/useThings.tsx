// Beside customers and commands: cases and procedures with the words, and what was looked at last, as rows of the field that finds.
import { BookOpen, FolderOpen, History } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ArticleHit } from '#shared/contract/articles';
import type { ListedCase } from '#shared/contract/cases';
import { readIn } from '#shared/model/article';
import { inThrees } from '#shared/model/caseNumber';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import type { FoundRow, FoundSection } from '../../ui/FindBox.tsx';
import { localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const most = 4;
/** Shorter words are in too many of them. */
const fewestLetters = 3;
/** Cases are read through one by one where the customers are found, who come first: only once the fingers rest. */
const restMs = 150;

interface Found {
  readonly text: string;
  readonly cases: readonly ListedCase[];
  readonly articles: readonly ArticleHit[];
}

const nothing: Found = { text: '', cases: [], articles: [] };

/** In front of a customer who has not said it yet, the number alone. */
function CaseRow({ listed: { case: found } }: { readonly listed: ListedCase }) {
  const { t } = useWords();
  const { shows } = useCardOpen(found.customerId);
  return (
    <>
      <FolderOpen aria-hidden="true" />
      <span className="command-name">
        <span className="num">{inThrees(found.number)}</span>
        {shows('cases') ? ` · ${found.title}` : null}
      </span>
      <span className="sub">{t(`caseStatus.${found.status}`)}</span>
    </>
  );
}

const row = (id: string, kind: string, take: () => void, children: FoundRow['children']): FoundRow => ({
  id,
  className: 'command-row',
  data: { 'data-testid': kind, 'data-id': id },
  take,
  children,
});

interface FoundThings {
  readonly sections: readonly FoundSection[];
  /** What there is of these words is still being asked for. */
  readonly isComing: boolean;
}

/** Empty words: what was looked at last. */
export function useThings(typed: string): FoundThings {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { show, listCases, findArticles } = useIntents();
  const recent = useDeskState((state) => state.recentThings);
  const [found, setFound] = useState<Found>(nothing);
  const text = typed.trim();
  useEffect(() => {
    if (text.length < fewestLetters) {
      setFound(nothing);
      return;
    }
    const asking = new AbortController();
    const timer = setTimeout(() => void ask(asking.signal), restMs);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };

    async function ask(signal: AbortSignal): Promise<void> {
      const day = localDay(new Date(now()).toISOString());
      const [listed, read] = await Promise.all([
        listCases('all', text.slice(0, 80), most),
        findArticles({ text, reasons: [], language, day }, signal),
      ]);
      if (signal.aborted) return;
      setFound({ text, cases: listed?.cases ?? [], articles: read?.found.slice(0, most) ?? [] });
    }
  }, [text, language, now, listCases, findArticles]);

  if (text === '') {
    const sections = [
      {
        id: 'recent',
        name: t('palette.recent'),
        rows: recent.map(({ page, name }) =>
          row(`recent-${JSON.stringify(page)}`, 'recent', () => show(page), [
            <History key="icon" aria-hidden="true" />,
            <span key="name" className="command-name">
              {name}
            </span>,
          ]),
        ),
      },
    ];
    return { sections, isComing: false };
  }
  const { cases, articles } = found.text === text ? found : nothing;
  const sections = [
    {
      id: 'cases',
      name: t('palette.cases'),
      rows: cases.map((listed) =>
        row(
          `case-${listed.case.id}`,
          'case-hit',
          () => show({ kind: 'cases', open: listed.case.id }),
          <CaseRow listed={listed} />,
        ),
      ),
    },
    {
      id: 'articles',
      name: t('palette.articles'),
      rows: articles.map(({ head }) =>
        row(`article-${head.id}`, 'article-hit', () => show({ kind: 'knowledge', open: head.id }), [
          <BookOpen key="icon" aria-hidden="true" />,
          <span key="name" className="command-name">
            {readIn(head.title, language).text}
          </span>,
          <span key="code" className="sub">
            {head.code}
          </span>,
        ]),
      ),
    },
  ];
  return { sections, isComing: text.length >= fewestLetters && found.text !== text };
}
