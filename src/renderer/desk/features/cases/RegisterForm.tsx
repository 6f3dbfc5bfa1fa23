// What is asked of a case or a complaint that is registered: how and when it came, what it is about, in whose words. What is due is reckoned as
// it is written.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Doing, RefusedHere, RegistrationShown, ShownCase } from '#shared/contract/cases';
import { inThrees } from '#shared/model/caseNumber';
import { nextDue, type RunningDue } from '#shared/model/caseShelf';
import { channelSchema } from '#shared/model/channel';
import type { Reason } from '#shared/model/classification';
import type { Case } from '#shared/model/customer';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { refusalWords } from '../../store/refusalWords.ts';
import { draftOf, newestCard, openInteraction, workstationOf } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { Segments } from '../../ui/Segments.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { fullDay } from '../../ui/time.ts';
import { useOneAtATime } from '../../ui/useOneAtATime.ts';
import { useWords } from '../../ui/words.tsx';
import { ReceiptFields } from './ReceiptFields.tsx';

interface RegisterFormProps {
  readonly id: CustomerId;
  /** The conversation in which it is registered; null: in none. */
  readonly from: InteractionId | null;
  /** Which it was chosen to be; null: the reason says. */
  readonly first: 'case' | 'complaint' | null;
  readonly onDone: (done: ShownCase) => void;
  readonly onLeave: () => void;
}

const noGroups: never[] = [];
const noCases: never[] = [];
const noVariants: never[] = [];
const noContracts: never[] = [];
/** To which the front line passes complaints. */
const complaintsOffice = 'REC';
const longestTitle = 160;
const longestWords = 2_000;
const longestRemedy = 500;
export const halfFormOf = (about: InteractionId | CustomerId) => `register ${about}`;

/** Null: not read yet. */
function useRegistrationShown(id: CustomerId): RegistrationShown | null {
  const { registrationShown } = useIntents();
  const [shown, setShown] = useState<RegistrationShown | null>(null);
  useEffect(() => {
    let isOld = false;
    void registrationShown(id).then((found) => {
      if (!isOld) setShown(found);
    });
    return () => {
      isOld = true;
    };
  }, [id, registrationShown]);
  return shown;
}

/** What would become of it; `isMistaken`: it says that it came later than now, or longer ago than can be. */
interface Tried {
  readonly due: RunningDue | null;
  readonly isMistaken: boolean;
}
const nothingTried: Tried = { due: null, isMistaken: false };

export function RegisterForm({ id, from, first, onDone, onLeave }: RegisterFormProps) {
  const { t, language } = useWords();
  const { actOnCase, tryOnCase, linkCase } = useIntents();
  const groups = useDeskState((state) => workstationOf(state)?.reasons) ?? noGroups;
  const customer = useDeskState((state) => newestCard(state, id)?.customer);
  const openCases = useDeskState((state) => newestCard(state, id)?.openCases) ?? noCases;
  const drafted = useDeskState((state) => (from === null ? null : draftOf(state, from).reasonCode)) ?? '';
  const note = useDeskState((state) => (from === null ? '' : draftOf(state, from).note));
  const talkedBy = useDeskState((state) =>
    from === null ? null : (openInteraction(state, from)?.interaction.channel ?? 'call'),
  );
  const reasons = groups.flatMap((group) => group.reasons).filter(({ active }) => active);
  const shown = useRegistrationShown(id);
  const today = shown?.today ?? '';
  const {
    form: written,
    write,
    forget,
  } = useHalfForm(halfFormOf(from ?? id), {
    ...{
      of: '' as '' | 'case' | 'complaint',
      reasonCode: drafted,
      title: '',
      words: note.slice(0, longestWords).trim(),
      remedy: '',
    },
    ...{ channel: talkedBy ?? '', day: today as string, time: '', variant: '', contract: '' },
  });
  const { reasonCode, title, words, remedy, day, time } = written;
  const channel = channelSchema.safeParse(written.channel).data ?? null;
  const isNow = channel !== null && channel === talkedBy;
  const once = useOneAtATime();
  const reason = reasons.find(({ code }) => code === reasonCode);
  const [chosen, setChosen] = useState(first ?? (written.of === '' ? null : written.of));
  const of = chosen ?? (reason?.complaint === true ? 'complaint' : 'case');
  const variants = (of === 'complaint' ? shown?.variants : null) ?? noVariants;
  const contracts = (useCardOpen(id).shows('contracts') ? customer?.contracts : null) ?? noContracts;
  const [hasTried, setHasTried] = useState(false);
  const [refused, setRefused] = useState<RefusedHere | null>(null);
  const lacksWords = of === 'complaint' && words.trim().length < 3;
  const received = isNow ? null : { day, time: time === '' ? null : time };
  const isDated = received === null || day !== '';
  const doing =
    reason === undefined || channel === null || !isDated
      ? null
      : registration({ ...written, of, reason, channel, received, from, language, known: { variants, contracts } });

  const [tried, setTried] = useState(nothingTried);
  const asked = JSON.stringify(doing);
  useEffect(() => {
    let isOld = false;
    const wanted = JSON.parse(asked) as Doing | null;
    if (wanted === null) setTried(nothingTried);
    else
      void tryOnCase(id, null, wanted).then((outcome) => {
        if (isOld) return;
        const lacks = outcome?.kind === 'refused' && outcome.refusal.why === 'lacking' ? outcome.refusal.what : [];
        const due = outcome?.kind === 'done' ? answerDue(outcome.case) : null;
        setTried({ due, isMistaken: lacks.includes('receivedAt') });
      });
    return () => {
      isOld = true;
    };
  }, [asked, id, tryOnCase]);
  const isMistaken = received !== null && (tried.isMistaken || (today !== '' && day > today));

  function submit(event: FormEvent) {
    event.preventDefault();
    setHasTried(true);
    if (doing === null || lacksWords || isMistaken) {
      toWhatIsMissing();
      return;
    }
    void once(async () => {
      const outcome = await actOnCase(id, null, doing);
      if (outcome?.kind === 'done') {
        if (from !== null) linkCase(from, outcome.case, 'registered');
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
        if (from !== null) linkCase(from, found, 'reminded');
        onLeave();
      } else if (outcome?.kind === 'refused') setRefused(outcome.refusal);
    });
  const form = useRef<HTMLFormElement>(null);
  function toWhatIsMissing(): void {
    const missing = channel === null ? 'case-channel' : reason === undefined ? 'case-reason' : 'case-words';
    form.current?.querySelector<HTMLElement>(`[data-testid=${missing}]`)?.focus();
  }
  // Whoever has asked for it chooses what is missing, or writes.
  useEffect(toWhatIsMissing, []);
  useKey('Ctrl+Enter', () => form.current?.requestSubmit());
  const same = openCases.filter((found) => found.reasonCode === reasonCode);
  const noneAnd = (options: readonly { readonly id: string; readonly name: string }[], none: string) => [
    { id: '', name: none },
    ...options,
  ];
  return (
    <form ref={form} className="sheet-form register-form" onSubmit={submit} noValidate>
      <div>
        <h2>{t('cases.register')}</h2>
        {from === null && customer !== undefined ? <p className="sub">{customer.name}</p> : null}
      </div>
      <Segments
        label={t('cases.kind')}
        options={[
          { id: 'case', name: t('cases.kinds.case') },
          { id: 'complaint', name: t('cases.kinds.complaint') },
        ]}
        chosen={of}
        onChoose={(kind) => {
          setChosen(kind);
          write({ of: kind });
        }}
        testId="case-kind"
      />
      <ReceiptFields
        channel={channel}
        isNow={isNow}
        day={day}
        time={time}
        onWrite={write}
        lacks={hasTried ? (channel === null ? 'channel' : isDated ? null : 'day') : null}
        isMistaken={isMistaken}
      />
      <Dropdown
        label={t('cases.reason')}
        options={reasons.map(({ code, labels }) => ({ id: code, name: labels[language] }))}
        chosen={reasonCode}
        onChoose={(code) => write({ reasonCode: code })}
        testId="case-reason"
      />
      {hasTried && reason === undefined ? (
        <p className="error" role="alert">
          {t('cases.reasonMissing')}
        </p>
      ) : null}
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
        error={hasTried && lacksWords ? t('cases.wordsMissing') : null}
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
          onChange={(value) => write({ remedy: value.slice(0, longestRemedy) })}
          testId="case-remedy"
        />
      ) : null}
      <div className="form-pair register-which">
        {variants.length === 0 ? null : (
          <Dropdown
            label={t('cases.fields.variant')}
            options={noneAnd(
              variants.map(({ code, name }) => ({ id: code, name: name[language] })),
              t('cases.noVariant'),
            )}
            chosen={written.variant}
            onChoose={(variant) => write({ variant })}
            testId="case-variant"
          />
        )}
        {contracts.length === 0 ? null : (
          <Dropdown
            label={t('cases.fields.contract')}
            options={noneAnd(
              contracts.map(({ code, name }) => ({ id: code, name: `${code} · ${name}` })),
              t('cases.noContract'),
            )}
            chosen={written.contract}
            onChoose={(contract) => write({ contract })}
            testId="case-contract"
          />
        )}
      </div>
      <div className="register-end">
        <DueLine due={tried.due} today={today} />
        {refused === null ? null : (
          <p className="box hold" role="alert" data-testid="register-refused">
            {refusalWords(t, refused)}
          </p>
        )}
        <FormActions onCancel={onLeave}>
          <Button type="submit" look="primary" chord="Ctrl+Enter" data-testid="register">
            {t(from === null ? 'cases.giveAlone' : 'cases.give')}
          </Button>
        </FormActions>
      </div>
    </form>
  );
}

/** By when the customer waits for it: of what came long ago that day may be over. */
function DueLine({ due, today }: { readonly due: RunningDue | null; readonly today: string }) {
  const { t, language } = useWords();
  const isOver = due !== null && today !== '' && due.end.day < today;
  return (
    <p className={isOver ? 'case-due urgent' : 'case-due'} role="status" data-testid="case-due">
      {due === null
        ? t('cases.noDue')
        : t(isOver ? 'cases.answerWasBy' : 'cases.answerBy', { day: fullDay(due.end.day, language) })}
    </p>
  );
}

interface Written {
  readonly of: 'case' | 'complaint';
  readonly reason: Reason;
  readonly title: string;
  readonly words: string;
  readonly remedy: string;
  readonly variant: string;
  readonly contract: string;
  readonly from: InteractionId | null;
  readonly language: 'it' | 'en';
  readonly channel: Extract<Doing, { kind: 'register' }>['channel'];
  readonly received: Extract<Doing, { kind: 'register' }>['received'];
  /** What can be chosen: what was chosen before and is not there any more counts no more. */
  readonly known: Readonly<Record<'variants' | 'contracts', readonly { readonly code: string }[]>>;
}

function registration({ of, reason, channel, received, from, language, known, ...written }: Written): Doing {
  const { title, words, remedy } = written;
  const chosen = (code: string, among: readonly { readonly code: string }[]) =>
    among.some((each) => each.code === code) ? code : null;
  return {
    ...{ kind: 'register', of, reasonCode: reason.code, priority: reason.priority, channel, received },
    ...{ title: title.trim() === '' ? reason.labels[language] : title.trim(), words: words.trim() },
    ...{ remedy: remedy.trim(), contactId: from },
    contract: chosen(written.contract, known.contracts),
    variant: chosen(written.variant, known.variants),
    backOffice: of === 'complaint' && reason.desk === 'FL' ? complaintsOffice : reason.desk,
  };
}

/** What the customer waits for: the answer, or that it is done. */
const answerDue = ({ file }: ShownCase): RunningDue | null => {
  if (file === null) return null;
  const dues = file.dues.filter(({ what }) => what === 'answer' || what === 'target');
  return nextDue({ dues });
};
