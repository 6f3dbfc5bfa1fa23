// What the PBX tells of a ringing call: queue, wait, language.
import { Lock, PhoneIncoming, SquareParking } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { queueName, waitedMs } from '../../store/callerWords.ts';
import { isRestricted, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { Tag } from '../../ui/Tag.tsx';
import { wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function ArrivalTags({ call, size }: { readonly call: Call; readonly size: 'medium' | 'big' }) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const now = useNow();
  const restricted = useDeskState((state) => isRestricted(state, call.interactionId));
  // Where there is little room, the language is told only when it is not the agent's own.
  const spoken = size === 'medium' && call.language === language ? null : call.language;
  return (
    <div className="tags">
      <Tag tone="live" size={size} icon={PhoneIncoming}>
        {t('arrival.incoming')}
      </Tag>
      {call.parking === null ? null : (
        <Tag tone="hold" size={size} icon={SquareParking}>
          <span className="num">{t('parking.returned', { place: call.parking.place })}</span>
        </Tag>
      )}
      {restricted ? (
        <Tag tone="stop" size={size} icon={Lock}>
          {t('restricted.arrival')}
        </Tag>
      ) : null}
      <Tag size={size}>{queueName(call.queue, workstation, language) ?? t('arrival.direct')}</Tag>
      <Tag size={size}>
        <span className="num">{t('arrival.waiting', { time: wait(waitedMs(call, now)) })}</span>
      </Tag>
      {spoken === null ? null : <Tag size={size}>{spoken.toUpperCase()}</Tag>}
    </div>
  );
}
