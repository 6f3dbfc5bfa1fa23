// Callers who gave up in a queue: one agent takes one and calls back, the others see it taken.
import { Phone, PhoneMissed } from 'lucide-react';
import type { Boards } from '#shared/contract/boards';
import { never } from '#shared/lib/must';
import { toDialable } from '#shared/model/dialable';
import { formatNumber } from '#shared/model/phoneNumber';
import { queueName } from '../../store/callerWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { clock, moment, wait } from '../../ui/time.ts';

type LostCall = NonNullable<Boards['lostCalls']>['lostCalls'][number];

const nobody: readonly LostCall[] = [];

function State({ call }: { readonly call: LostCall }) {
  const { t } = useWords();
  const { callLostBack, takeLostCall, releaseLostCall, finishLostCall } = useIntents();
  const me = useDeskState((state) => workstationOf(state)?.agent.id ?? null);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const { state } = call;
  const number = call.number === null ? null : toDialable(call.number);
  const callBack =
    number === null ? null : (
      <Button
        size="small"
        icon={Phone}
        disabled={!current}
        onClick={() => void callLostBack(call)}
        data-testid="lost-call-back"
      >
        {t('lost.callBack')}
      </Button>
    );
  switch (state.kind) {
    case 'open':
      return (
        <>
          {callBack}
          <Button
            look="ghost"
            size="small"
            disabled={!current}
            onClick={() => void takeLostCall(call.id)}
            data-testid="lost-take"
          >
            {t('lost.take')}
          </Button>
        </>
      );
    case 'taken':
      if (state.by.id !== me) return <Tag>{t('lost.takenBy', { name: state.by.name })}</Tag>;
      return (
        <>
          {callBack}
          <Button
            size="small"
            disabled={!current}
            onClick={() => void finishLostCall(call.id, 'reached')}
            data-testid="lost-reached"
          >
            {t('lost.reached')}
          </Button>
          <Button
            size="small"
            disabled={!current}
            onClick={() => void finishLostCall(call.id, 'notReached')}
            data-testid="lost-not-reached"
          >
            {t('lost.notReached')}
          </Button>
          <Button
            look="ghost"
            size="small"
            disabled={!current}
            onClick={() => void releaseLostCall(call.id)}
            data-testid="lost-release"
          >
            {t('lost.release')}
          </Button>
        </>
      );
    case 'done':
      return <Tag tone={state.outcome === 'reached' ? 'live' : 'plain'}>{t(`lost.${state.outcome}`)}</Tag>;
    case 'recovered':
      return <Tag tone="live">{t('lost.recovered')}</Tag>;
    default:
      return never(state);
  }
}

function Row({ call }: { readonly call: LostCall }) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const now = useNow(false);
  const workstation = useDeskState(workstationOf);
  const [only, another] = call.customers;
  const number = call.number === null ? t('arrival.withheld') : formatNumber(call.number);
  const about = [
    ...(only === undefined ? [] : [number]),
    queueName(call.queueId, workstation, language),
    t('lost.waited', { time: wait(call.waitedSeconds * 1_000) }),
    ...(call.attempts > 1 ? [t('lost.attempts', { count: call.attempts })] : []),
  ].join(' · ');
  const name =
    only === undefined
      ? number
      : another === undefined
        ? only.name
        : t('dial.several', { count: call.customers.length });
  return (
    <li className="lost" data-testid="lost-call" data-state={call.state.kind}>
      <PhoneMissed aria-hidden="true" />
      <div className="lost-who">
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
        <p className="num">{about}</p>
      </div>
      <time className="item-when num" dateTime={call.at}>
        {moment(call.at, now, language)}
      </time>
      <div className="lost-actions">
        <State call={call} />
      </div>
    </li>
  );
}

export function LostCallsPage() {
  const { t, language } = useWords();
  const lost = useDeskState((state) => state.data?.boards.lostCalls ?? null);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const calls = lost?.lostCalls ?? nobody;
  return (
    <section className="page" data-testid="lost-page">
      <div>
        <h1>{t('lost.title')}</h1>
        <p className={current ? 'sub' : 'sub urgent'}>
          {lost === null
            ? t('boards.unheard')
            : current
              ? t('lost.about')
              : t('boards.asOf', { time: clock(lost.asOf, language) })}
        </p>
      </div>
      {lost !== null && calls.length === 0 ? <p className="sub faint">{t('lost.none')}</p> : null}
      <ul className="lost-list">
        {calls.map((call) => (
          <Row key={call.id} call={call} />
        ))}
      </ul>
    </section>
  );
}
