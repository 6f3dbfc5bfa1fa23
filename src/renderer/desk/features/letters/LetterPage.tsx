// A letter: its parts to be written, each with what it lacks; beside them the letter as it prints; below what may be done with it. Nothing
// leaves while a part is missing, or while somebody else still has to look.
import { Check, Copy, FileDown, Send, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseShown } from '#shared/contract/cases';
import type { LetterOutcome } from '#shared/contract/letters';
import type { Confirmation } from '#shared/model/caseFile';
import { cannotConfirm } from '#shared/model/caseShelf';
import type { Language } from '#shared/model/ids';
import { type Lack, type LetterPart, lacking, plainText } from '#shared/model/letters';
import type { Letter } from '#shared/protocol/letters';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Notice } from '../../ui/Notice.tsx';
import { OnePage } from '../../ui/OnePage.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { fullDay, moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { LetterPreview } from './LetterPreview.tsx';
import { halfRecordingOf, Recording, type Sending } from './Recording.tsx';
import { useLetter, type Writing } from './useLetter.ts';
import { partName, refusedWords } from './words.ts';
import './letters.css';

interface LetterPageProps {
  readonly id: string;
  readonly caseId: string;
}

export function LetterPage({ id, caseId }: LetterPageProps) {
  const { t } = useWords();
  const { show } = useIntents();
  const writing = useLetter(id);
  const back = () => show({ kind: 'cases', open: caseId });
  return (
    <OnePage
      className="letter-page"
      testId="letter-page"
      onBack={back}
      back={{ name: t('letters.back'), testId: 'letter-back' }}
      thing={writing.state}
      gone={t('letters.gone')}
    >
      {(state) => <Opened caseId={caseId} writing={state} onGone={back} {...writing} />}
    </OnePage>
  );
}

type Hook = Omit<ReturnType<typeof useLetter>, 'state'>;

function Opened({
  writing,
  isAway,
  write,
  keepMine,
  takeTheirs,
  caseId,
  read,
  toService,
  discard,
  onGone,
}: Hook & {
  readonly writing: Writing;
  readonly caseId: string;
  readonly onGone: () => void;
}) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { letter, parts, isConflict, keeping } = writing;
  const { template, alsoMust, indemnityCents } = letter;
  const lacks = lacking(template, parts, { profile: { parts: alsoMust as never }, indemnityCents });
  const isDraft = letter.state === 'draft';
  const named = (code: string) => partName(t, code);
  return (
    <>
      <div className="letter-head">
        <h1>
          {template.name[language]} <span className="num">{letter.number}</span>
        </h1>
        <p className="letter-line">
          <Tag tone={letter.state === 'asked' ? 'hold' : 'plain'}>{t(`letters.states.${letter.state}`)}</Tag>
          <span className="sub">
            {t('letters.by', { name: letter.by, when: moment(letter.changedAt, now, language) })}
          </span>
          {isDraft ? (
            <span className={keeping === 'failed' ? 'urgent' : 'sub'} role="status" data-testid="letter-keeping">
              {t(`letters.saving.${keeping}`)}
            </span>
          ) : null}
        </p>
      </div>
      {isAway ? (
        <p className="box hold" role="status" data-testid="letter-away">
          {t('letters.offline')}
        </p>
      ) : null}
      {letter.returned === null ? null : (
        <p className="box hold" data-testid="letter-returned">
          {t('letters.returned', { words: letter.returned })}
        </p>
      )}
      {isConflict ? (
        <Notice tone="hold" title={t('letters.conflict.title', { name: letter.by })} body={t('letters.conflict.body')}>
          <Button size="small" onClick={() => void keepMine()} data-testid="keep-mine">
            {t('letters.conflict.mine')}
          </Button>
          <Button size="small" onClick={() => void takeTheirs()} data-testid="take-theirs">
            {t('letters.conflict.theirs', { name: letter.by })}
          </Button>
        </Notice>
      ) : null}
      <div className="letter-columns">
        {isDraft ? (
          <div className="letter-parts">
            <h2>{t('letters.write')}</h2>
            {template.parts.map((part) => (
              <PartField
                key={part.code}
                part={part}
                written={letter.language}
                value={parts[part.code] ?? ''}
                must={isMust(part, letter)}
                lack={lacks.find(({ part: code }) => code === part.code) ?? null}
                theirs={isConflict ? { by: letter.by, text: letter.parts[part.code] ?? '' } : null}
                onChange={(text) => write(part.code, text)}
              />
            ))}
          </div>
        ) : null}
        <LetterPreview letter={letter} parts={parts} />
      </div>
      <div className="letter-foot">
        {isDraft ? (
          <p role="status" data-testid="letter-lacks" className={lacks.length === 0 ? 'sub' : 'urgent'}>
            {lacks.length === 0
              ? t('letters.ready')
              : t('letters.lacks', { what: lacks.map(({ part }) => named(part)).join(', ') })}
          </p>
        ) : letter.state === 'sent' || lacks.length === 0 ? null : (
          <p role="status" data-testid="letter-lacks" className="urgent">
            {t('letters.stale', { what: lacks.map(({ part }) => named(part)).join(', ') })}
          </p>
        )}
        {letter.sent === null ? null : (
          <p role="status" data-testid="letter-sent">
            {t('letters.sent', {
              day: fullDay(letter.sent.day, language),
              how: t(`letters.channels.${letter.sent.channel}`),
              name: letter.sent.by,
            })}
          </p>
        )}
        <Doing
          {...{ letter, caseId, lacks, read, toService, discard, onGone }}
          text={plainText(template, parts)}
          isHeld={isAway || isConflict}
        />
      </div>
    </>
  );
}

const isMust = ({ code, must }: LetterPart, { alsoMust, indemnityCents }: Letter): boolean =>
  must === true || alsoMust.includes(code) || (must === 'whenDue' && indemnityCents > 0);

interface PartFieldProps {
  readonly part: LetterPart;
  /** In which it is written. */
  readonly written: Language;
  readonly value: string;
  readonly must: boolean;
  readonly lack: Lack | null;
  readonly theirs: { readonly by: string; readonly text: string } | null;
  readonly onChange: (text: string) => void;
}

function PartField({ part, written, value, must, lack, theirs, onChange }: PartFieldProps) {
  const { t, language } = useWords();
  const name = partName(t, part.code);
  const label = must ? `${name} (${t('letters.must')})` : name;
  const why = lack === null ? null : t(`letters.why.${lack.why}`, { least: 'ask' in part ? part.least : 1 });
  return (
    <div>
      <TextBox
        label={label}
        value={value}
        onChange={onChange}
        rows={'ask' in part ? 4 : 3}
        lang={written}
        {...('ask' in part && { hint: part.ask[language] })}
        // What is not begun yet is not wrong: what it lacks stands below, by name.
        error={value === '' ? null : why}
        testId={`part-${part.code}`}
      />
      {theirs === null || theirs.text === value ? null : (
        <p className="box letter-theirs" data-testid={`theirs-${part.code}`}>
          <span className="sub">{t('letters.conflict.other', { name: theirs.by })}</span>
          <br />
          {theirs.text === '' ? t('letters.conflict.empty') : <span lang={written}>{theirs.text}</span>}
        </p>
      )}
    </div>
  );
}

interface DoingProps {
  readonly letter: Letter;
  readonly caseId: string;
  readonly lacks: readonly Lack[];
  /** As it is copied. */
  readonly text: string;
  /** The service is away, or two texts are to be decided between. */
  readonly isHeld: boolean;
  readonly read: () => Promise<void>;
  readonly toService: () => Promise<number | null>;
  readonly discard: Hook['discard'];
  readonly onGone: () => void;
}

/** What was asked for the letter last, and has not come back. */
const askedIn = (shown: CaseShown | null, letterId: string): Confirmation | undefined =>
  shown?.case.file?.confirmations.findLast(
    ({ thing, end }) => thing.of === 'answer' && thing.letterId === letterId && end.state !== 'returned',
  );

/** `cannot`: of what this agent may decide by their role, who cannot be the one to; null: there is nothing to decide. */
interface Asked {
  readonly cannot: readonly string[] | null;
  readonly mayTakeBack: boolean;
}

function useAsked(caseId: string, letterId: string): Asked {
  const { caseShown } = useIntents();
  const casesChanged = useDeskState((state) => state.casesChanged);
  const [asked, setAsked] = useState<Asked>({ cannot: null, mayTakeBack: false });
  // Rows that came (`casesChanged`) are read anew.
  useEffect(() => {
    let isOld = false;
    void caseShown(caseId).then((shown) => {
      const confirmation = askedIn(shown, letterId);
      if (isOld) return;
      const mayDecide = confirmation?.end.state === 'asked' && shown?.possible.includes('confirm') === true;
      const mayTakeBack = confirmation !== undefined && shown?.possible.includes('takeBack') === true;
      setAsked({ cannot: mayDecide ? cannotConfirm(confirmation) : null, mayTakeBack });
    });
    return () => {
      isOld = true;
    };
  }, [caseId, letterId, casesChanged, caseShown]);
  return asked;
}

function Doing({ letter, caseId, lacks, text, isHeld, read, toService, discard, onGone }: DoingProps) {
  const { t } = useWords();
  const { askForLetter, letterSent, saveLetterFile, caseShown, actOnCase, writeForm } = useIntents();
  const me = useDeskState((state) => workstationOf(state)?.agent.id);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [open, setOpen] = useState<'recording' | 'back' | 'take' | 'discard' | null>(null);
  const half = useHalfForm(`sendBack ${letter.id}`, { why: '' });
  const { why } = half.form;
  const [isCopied, setCopied] = useState(false);
  /** Given up. */
  function leave(): void {
    if (open === 'recording') writeForm(halfRecordingOf(id), null);
    else half.forget();
    setOpen(null);
  }
  useKey('Esc', leave, { enabled: open !== null });
  const named = (code: string) => partName(t, code);
  const { state, id } = letter;
  const { cannot, mayTakeBack } = useAsked(caseId, id);
  const isOffered = state === 'asked' && me !== undefined && cannot !== null;
  const isOwn = isOffered && cannot.includes(me);
  const mayDecide = isOffered && !isOwn;
  const mayLeave = lacks.length === 0 && state !== 'asked' && (!letter.needsConfirmation || state !== 'draft');

  /** With everything that was typed at the service, under the version that it is there. */
  async function settled(work: (version: number) => Promise<void>): Promise<void> {
    setBusy(true);
    setSaid(null);
    const version = state === 'draft' ? await toService() : letter.version;
    if (version !== null) await work(version);
    setBusy(false);
  }
  async function told(outcome: LetterOutcome | null): Promise<boolean> {
    if (outcome === null) return false;
    if (outcome.kind === 'refused') setSaid(refusedWords(t, outcome.refusal, named));
    if (outcome.kind === 'conflict') setSaid(t('letters.meanwhile'));
    await read();
    return outcome.kind === 'done';
  }
  const ask = () => settled(async (version) => void (await told(await askForLetter(id, version))));
  const record = (sending: Sending) =>
    settled(async (version) => {
      if (await told(await letterSent(id, version, sending))) {
        writeForm(halfRecordingOf(id), null);
        setOpen(null);
      }
    });
  const save = () =>
    settled(async () => {
      const refusal = await saveLetterFile(id, `${letter.template.name[letter.language]} ${letter.number}.pdf`);
      if (refusal !== null && refusal !== undefined) setSaid(refusedWords(t, refusal, named));
    });
  const throwAway = async () => {
    setBusy(true);
    setSaid(null);
    const outcome = await discard();
    if (outcome?.kind === 'gone') return onGone();
    if (outcome?.kind === 'refused') setSaid(refusedWords(t, outcome.refusal, named));
    if (outcome?.kind === 'conflict') setSaid(t('letters.meanwhile'));
    await read();
    setBusy(false);
  };
  async function decide(kind: 'confirm' | 'sendBack' | 'takeBack', words = '') {
    setBusy(true);
    const shown = await caseShown(caseId);
    const confirmation = askedIn(shown, id);
    if (shown !== null && confirmation !== undefined) {
      const confirmationId = confirmation.id;
      const doing = kind === 'confirm' ? { kind, confirmationId } : { kind, confirmationId, words };
      const outcome = await actOnCase(shown.case.customerId, caseId, doing);
      if (outcome?.kind === 'refused' && 'why' in outcome.refusal)
        setSaid(refusedWords(t, outcome.refusal as never, named));
      else leave();
    }
    await read();
    setBusy(false);
  }
  const buttonsOf: Readonly<Record<Letter['state'], boolean>> = {
    draft: true,
    asked: false,
    confirmed: true,
    sent: true,
  };
  return (
    <>
      {said === null ? null : (
        <p className="box hold" role="alert" data-testid="letter-refused">
          {said}
        </p>
      )}
      {state === 'asked' || state === 'confirmed' ? <p className="sub">{t('letters.frozen')}</p> : null}
      {state === 'draft' && letter.needsConfirmation ? <p className="sub">{t('letters.needsConfirmation')}</p> : null}
      {isOwn ? <p className="sub">{t('letters.ownWork')}</p> : null}
      {open === 'recording' ? (
        <Recording
          letter={letter}
          busy={busy}
          isHeld={isHeld}
          onRecord={(sending) => void record(sending)}
          onLeave={leave}
        />
      ) : open === 'discard' ? (
        <div className="letter-form">
          <p id="discard-ask">{t('letters.discardAsk')}</p>
          <div className="letter-buttons">
            <Button
              look="stop"
              busy={busy}
              aria-describedby="discard-ask"
              onClick={() => void throwAway()}
              autoFocus
              data-testid="discard-now"
            >
              {t('letters.discardNow')}
            </Button>
            <Button look="ghost" chord="Esc" onClick={leave}>
              {t('letters.leave')}
            </Button>
          </div>
        </div>
      ) : open === 'back' || open === 'take' ? (
        <div className="letter-form">
          <TextBox
            label={t(open === 'take' ? 'letters.takeBackWhy' : 'letters.sendBackWhy')}
            value={why}
            onChange={(text) => half.write({ why: text })}
            testId="send-back-why"
          />
          <div className="letter-buttons">
            <Button
              look="primary"
              disabled={isHeld || why.trim().length < 3}
              busy={busy}
              onClick={() => void decide(open === 'take' ? 'takeBack' : 'sendBack', why.trim())}
              data-testid="send-back-now"
            >
              {t(open === 'take' ? 'letters.takeBack' : 'letters.sendBack')}
            </Button>
            <Button look="ghost" chord="Esc" onClick={leave}>
              {t('letters.leave')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="letter-buttons">
          {state === 'draft' && letter.needsConfirmation ? (
            <CommandButton
              does="askForLetter"
              look="primary"
              icon={Check}
              busy={busy}
              disabled={isHeld || lacks.length > 0}
              onClick={() => void ask()}
              data-testid="ask-confirmation"
            >
              {t('letters.ask')}
            </CommandButton>
          ) : null}
          {mayDecide ? (
            <>
              <CommandButton
                does="confirmLetter"
                look="primary"
                icon={Check}
                busy={busy}
                disabled={isHeld}
                onClick={() => void decide('confirm')}
                data-testid="confirm-letter"
              >
                {t('letters.confirm')}
              </CommandButton>
              <CommandButton
                does="sendBackLetter"
                disabled={isHeld}
                onClick={() => setOpen('back')}
                data-testid="send-back"
              >
                {t('letters.sendBack')}
              </CommandButton>
            </>
          ) : null}
          {state === 'sent' || !buttonsOf[state] || (state === 'draft' && letter.needsConfirmation) ? null : (
            <CommandButton
              does="recordLetter"
              look="primary"
              icon={Send}
              disabled={isHeld || !mayLeave}
              onClick={() => setOpen('recording')}
              data-testid="record-sending"
            >
              {t('letters.record')}
            </CommandButton>
          )}
          {mayTakeBack && (state === 'asked' || state === 'confirmed') ? (
            <CommandButton
              does="takeBackLetter"
              disabled={isHeld}
              onClick={() => setOpen('take')}
              data-testid="take-back"
            >
              {t('letters.takeBack')}
            </CommandButton>
          ) : null}
          {buttonsOf[state] ? (
            <>
              <CommandButton
                does="saveLetterFile"
                icon={FileDown}
                busy={busy}
                disabled={isHeld || !mayLeave}
                onClick={() => void save()}
                data-testid="save-letter"
              >
                {t('letters.pdf')}
              </CommandButton>
              <CommandButton
                does="copyLetter"
                icon={Copy}
                disabled={!mayLeave}
                onClick={() =>
                  void navigator.clipboard.writeText(text).then(
                    () => setCopied(true),
                    () => setCopied(false),
                  )
                }
                data-testid="copy-letter"
              >
                {t('letters.copy')}
              </CommandButton>
              {state === 'draft' ? (
                <CommandButton
                  does="discardLetter"
                  look="ghost"
                  icon={Trash2}
                  disabled={isHeld}
                  onClick={() => setOpen('discard')}
                  data-testid="discard"
                >
                  {t('letters.discard')}
                </CommandButton>
              ) : null}
              <span className="sub" role="status">
                {isCopied ? t('letters.copied') : ''}
              </span>
            </>
          ) : null}
        </div>
      )}
    </>
  );
}
