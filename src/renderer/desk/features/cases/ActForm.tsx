// What an act on a case asks for before it is done. A refusal is said here, with what was written still there.
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CaseShown, Doing, RefusedHere } from '#shared/contract/cases';
import { must } from '#shared/lib/must';
import type { Person } from '#shared/model/caseFile';
import { inThrees } from '#shared/model/caseNumber';
import {
  type ActField,
  type Flag,
  fieldsOf,
  type HalfAct,
  mostWordsOf,
  toConfirm,
  wholeAct,
} from '../../store/halfAct.ts';
import { moneyWords } from '../../store/money.ts';
import { refusalWords } from '../../store/refusalWords.ts';
import { useIntents } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { Segments } from '../../ui/Segments.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useOneAtATime } from '../../ui/useOneAtATime.ts';
import { useWords } from '../../ui/words.tsx';

interface ActFormProps {
  readonly half: HalfAct;
  readonly shown: CaseShown;
  readonly people: readonly Person[];
  readonly onDo: (doing: Doing) => Promise<ActEnd>;
}

/** `notWritten`: the agent has been told why, and what was typed stays. */
export type ActEnd = 'done' | 'notWritten' | RefusedHere;

const flags = ['safety', 'complex', 'repeated'] as const satisfies readonly Flag[];
const firstField = 'textarea, input, button.dropdown-button, [role=radio], [role=spinbutton]';

export function ActForm({ half, shown, people, onDo }: ActFormProps) {
  const { t } = useWords();
  const { writeAct } = useIntents();
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<{ readonly why: RefusedHere; readonly doing: Doing } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { case: found, possible } = shown;
  const { kind } = half;
  const whole = wholeAct(half, found, people);
  const lacks = tried && 'lacks' in whole ? whole.lacks : [];
  const leave = () => writeAct(found.id, null);
  const once = useOneAtATime();
  // Where a form opens, whoever asked for it writes.
  useEffect(() => form.current?.querySelector<HTMLElement>(firstField)?.focus(), []);
  useKey('Ctrl+Enter', () => form.current?.requestSubmit());

  async function attempt(doing: Doing) {
    const end = await onDo(doing);
    if (end === 'done') setRefused(null);
    else if (end !== 'notWritten') setRefused({ why: end, doing });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if ('doing' in whole) void once(() => attempt(whole.doing));
    else setRefused(null);
  }
  const wanted = refused?.why.why === 'needsConfirmation' ? toConfirm(refused.doing) : null;
  return (
    <form
      ref={form}
      className="box case-form"
      onSubmit={submit}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        leave();
      }}
      data-testid="act-form"
      noValidate
    >
      <h3>{t(`cases.verbs.${kind}`)}</h3>
      {fieldsOf(kind, shown).map((field) => (
        <Field key={field} field={field} half={half} shown={shown} people={people} lacks={lacks.includes(field)} />
      ))}
      {refused === null ? null : (
        <div className="box hold case-same" role="alert" data-testid="act-refused">
          <p>{refusalWords(t, refused.why)}</p>
          {wanted !== null && possible.includes('askConfirmation') ? (
            <Button
              size="small"
              onClick={() => void once(() => attempt({ kind: 'askConfirmation', thing: wanted }))}
              data-testid="ask-confirmation"
            >
              {t('cases.verbs.askConfirmation')}
            </Button>
          ) : null}
        </div>
      )}
      <FormActions onCancel={leave}>
        <Button type="submit" look="primary" chord="Ctrl+Enter" data-testid="do-act">
          {t(`cases.verbs.${kind}`)}
        </Button>
      </FormActions>
    </form>
  );
}

interface FieldProps extends Omit<ActFormProps, 'onDo'> {
  readonly field: ActField;
  readonly lacks: boolean;
}

function Field({ field, half, shown, people, lacks }: FieldProps) {
  const { t, language } = useWords();
  const { writeAct } = useIntents();
  const { backOffices = [], rootCauses = [] } = useLists(null);
  const { case: found, choices, others } = shown;
  const { kind } = half;
  const write = (change: Partial<HalfAct>) => writeAct(found.id, { ...half, ...change });
  const choice = (
    name: 'office' | 'owner' | 'rootCause' | 'body' | 'into' | 'subject' | 'variant',
    options: readonly { readonly id: string; readonly name: string }[],
  ) => (
    <>
      <Dropdown
        label={t(`cases.fields.${name}`)}
        options={options}
        chosen={half[name]}
        onChoose={(id) => write({ [name]: id })}
        testId={`act-${name}`}
      />
      {lacks ? <p className="error">{t('cases.chooseOne')}</p> : null}
    </>
  );
  const line = (name: 'reference' | 'title' | 'remedy' | 'contract') => (
    <TextInput
      label={t(`cases.fields.${name}`)}
      value={half[name]}
      onChange={(text) => write({ [name]: text.slice(0, mostOfLine[name]) })}
      error={lacks ? t('cases.tooShort') : null}
      testId={`act-${name}`}
    />
  );
  const sum = (name: 'cost' | 'indemnity' | 'disputed', hint?: string) => (
    <TextInput
      label={t(`cases.fields.${name}`)}
      value={half[name]}
      onChange={(typed) => write({ [name]: typed.slice(0, 14) })}
      error={lacks ? t('cases.noSum') : null}
      testId={`act-${name}`}
      {...(hint === undefined ? {} : { hint })}
    />
  );
  const noneAnd = (all: readonly { readonly id: string; readonly name: string }[], none: string) => [
    { id: '', name: none },
    ...all,
  ];
  switch (field) {
    case 'words':
      return (
        <TextBox
          label={t(`cases.asked.${kind as 'note'}`)}
          value={half.words}
          onChange={(words) => write({ words: words.slice(0, mostWordsOf(kind)) })}
          rows={3}
          error={lacks ? t('cases.tooShort') : null}
          testId="act-words"
        />
      );
    case 'newFacts':
      return (
        <TextBox
          label={t('cases.fields.newFacts')}
          value={half.newFacts}
          onChange={(newFacts) => write({ newFacts: newFacts.slice(0, 1_000) })}
          hint={t('cases.newFactsHint')}
          testId="act-newFacts"
        />
      );
    case 'day':
      return (
        <>
          <DayField
            label={t(`cases.days.${kind as 'propose'}`)}
            day={half.day}
            onChange={(day) => write({ day })}
            testId="act-day"
          />
          {lacks ? <p className="error">{t('cases.dayMissing')}</p> : null}
        </>
      );
    case 'office':
      return choice(
        'office',
        backOffices.filter(({ active }) => active).map(({ code, name }) => ({ id: code, name: name[language] })),
      );
    case 'owner':
      return choice('owner', kind === 'assign' ? noneAnd(people, t('cases.nobodys')) : people);
    case 'subject':
      return choice('subject', noneAnd(people, t('cases.noSubject')));
    case 'outcome':
      return found.file?.stage.step === 'answered' ? (
        <p>{t(`cases.outcomes.${half.outcome}`)}</p>
      ) : (
        <Segments
          label={t('cases.outcome')}
          options={(['solved', 'notSolved'] as const).map((id) => ({ id, name: t(`cases.outcomes.${id}`) }))}
          chosen={half.outcome === 'notSolved' ? 'notSolved' : 'solved'}
          onChoose={(outcome) => write({ outcome })}
          testId="act-outcome"
        />
      );
    case 'executed':
      return (
        <Checks
          label={t('cases.beforeClosing')}
          options={[{ id: 'executed', name: t('cases.executed') }]}
          chosen={half.executed ? ['executed'] : []}
          onChoose={(ids) => write({ executed: ids.length > 0 })}
          error={lacks ? t('cases.executedMissing') : null}
          testId="act"
        />
      );
    case 'severity':
      return (
        <Segments
          label={t('cases.fields.severity')}
          options={(['1', '2', '3'] as const).map((id) => ({ id, name: t(`cases.severities.${id}`) }))}
          chosen={half.severity}
          onChoose={(severity) => write({ severity })}
          testId="act-severity"
        />
      );
    case 'flags':
      return (
        <Checks
          label={t('cases.fields.flags')}
          options={flags.map((id) => ({ id, name: t(`cases.flags.${id}`) }))}
          chosen={half.flags}
          onChoose={(chosen) => write({ flags: chosen })}
          testId="act-flag"
        />
      );
    case 'priority':
      return (
        <Segments
          label={t('cases.fields.priority')}
          options={(['P1', 'P2', 'P3', 'P4'] as const).map((id) => ({ id, name: t(`cases.priorities.${id}`) }))}
          chosen={half.priority}
          onChoose={(priority) => write({ priority })}
          testId="act-priority"
        />
      );
    case 'rootCause':
      return choice(
        'rootCause',
        rootCauses.filter(({ active }) => active).map(({ code, name }) => ({ id: code, name: name[language] })),
      );
    case 'cost':
      return sum('cost', t('cases.mandate', { sum: moneyWords(choices.mandateCents, language) }));
    case 'indemnity':
      return sum('indemnity');
    case 'disputed':
      return sum('disputed', t('cases.disputedHint'));
    case 'body':
      return choice(
        'body',
        choices.bodies.map(({ code, name }) => ({ id: code, name: name[language] })),
      );
    case 'into':
      return others.length === 0 ? (
        <p className="sub">{t('cases.noOther')}</p>
      ) : (
        choice(
          'into',
          others.map(({ id, number, title }) => ({ id, name: `${inThrees(number)} · ${title}` })),
        )
      );
    case 'variant':
      return choice(
        'variant',
        noneAnd(
          choices.variants.map(({ code, name }) => ({ id: code, name: name[language] })),
          t('cases.noVariant'),
        ),
      );
    default:
      return line(must(field, 'field'));
  }
}

const mostOfLine = { reference: 60, title: 160, remedy: 500, contract: 60 } as const;
