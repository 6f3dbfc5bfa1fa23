// How what is being registered reached the company, and when: as it is written down in a conversation, or on a day before.
import { type Channel, channelSchema } from '#shared/model/channel';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { HourField } from '../../ui/HourField.tsx';
import { useWords } from '../../ui/words.tsx';

interface ReceiptFieldsProps {
  /** Null: not chosen yet. */
  readonly channel: Channel | null;
  /** It comes in the conversation that goes on: its moment is known. */
  readonly isNow: boolean;
  /** "2026-11-24" and "15:45"; empty: not said. */
  readonly day: string;
  readonly time: string;
  readonly onWrite: (change: { readonly channel?: string; readonly day?: string; readonly time?: string }) => void;
  /** What it was not registered for; null: nothing of these. */
  readonly lacks: 'channel' | 'day' | null;
  /** Nothing was received later than now, or so long ago. */
  readonly isMistaken: boolean;
}

export function ReceiptFields({ channel, isNow, day, time, onWrite, lacks, isMistaken }: ReceiptFieldsProps) {
  const { t } = useWords();
  const wrong = isMistaken ? t('cases.lacking.receivedAt') : lacks === 'day' ? t('cases.dayMissing') : null;
  return (
    <>
      <Dropdown
        label={t('cases.cameBy')}
        options={channelSchema.options.map((id) => ({ id, name: t(`channels.${id}`) }))}
        chosen={channel ?? ''}
        onChoose={(id) => onWrite({ channel: id })}
        testId="case-channel"
      />
      {lacks === 'channel' ? (
        <p className="error" role="alert">
          {t('cases.channelMissing')}
        </p>
      ) : null}
      {isNow || channel === null ? null : (
        <div className="case-receipt">
          <DayField
            label={t('cases.receivedOn')}
            day={day === '' ? null : day}
            onChange={(to) => onWrite({ day: to ?? '' })}
            error={wrong}
            testId="case-day"
          />
          <HourField
            label={t('cases.receivedAt')}
            time={time === '' ? null : time}
            onChange={(to) => onWrite({ time: to ?? '' })}
            testId="case-time"
          />
        </div>
      )}
      {isNow || channel === null || wrong === null ? null : (
        <p className="error" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}
