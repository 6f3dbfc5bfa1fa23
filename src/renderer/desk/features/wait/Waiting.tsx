// Between calls: calm. A greeting, what is going on, the last conversations.
import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { OpenInteraction } from '#shared/contract/deskData';
import { callerNumber } from '../../store/callerWords.ts';
import { cardsOf, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { clock } from '../../ui/time.ts';

const noonHour = 13;
const eveningHour = 18;

function useGreeting(): string {
  const { t } = useWords();
  const name = useDeskState((state) => workstationOf(state)?.agent.givenName ?? '');
  const hour = new Date(useNow(false)).getHours();
  const part = hour < noonHour ? 'morning' : hour < eveningHour ? 'afternoon' : 'evening';
  return t(`wait.${part}`, { name });
}

function Past({ past }: { readonly past: OpenInteraction }) {
  const { t, language } = useWords();
  const { interaction, pop } = past;
  const { draft } = interaction;
  const card = useDeskState((state) => (draft.customerId === null ? null : newestCard(state, draft.customerId)));
  const name =
    card?.customer.name ?? cardsOf(pop).find(({ customer }) => customer.id === draft.customerId)?.customer.name;
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === draft.reasonCode);
  const end = useDeskState((state) => state.ends[interaction.id]);
  const missed = interaction.stage === 'ringing' || interaction.stage === 'unanswered';
  const Icon = missed ? PhoneMissed : interaction.direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const about = missed
    ? t(end === undefined ? 'stages.unanswered' : `ends.${end}`)
    : [reason === undefined ? null : `${reason.code} ${reason.labels[language]}`, draft.note === '' ? null : draft.note]
        .filter((part) => part !== null)
        .join(' — ');
  return (
    <li className="item">
      <Icon aria-hidden="true" />
      <strong>{name ?? callerNumber(interaction.caller) ?? t('arrival.withheld')}</strong>
      <time className="item-when num" dateTime={interaction.startedAt}>
        {clock(interaction.startedAt, language)}
      </time>
      {about === '' ? null : <p className="one-line">{about}</p>}
    </li>
  );
}

export function Waiting() {
  const { t } = useWords();
  const { setWish } = useIntents();
  const greeting = useGreeting();
  const past = useDeskState((state) => state.past);
  const registered = useDeskState((state) => state.phone?.registration.kind === 'registered');
  const ready = useDeskState((state) => state.phone?.availability.wish.kind === 'ready');
  const about = !registered ? t('wait.noLineAbout') : ready ? t('wait.readyAbout') : t('wait.notReadyAbout');
  return (
    <section className="waiting">
      <div className="waiting-title">
        <h1>{greeting}</h1>
        <p className="sub">{about}</p>
        {registered && !ready ? (
          <Button look="primary" size="big" onClick={() => void setWish({ kind: 'ready' })}>
            {t('wait.becomeReady')}
          </Button>
        ) : null}
      </div>
      <section className="section">
        <SectionTitle>{t('wait.lastTitle')}</SectionTitle>
        {past.length === 0 ? (
          <p className="sub faint">{t('wait.lastEmpty')}</p>
        ) : (
          <ul className="items">
            {past.map((each) => (
              <Past key={each.interaction.id} past={each} />
            ))}
          </ul>
        )}
      </section>
    </section>
  );
}
