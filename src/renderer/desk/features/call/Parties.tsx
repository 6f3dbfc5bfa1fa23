// Who is on the line, each in a place of their own that stays: the one spoken with in words, who waits as a capsule to swap to.
import { Pause, X } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { chordOf } from '../../commands/table.ts';
import { callerNumber, queueName } from '../../store/callerWords.ts';
import type { Lineup } from '../../store/lineup.ts';
import { isRestricted, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { usePartyName } from '../../store/usePartyName.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { since, timer, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

/** What the call is doing, in words; the queue when it simply goes on. */
function useMeta(call: Call, alone: boolean): string {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const now = useNow();
  const { phase, purpose } = call;
  if (phase.kind === 'answering') return t('call.joining');
  if (phase.kind === 'dialling') return t(`call.progress.${phase.progress}`);
  if (phase.kind === 'ending') return t('call.ending');
  if (phase.kind !== 'talking') return '';
  if (phase.transfer.kind === 'requested') return t('call.transferring', { name: phase.transfer.target.name });
  const direct = call.direction === 'incoming' ? t('arrival.direct') : '';
  const queue = purpose.kind === 'consult' ? t('call.asked') : (queueName(call.queue, workstation, language) ?? direct);
  const parts = [
    ...(phase.heldSince === null ? [] : [t('call.held', { time: wait(since(phase.heldSince, now)) })]),
    ...(phase.mute ? [t('call.muted')] : []),
    ...(alone || purpose.kind === 'consult' ? [queue] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function Time({ call }: { readonly call: Call }) {
  const now = useNow();
  const { phase } = call;
  const answeredAt = phase.kind === 'talking' || phase.kind === 'ending' ? phase.answeredAt : null;
  return <span className="call-time num">{answeredAt === null ? '' : timer(since(answeredAt, now))}</span>;
}

function InFront({ call, alone }: { readonly call: Call; readonly alone: boolean }) {
  const { t } = useWords();
  const who = usePartyName(call);
  const meta = useMeta(call, alone);
  const restricted = useDeskState((state) => isRestricted(state, call.interactionId));
  const number = call.purpose.kind === 'contact' && !restricted ? callerNumber(call.caller) : null;
  const copy = (shown: string) => (
    <CopyText
      text={shown}
      copied={(number ?? '').replaceAll(' ', '')}
      name={t('call.copyNumber', { number })}
      done={t('call.copied')}
      testId="copy-number"
    />
  );
  return (
    <div className="party front" data-testid="party" data-front="true">
      <span className="call-who" title={who}>
        {number !== null && who === number ? copy(number) : who}
      </span>
      {meta === '' ? null : (
        <span className="call-meta num" title={meta}>
          {meta}
        </span>
      )}
      {alone && number !== null && who !== number ? copy(number) : null}
      <Time call={call} />
    </div>
  );
}

/** Someone who waits: pressed, the agent speaks with them. */
function Waits({ call, lineup }: { readonly call: Call; readonly lineup: Lineup }) {
  const { t } = useWords();
  const { setHold } = useIntents();
  const who = usePartyName(call);
  const now = useNow();
  const { phase } = call;
  const held = phase.kind === 'talking' && phase.heldSince !== null ? wait(since(phase.heldSince, now)) : '';
  const state =
    phase.kind === 'talking' && phase.transfer.kind === 'requested'
      ? t('call.transferring', { name: phase.transfer.target.name })
      : phase.kind === 'dialling'
        ? t(`call.progress.${phase.progress}`)
        : held;
  const isSwap = lineup.swap?.id === call.id;
  return (
    <button
      type="button"
      className="party waits"
      aria-keyshortcuts={isSwap ? ariaShortcut(chordOf('swap')) : undefined}
      disabled={phase.kind !== 'talking' || lineup.front.phase.kind === 'dialling'}
      onClick={() => void setHold(call.id, false)}
      data-testid={isSwap ? 'swap' : 'party'}
      data-front="false"
    >
      <Pause aria-hidden="true" />
      <span className="party-name" title={who}>
        {who}
      </span>
      <span className="num party-time">{state}</span>
      <span className="visually-hidden">
        {t('help.holdTitle')}. {t('call.swapTo', { name: who })}
      </span>
      {isSwap ? <Kbd command="swap" /> : null}
    </button>
  );
}

/** One of a conference, who can be let go. */
function Member({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const { hangUp } = useIntents();
  const who = usePartyName(call);
  return (
    <span className="party member" data-testid="party" data-front="true">
      <span className="party-name" title={who}>
        {who}
      </span>
      <Time call={call} />
      <button
        type="button"
        className="party-drop"
        aria-label={t('call.drop', { name: who })}
        title={t('call.drop', { name: who })}
        onClick={() => void hangUp(call.id)}
        data-testid="drop"
      >
        <X aria-hidden="true" />
      </button>
    </span>
  );
}

export function Parties({ lineup }: { readonly lineup: Lineup }) {
  const { t } = useWords();
  const { parties, front, conference } = lineup;
  const isIn = ({ id }: Call) => conference.some((member) => member.id === id);
  return (
    <div className="parties">
      {conference.length === 0 ? null : <span className="call-who">{t('call.conference')}</span>}
      {parties.map((call) => {
        if (isIn(call)) return <Member key={call.id} call={call} />;
        if (call.id === front.id) return <InFront key={call.id} call={call} alone={parties.length === 1} />;
        return <Waits key={call.id} call={call} lineup={lineup} />;
      })}
    </div>
  );
}
