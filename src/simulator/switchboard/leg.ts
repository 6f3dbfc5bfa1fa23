// A leg: the established SIP dialogue with one agent's phone, its media, and what the phone asks of it.
import { Core, type Referral, type Session, SessionState } from 'sip.js';
import { createEmitter } from '#shared/lib/emitter';
import { must } from '#shared/lib/must';
import type { Clock } from '../clock.ts';
import type { Peer } from '../media/peer.ts';
import { keyOfInfo } from '../media/telephoneEvents.ts';
import { type Identity, identityHeaders, userOf } from './sipText.ts';

/** A phone without a sound for so long is gone (Asterisk's rtp_timeout, rtp_timeout_hold). */
const silentMs = { talking: 60_000, held: 1_800_000 };
const lookEveryMs = 5_000;

/** With a description, or leaving it to the phone to make one. */
export type Refresh = 'offer' | 'offerless';
/** The phone knows nothing of the call, or is not there (RFC 3261 section 12.2.1.2). */
const goneWhere: ReadonlySet<number> = new Set([408, 481]);
/** Both sides offer at once. */
const requestPending = 491;

/** A phone asks to pass its caller on (RFC 3515). */
export interface TransferRequest {
  /** The number asked for. */
  to: string;
  /** The dialogue that the caller shall take over (RFC 3891): an attended transfer. Null: a blind one. */
  replaces: DialogueName | null;
  /** Headers that travel on to whoever is rung: `X-Interaction`, `User-to-User`, as they came. */
  carried: readonly string[];
  /** Tells the phone how far it is: a sipfrag in a NOTIFY. A final code (200 and above) is the last one. */
  report(code: number, reason: string): void;
}

/** A dialogue as its phone names it. */
interface DialogueName {
  readonly callId: string;
  /** Ours, and the phone's. */
  readonly toTag: string;
  readonly fromTag: string;
}

export interface Leg {
  readonly extension: string;
  isNamed(name: DialogueName): boolean;
  readonly peer: Peer;
  held(): boolean;
  onEnded(listener: () => void): void;
  onHold(listener: (held: boolean) => void): void;
  onKey(listener: (key: string) => void): void;
  onTransfer(listener: (request: TransferRequest) => void): void;
  /** Tells the phone who is at the other side from now on: a re-INVITE with another asserted identity. */
  show(identity: Identity): void;
  /**
   * Makes sure of the call, as a PBX does by session timer: by re-INVITE, for phones know no UPDATE (RFC 4028 section 7.4). Resolves with
   * the phone's status, 491 too where an earlier offer is not settled yet. A phone that does not know the call is let go.
   */
  refresh(how: Refresh): Promise<number>;
  hangUp(): void;
}

export interface LegDeps {
  clock: Clock;
  /** Host part of everybody's address. */
  domain: string;
  log(line: string): void;
}

/** Headers that travel on to whoever is rung next, as whole lines. */
export const carriedHeaders = (request: { getHeader(name: string): string | undefined }): string[] =>
  ['X-Interaction', 'User-to-User'].flatMap((name) => {
    const value = request.getHeader(name);
    return value === undefined ? [] : [`${name}: ${value}`];
  });

/** RFC 3891 section 6.1, out of the header part of a Refer-To address. */
export function replacedBy(referTo: string): DialogueName | null {
  const escaped = /[?&]Replaces=([^&>]*)/i.exec(referTo)?.[1];
  if (escaped === undefined) return null;
  const [callId = '', ...parameters] = unescaped(escaped).split(';');
  const tag = (name: string) => parameters.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return { callId, toTag: tag('to-tag'), fromTag: tag('from-tag') };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `session` is established, or about to be. */
export function createLeg(extension: string, session: Session, peer: Peer, { clock, domain, log }: LegDeps): Leg {
  const report = (error: unknown) => log(`leg ${extension}: ${error instanceof Error ? error.message : 'failed'}`);
  const ended = createEmitter<void>(report);
  const hold = createEmitter<boolean>(report);
  const key = createEmitter<string>(report);
  const transfer = createEmitter<TransferRequest>(report);
  const startedAt = clock.now();
  let held = false;
  let stopWatching = () => {};

  function noteHold(): void {
    if (peer.held() === held) return;
    held = peer.held();
    hold.emit(held);
  }

  session.delegate = {
    onInvite: noteHold,
    onInfo(info) {
      const pressed = keyOfInfo(info.request.getHeader('Content-Type') ?? '', info.request.body);
      info.accept().catch(report);
      if (pressed !== null) key.emit(pressed);
    },
    onRefer(referral) {
      referral.accept().catch(report);
      transfer.emit(requestOf(referral));
    },
  };
  peer.onKey(key.emit);
  session.stateChange.addListener((state) => {
    if (state !== SessionState.Terminated) return;
    stopWatching();
    ended.emit();
  });
  watch();

  function watch(): void {
    stopWatching = clock.after(lookEveryMs, () => {
      const silent = clock.now() - (peer.lastReceivedAt() ?? startedAt);
      if (silent < (held ? silentMs.held : silentMs.talking)) return watch();
      log(`leg ${extension}: no sound for ${Math.round(silent / 1_000)} s, hanging up`);
      leg.hangUp();
    });
  }

  function requestOf(referral: Referral): TransferRequest {
    const to = referral.request.getHeader('Refer-To') ?? '';
    return {
      to: userOf(to),
      replaces: replacedBy(to),
      carried: carriedHeaders(referral.request),
      report(code, reason) {
        if (session.state !== SessionState.Established) return;
        const last = code >= 200;
        must(session.dialog, 'dialogue of an established session').notify(undefined, {
          extraHeaders: [
            'Event: refer',
            `Subscription-State: ${last ? 'terminated;reason=noresource' : 'active;expires=60'}`,
          ],
          body: {
            contentDisposition: 'render',
            contentType: 'message/sipfrag;version=2.0',
            content: `SIP/2.0 ${code} ${reason}`,
          },
        });
      },
    };
  }

  const leg: Leg = {
    extension,
    isNamed({ callId, toTag, fromTag }) {
      const { dialog } = session;
      return dialog?.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag;
    },
    peer,
    held: () => held,
    onEnded: ended.listen,
    onHold: hold.listen,
    onKey: key.listen,
    onTransfer: transfer.listen,
    show(identity) {
      if (session.state !== SessionState.Established) return;
      session.invite({ requestOptions: { extraHeaders: identityHeaders(identity, domain) } }).catch(report);
    },
    async refresh(how) {
      const { dialog } = session;
      if (!(dialog instanceof Core.SessionDialog)) return 481;
      if (dialog.reinviteUserAgentClient !== undefined || dialog.reinviteUserAgentServer !== undefined)
        return requestPending;
      const { statusCode = 500 } = await new Promise<Core.IncomingResponseMessage>((answered, failed) => {
        session
          .invite({
            withoutSdp: how === 'offerless',
            requestOptions: { extraHeaders: ['Session-Expires: 90;refresher=uac'] },
            requestDelegate: {
              onAccept: ({ message }) => answered(message),
              onReject: ({ message }) => answered(message),
            },
          })
          .catch(failed);
      });
      if (goneWhere.has(statusCode)) leg.hangUp();
      noteHold();
      return statusCode;
    },
    hangUp() {
      if (session.state === SessionState.Established) session.bye().catch(report);
    },
  };
  return leg;
}
