// A promised callback whose time has come, at its owner's desk alone: it floats, sounds once, and waits while a call rings or is talked on.
import { CalendarClock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatNumber } from '#shared/model/phoneNumber';
import { useCommand } from '../../commands/useCommand.ts';
import { lineupOf } from '../../store/lineup.ts';
import { ringingCalls } from '../../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { appointment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import './myDay.css';

/** So long after a call has gone a key that is pressed was meant for it. */
const settleMs = 1_000;

export function RingingCallback() {
  const { t, language } = useWords();
  const { callBack, ringLater, ringLeave, remind } = useIntents();
  const now = useNow(false);
  const isBusy = useDeskState((state) => lineupOf(state.phone) !== null || ringingCalls(state).length > 0);
  const [isSettled, setSettled] = useState(true);
  useEffect(() => {
    if (isBusy) return setSettled(false);
    const timer = setTimeout(() => setSettled(true), settleMs);
    return () => clearTimeout(timer);
  }, [isBusy]);
  const rows = useDeskSelection(({ data }) => {
    const all = data?.boards.callbacks?.callbacks ?? [];
    return (data?.boards.ringing ?? []).flatMap((id) => all.find((row) => row.id === id) ?? []);
  });
  const row = isBusy ? undefined : rows[0];
  const heard = useRef('');
  const id = row?.id ?? '';
  useEffect(() => {
    // Each sounds when it comes, and once more after a call that has kept it away.
    if (id !== '' && id !== heard.current) void remind();
    heard.current = id;
  }, [id, remind]);
  const enabled = row !== undefined && isSettled;
  const call = () => row !== undefined && void callBack({ list: 'callbacks', row });
  const later = () => row !== undefined && void ringLater(row);
  const leave = () => row !== undefined && void ringLeave(row);
  useCommand('ringCall', call, { enabled });
  useCommand('ringLater', later, { enabled });
  useCommand('ringLeave', leave, { enabled });
  if (row === undefined) return <div role="alert" />;
  const number = row.number === null ? t('toCall.notShown') : formatNumber(row.number);
  const name = row.customers[0]?.name ?? number;
  return (
    <section className="ring-card" aria-label={t('myDay.ring.title')} data-testid="callback-rings">
      <SectionTitle icon={CalendarClock}>{t('myDay.ring.title')}</SectionTitle>
      <div role="alert">
        <p className="num">
          {t('myDay.ring.who', { name, time: appointment(row.dueAt, now, language) })}
          {row.about === '' ? null : <span className="ring-about">{row.about}</span>}
        </p>
      </div>
      <div className="ring-actions">
        <Button look="live" size="small" command="ringCall" onClick={call} data-testid="ring-call">
          {t('myDay.ring.call')}
        </Button>
        <Button size="small" command="ringLater" onClick={later} data-testid="ring-later">
          {t('myDay.ring.later')}
        </Button>
        <Button look="ghost" size="small" command="ringLeave" onClick={leave} data-testid="ring-leave">
          {t('myDay.ring.leave')}
        </Button>
      </div>
      {rows.length > 1 ? <p className="sub">{t('myDay.ring.more', { count: rows.length - 1 })}</p> : null}
    </section>
  );
}
