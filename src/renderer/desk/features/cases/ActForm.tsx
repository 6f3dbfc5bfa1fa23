// What an act on a case asks for before it is done: a few words, a day, an office, how it ended.
import { type FormEvent, useState } from 'react';
import type { ActOnCase, Doing, ShownCase } from '#shared/contract/cases';
import { FRONT_LINE } from '#shared/model/caseFile';
import { listsFor } from '#shared/model/lists/lists';
import { useDeskState, useNow, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { localDay } from '../../ui/time.ts';

/** Null: it asks for something first. */
export function isDoneAtOnce(kind: ActOnCase): Doing | null {
  if (kind === 'work') return { kind };
  return kind === 'acknowledge' ? { kind, told: 'call' } : null;
}

interface Said {
  readonly text: string;
  readonly day: string;
  readonly office: string;
  readonly outcome: 'solved' | 'notSolved' | 'upheld' | 'partlyUpheld' | 'notUpheld';
}

const days: readonly ActOnCase[] = ['waitCustomer', 'waitThird'];
/** With fewer signs it says nothing. */
const leastWords: Partial<Record<ActOnCase, number>> = { note: 1, remind: 0, close: 0, cancel: 10 };
const usualWords = 3;

function doingOf(kind: ActOnCase, { text, day, office, outcome }: Said): Doing | null {
  switch (kind) {
    case 'note':
    case 'resume':
      return { kind, text };
    case 'withdraw':
      return { kind, words: text };
    case 'remind':
      return { kind, words: text, contactId: null };
    case 'reopen':
      return { kind, words: text, newFacts: text };
    case 'cancel':
      return { kind, why: text };
    case 'waitCustomer':
    case 'waitThird':
      return { kind, missing: text, remindOn: day };
    case 'addTask':
      return { kind, backOffice: office, what: text, day: null };
    case 'close':
      return { kind, outcome, rootCause: null, executed: true };
    default:
      return null;
  }
}

interface ActFormProps {
  readonly kind: ActOnCase;
  readonly found: ShownCase;
  readonly onDo: (doing: Doing) => void;
  readonly onLeave: () => void;
}

const noOffices: never[] = [];

export function ActForm({ kind, found, onDo, onLeave }: ActFormProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const offices =
    useDeskState((state) => (state.data ? listsFor(state.data.lists, null).backOffices : null)) ?? noOffices;
  const { stage } = found.file ?? { stage: null };
  const verdict = stage?.step === 'answered' ? stage.verdict : null;
  const [text, setText] = useState('');
  const [day, setDay] = useState<string | null>(localDay(new Date(now + 7 * 86_400_000).toISOString()));
  const [office, setOffice] = useState(FRONT_LINE);
  const [outcome, setOutcome] = useState<Said['outcome']>(verdict ?? 'solved');
  const [tried, setTried] = useState(false);
  const isShort = text.trim().length < (leastWords[kind] ?? usualWords);
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const doing = doingOf(kind, { text: text.trim(), day: day ?? '', office, outcome });
    if (doing !== null && !isShort && (day !== null || !days.includes(kind))) onDo(doing);
  }
  return (
    <form
      className="box case-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
      data-testid="act-form"
      noValidate
    >
      <h3>{t(`cases.verbs.${kind as 'work'}`)}</h3>
      {kind === 'close' ? (
        verdict === null ? (
          <Dropdown
            label={t('cases.outcome')}
            options={(['solved', 'notSolved'] as const).map((id) => ({ id, name: t(`cases.outcomes.${id}`) }))}
            chosen={outcome}
            onChoose={(id) => setOutcome(id as Said['outcome'])}
          />
        ) : (
          <p>{t(`cases.outcomes.${verdict}`)}</p>
        )
      ) : (
        <TextBox
          label={t(`cases.asked.${kind as 'note'}`)}
          value={text}
          onChange={setText}
          rows={3}
          error={tried && isShort ? t('cases.tooShort') : null}
          testId="act-words"
        />
      )}
      {days.includes(kind) ? (
        <DayField label={t('cases.remindOn')} day={day} onChange={setDay} testId="act-day" />
      ) : null}
      {kind === 'addTask' ? (
        <Dropdown
          label={t('cases.office')}
          options={offices.map(({ code, name }) => ({ id: code, name: name[language] }))}
          chosen={office}
          onChoose={setOffice}
        />
      ) : null}
      <div className="start-form-actions">
        <span className="grow" />
        <Button look="ghost" chord="Esc" onClick={onLeave}>
          {t('actions.cancel')}
        </Button>
        <Button type="submit" look="primary" data-testid="do-act">
          {t(`cases.verbs.${kind as 'work'}`)}
        </Button>
      </div>
    </form>
  );
}
