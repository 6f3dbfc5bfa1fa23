// The headset makers' own library at work, for packages that bring it (docs/adr/0010-headset-buttons.md): the phone's calls are told to it as they
// change, and what it hears from a headset it takes is what the agent wants. The other headsets are left to WebHID.
import { z } from 'zod';
import { failure } from '#shared/contract/failure';
import type { Headset, HeadsetButton } from '#shared/contract/headset';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Call } from '#shared/model/call';
import type { CallId } from '#shared/model/ids';
import type { Clock } from '../clock.ts';
import type { HeadsetIntent } from './headsetMachine.ts';

/** What is used of the `HeadsetService` of softphone-vendor-headsets 2.5.6. A call is a conversation there. */
export interface VendorService {
  readonly headsetEvents$: { subscribe(heard: (event: unknown) => void): unknown };
  deviceIsSupported(device: { readonly micLabel: string }): boolean;
  /** Connects to the headset of this microphone; '' lets go. */
  activeMicChange(micLabel: string): void;
  retryConnection(micLabel: string): Promise<unknown>;
  incomingCall(call: { readonly conversationId: string }, hasOtherActiveCalls: boolean): Promise<unknown>;
  outgoingCall(call: { readonly conversationId: string }): Promise<unknown>;
  /** `autoAnswer`: it did not know of the call until now. */
  answerCall(conversationId: string, autoAnswer: boolean): Promise<unknown>;
  rejectCall(conversationId: string): Promise<unknown>;
  setMute(value: boolean): Promise<unknown>;
  setHold(conversationId: string, value: boolean): Promise<unknown>;
  endCall(conversationId: string, hasOtherActiveCalls: boolean): Promise<unknown>;
}

const conversation = z.object({ conversationId: z.string() });
const eventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('deviceAnsweredCall'), payload: conversation }),
  z.object({ event: z.literal('deviceRejectedCall'), payload: conversation }),
  z.object({ event: z.literal('deviceEndedCall'), payload: conversation }),
  z.object({ event: z.literal('deviceMuteStatusChanged'), payload: z.object({ isMuted: z.boolean() }) }),
  z.object({
    event: z.literal('deviceHoldStatusChanged'),
    payload: conversation.extend({ holdRequested: z.boolean() }),
  }),
  z.object({
    event: z.literal('deviceConnectionStatusChanged'),
    payload: z.enum(['checking', 'running', 'notRunning', 'noVendor']),
  }),
]);
type VendorEvent = z.infer<typeof eventSchema>;

export interface VendorHeadset {
  /** Whether one of the makers' programs speaks with the headset of this microphone. */
  takes(microphone: string): boolean;
  /** The microphone whose headset counts from now on; null: none of these. */
  use(microphone: string | null): void;
  onCalls(calls: readonly Call[]): void;
  buttons(): Headset['buttons'];
}

interface VendorHeadsetDeps {
  readonly service: VendorService;
  readonly clock: Clock;
  /** What the agent wants, by a button. */
  readonly intend: (intent: HeadsetIntent) => void;
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

const tryAgain: RetryPolicy = { baseMs: 2_000, capMs: 30_000 };
const leastWaitMs = 1_000;

export function createVendorHeadset({ service, clock, intend, onChange, log }: VendorHeadsetDeps): VendorHeadset {
  let microphone: string | null = null;
  let calls: readonly Call[] = [];
  let buttons: Headset['buttons'] = { kind: 'none' };
  let attempt = 0;
  let callOffRetry = (): void => {};

  function show(next: Headset['buttons']): void {
    buttons = next;
    onChange();
  }

  const tell = (what: string, told: Promise<unknown>): void =>
    void told.catch((error) => log('warn', `vendor headset, ${what}: ${String(error)}`));

  function hear(event: unknown): void {
    const parsed = eventSchema.safeParse(event);
    // The others are for logs, or ask for a permission that our pages have.
    if (!parsed.success || microphone === null) return;
    if (parsed.data.event === 'deviceConnectionStatusChanged') connection(parsed.data.payload, microphone);
    else pressed(pressOf(parsed.data, calls));
  }

  function pressed(press: Press | null): void {
    if (press === null) return;
    if (buttons.kind === 'ready')
      show({ ...buttons, lastPress: { button: press.button, at: clock.now().toISOString() } });
    intend(press.intent);
  }

  function connection(
    status: Extract<VendorEvent, { event: 'deviceConnectionStatusChanged' }>['payload'],
    label: string,
  ): void {
    const name = nameOf(label);
    if (status === 'checking') show({ kind: 'opening', name });
    if (status === 'running') {
      attempt = 0;
      show({ kind: 'ready', name, lastPress: null });
      // What it has not been told while it was away.
      change([], calls);
    }
    if (status !== 'notRunning') return;
    show({ kind: 'failed', name, failure: failure('headset.refused', 'device', name).failure });
    callOffRetry();
    callOffRetry = clock.after(retryDelayMs(tryAgain, attempt, clock.random(), leastWaitMs), () =>
      tell('connect', service.retryConnection(label)),
    );
    attempt += 1;
  }

  function change(before: readonly Call[], after: readonly Call[]): void {
    for (const each of commandsFor(before, after)) tell(each.kind, carryOut(service, each));
  }

  service.headsetEvents$.subscribe(hear);

  return {
    takes: (label) => service.deviceIsSupported({ micLabel: label }),
    use(next) {
      if (next === microphone) return;
      callOffRetry();
      attempt = 0;
      microphone = next;
      buttons = next === null ? { kind: 'none' } : { kind: 'opening', name: nameOf(next) };
      service.activeMicChange(next ?? '');
    },
    onCalls(next) {
      const before = calls;
      calls = next;
      if (microphone !== null && buttons.kind === 'ready') change(before, next);
    },
    buttons: () => buttons,
  };
}

/** The browser ends a microphone's name with the numbers of its model. */
const nameOf = (microphone: string): string => microphone.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/, '');

/** What the library is to be told. */
type Command =
  | { readonly kind: 'incoming'; readonly callId: CallId; readonly hasOthers: boolean }
  | { readonly kind: 'outgoing'; readonly callId: CallId }
  | { readonly kind: 'answered'; readonly callId: CallId; readonly isNew: boolean }
  | { readonly kind: 'notTaken'; readonly callId: CallId }
  | { readonly kind: 'ended'; readonly callId: CallId; readonly hasOthers: boolean }
  | { readonly kind: 'hold'; readonly callId: CallId; readonly hold: boolean }
  | { readonly kind: 'mute'; readonly mute: boolean };

function carryOut(service: VendorService, command: Command): Promise<unknown> {
  switch (command.kind) {
    case 'incoming':
      return service.incomingCall({ conversationId: command.callId }, command.hasOthers);
    case 'outgoing':
      return service.outgoingCall({ conversationId: command.callId });
    case 'answered':
      return service.answerCall(command.callId, command.isNew);
    case 'notTaken':
      return service.rejectCall(command.callId);
    case 'ended':
      return service.endCall(command.callId, command.hasOthers);
    case 'hold':
      return service.setHold(command.callId, command.hold);
    case 'mute':
      return service.setMute(command.mute);
  }
}

type Standing = 'gone' | 'ringing' | 'dialling' | 'spoken' | 'held';

function standingOf(call: Call | undefined): Standing {
  switch (call?.phase.kind) {
    case 'ringing':
    case 'dialling':
      return call.phase.kind;
    case 'answering':
      return 'spoken';
    case 'talking':
      return call.phase.hold.wanted ? 'held' : 'spoken';
    default:
      return 'gone';
  }
}

/** What has become of each call between the two. */
export function commandsFor(before: readonly Call[], after: readonly Call[]): Command[] {
  const of = (calls: readonly Call[], id: CallId) => calls.find((call) => call.id === id);
  const ids = new Set([...before, ...after].map(({ id }) => id));
  const commands = [...ids].flatMap((id) => {
    const hasOthers = after.some((call) => call.id !== id && ['spoken', 'held'].includes(standingOf(call)));
    return commandsOf(id, standingOf(of(before, id)), standingOf(of(after, id)), hasOthers);
  });
  const mute = isMuted(after);
  return mute === isMuted(before) ? commands : [...commands, { kind: 'mute', mute }];
}

function commandsOf(callId: CallId, was: Standing, is: Standing, hasOthers: boolean): Command[] {
  if (was === is) return [];
  switch (is) {
    case 'ringing':
      return [{ kind: 'incoming', callId, hasOthers }];
    case 'dialling':
      return [{ kind: 'outgoing', callId }];
    case 'gone':
      return [was === 'ringing' ? { kind: 'notTaken', callId } : { kind: 'ended', callId, hasOthers }];
    case 'spoken':
    case 'held': {
      const begun: Command[] =
        was === 'ringing' || was === 'gone' ? [{ kind: 'answered', callId, isNew: was === 'gone' }] : [];
      const hold = is === 'held';
      return hold || was === 'held' ? [...begun, { kind: 'hold', callId, hold }] : begun;
    }
  }
}

const isMuted = (calls: readonly Call[]): boolean =>
  calls.some(({ phase }) => phase.kind === 'talking' && !phase.hold.wanted && phase.mute);

interface Press {
  readonly button: HeadsetButton;
  readonly intent: HeadsetIntent;
}

/** Null: it is about no call that there is, or changes nothing. */
function pressOf(
  event: Exclude<VendorEvent, { event: 'deviceConnectionStatusChanged' }>,
  calls: readonly Call[],
): Press | null {
  if (event.event === 'deviceMuteStatusChanged') {
    const spoken = calls.find((call) => standingOf(call) === 'spoken' && call.phase.kind === 'talking');
    const mute = event.payload.isMuted;
    if (spoken === undefined || mute === isMuted(calls)) return null;
    return { button: 'mute', intent: { kind: 'setMute', callId: spoken.id, mute } };
  }
  const call = calls.find(({ id }) => id === event.payload.conversationId);
  const standing = standingOf(call);
  if (call === undefined || standing === 'gone') return null;
  const callId = call.id;
  switch (event.event) {
    case 'deviceAnsweredCall':
      return standing === 'ringing' ? { button: 'hook', intent: { kind: 'answer', callId } } : null;
    case 'deviceRejectedCall':
      return standing === 'ringing' ? { button: 'hook', intent: { kind: 'decline', callId } } : null;
    case 'deviceEndedCall':
      return standing === 'ringing' ? null : { button: 'hook', intent: { kind: 'hangUp', callId } };
    case 'deviceHoldStatusChanged': {
      const hold = event.payload.holdRequested;
      if (standing !== (hold ? 'spoken' : 'held')) return null;
      return { button: 'flash', intent: { kind: 'setHold', callId, hold } };
    }
  }
}
