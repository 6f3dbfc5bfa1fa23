// Somebody to call back, as a line of one of the lists: who, what about, when, and what can be done.
import { CalendarClock, type LucideIcon, MessageSquareReply, Phone, PhoneMissed } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallbackRow, LostCallRow, RecontactRow } from '#shared/contract/boards';
import { never } from '#shared/lib/must';
import { ownerOf } from '#shared/model/callbackOwner';
import { toDialable } from '#shared/model/dialable';
import { formatNumber } from '#shared/model/phoneNumber';
import { queueName } from '../../store/callerWords.ts';
import { useNameOfPurpose } from '../../store/consentWords.ts';
import { type PersonToCall, whoIs } from '../../store/intents.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { appointment, day, moment, since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

function Actions({ person }: { readonly person: PersonToCall }) {
  const { t } = useWords();
  const { callBack, takeToCall, releaseToCall, finishToCall } = useIntents();
  const me = useDeskState((desk) => workstationOf(desk)?.agent.id ?? null);
  const current = useDeskState((desk) => desk.data?.boards.current ?? false);
  const { number, state, barred } = person.row;
  const who = whoIs(person);
  // One's own is kept without the backend too.
  const isOwn = person.list === 'callbacks' && ownerOf(person.row) === me;
  const call =
    number === null || toDialable(number) === null ? null : (
      <Button
        size="small"
        icon={Phone}
        disabled={!current && !isOwn}
        onClick={() => void callBack(person)}
        data-testid="call-back"
      >
        {t('toCall.callBack')}
      </Button>
    );
  const wish = (testId: string, look: 'plain' | 'ghost', words: string, onPress: () => void) => (
    <Button look={look} size="small" disabled={!current} onClick={onPress} data-testid={testId}>
      {words}
    </Button>
  );
  switch (state.kind) {
    case 'open':
      if (barred !== null) return <Tag tone="stop">{t(`toCall.${barred}`)}</Tag>;
      return (
        <>
          {call}
          {wish('take', 'ghost', t('toCall.take'), () => void takeToCall(who))}
        </>
      );
    case 'taken':
      if (state.by.id !== me) return <Tag>{t('toCall.takenBy', { name: state.by.name })}</Tag>;
      return (
        <>
          {barred === null ? call : <Tag tone="stop">{t(`toCall.${barred}`)}</Tag>}
          {wish('reached', 'plain', t('toCall.reached'), () => void finishToCall(who, 'reached'))}
          {wish('not-reached', 'plain', t('toCall.notReached'), () => void finishToCall(who, 'notReached'))}
          {wish('release', 'ghost', t('toCall.release'), () => void releaseToCall(who))}
        </>
      );
    case 'done':
      return <Tag tone={state.outcome === 'reached' ? 'live' : 'plain'}>{t(`toCall.${state.outcome}`)}</Tag>;
    case 'recovered':
      return <Tag tone="live">{t('lost.recovered')}</Tag>;
    default:
      return never(state);
  }
}

interface LineProps {
  readonly person: PersonToCall;
  readonly icon: LucideIcon;
  /** Besides the number and the queue. */
  readonly about: readonly string[];
  readonly isDue: boolean;
  readonly when: ReactNode;
  readonly testId: string;
}

function Line({ person, icon: Icon, about, isDue, when, testId }: LineProps) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const workstation = useDeskState(workstationOf);
  const { customers, queueId, state } = person.row;
  const [only, another] = customers;
  const unseen = person.row.barred === null ? t('arrival.withheld') : t('toCall.notShown');
  const number = person.row.number === null ? unseen : formatNumber(person.row.number);
  const isBeside = only !== undefined && person.row.barred === null;
  const parts = [...(isBeside ? [number] : []), queueName(queueId, workstation, language) ?? '', ...about];
  const name =
    only === undefined ? number : another === undefined ? only.name : t('dial.several', { count: customers.length });
  return (
    <li className="to-call" data-testid={testId} data-state={state.kind} data-due={isDue}>
      <Icon aria-hidden="true" />
      <div className="to-call-who">
        {only !== undefined && another === undefined ? (
          <button
            type="button"
            className="recent-name"
            aria-label={t('wait.openCustomer', { name })}
            onClick={() => show({ kind: 'customer', id: only.id })}
          >
            {name}
          </button>
        ) : (
          <strong className="num">{name}</strong>
        )}
        <p className="num">{parts.filter((part) => part !== '').join(' · ')}</p>
      </div>
      {when}
      <div className="to-call-actions">
        <Actions person={person} />
      </div>
    </li>
  );
}

export function LostCallLine({ row, now }: { readonly row: LostCallRow; readonly now: number }) {
  const { t, language } = useWords();
  return (
    <Line
      person={{ list: 'lostCalls', row }}
      icon={PhoneMissed}
      about={[
        t('lost.waited', { time: wait(row.waitedSeconds * 1_000) }),
        ...(row.attempts > 1 ? [t('lost.attempts', { count: row.attempts })] : []),
      ]}
      isDue={row.state.kind === 'open' && row.barred === null}
      when={
        <time className="item-when num" dateTime={row.at}>
          {moment(row.at, now, language)}
        </time>
      }
      testId="lost-call"
    />
  );
}

export function RecontactLine({ row, now }: { readonly row: RecontactRow; readonly now: number }) {
  const { t, language } = useWords();
  const isDue = row.state.kind !== 'done' && row.barred === null && since(`${row.dueOn}T23:59:59`, now) >= 0;
  return (
    <Line
      person={{ list: 'recontacts', row }}
      icon={MessageSquareReply}
      about={[t('recontact.askedOn', { day: day(row.askedOn, language) })]}
      isDue={isDue}
      when={
        <time className="item-when num" dateTime={row.dueOn}>
          {t('recontact.by', { day: day(row.dueOn, language) })}
          {isDue ? <small>{t('recontact.late')}</small> : null}
        </time>
      }
      testId="recontact"
    />
  );
}

export function CallbackLine({ row, now }: { readonly row: CallbackRow; readonly now: number }) {
  const { t, language } = useWords();
  const me = useDeskState((desk) => workstationOf(desk)?.agent.id ?? null);
  const reasons = useDeskState((desk) => workstationOf(desk)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === row.reasonCode);
  const nameOf = useNameOfPurpose();
  const isDue = row.state.kind !== 'done' && row.barred === null && since(row.dueAt, now) >= 0;
  return (
    <Line
      person={{ list: 'callbacks', row }}
      icon={CalendarClock}
      about={[
        ...(row.purpose === null ? [] : [nameOf(row.purpose)]),
        row.about === '' ? (reason?.labels[language] ?? row.reasonCode) : row.about,
        ...(row.promisedBy.id === me ? [] : [t('callback.by', { name: row.promisedBy.name })]),
        ...(row.owner === null
          ? []
          : [t('promised.whose', { name: row.owner.id === me ? t('promised.mine') : row.owner.name })]),
      ]}
      isDue={isDue}
      when={
        <time className="item-when num" dateTime={row.dueAt}>
          {appointment(row.dueAt, now, language)}
          {isDue ? <small>{t('callback.due')}</small> : null}
        </time>
      }
      testId="promised-call"
    />
  );
}
