// What is new, version by version, each with the key that does it.
import { useEffect } from 'react';
import { isLater, news } from '#shared/words/news';
import { type CommandId, rowOf } from '../../commands/table.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';

export function NewsPage() {
  const { t, language } = useWords();
  const { newsRead } = useIntents();
  const version = useDeskState((state) => state.main?.version ?? '');
  useEffect(newsRead, [newsRead]);
  return (
    <div className="page settings-page" data-testid="news-page">
      <h1>{t('news.title')}</h1>
      {news
        .filter((edition) => !isLater(edition.version, version))
        .map((edition) => (
          <section key={edition.version} className="section settings-section">
            <SectionTitle>{t('news.version', { version: edition.version })}</SectionTitle>
            {edition.items.map(({ title, text, command }) => {
              const chord = command === undefined ? undefined : rowOf(command as CommandId).chord;
              return (
                <div key={title.en}>
                  <h3>
                    {title[language]} {chord === undefined ? null : <Kbd chord={chord} />}
                  </h3>
                  <p className="sub">{text[language]}</p>
                </div>
              );
            })}
          </section>
        ))}
    </div>
  );
}
