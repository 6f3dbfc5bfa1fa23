// A request that has come to the officer: whose, what, when, how.
import { useState } from 'react';
import { toldBySchema } from '#shared/model/consent';
import { type IdentificationLevel, identificationLevels } from '#shared/model/identification';
import { type PrivacyPerson, type RequestKind, requestKindSchema } from '#shared/protocol/privacy';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { PersonField } from './PersonField.tsx';

interface NewRequestProps {
  readonly onTaken: () => void;
  readonly onLeave: () => void;
}

const channels = toldBySchema.options;
type Channel = (typeof channels)[number];

export function NewRequest({ onTaken, onLeave }: NewRequestProps) {
  const { t } = useWords();
  const { takePrivacyRequest } = useIntents();
  const now = new Date(useNow(false));
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  const [kind, setKind] = useState<RequestKind>('access');
  const [channel, setChannel] = useState<Channel>('letter');
  const [identified, setIdentified] = useState<IdentificationLevel>('standard');
  const [day, setDay] = useState<string | null>(localDay(now.toISOString()));
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  async function send(on: string) {
    setBusy(true);
    // Noon: the day counts, whatever the time zone.
    const receivedAt = new Date(`${on}T12:00:00`);
    const isTaken = await takePrivacyRequest({
      customerId: person?.id ?? null,
      receivedAt: (receivedAt > now ? now : receivedAt).toISOString(),
      ...{ kind, channel, identified, words: words.trim() },
    });
    setBusy(false);
    if (isTaken !== null) onTaken();
  }
  return (
    <article className="card" data-testid="request-form">
      <h2>{t('privacy.requests.add')}</h2>
      <div className="form">
        <PersonField person={person} onChoose={setPerson} />
        <div className="form-pair">
          <Dropdown
            label={t('privacy.requests.kind')}
            options={requestKindSchema.options.map((id) => ({ id, name: t(`privacy.kinds.${id}`) }))}
            chosen={kind}
            onChoose={(id) => setKind(requestKindSchema.parse(id))}
            testId="request-kind"
          />
          <Dropdown
            label={t('privacy.requests.channel')}
            options={channels.map((id) => ({ id, name: t(`privacy.requests.channels.${id}`) }))}
            chosen={channel}
            onChoose={(id) => setChannel(toldBySchema.parse(id))}
            testId="request-channel"
          />
          <Dropdown
            label={t('privacy.requests.identified')}
            options={identificationLevels.map((id) => ({ id, name: t(`identification.levels.${id}`) }))}
            chosen={identified}
            onChoose={(id) => setIdentified(identificationLevels.find((level) => level === id) ?? 'none')}
            testId="request-identified"
          />
          <DayField label={t('privacy.requests.received')} day={day} onChange={setDay} testId="request-day" />
        </div>
        <TextBox label={t('privacy.requests.wordsLabel')} value={words} onChange={setWords} testId="request-words" />
        {person === null ? <p className="faint">{t('privacy.requests.unknown')}</p> : null}
        <div className="form-actions">
          <Button
            look="primary"
            busy={busy}
            disabled={busy || day === null}
            onClick={() => day !== null && void send(day)}
            data-testid="take-request"
          >
            {t('privacy.requests.take')}
          </Button>
          <Button look="ghost" onClick={onLeave}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </article>
  );
}
