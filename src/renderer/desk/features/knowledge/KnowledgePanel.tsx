// The knowledge base beside the note: found by words or by the contact reason, read, and its checks ticked while one talks.
import { ArrowLeft, BookOpen } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { type Article, answered, openSteps, readIn } from '#shared/model/article';
import type { InteractionId } from '#shared/model/ids';
import { guidanceOf } from '../../store/guidance.ts';
import { checksOf, draftOf } from '../../store/selectors.ts';
import { useDesk, useDeskSelection, useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { Finder } from './Finder.tsx';
import { IntoMessage } from './IntoMessage.tsx';
import { Reading } from './Reading.tsx';
import { StandingTag } from './StandingTag.tsx';
import { Steps } from './Steps.tsx';
import { useArticle, useArticles } from './useArticles.ts';

interface CheckingProps {
  readonly id: InteractionId;
  readonly article: Article;
}

function Checking({ id, article }: CheckingProps) {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { edit } = useIntents();
  const checks = useDeskSelection((state) => checksOf(state, id));
  const note = useDeskState((state) => draftOf(state, id).note);
  const answeredSteps = openSteps(article, checks).filter(({ answer }) => answer !== null);

  function answer(step: string, code: string | null) {
    edit(id, { checks: answered(article, checks, { step, answer: code, at: new Date(now()).toISOString() }) });
  }
  function toNote() {
    const lines = answeredSteps.map(({ step, answer: code, end }) => {
      const option = step.kind === 'choice' ? step.options.find((one) => one.code === code) : undefined;
      const ask = readIn(step.ask, language).text;
      const line =
        option === undefined
          ? t('knowledge.notedTick', { ask })
          : t('knowledge.notedLine', { ask, answer: readIn(option.name, language).text });
      return end === null ? line : `${line} ${readIn(end, language).text}`;
    });
    const before = note.trimEnd();
    edit(id, { note: `${before === '' ? '' : `${before}\n`}${lines.join('\n')}\n` });
  }

  return (
    <>
      <Steps article={article} checks={checks} onAnswer={answer} />
      {answeredSteps.length === 0 ? null : (
        <Button size="small" onClick={toNote} data-testid="checks-to-note">
          {t('knowledge.toNote')}
        </Button>
      )}
    </>
  );
}

interface OneProps {
  readonly id: InteractionId;
  readonly article: Article | null | undefined;
  readonly onBack: () => void;
}

function One({ id, article, onBack }: OneProps) {
  const { t } = useWords();
  const customer = useCustomerLanguage(id);
  const back = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => back.current?.focus(), []);
  return (
    <>
      <Button
        ref={back}
        look="ghost"
        size="small"
        icon={ArrowLeft}
        className="article-back"
        onClick={onBack}
        data-testid="article-back"
      >
        {t('knowledge.back')}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="panel-scroll" tabIndex={0} aria-label={t('knowledge.text')}>
        {article === null ? (
          <p className="sub" role="status">
            {t('knowledge.gone')}
          </p>
        ) : article === undefined ? null : (
          <Reading
            article={article}
            customer={customer}
            steps={<Checking id={id} article={article} />}
            beside={(one) => <IntoMessage id={id} say={article.say} one={one} customer={customer} />}
          />
        )}
      </section>
    </>
  );
}

/** What the contact reason suggests, before anybody looks for it. */
export function SuggestedArticles({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { readArticleIn } = useIntents();
  const reasonCode = useDeskState((state) => draftOf(state, id).reasonCode);
  const suggested = useArticles('', reasonCode === null ? [] : [reasonCode])?.suggested ?? [];
  if (reasonCode === null || suggested.length === 0) return null;
  return (
    <section className="section" data-testid="suggested-articles">
      <SectionTitle icon={BookOpen}>{t('knowledge.title')}</SectionTitle>
      <ul className="suggested-articles">
        {suggested.map((head) => {
          const title = readIn(head.title, language);
          return (
            <li key={head.id}>
              <button type="button" className="panel-option" onClick={() => readArticleIn(id, head.id)}>
                <strong lang={title.language}>{title.text}</strong>
                <StandingTag article={head} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function KnowledgePanel({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { openPanel, readArticleIn } = useIntents();
  const [typed, setTyped] = useState('');
  const chosen = useDeskState((state) => guidanceOf(state, id).article);
  const choose = (article: Article['id'] | null) => readArticleIn(id, article);
  const reasonCode = useDeskState((state) => draftOf(state, id).reasonCode);
  const found = useArticles(typed, reasonCode === null ? [] : [reasonCode]);
  const article = useArticle(chosen);
  const finder = useRef<HTMLInputElement>(null);
  const before = useRef(chosen);
  // Back at the list the fingers are in its field again, with what was looked for.
  useLayoutEffect(() => {
    if (chosen === null && before.current !== null) {
      finder.current?.focus();
      finder.current?.select();
    }
    before.current = chosen;
  }, [chosen]);
  const title = article == null ? t('knowledge.title') : readIn(article.title, language).text;

  /** First back to what was looked for, then to the note. */
  function leave() {
    if (chosen === null) openPanel(id, null);
    else choose(null);
  }
  return (
    <Panel title={title} onClose={leave} testId="knowledge-panel">
      {chosen === null ? (
        <Finder
          fieldRef={finder}
          typed={typed}
          onType={setTyped}
          found={found}
          reasonCode={reasonCode}
          chosen={null}
          onChoose={choose}
        />
      ) : (
        <One id={id} article={article} onBack={() => choose(null)} />
      )}
    </Panel>
  );
}
