// What may be a breach of personal data, reported by anybody: in plain words, and without any customer's data.
import { ArrowLeft, Send } from 'lucide-react';
import { useState } from 'react';
import { breachFactsSchema } from '#shared/protocol/privacy';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Checks } from '../../ui/Checks.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { HourField } from '../../ui/HourField.tsx';
import { isTextField, useKey } from '../../ui/keys.ts';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { localDay, localTime, momentsOf } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { HoursFrom } from './Countdown.tsx';

const natures = ['confidentiality', 'integrity', 'availability'] as const;
type Nature = (typeof natures)[number];

export function BreachPage() {
  const { t } = useWords();
  const { reportBreach, show } = useIntents();
  const now = useNow();
  const [what, setWhat] = useState('');
  const [nature, setNature] = useState<Nature[]>([]);
  const [day, setDay] = useState<string | null>(localDay(new Date(now).toISOString()));
  const [time, setTime] = useState<string | null>(localTime(new Date(now).toISOString()));
  const [data, setData] = useState('');
  const [people, setPeople] = useState('');
  const [measures, setMeasures] = useState('');
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<'writing' | 'sending' | 'sent'>('writing');

  const moments = momentsOf({ day, time }).map((at) => new Date(at));
  const foundAt = moments.findLast((at) => at.getTime() <= now) ?? moments[0] ?? null;
  const isLater = foundAt !== null && foundAt.getTime() > now;
  const isPeople = /^\d{0,9}$/.test(people.trim());
  const facts = breachFactsSchema.safeParse({
    ...{ what, nature, data, measures },
    people: people.trim() === '' ? null : Number(people),
  });

  const back = () => show({ kind: 'settings' });
  const isBlank = [what, data, people, measures].every((text) => text.trim() === '');
  // What has been written is left by a button alone, never by a key that slipped.
  useKey('Esc', () => !isTextField(document.activeElement) && back(), {
    bare: true,
    enabled: isBlank && state === 'writing',
  });

  async function send() {
    setTried(true);
    if (!facts.success || foundAt === null || isLater || !isPeople) return;
    setState('sending');
    const isTaken = await reportBreach({ foundAt: foundAt.toISOString(), facts: facts.data });
    setState(isTaken === null ? 'writing' : 'sent');
  }

  if (state === 'sent')
    return (
      <div className="page breach-page" data-testid="breach-sent">
        <h1>{t('breach.sent')}</h1>
        <p className="sub" role="status">
          {t('breach.sentAbout')}
        </p>
        {foundAt === null ? null : <HoursFrom foundAt={foundAt} />}
        <div>
          <Button look="primary" autoFocus onClick={() => show({ kind: 'desk' })} data-testid="breach-done">
            {t('breach.done')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="page breach-page" data-testid="breach-page">
      <div className="page-back">
        <Button
          look="ghost"
          size="small"
          icon={ArrowLeft}
          {...(isBlank ? { chord: 'Esc' } : {})}
          onClick={back}
          data-testid="breach-back"
        >
          {t('actions.back')}
        </Button>
      </div>
      <div>
        <h1>{t('breach.title')}</h1>
        <p className="sub">{t('breach.about')}</p>
      </div>
      <div className="form">
        <TextBox
          label={t('breach.what')}
          value={what}
          onChange={setWhat}
          rows={3}
          hint={t('breach.whatHint')}
          error={tried && what.trim().length < 3 ? t('breach.whatMissing') : null}
          testId="breach-what"
        />
        <Checks
          label={t('breach.nature')}
          options={natures.map((id) => ({ id, name: t(`breach.natures.${id}`) }))}
          chosen={nature}
          onChoose={setNature}
          error={tried && nature.length === 0 ? t('breach.natureMissing') : null}
          testId="breach-nature"
        />
        <div className="form-pair">
          <DayField label={t('breach.when')} day={day} onChange={setDay} testId="breach-day" />
          <HourField label={t('breach.hour')} time={time} onChange={setTime} testId="breach-hour" />
        </div>
        {isLater ? (
          <p className="error">{t('breach.later')}</p>
        ) : foundAt === null ? null : (
          <HoursFrom foundAt={foundAt} />
        )}
        <div className="form-pair">
          <TextInput label={t('breach.data')} value={data} onChange={setData} testId="breach-data" />
          <TextInput
            label={t('breach.people')}
            value={people}
            onChange={setPeople}
            error={isPeople ? null : t('breach.peopleWrong')}
            testId="breach-people"
          />
        </div>
        <TextBox label={t('breach.measures')} value={measures} onChange={setMeasures} testId="breach-measures" />
        <div className="form-actions">
          <Button
            look="primary"
            icon={Send}
            busy={state === 'sending'}
            disabled={state === 'sending'}
            onClick={() => void send()}
            data-testid="send-breach"
          >
            {t('breach.send')}
          </Button>
          <Button look="ghost" onClick={back}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </div>
  );
}
