// Registering a case or a complaint while the customer listens: what is due is reckoned as it is written; then its number, to be read aloud.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Doing, RefusedHere, ShownCase } from '#shared/contract/cases';
import { inThrees } from '#shared/model/caseNumber';
import { nextDue, type RunningDue } from '#shared/model/caseShelf';
import type { Reason } from '#shared/model/classification';
import type { Case } from '#shared/model/customer';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { refusalWords } from '../../store/refusalWords.ts';
import { draftOf, newestCard, openInteraction, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { Segments } from '../../ui/Segments.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { fullDay } from '../../ui/time.ts';
import { useOneAtATime } from '../../ui/useOneAtATime.ts';
import { useWords } from '../../ui/words.tsx';
import { CaseMenu } from './CaseMenu.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import './cases.css';

interface RegisterSheetProps {
  readonly id: CustomerId;
  /** The conversation in which it is registered. */
  readonly from: InteractionId;
}

const noGroups: never[] = [];
const noCases: never[] = [];
/** To which the front line passes complaints. */
const complaintsOffice = 'REC';
const longestTitle = 160;
const longestWords = 2_000;
const halfFormOf = (from: InteractionId) => `register ${from}`;

export function RegisterSheet({ id, from }: RegisterSheetProps) {
  const { t } = useWords();
  const { openSheet, writeForm } = useIntents();
  const [registered, setRegistered] = useState<ShownCase | null>(null);
  const openCases = useDeskState((state) => newestCard(state, id)?.openCases) ?? noCases;
  const reasonCode = useDeskState((state) => draftOf(state, from).reasonCode);
  // Where nothing is open there is nothing to choose.
  const [of, setOf] = useState<'case' | 'complaint' | 'menu' | null>(openCases.length === 0 ? null : 'menu');
  const bySameReason = openCases.toSorted(
    (one, other) => Number(other.reasonCode === reasonCode) - Number(one.reasonCode === reasonCode),
  );
  function leave() {
    writeForm(halfFormOf(from), null);
    openSheet('none');
  }
  return (
    <Sheet label={t('cases.register')} onClose={leave} testId="register-sheet" narrow>
      {of === 'menu' ? (
        <CaseMenu from={from} open={bySameReason} onRegister={setOf} />
      ) : registered === null ? (
        <RegisterForm id={id} from={from} first={of} onDone={setRegistered} onLeave={leave} />
      ) : (
        <ReadAloud id={id} found={registered} />
      )}
    </Sheet>
  );
}

interface RegisterFormProps extends RegisterSheetProps {
  /** Which it was chosen to be; null: the reason says. */
  readonly first: 'case' | 'complaint' | null;
  readonly onDone: (done: ShownCase) => void;
  readonly onLeave: () => void;
}

function RegisterForm({ id, from, first, onDone, onLeave }: RegisterFormProps) {
  const { t, language } = useWords();
  const { actOnCase, tryOnCase, linkCase } = useIntents();
  const groups = useDeskState((state) => workstationOf(state)?.reasons) ?? noGroups;
  const openCases = useDeskState((state) => newestCard(state, id)?.openCases) ?? noCases;
  const drafted = useDeskState((state) => draftOf(state, from).reasonCode) ?? '';
  const note = useDeskState((state) => draftOf(state, from).note);
  const now = useNow(false);
  const reasons = groups.flatMap((group) => group.reasons).filter(({ active }) => active);
  const {
    form: written,
    write,
    forget,
  } = useHalfForm(halfFormOf(from), {
    reasonCode: drafted,
    title: '',
    words: note.slice(0, longestWords).trim(),
    remedy: '',
  });
  const { reasonCode, title, words, remedy } = written;
  const once = useOneAtATime();
  const reason = reasons.find(({ code }) => code === reasonCode);
  const [chosen, setChosen] = useState(first);
  const of = chosen ?? (reason?.complaint === true ? 'complaint' : 'case');
  const channel = useDeskState((state) => openInteraction(state, from)?.interaction.channel ?? 'call');
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<RefusedHere | null>(null);
  const lacksWords = of === 'complaint' && words.trim().length < 3;
  const isWhole = reason !== undefined && !lacksWords;
  const doing =
    reason === undefined ? null : registration({ of, reason, title, words, remedy, from, now, language, channel });

  const [due, setDue] = useState<RunningDue | null>(null);
  const asked = JSON.stringify(doing);
  useEffect(() => {
    let isOld = false;
    const wanted = JSON.parse(asked) as Doing | null;
    if (wanted === null || !isWhole) setDue(null);
    else
      void tryOnCase(id, null, wanted).then((outcome) => {
        if (!isOld) setDue(outcome?.kind === 'done' ? answerDue(outcome.case) : null);
      });
    return () => {
      isOld = true;
    };
  }, [asked, isWhole, id, tryOnCase]);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (doing === null || !isWhole) return;
    void once(async () => {
      const outcome = await actOnCase(id, null, doing);
      if (outcome?.kind === 'done') {
        linkCase(from, outcome.case, 'registered');
        forget();
        onDone(outcome.case);
      }
      setRefused(outcome?.kind === 'refused' ? outcome.refusal : null);
    });
  }
  const remind = (found: Case) =>
    once(async () => {
      const doing = { kind: 'remind', words: words.slice(0, 1_000), contactId: from } as const;
      const outcome = await actOnCase(id, found.id, doing);
      if (outcome?.kind === 'done') {
        linkCase(from, found, 'reminded');
        onLeave();
      } else if (outcome?.kind === 'refused') setRefused(outcome.refusal);
    });
  const form = useRef<HTMLFormElement>(null);
  // Whoever has asked for it chooses what is missing, or writes.
  useEffect(
    () => form.current?.querySelector<HTMLElement>(reason === undefined ? '.dropdown-button' : 'textarea')?.focus(),
    [],
  );
  useKey('Ctrl+Enter', () => form.current?.requestSubmit());
  const same = openCases.filter((found) => found.reasonCode === reasonCode);
  return (
    <form ref={form} className="sheet-form" onSubmit={submit} noValidate>
      <h2>{t('cases.register')}</h2>
      <Segments
        label={t('cases.kind')}
        options={[
          { id: 'case', name: t('cases.kinds.case') },
          { id: 'complaint', name: t('cases.kinds.complaint') },
        ]}
        chosen={of}
        onChoose={setChosen}
        testId="case-kind"
      />
      <Dropdown
        label={t('cases.reason')}
        options={reasons.map(({ code, labels }) => ({ id: code, name: labels[language] }))}
        chosen={reasonCode}
        onChoose={(code) => write({ reasonCode: code })}
        testId="case-reason"
      />
      {tried && reason === undefined ? <p className="error">{t('cases.reasonMissing')}</p> : null}
      {same.map((found) => (
        <div key={found.id} className="box case-same" data-testid="case-same">
          <p>{t('cases.sameOpen', { number: inThrees(found.number) })}</p>
          <Button size="small" onClick={() => void remind(found)} data-testid="remind-instead">
            {t('cases.remind')}
          </Button>
        </div>
      ))}
      <TextBox
        label={t(of === 'complaint' ? 'cases.words' : 'cases.about')}
        value={words}
        onChange={(value) => write({ words: value.slice(0, longestWords) })}
        rows={4}
        error={tried && lacksWords ? t('cases.wordsMissing') : null}
        testId="case-words"
      />
      <TextInput
        label={t('cases.title')}
        value={title}
        onChange={(value) => write({ title: value.slice(0, longestTitle) })}
        hint={t('cases.titleHint', { title: reason?.labels[language] ?? '…' })}
        testId="case-title"
      />
      {of === 'complaint' ? (
        <TextInput
          label={t('cases.remedy')}
          value={remedy}
          onChange={(value) => write({ remedy: value })}
          testId="case-remedy"
        />
      ) : null}
      <p className="case-due" role="status" data-testid="case-due">
        {due === null ? t('cases.noDue') : t('cases.answerBy', { day: fullDay(due.end.day, language) })}
      </p>
      {refused === null ? null : (
        <p className="box hold" role="alert" data-testid="register-refused">
          {refusalWords(t, refused)}
        </p>
      )}
      <FormActions onCancel={onLeave}>
        <Button type="submit" look="primary" chord="Ctrl+Enter" data-testid="register">
          {t('cases.give')}
        </Button>
      </FormActions>
    </form>
  );
}

interface Written {
  readonly of: 'case' | 'complaint';
  readonly reason: Reason;
  readonly title: string;
  readonly words: string;
  readonly remedy: string;
  readonly from: InteractionId;
  readonly now: number;
  readonly language: 'it' | 'en';
  readonly channel: 'call' | 'chat';
}

const registration = ({ of, reason, title, words, remedy, from, now, language, channel }: Written): Doing => ({
  ...{ kind: 'register', of, reasonCode: reason.code, priority: reason.priority, channel },
  ...{ title: title.trim() === '' ? reason.labels[language] : title.trim(), words: words.trim() },
  ...{ remedy: remedy.trim(), contactId: from, contract: null, variant: null },
  receivedAt: new Date(now).toISOString(),
  backOffice: of === 'complaint' && reason.desk === 'FL' ? complaintsOffice : reason.desk,
});

/** What the customer waits for: the answer, or that it is done. */
const answerDue = ({ file }: ShownCase): RunningDue | null => {
  if (file === null) return null;
  const dues = file.dues.filter(({ what }) => what === 'answer' || what === 'target');
  return nextDue({ dues });
};
