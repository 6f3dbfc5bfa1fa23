// What a case shows of its letters: which there are and where each stands, how to begin another, and the whole case as one file to hand over.
import { FileDown, PenLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseShown } from '#shared/contract/cases';
import type { Language } from '#shared/model/ids';
import type { CaseLetters as Letters } from '#shared/protocol/letters';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { refusedWords } from './words.ts';
import './letters.css';

/** Undefined: not read yet; null: the service is away. */
function useLetters(caseId: string, version: number): Letters | null | undefined {
  const { caseLetters } = useIntents();
  const [letters, setLetters] = useState<Letters | null>();
  const isAway = useDeskState((state) => state.data?.sync.link.kind !== 'online');
  useEffect(() => {
    let isOld = false;
    // What is done to the case may be about a letter; and the service may be back.
    void version;
    void isAway;
    void caseLetters(caseId).then((found) => {
      if (!isOld) setLetters((before) => found ?? before ?? null);
    });
    return () => {
      isOld = true;
    };
  }, [caseId, version, isAway, caseLetters]);
  return letters;
}

export function CaseLetters({ shown: { case: found } }: { readonly shown: CaseShown }) {
  const { t, language } = useWords();
  const { show, saveDossier, leaveSaving } = useIntents();
  const now = useNow(false);
  const letters = useLetters(found.id, found.version);
  const saving = useDeskState((state) => state.data?.saving ?? null);
  const [saved, setSaved] = useState(false);
  const isSaving = saving?.what.kind === 'dossier' && saving.what.caseId === found.id;
  if (letters === undefined) return null;
  async function save() {
    setSaved(false);
    setSaved((await saveDossier(found.id, `${t('letters.dossierName')}-${found.number}.zip`, language)) === 'saved');
  }
  return (
    <section data-testid="case-letters">
      <SectionTitle>{t('letters.title')}</SectionTitle>
      {letters === null ? (
        <p className="sub" role="status">
          {t('letters.away')}
        </p>
      ) : (
        <>
          {letters.letters.length === 0 ? (
            <p className="sub">{t('letters.none')}</p>
          ) : (
            <ul className="letter-rows">
              {letters.letters.map((letter) => (
                <li key={letter.id}>
                  <button
                    type="button"
                    className="letter-row"
                    onClick={() => show({ kind: 'letter', id: letter.id, caseId: found.id })}
                    data-testid="letter-row"
                  >
                    <span>{letter.name[language]}</span>
                    <Tag tone={letter.state === 'asked' ? 'hold' : 'plain'}>{t(`letters.states.${letter.state}`)}</Tag>
                    <span className="sub">
                      {t('letters.by', { name: letter.by, when: moment(letter.changedAt, now, language) })}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Beginning caseId={found.id} letters={letters} />
        </>
      )}
      <div className="letter-buttons">
        <CommandButton
          does="saveDossier"
          size="small"
          icon={FileDown}
          busy={isSaving}
          disabled={saving !== null || letters === null}
          onClick={() => void save()}
          data-testid="save-dossier"
        >
          {t('letters.dossier')}
        </CommandButton>
        {isSaving ? (
          <Button look="ghost" size="small" onClick={() => void leaveSaving()}>
            {t('letters.leaveSaving')}
          </Button>
        ) : null}
        <span className="sub" role="status">
          {saved ? t('letters.dossierSaved') : ''}
        </span>
      </div>
    </section>
  );
}

function Beginning({ caseId, letters }: { readonly caseId: string; readonly letters: Letters }) {
  const { t, language: mine } = useWords();
  const { show, beginLetter } = useIntents();
  const [template, setTemplate] = useState(letters.templates[0]?.code ?? '');
  const [language, setLanguage] = useState<Language>(letters.language);
  const [isOpen, setOpen] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function begin() {
    setBusy(true);
    const begun = await beginLetter(caseId, template, language);
    setBusy(false);
    if (begun?.kind === 'done') show({ kind: 'letter', id: begun.letter.id, caseId });
    else if (begun?.kind === 'refused') setRefused(refusedWords(t, begun.refusal, () => ''));
  }
  if (letters.templates.length === 0) return null;
  if (!isOpen)
    return (
      <div className="letter-buttons">
        <CommandButton
          does="writeLetter"
          size="small"
          icon={PenLine}
          onClick={() => setOpen(true)}
          data-testid="write-letter"
        >
          {t('letters.begin')}
        </CommandButton>
      </div>
    );
  return (
    <div className="letter-form" data-testid="letter-begin">
      <Dropdown
        label={t('letters.which')}
        options={letters.templates.map(({ code, name }) => ({ id: code, name: name[mine] }))}
        chosen={template}
        onChoose={setTemplate}
        testId="letter-template"
      />
      <Segments
        label={t('letters.language')}
        options={(['it', 'en'] as const).map((id) => ({ id, name: t(`letters.languages.${id}`) }))}
        chosen={language}
        onChoose={setLanguage}
        testId="letter-language"
      />
      <div className="letter-buttons">
        <Button look="primary" size="small" busy={busy} onClick={() => void begin()} data-testid="begin-letter">
          {t('letters.begin')}
        </Button>
        <Button look="ghost" size="small" onClick={() => setOpen(false)}>
          {t('letters.leave')}
        </Button>
      </div>
      {refused === null ? null : <p role="alert">{refused}</p>}
    </div>
  );
}
