// One article as it is read: how it stands, the facts big, what to say, what to check, the rest.
import type { ReactNode } from 'react';
import { type Article, type ArticleText, readIn, standing } from '#shared/model/article';
import type { Language } from '#shared/model/ids';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Markup } from './Markup.tsx';
import { StandingTag } from './StandingTag.tsx';
import { useToday } from './useToday.ts';

/** Letters from which a fact is more than a glance. */
const longFact = 28;

const other = (language: Language): Language => (language === 'it' ? 'en' : 'it');

/** In the customer's language first. */
function Say({
  text,
  language,
  children,
}: {
  readonly text: ArticleText;
  readonly language: Language;
  readonly children: ReactNode;
}) {
  const { tIn } = useWords();
  const said = readIn(text, language);
  const beside = text[other(said.language)];
  return (
    <li>
      <p lang={said.language}>{tIn(said.language)('help.said', { text: said.text })}</p>
      {beside === '' ? null : (
        <p className="say-other" lang={other(said.language)}>
          {beside}
        </p>
      )}
      {children}
    </li>
  );
}

interface ReadingProps {
  readonly article: Article;
  /** That the customer speaks. */
  readonly customer: Language;
  /** What is checked; null: there is nobody to check it with. */
  readonly steps: ReactNode;
  /** Beside each sentence that is to be said. */
  readonly beside?: (one: ArticleText) => ReactNode;
}

export function Reading({ article, customer, steps, beside }: ReadingProps) {
  const { t, language } = useWords();
  const { say, facts, body, about, edition, at, byName } = article;
  const read = (text: ArticleText) => readIn(text, language);
  const text = read(body);
  const today = useToday();
  const how = standing(article, today);
  const days = {
    valid: article.validFrom,
    coming: article.validFrom,
    toReview: article.reviewBy,
    expired: article.validTo,
  };
  return (
    <article className="article" data-testid="article">
      <div>
        <p className={how === 'valid' ? 'sub article-standing' : 'sub article-standing urgent'}>
          <b className="num">{article.code}</b>
          <span data-testid="standing">
            {t(`knowledge.standing.${how}`, { day: fullDay(days[how] ?? article.validFrom, language) })}
          </span>
          <StandingTag article={article} alone={false} />
        </p>
        {read(about).text === '' ? null : <p className="sub">{read(about).text}</p>}
        {text.text !== '' && text.language !== language ? (
          <p className="faint">
            {t('knowledge.otherLanguage', { language: t(`knowledge.languages.${text.language}`) })}
          </p>
        ) : null}
      </div>
      {facts.length === 0 ? null : (
        <dl className="article-facts" aria-label={t('knowledge.facts')}>
          {facts.map(({ name, value }) => (
            <div key={name.it + name.en} className={read(value).text.length > longFact ? 'long' : undefined}>
              <dt>{read(name).text}</dt>
              <dd className="num">{read(value).text}</dd>
            </div>
          ))}
        </dl>
      )}
      {say.length === 0 ? null : (
        <section className="section">
          <SectionTitle>{t('knowledge.say')}</SectionTitle>
          <ul className="say">
            {say.map((one) => (
              <Say key={one.it + one.en} text={one} language={customer}>
                {beside?.(one)}
              </Say>
            ))}
          </ul>
        </section>
      )}
      {article.steps.length === 0 || steps === null ? null : (
        <section className="section">
          <SectionTitle>{t('knowledge.steps')}</SectionTitle>
          {steps}
        </section>
      )}
      {text.text === '' ? null : (
        <div lang={text.language}>
          <Markup text={text.text} />
        </div>
      )}
      <p className="faint num">
        {t('knowledge.edition', { edition, day: fullDay(localDay(at), language), by: byName })}
      </p>
    </article>
  );
}
