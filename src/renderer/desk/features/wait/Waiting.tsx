// Between calls: calm. A greeting, what is going on, the last conversations.
import { MessagesSquare, PencilLine, Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { RecentInteraction } from '#shared/contract/deskData';
import { toDialable } from '#shared/model/dialable';
import { callerNumber } from '../../store/callerWords.ts';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const noonHour = 13;
const eveningHour = 18;

function useGreeting(): string {
  const { t } = useWords();
  const name = useDeskState((state) => workstationOf(state)?.agent.givenName ?? '');
  const hour = new Date(useNow(false)).getHours();
  const part = hour < noonHour ? 'morning' : hour < eveningHour ? 'afternoon' : 'evening';
  return t(`wait.${part}`, { name });
}

function Recent({ recent }: { readonly recent: RecentInteraction }) {
  const { t, language } = useWords();
  const { show, dial, correct } = useIntents();
  const now = useNow(false);
  const correctMs = useDeskState((state) => workstationOf(state)?.policy.correctMinutes ?? 0) * 60_000;
  const canCorrect = recent.answered && !recent.restricted && now <= Date.parse(recent.endedAt) + correctMs;
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === recent.reasonCode);
  const { customer } = recent;
  const number = recent.caller.kind === 'number' ? (recent.caller.e164 ?? toDialable(recent.caller.number)) : null;
  const Icon =
    recent.caller.kind === 'visitor'
      ? MessagesSquare
      : !recent.answered
        ? PhoneMissed
        : recent.direction === 'incoming'
          ? PhoneIncoming
          : PhoneOutgoing;
  const unanswered = recent.end === null ? t('stages.unanswered') : t(`ends.${recent.end}`);
  const about = [
    ...(recent.restricted ? [t('restricted.arrival')] : []),
    ...(recent.answered ? [] : [unanswered]),
    ...(reason === undefined ? [] : [reason.labels[language]]),
    ...(recent.note === '' ? [] : [recent.note]),
  ].join(' — ');
  const visitor = recent.caller.kind === 'visitor' ? (recent.caller.name ?? t('chat.visitor')) : null;
  const name = customer?.name ?? visitor ?? callerNumber(recent.caller) ?? t('arrival.withheld');
  return (
    <li className="item" data-testid="recent">
      <Icon aria-hidden="true" className={recent.answered ? undefined : 'missed'} />
      {customer === null ? (
        <strong className="num">{name}</strong>
      ) : (
        <button
          type="button"
          className="recent-name"
          data-testid="open-recent"
          aria-label={t('wait.openCustomer', { name })}
          onClick={() => show({ kind: 'customer', id: customer.id })}
        >
          {name}
        </button>
      )}
      <span className="item-end">
        <time className="item-when num" dateTime={recent.endedAt}>
          {moment(recent.endedAt, now, language)}
        </time>
        {canCorrect ? (
          <IconButton
            icon={PencilLine}
            name={t('wrapUp.correctOf', { name })}
            onClick={() => void correct(recent.id)}
            data-testid="correct"
          />
        ) : null}
        {number === null ? null : (
          <IconButton
            icon={Phone}
            name={t('dial.callBack', { name })}
            onClick={() => void dial({ number, name: customer?.name ?? null, customerId: customer?.id ?? null })}
            data-testid="call-back"
          />
        )}
      </span>
      {about === '' ? null : (
        <p className="one-line" title={about}>
          {about}
        </p>
      )}
    </li>
  );
}

export function Waiting() {
  const { t } = useWords();
  const { setWish } = useIntents();
  const greeting = useGreeting();
  const recent = useDeskState((state) => state.data?.recent) ?? [];
  const registered = useDeskState((state) => state.phone?.registration.kind === 'registered');
  const ready = useDeskState((state) => state.phone?.availability.wish.kind === 'ready');
  // The mailbox, or a colleague: a call that leaves this page where it is.
  const busy = useDeskState((state) => lineupOf(state.phone) !== null);
  const about = !registered ? 'noLineAbout' : !ready ? 'notReadyAbout' : busy ? 'busyAbout' : 'readyAbout';
  return (
    <section className="wait">
      <div className="wait-title">
        <h1>{greeting}</h1>
        <p className="sub">{t(`wait.${about}`)}</p>
        {registered && !ready ? (
          <Button look="primary" size="big" onClick={() => void setWish({ kind: 'ready' })}>
            {t('wait.becomeReady')}
          </Button>
        ) : null}
      </div>
      <section className="section">
        <SectionTitle>{t('wait.lastTitle')}</SectionTitle>
        {recent.length === 0 ? (
          <p className="sub faint">{t('wait.lastEmpty')}</p>
        ) : (
          <ul className="items">
            {recent.map((each) => (
              <Recent key={each.id} recent={each} />
            ))}
          </ul>
        )}
      </section>
    </section>
  );
}
