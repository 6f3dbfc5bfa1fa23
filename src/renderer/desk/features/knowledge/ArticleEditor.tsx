// Writing an article: both languages beside each other, days, reasons, state; what it will look like; and what somebody else has saved meanwhile.
import { useState } from 'react';
import { type Article, articleIdSchema, articleStates } from '#shared/model/article';
import { ownClient } from '#shared/model/demoCompany';
import { type Language, portfolioIdSchema } from '#shared/model/ids';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { Reading } from './Reading.tsx';
import { useToday } from './useToday.ts';
import { contentOf, isTree, type Written, type WrittenText, type Wrong, writtenOf } from './written.ts';

interface EditorProps {
  /** Null: a new one. */
  readonly article: Article | null;
  /** With the id of what was saved last; null: nothing was. */
  readonly onLeave: (saved: Article['id'] | null) => void;
}

type Outcome =
  | { readonly kind: 'none' | 'taken' }
  | { readonly kind: 'saved'; readonly edition: number }
  | { readonly kind: 'conflict'; readonly current: Article };

const languages = ['it', 'en'] as const satisfies readonly Language[];
/** How many lines of each are in sight. */
const rows: Readonly<Record<Exclude<WrittenText, 'title'>, number>> = {
  ...{ about: 2, say: 3, facts: 3, steps: 3, body: 9, words: 2 },
};
const everybody = '*';
/** What nobody has saved yet is seen as its first edition. */
const unsaved = { id: articleIdSchema.parse('0'.repeat(26)), edition: 1, byName: '', at: '2026-01-01T00:00:00.000Z' };

export function ArticleEditor({ article, onLeave }: EditorProps) {
  const { t, language } = useWords();
  const { saveArticle } = useIntents();
  const today = useToday();
  const [written, setWritten] = useState<Written>(() => writtenOf(article, today));
  const [known, setKnown] = useState<Article | null>(article);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const [isPreview, setPreview] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const clients = useDeskState((state) => workstationOf(state)?.clients ?? null);
  const companyName = useDeskState((state) => workstationOf(state)?.company.name ?? '');
  const steps = known?.steps ?? [];
  const edition = known?.edition ?? 0;

  function change(part: Partial<Written>) {
    setWritten((before) => ({ ...before, ...part }));
    setWrong(null);
    if (outcome.kind !== 'conflict') setOutcome({ kind: 'none' });
  }
  const write = (one: Language, text: WrittenText, value: string) =>
    change({ [one]: { ...written[one], [text]: value } });

  async function save() {
    const read = contentOf(written, steps);
    if (read.kind === 'wrong') return setWrong(read.what);
    setBusy(true);
    const answer = await saveArticle(known?.id ?? null, edition, read.content);
    setBusy(false);
    if (answer === null) return;
    if (answer.kind === 'saved') {
      setKnown(answer.article);
      setOutcome({ kind: 'saved', edition: answer.article.edition });
    } else if (answer.kind === 'taken') setOutcome({ kind: 'taken' });
    else {
      // From here on whoever saves has seen it.
      setKnown(answer.current);
      setOutcome({ kind: 'conflict', current: answer.current });
    }
  }

  const error = (what: Wrong) => (wrong === what ? t(`articleEdit.wrong.${what}`) : null);
  const portfolios = [
    { id: everybody, name: t('knowledge.everybody') },
    { id: ownClient, name: companyName },
    ...(clients ?? []).filter(({ id }) => id !== ownClient).map(({ id, name }) => ({ id: String(id), name })),
    ...(written.portfolioId === null ||
    written.portfolioId === ownClient ||
    clients?.some(({ id }) => id === written.portfolioId)
      ? []
      : [{ id: String(written.portfolioId), name: String(written.portfolioId) }]),
  ];
  const read = contentOf(written, steps);

  const texts = (text: Exclude<WrittenText, 'title'>) => (
    <div className="article-both" key={text}>
      {languages.map((one) => (
        <TextBox
          key={one}
          label={`${t(`articleEdit.${text}`)} · ${t(`articleEdit.languages.${one}`)}`}
          value={written[one][text]}
          onChange={(value) => write(one, text, value)}
          rows={rows[text]}
          {...(text === 'about' ? {} : { hint: t(`articleEdit.hints.${text}`) })}
          error={text === 'facts' ? error('facts') : null}
          testId={`article-${text}-${one}`}
        />
      ))}
    </div>
  );

  return (
    <div className="page article-editor" data-testid="article-editor">
      <div className="article-head">
        <h1>{article === null ? t('articleEdit.new') : `${t('articleEdit.edit')} ${article.code}`}</h1>
        <Button look="ghost" onClick={() => setPreview(!isPreview)} data-testid="article-preview">
          {t(isPreview ? 'articleEdit.write' : 'articleEdit.preview')}
        </Button>
        <Button onClick={() => onLeave(known?.id ?? null)} data-testid="article-leave">
          {t('actions.close')}
        </Button>
        <Button look="primary" busy={isBusy} disabled={isBusy} onClick={() => void save()} data-testid="article-save">
          {t('articleEdit.save', { edition: edition + 1 })}
        </Button>
      </div>
      {outcome.kind === 'conflict' ? (
        <Notice
          tone="hold"
          title={t('articleEdit.conflict', { by: outcome.current.byName, edition: outcome.current.edition })}
          body={t('articleEdit.conflictAbout')}
        />
      ) : null}
      {outcome.kind === 'taken' ? (
        <p className="error" role="alert">
          {t('articleEdit.taken')}
        </p>
      ) : null}
      {outcome.kind === 'saved' ? (
        <p className="sub" role="status" data-testid="article-saved">
          {t('articleEdit.saved', { edition: outcome.edition })}
        </p>
      ) : null}
      {wrong === null ? null : (
        <p className="error" role="alert" data-testid="article-wrong">
          {t(`articleEdit.wrong.${wrong}`)}
        </p>
      )}
      {isPreview ? (
        <div className="panes even">
          {read.kind === 'wrong' ? (
            <p className="sub">{t(`articleEdit.wrong.${read.what}`)}</p>
          ) : (
            <Reading article={{ ...(known ?? unsaved), ...read.content }} customer={language} steps={null} />
          )}
          {outcome.kind === 'conflict' ? <Reading article={outcome.current} customer={language} steps={null} /> : null}
        </div>
      ) : (
        <>
          <div className="article-fields">
            <TextInput
              label={t('articleEdit.code')}
              value={written.code}
              onChange={(code) => change({ code })}
              hint={t('articleEdit.codeHint')}
              error={error('code')}
              testId="article-code"
            />
            <TextInput
              label={t('articleEdit.reasons')}
              value={written.reasons}
              onChange={(reasons) => change({ reasons })}
              hint={t('articleEdit.reasonsHint')}
              error={error('reasons')}
              testId="article-reasons"
            />
            <Dropdown
              label={t('articleEdit.whose')}
              options={portfolios}
              chosen={written.portfolioId ?? everybody}
              onChoose={(id) => change({ portfolioId: id === everybody ? null : portfolioIdSchema.parse(id) })}
              testId="article-whose"
            />
            <Dropdown
              label={t('articleEdit.state')}
              options={articleStates.map((id) => ({ id, name: t(`articleEdit.states.${id}`) }))}
              chosen={written.state}
              onChoose={(id) => change({ state: articleStates.find((state) => state === id) ?? 'draft' })}
              testId="article-state"
            />
          </div>
          <div className="article-fields days">
            {(['validFrom', 'validTo', 'reviewBy'] as const).map((field) => (
              <DayField
                key={field}
                label={t(`articleEdit.${field}`)}
                day={written[field]}
                onChange={(day) => change({ [field]: day })}
                testId={`article-${field}`}
              />
            ))}
          </div>
          <div className="article-both">
            {languages.map((one) => (
              <TextInput
                key={one}
                label={`${t('articleEdit.title')} · ${t(`articleEdit.languages.${one}`)}`}
                value={written[one].title}
                onChange={(value) => write(one, 'title', value)}
                error={one === 'it' ? error('title') : null}
                testId={`article-title-${one}`}
              />
            ))}
          </div>
          {texts('about')}
          {texts('say')}
          {texts('facts')}
          {isTree(steps) ? <p className="sub">{t('articleEdit.tree')}</p> : texts('steps')}
          {texts('body')}
          {texts('words')}
        </>
      )}
    </div>
  );
}
