// One account at one PBX: the library's user agent, the link that keeps it registered, and the legs of its calls. It lives on
// after its settings were replaced, until its last call is over.

import {
  Core,
  type Invitation,
  Inviter,
  type Session,
  SessionState,
  type URI,
  UserAgent,
  UserAgentState,
} from 'sip.js';
import type { Registration } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import type { LastWords } from '#shared/contract/main';
import { must } from '#shared/lib/must';
import type { CallId } from '#shared/model/ids';
import type { Site } from '#shared/model/site';
import type { PbxSettings } from '#shared/protocol/workstation';
import type { Clock } from '../clock.ts';
import { CallMedia } from './callMedia.ts';
import { dialogInfoType, type LineCalls, nextCalls, useOf } from './dialogInfo.ts';
import type { EngineCounts, EngineFact, OutgoingCall } from './engine.ts';
import { dialFeatureCode } from './featureCode.ts';
import { createIncomingLeg } from './incomingLeg.ts';
import { lastWordsOf, lastWordsToCaller, sayLastWords } from './lastWords.ts';
import type { Leg, LegDeps } from './leg.ts';
import { createLink } from './link.ts';
import { createMediaOfLegs } from './mediaOfLegs.ts';
import { messageSummaryType, readMessageSummary } from './messageSummary.ts';
import { createOutgoingLeg } from './outgoingLeg.ts';
import { handoverHeaders, readConnected, readInvite } from './readInvite.ts';
import { register } from './registration.ts';
import type { SipTrace } from './sipTrace.ts';
import { createSubscription, type Subscription } from './subscription.ts';
import { traceLine } from './tidyIncoming.ts';
import { type SocketOptions, SocketTransport } from './transport.ts';
import { createUnheard } from './unheard.ts';

export interface AccountDeps {
  readonly clock: Clock;
  readonly newCallId: () => CallId;
  /** Country of the site, for national numbers. */
  readonly site: () => Site;
  readonly tell: (fact: EngineFact) => void;
  /** Whether a connection to this server has just come to nothing because its certificate is not trusted. */
  readonly isCertificateRefused: (server: string) => Promise<boolean>;
  /** What it takes to end a call without this page; null: it is over. */
  readonly keepLastWords: (callId: CallId, words: LastWords | null) => void;
  /** What a page that has died has left unsaid, once. */
  readonly takeUnsaid: () => readonly LastWords[];
  readonly log: (line: string) => void;
  readonly trace: Pick<SipTrace, 'add'>;
  readonly onBug: (error: unknown) => void;
}

export interface Account {
  readonly legs: ReadonlyMap<CallId, Leg>;
  /** Tries now, with a new socket. */
  reconnect(): void;
  /** Makes sure of the socket, and of the sound of calls, now. */
  check(): void;
  /** Says goodbye until `reconnect`. */
  rest(): void;
  /** What there is to take of it, now or with the next registration. */
  sayUnsaid(): void;
  /** Registered, but not at the first server of the list. */
  isAway(): boolean;
  /** The address of a number at this PBX. */
  addressOf(number: string): ReturnType<typeof UserAgent.makeURI>;
  /** False while the PBX cannot be reached; then nothing has happened. */
  dial(callId: CallId, call: OutgoingCall): boolean;
  /** Resolves with the final status of the PBX. */
  dialCode(code: string): Promise<number>;
  /** The result says goodbye to them. */
  watchLines(extensions: readonly string[]): () => void;
  /** Unregisters; the socket stays for the calls there still are. */
  retire(): Promise<void>;
  counts(): EngineCounts;
}

const connectDeadlineMs = 5_000;
const registerDeadlineMs = 8_000;
const expiresSeconds = 300;
/** Queues decide how long it rings. */
const ringSeconds = 3_600;
const sameTroubleMs = 100;
const gatheringDeadlineMs = 2_000;
const mailbox = 'message-summary';
/** Chromium sees a network that is new 2 s after its last change, and an IPv6 address makes sure of itself for 2 s more. */
const networkDeadlineMs = 8_000;
const lamp = 'dialog';
/**
 * A candidate from beyond this machine is worth a wait; where nobody is asked for one, those of this machine come all at once, and
 * Chromium says "complete" 100 ms later, after a TCP that no PBX takes.
 */
const afterHostCandidateMs = (asksServers: boolean): number => (asksServers ? 300 : 20);

export function createAccount(settings: PbxSettings, deps: AccountDeps): Account {
  const legs = new Map<CallId, Leg>();
  const microphones = new WeakMap<Session, MediaStream>();
  let server = 0;
  let retired = false;

  /** Of one trouble the library tells at every storey: the first word is enough. */
  let complainedAt = 0;
  function complain(words: string): void {
    const now = deps.clock.now().getTime();
    if (now - complainedAt < sameTroubleMs) return;
    complainedAt = now;
    // The words may quote a message.
    deps.log(words.replace(/\d{4,}|"[^"]*"|sips?:\S+|(?<=SessionDescription\.).*/gs, '#').slice(0, 200));
  }

  const unheard = createUnheard(() => userAgent, deps.clock);
  const transportOptions: SocketOptions = {
    server: () => must(settings.servers[server], 'a server of the PBX'),
    connectDeadlineMs,
    trace: (way, message) => {
      if (way === 'out') unheard.said(message);
      // Whoever waits for what the message says goes first.
      deps.clock.after(0, () => {
        deps.trace.add(way, message);
        deps.log(traceLine(way, message));
      });
    },
    onUnsent: (message) => unheard.unsent(message),
    onUnreadable: (error) => complain(`not understood: ${String(error)}`),
    onBug: deps.onBug,
  };

  const medias = createMediaOfLegs(
    (session: Session): CallMedia =>
      new CallMedia(
        userAgent.getLogger('media'),
        {
          afterHostCandidateMs: afterHostCandidateMs(settings.iceServers.length > 0),
          gatheringDeadlineMs,
          networkDeadlineMs,
          iceServers: settings.iceServers.map(iceServer),
        },
        () => microphones.get(session) ?? null,
      ),
  );

  const userAgent = new UserAgent({
    uri: must(addressOf(settings.extension), 'a SIP address'),
    authorizationUsername: settings.authUser,
    authorizationPassword: settings.password,
    userAgentString: 'Cornetta',
    transportConstructor: SocketTransport,
    transportOptions,
    sessionDescriptionHandlerFactory: medias.take,
    noAnswerTimeout: ringSeconds,
    // We say "ringing" ourselves, after everybody has been told.
    sendInitialProvisionalResponse: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logConnector: (level, category, _label, content) => {
      if (level === 'error') complain(`${category}: ${content}`);
    },
  });
  const transport = userAgent.transport as SocketTransport;

  function addressOf(number: string) {
    return UserAgent.makeURI(`sip:${number.replaceAll('#', '%23')}@${settings.domain}`);
  }

  /** @throws FailureError `pbx.certificate`, or whatever else it was */
  async function connect(index: number): Promise<void> {
    server = index;
    try {
      await (userAgent.state === UserAgentState.Stopped ? userAgent.start() : transport.connect());
    } catch (error) {
      const address = must(settings.servers[index], 'a server of the PBX');
      if (await deps.isCertificateRefused(address)) throw failure('pbx.certificate', 'network', 'WebSocket');
      throw error;
    }
  }

  const link = createLink({
    servers: settings.servers.length,
    connect,
    disconnect: () => void transport.disconnect(),
    register: (onLost) => register({ userAgent, expiresSeconds, deadlineMs: registerDeadlineMs, onLost }),
    ping: () => sendOptions(userAgent),
    framesReceived: () => transport.framesReceived,
    holdsCalls: () => legs.size > 0,
    tell: onRegistration,
    clock: deps.clock,
  });

  function hearOfMessages(contentType: string, body: string): void {
    if (retired) return;
    const voiceMessages = readMessageSummary(contentType, body);
    if (voiceMessages === null) deps.log(`${mailbox}: not understood`);
    else deps.tell({ kind: 'voiceMessages', voiceMessages });
  }

  const subscriptions = new Set<Subscription>();
  const messages =
    settings.featureCodes.voicemail === undefined
      ? null
      : createSubscription({
          core: userAgent.userAgentCore,
          target: must(addressOf(settings.extension), 'a SIP address'),
          event: mailbox,
          accept: messageSummaryType,
          clock: deps.clock,
          onBody: hearOfMessages,
          // Where it is told without being asked for, that is heard too.
          onRefused: () => deps.log(`${mailbox}: not to be had by asking`),
        });
  if (messages !== null) subscriptions.add(messages);

  function watchLine(extension: string, target: URI): Subscription {
    let calls: LineCalls = new Set();
    return createSubscription({
      core: userAgent.userAgentCore,
      target,
      event: lamp,
      accept: dialogInfoType,
      clock: deps.clock,
      onBody(contentType, body) {
        const next = nextCalls(calls, contentType, body);
        calls = next ?? calls;
        if (next === null) deps.log(`${lamp}: not understood`);
        else if (!retired) deps.tell({ kind: 'line', extension, use: useOf(next) });
      },
      onRefused: () => deps.log(`${lamp}: not to be had`),
    });
  }

  let isRegistered = false;
  function sayUnsaid(): void {
    if (isRegistered) for (const words of deps.takeUnsaid()) sayLastWords(userAgent, words);
  }

  function onRegistration(registration: Registration): void {
    const wasRegistered = isRegistered;
    isRegistered = registration.kind === 'registered';
    if (isRegistered) unheard.sayAgain();
    sayUnsaid();
    if (retired) return;
    for (const subscription of subscriptions) {
      if (isRegistered) subscription.begin();
      else subscription.drop();
    }
    deps.tell({ kind: 'registration', registration });
    for (const [callId, leg] of legs) {
      if (isRegistered) void leg.moveToNewConnection().catch(deps.onBug);
      else if (wasRegistered) deps.tell({ kind: 'leg', callId, fact: { kind: 'connectionLost' } });
    }
  }

  const legDeps = (callId: CallId): LegDeps => ({
    callId,
    clock: deps.clock,
    mediaOf: medias.of,
    isConnected: () => transport.isConnected(),
    sayGoodbye: unheard.sayGoodbye,
    keepLastWords: (words) => deps.keepLastWords(callId, words),
    giveMicrophone: (session, microphone) => microphones.set(session, microphone),
    onVoice: (stream) => deps.tell({ kind: 'voice', callId, stream }),
    onBug: deps.onBug,
    tell: (fact) => deps.tell({ kind: 'leg', callId, fact }),
    connectedCaller: (headers) => readConnected(headers, deps.site()),
  });

  function keep(callId: CallId, leg: Leg): void {
    legs.set(callId, leg);
    leg.session.stateChange.addListener((state) => {
      if (state === SessionState.Established) deps.keepLastWords(callId, lastWordsOf(leg.session));
      if (state !== SessionState.Terminated) return;
      deps.keepLastWords(callId, null);
      legs.delete(callId);
      medias.drop(leg.session);
      void stopWhenIdle();
    });
  }

  function onInvite(invitation: Invitation): void {
    const callId = deps.newCallId();
    keep(callId, createIncomingLeg(invitation, legDeps(callId)));
    const invite = readInvite((name) => invitation.request.getHeaders(name), deps.site());
    deps.tell({ kind: 'invited', callId, invite });
    void invitation.progress().catch(() => undefined);
    // After whatever else there is to do for a call that rings.
    deps.clock.after(0, () => {
      if (invitation.state !== SessionState.Initial) return;
      deps.keepLastWords(callId, lastWordsToCaller(invitation));
      // Some PBXs leave the offer to us, in the answer.
      if (invitation.body) medias.prepare(invitation, invitation.body);
    });
  }

  userAgent.delegate = {
    onInvite: (invitation) => {
      try {
        onInvite(invitation);
      } catch (error) {
        deps.onBug(error);
      }
    },
    // Outside of any subscription: some PBXs speak of messages without having been asked.
    onNotify: (notification) => {
      const { request } = notification;
      const isOfMessages = /^message-summary\b/i.test(request.getHeader('Event')?.trim() ?? '');
      if (!isOfMessages || messages === null) {
        void notification.reject({ statusCode: 489 }).catch(deps.onBug);
        return;
      }
      void notification.accept().catch(deps.onBug);
      hearOfMessages(request.getHeader('Content-Type') ?? '', request.body);
    },
    onDisconnect: (error) => {
      if (error !== undefined) link.socketLost();
      unheard.connectionLost();
    },
  };

  async function stopWhenIdle(): Promise<void> {
    if (!retired || legs.size > 0) return;
    await userAgent.stop().catch(deps.onBug);
  }

  link.start();

  return {
    legs,
    addressOf,
    reconnect: () => link.start(),
    dial(callId, { number, microphone, queue, handover }) {
      const address = addressOf(number);
      if (address === undefined || !transport.isConnected()) return false;
      const extraHeaders = [
        ...(queue === null ? [] : [`X-Queue: ${queue}`]),
        ...(handover === null ? [] : handoverHeaders(handover)),
      ];
      const leg = createOutgoingLeg(new Inviter(userAgent, address, { extraHeaders }), legDeps(callId));
      keep(callId, leg);
      leg.accept(microphone);
      return true;
    },
    check() {
      link.check();
      medias.renew();
      for (const leg of legs.values()) void leg.checkMedia().catch(deps.onBug);
    },
    rest: () => link.rest(),
    sayUnsaid,
    isAway: () => (link.registeredAt() ?? 0) > 0,
    async dialCode(code) {
      const address = addressOf(code);
      if (address === undefined || !transport.isConnected()) return 408;
      return dialFeatureCode(userAgent, address, deps.clock);
    },
    watchLines(extensions) {
      const watched = extensions.flatMap((extension) => {
        const address = addressOf(extension);
        return address === undefined ? [] : [watchLine(extension, address)];
      });
      for (const one of watched) {
        subscriptions.add(one);
        if (isRegistered) one.begin();
      }
      return () => {
        for (const one of watched) {
          subscriptions.delete(one);
          one.end();
        }
      };
    },
    async retire() {
      retired = true;
      for (const subscription of subscriptions) subscription.end();
      await link.stop(legs.size > 0);
      await stopWhenIdle();
    },
    counts() {
      const { dialogs, userAgentClients, userAgentServers } = userAgent.userAgentCore;
      return {
        legs: legs.size,
        sessions: Object.keys(userAgent._sessions).length,
        // What is subscribed to lasts as long as the line.
        dialogues: [...dialogs.values()].filter((one) => !(one instanceof Core.SubscriptionDialog)).length,
        transactions: userAgentClients.size + userAgentServers.size,
      };
    },
  };
}

const iceServer = ({ urls, username, credential }: PbxSettings['iceServers'][number]): RTCIceServer => ({
  urls,
  ...(username === undefined ? {} : { username }),
  ...(credential === undefined ? {} : { credential }),
});

/** Any answer will do, a refusal too. */
function sendOptions(userAgent: UserAgent): void {
  const { uri } = userAgent.configuration;
  const core = userAgent.userAgentCore;
  core.request(core.makeOutgoingRequestMessage(Core.C.OPTIONS, uri, uri, uri, {}), {});
}
