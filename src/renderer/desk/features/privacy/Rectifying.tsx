// Correcting what agents may not: only what was changed here is sent, with the reason.
import { useCallback, useState } from 'react';
import type { PrivacyPerson, PrivacyRequest, PrivacyStep } from '#shared/protocol/privacy';
import { useIntents } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { isSaid } from './isSaid.ts';

interface RectifyingProps {
  readonly customer: NonNullable<PrivacyRequest['customer']>;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
}

const fields = ['name', 'birthDate', 'taxCode', 'iban'] as const;
type Written = Readonly<Record<(typeof fields)[number], string>>;

const writtenOf = ({ name, birthDate, taxCode, iban }: PrivacyPerson): Written => ({
  name,
  birthDate: birthDate ?? '',
  taxCode: taxCode ?? '',
  iban: iban ?? '',
});

interface FormProps {
  readonly person: PrivacyPerson;
  readonly onCorrect: (step: Extract<PrivacyStep, { kind: 'rectify' }>) => Promise<void>;
}

function Form({ person, onCorrect }: FormProps) {
  const { t } = useWords();
  const before = writtenOf(person);
  const [now, setNow] = useState(before);
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const changed = fields.filter((field) => now[field].trim() !== before[field]);
  const isWhy = isSaid(why);
  const isNamed = now.name.trim() !== '';
  function correct() {
    setTried(true);
    if (!isWhy || !isNamed || changed.length === 0) return;
    const values = Object.fromEntries(
      changed.map((field) => [field, now[field].trim() === '' ? null : now[field].trim()]),
    ) as Extract<PrivacyStep, { kind: 'rectify' }>['fields'];
    void onCorrect({ kind: 'rectify', customerId: person.id, why: why.trim(), fields: values });
  }
  return (
    <div className="form">
      <div className="form-pair">
        {fields.map((field) =>
          field === 'birthDate' ? (
            <DayField
              key={field}
              label={t('privacy.requests.birthDate')}
              day={now.birthDate === '' ? null : now.birthDate}
              onChange={(day) => setNow({ ...now, birthDate: day ?? '' })}
              testId="rectify-birthDate"
            />
          ) : (
            <TextInput
              key={field}
              label={t(`privacy.requests.${field}`)}
              value={now[field]}
              onChange={(value) => setNow({ ...now, [field]: value })}
              testId={`rectify-${field}`}
            />
          ),
        )}
      </div>
      <TextBox
        label={t('privacy.requests.why')}
        value={why}
        onChange={setWhy}
        rows={1}
        hint={t('privacy.requests.correctAbout')}
        error={tried && !isWhy ? t('office.toSay') : null}
        testId="rectify-why"
      />
      <div>
        <Button look="primary" disabled={changed.length === 0} onClick={correct} data-testid="rectify">
          {t('privacy.requests.correct')}
        </Button>
      </div>
    </div>
  );
}

export function Rectifying({ customer, take }: RectifyingProps) {
  const { findPeople } = useIntents();
  const ask = useCallback(
    () => findPeople(customer.code).then((found) => found?.find(({ id }) => id === customer.id) ?? null),
    [findPeople, customer.code, customer.id],
  );
  const { asked, again } = useAsked(ask);
  return (
    <AskedFor asked={asked} onAgain={again}>
      {(person) => (
        <Form
          key={JSON.stringify(person)}
          person={person}
          onCorrect={async (step) => {
            if (await take(step)) again();
          }}
        />
      )}
    </AskedFor>
  );
}
