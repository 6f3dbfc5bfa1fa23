// The knowledge base on a page of its own: found and read also while nobody is on the line; written by those who may.
import { PenLine, Plus } from 'lucide-react';
import { useState } from 'react';
import { type Article, answered, type Check, readIn } from '#shared/model/article';
import { linkTo } from '#shared/model/place';
import { may } from '#shared/model/role';
import { workstationOf } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { useLookedAt } from '../../store/useLookedAt.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyLink } from '../../ui/CopyLink.tsx';
import { useWords } from '../../ui/words.tsx';
import { ArticleEditor } from './ArticleEditor.tsx';
import { Finder } from './Finder.tsx';
import { Gaps } from './Gaps.tsx';
import { Reading } from './Reading.tsx';
import { Steps } from './Steps.tsx';
import { useArticle, useArticles } from './useArticles.ts';

interface OneProps {
  readonly article: Article | null | undefined;
  readonly mayEdit: boolean;
  readonly onEdit: () => void;
}

function One({ article, mayEdit, onEdit }: OneProps) {
  const { t, language } = useWords();
  if (article === undefined) return null;
  if (article === null)
    return (
      <p className="sub" role="status">
        {t('knowledge.gone')}
      </p>
    );
  const title = readIn(article.title, language);
  return (
    <div className="pane" data-testid="one-article">
      <div className="article-head">
        <h2 lang={title.language}>{title.text}</h2>
        <CopyLink link={linkTo({ kind: 'article', id: article.id })} />
        {mayEdit ? (
          <Button icon={PenLine} onClick={onEdit} data-testid="edit-article">
            {t('articleEdit.edit')}
          </Button>
        ) : null}
      </div>
      <Reading
        article={article}
        customer={language}
        steps={
          <>
            <Trying key={`${article.id} ${article.edition}`} article={article} />
            <p className="faint">{t('knowledge.stepsAlone')}</p>
          </>
        }
      />
    </div>
  );
}

/** Questions can be gone through without anybody on the line: nothing of it is kept. */
function Trying({ article }: { readonly article: Article }) {
  const [checks, setChecks] = useState<readonly Check[]>([]);
  const { now } = useDesk();
  return (
    <Steps
      article={article}
      checks={checks}
      onAnswer={(step, answer) =>
        setChecks(answered(article, checks, { step, answer, at: new Date(now()).toISOString() }))
      }
    />
  );
}

/** `open`: the article that is read; null: none was chosen yet. */
export function KnowledgePage({ open: chosen }: { readonly open: Article['id'] | null }) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const mayEdit = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'editKnowledge'));
  const [typed, setTyped] = useState('');
  const [writing, setWriting] = useState<'none' | 'new' | 'this'>('none');
  const found = useArticles(typed, []);
  const article = useArticle(chosen);
  useLookedAt({ kind: 'knowledge', open: chosen }, article == null ? null : readIn(article.title, language).text);
  const choose = (open: Article['id']) => show({ kind: 'knowledge', open });

  if (writing === 'new' || (writing === 'this' && article != null))
    return (
      <ArticleEditor
        key={writing === 'new' ? 'new' : chosen}
        article={writing === 'new' ? null : (article ?? null)}
        onLeave={(saved) => {
          if (saved !== null) choose(saved);
          setWriting('none');
        }}
      />
    );
  return (
    <div className="page knowledge-page" data-testid="knowledge-page">
      <div>
        <h1>{t('knowledge.title')}</h1>
        <p className="sub">{t('knowledge.about')}</p>
      </div>
      <div className="panes">
        <div className="pane">
          <div className="panel knowledge-find">
            <Finder typed={typed} onType={setTyped} found={found} reasonCode={null} chosen={chosen} onChoose={choose} />
          </div>
          {mayEdit ? (
            <Button icon={Plus} onClick={() => setWriting('new')} data-testid="new-article">
              {t('articleEdit.new')}
            </Button>
          ) : null}
          {mayEdit ? <Gaps /> : null}
        </div>
        <div className="pane">
          {chosen === null ? (
            <p className="sub">{t('knowledge.choose')}</p>
          ) : (
            <One article={article} mayEdit={mayEdit} onEdit={() => setWriting('this')} />
          )}
        </div>
      </div>
    </div>
  );
}
