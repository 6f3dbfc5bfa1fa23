// What agents have looked for and not found, for those who write articles.
import { useIntents } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function Gaps() {
  const { t, language } = useWords();
  const { articleGaps } = useIntents();
  const { asked, again } = useAsked(articleGaps);
  return (
    <section className="section" data-testid="gaps">
      <SectionTitle>{t('articleEdit.gaps')}</SectionTitle>
      <p className="sub">{t('articleEdit.gapsAbout')}</p>
      <AskedFor asked={asked} onAgain={again}>
        {({ gaps }) =>
          gaps.length === 0 ? (
            <p className="sub">{t('articleEdit.noGaps')}</p>
          ) : (
            <ul className="article-gaps">
              {gaps.map(({ words, times, lastOn, reasons }) => (
                <li key={words}>
                  <strong>{words}</strong>
                  <span className="sub num">
                    {[
                      t('articleEdit.times', { count: times }),
                      t('articleEdit.lastOn', { day: fullDay(lastOn, language) }),
                      ...reasons,
                    ].join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </AskedFor>
    </section>
  );
}
