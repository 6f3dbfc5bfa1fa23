// The live call: one coloured bar, green while talking, amber while held, with everything that can be done to it.
import { ArrowLeftRight, type LucideIcon, Mic, MicOff, Pause, PhoneOff, Play } from 'lucide-react';
import { useShallow } from 'zustand/shallow';
import type { Call } from '#shared/model/call';
import { callerNumber, queueName } from '../../store/callerWords.ts';
import { knownCustomer, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut, useKey } from '../../ui/keys.ts';
import { since, timer, wait } from '../../ui/time.ts';
import { Keypad } from './Keypad.tsx';

interface CallButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onPress: () => void;
  readonly chord: string;
  readonly testId: string;
  readonly look?: 'word' | 'icon' | 'end';
  readonly pressed?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
}

function CallButton({ icon: Icon, label, onPress, chord, testId, look = 'word', ...is }: CallButtonProps) {
  return (
    <button
      type="button"
      className={`call-button ${look}`}
      onClick={onPress}
      disabled={is.disabled}
      aria-label={look === 'icon' ? label : undefined}
      title={look === 'icon' ? `${label} (${chord})` : undefined}
      aria-pressed={is.pressed}
      aria-busy={is.busy || undefined}
      aria-keyshortcuts={ariaShortcut(chord)}
      data-testid={testId}
    >
      <Icon aria-hidden="true" />
      {look === 'icon' ? null : label}
      {look === 'icon' ? null : <Kbd chord={chord} />}
    </button>
  );
}

function Controls({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const { setHold, setMute, hangUp, openSheet } = useIntents();
  const talking = call.phase.kind === 'talking' ? call.phase : null;
  const held = talking?.hold.actual ?? false;
  const holdBusy = talking !== null && talking.hold.wanted !== talking.hold.actual;
  const muted = talking?.mute ?? false;
  const transferring = talking?.transfer.kind === 'requested';
  const active = talking !== null && !transferring;

  const toggleHold = () => void setHold(call.id, !held);
  const toggleMute = () => void setMute(call.id, !muted);
  const openTransfer = () => openSheet('transfer');
  const end = () => void hangUp(call.id);
  useKey('Alt+H', toggleHold, { enabled: active && !holdBusy });
  useKey('H', toggleHold, { enabled: active && !holdBusy, bare: true });
  useKey('Alt+M', toggleMute, { enabled: talking !== null });
  useKey('M', toggleMute, { enabled: talking !== null, bare: true });
  useKey('Alt+T', openTransfer, { enabled: active });
  useKey('T', openTransfer, { enabled: active, bare: true });
  useKey('F4', end);

  return (
    <>
      <CallButton
        icon={muted ? MicOff : Mic}
        look="icon"
        label={t(muted ? 'actions.unmute' : 'actions.mute')}
        chord="Alt+M"
        onPress={toggleMute}
        pressed={muted}
        disabled={talking === null}
        testId="mute"
      />
      <CallButton
        icon={held ? Play : Pause}
        label={t(held ? 'actions.resume' : 'actions.hold')}
        chord="Alt+H"
        onPress={toggleHold}
        pressed={held}
        busy={holdBusy}
        disabled={!active || holdBusy}
        testId="hold"
      />
      <CallButton
        icon={ArrowLeftRight}
        label={t('actions.transfer')}
        chord="Alt+T"
        onPress={openTransfer}
        busy={transferring}
        disabled={!active}
        testId="transfer"
      />
      {talking === null ? null : <Keypad callId={call.id} />}
      <CallButton icon={PhoneOff} look="end" label={t('actions.hangUp')} chord="F4" onPress={end} testId="hang-up" />
    </>
  );
}

/** What the call is doing, in words; the queue and the number when it simply goes on. */
function useMeta(call: Call, who: string): string {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const now = useNow();
  const { phase } = call;
  const queue = queueName(call.queue, workstation, language) ?? t('arrival.direct');
  const number = callerNumber(call.caller) ?? '';
  if (phase.kind === 'answering') return t('call.joining');
  if (phase.kind === 'dialling') return t('call.dialling');
  if (phase.kind === 'ending') return t('call.ending');
  if (phase.kind !== 'talking') return '';
  if (phase.transfer.kind === 'requested') return t('call.transferring', { name: phase.transfer.target.name });
  const parts = [
    ...(phase.heldSince === null ? [] : [t('call.held', { time: wait(since(phase.heldSince, now)) })]),
    ...(phase.mute ? [t('call.muted')] : []),
    queue,
    ...(phase.heldSince === null && !phase.mute && number !== who ? [number] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

export function CallBar({ call }: { readonly call: Call }) {
  const { t } = useWords();
  const now = useNow();
  const [name] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, call.interactionId);
      return [known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null)];
    }),
  );
  const { phase } = call;
  const held = phase.kind === 'talking' && phase.hold.actual;
  const muted = phase.kind === 'talking' && phase.mute;
  const answeredAt = phase.kind === 'talking' || phase.kind === 'ending' ? phase.answeredAt : null;
  const who = name ?? callerNumber(call.caller) ?? t('call.unknownCaller');
  const meta = useMeta(call, who);
  return (
    <section
      className={`call ${held ? 'hold' : ''} ${phase.kind}`}
      aria-label={t('call.bar')}
      data-testid="call-bar"
      data-phase={phase.kind}
      data-held={held}
      data-muted={muted}
    >
      <span className="call-who">{who}</span>
      <span className="call-meta num">{meta}</span>
      <span className="call-time num">{answeredAt === null ? '' : timer(since(answeredAt, now))}</span>
      <span className="grow" />
      <Controls call={call} />
    </section>
  );
}
