// What somebody has said against a use of their data (art. 21): which use, how and when it was said. It counts at once.
import { useState } from 'react';
import { type ToldBy, toldBySchema } from '#shared/model/consent';
import type { CustomerId } from '#shared/model/ids';
import type { PrivacyStep } from '#shared/protocol/privacy';
import { usePurposes } from '../../store/consentWords.ts';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface ObjectingProps {
  /** Null: nobody has been chosen yet. */
  readonly customerId: CustomerId | null;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
  readonly onDone?: () => void;
}

export function Objecting({ customerId, take, onDone }: ObjectingProps) {
  const { t } = useWords();
  const now = new Date(useNow(false));
  const purposes = usePurposes();
  const [chosen, setChosen] = useState<string | null>(null);
  const [channel, setChannel] = useState<ToldBy>('letter');
  const today = localDay(now.toISOString());
  const [day, setDay] = useState<string | null>(today);
  const [kept, setKept] = useState<string | null>(null);
  const purpose = purposes.find(({ id }) => id === chosen) ?? purposes[0];
  const isRight = customerId !== null && purpose !== undefined && day !== null && day <= today;
  async function object() {
    if (customerId === null || purpose === undefined || day === null || day > today) return;
    // Of another day the day is known, and no more.
    const at = (day === today ? new Date() : new Date(`${day}T12:00:00`)).toISOString();
    setKept(null);
    if (!(await take({ kind: 'object', customerId, purpose: purpose.id, channel, at }))) return;
    setKept(purpose.name);
    onDone?.();
  }
  if (purpose === undefined) return <p className="sub">{t('privacy.consents.noPurposes')}</p>;
  return (
    <div className="form">
      <div className="form-pair">
        <Dropdown
          label={t('privacy.consents.against')}
          options={purposes}
          chosen={purpose.id}
          onChoose={setChosen}
          testId="object-purpose"
        />
        <Dropdown
          label={t('privacy.requests.channel')}
          options={toldBySchema.options.map((id) => ({ id, name: t(`privacy.requests.channels.${id}`) }))}
          chosen={channel}
          onChoose={(id) => setChannel(toldBySchema.parse(id))}
          testId="object-channel"
        />
      </div>
      <div className="form-pair">
        <DayField label={t('privacy.consents.saidOn')} day={day} onChange={setDay} testId="object-day" />
      </div>
      {day !== null && day > today ? <p className="error">{t('breach.later')}</p> : null}
      <div>
        <Button look="primary" disabled={!isRight} onClick={() => void object()} data-testid="object">
          {t('privacy.consents.object')}
        </Button>
      </div>
      {kept === null ? null : (
        <p className="sub" role="status" data-testid="objected">
          {t('privacy.consents.objected', { purpose: kept })}
        </p>
      )}
    </div>
  );
}
