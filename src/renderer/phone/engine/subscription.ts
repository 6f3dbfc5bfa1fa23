// A subscription to what the PBX knows (RFC 6665), kept up as long as the line is. The library's own takes the seconds of a
// Retry-After for milliseconds, so only its request and its dialogue are used.
import type { Core, URI } from 'sip.js';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Clock } from '../clock.ts';

export interface SubscriptionOptions {
  readonly core: Pick<Core.UserAgentCore, 'subscribe' | 'makeOutgoingRequestMessage' | 'configuration'>;
  readonly target: URI;
  readonly event: string;
  /** The content type that is understood. */
  readonly accept: string;
  readonly clock: Clock;
  readonly onBody: (contentType: string, body: string) => void;
  /** The PBX has no such thing, or not for us: not asked again over this registration. */
  readonly onRefused: () => void;
}

export interface Subscription {
  /** There is a registration, or another one: it begins anew. */
  begin(): void;
  /** The connection has gone: forgotten without a word. */
  drop(): void;
  /** Says goodbye where it still can. */
  end(): void;
}

const expiresSeconds = 600;
/** Of what was granted, a tenth is left for trying again. */
const refreshAfter = 0.9;
const again: RetryPolicy = { baseMs: 2_000, capMs: 120_000 };
const leastWaitMs = 1_000;
const longestWaitSeconds = 3_600;
/** One that has lasted so long did not fail at once. */
const lastingMs = 10_000;

export type SubscriptionState =
  | { readonly kind: 'alive'; readonly expiresSeconds: number | null }
  /** `again`: whether it may be asked for again, and after how many seconds at the earliest. */
  | { readonly kind: 'terminated'; readonly again: boolean; readonly retryAfterSeconds: number };

const finalReasons = new Set(['rejected', 'noresource', 'invariant']);

/** A Subscription-State (RFC 6665 section 4.1.3); null for what makes no sense. */
export function readSubscriptionState(value: string): SubscriptionState | null {
  const state = /^\s*(active|pending|terminated)\s*(?:;|$)/i.exec(value)?.[1]?.toLowerCase();
  if (state === undefined) return null;
  const seconds = (name: string): number | null => {
    const digits = new RegExp(`;\\s*${name}\\s*=\\s*(\\d{1,9})`, 'i').exec(value)?.[1];
    return digits === undefined ? null : Math.min(Number(digits), longestWaitSeconds);
  };
  if (state !== 'terminated') return { kind: 'alive', expiresSeconds: seconds('expires') };
  const reason = /;\s*reason\s*=\s*([\w-]+)/i.exec(value)?.[1]?.toLowerCase() ?? '';
  return { kind: 'terminated', again: !finalReasons.has(reason), retryAfterSeconds: seconds('retry-after') ?? 0 };
}

/** Nobody answered, or the PBX is in trouble: later it may be otherwise. */
const passes = (status: number): boolean =>
  [408, 480, 491].includes(status) || (status >= 500 && status < 600 && status !== 501);

export function createSubscription(options: SubscriptionOptions): Subscription {
  const { core, target, event, clock } = options;
  let request: Core.OutgoingSubscribeRequest | null = null;
  let dialogue: Core.Subscription | null = null;
  let callOff = (): void => {};
  /** Grows with every try: what belongs to an earlier one has no say any more. */
  let current = 0;
  let attempt = 0;
  let begunAt = 0;

  function forget(): void {
    current += 1;
    callOff();
    request?.waitNotifyStop();
    request = null;
    dialogue?.dispose();
    dialogue = null;
  }

  function ask(): void {
    forget();
    const mine = current;
    const isMine = (): boolean => mine === current;
    const { aor, contact } = core.configuration;
    const headers = [
      `Event: ${event}`,
      `Accept: ${options.accept}`,
      `Expires: ${expiresSeconds}`,
      `Contact: ${contact.toString()}`,
    ];
    begunAt = clock.now().getTime();
    request = core.subscribe(core.makeOutgoingRequestMessage('SUBSCRIBE', target, aor, target, {}, headers), {
      onReject: ({ message }) => {
        if (isMine()) refused(message.statusCode ?? 0, message.getHeader('Retry-After'));
      },
      onNotifyTimeout: () => {
        if (isMine()) askLater(0);
      },
      onNotify: ({ request: notify, subscription }) => {
        if (!isMine()) {
          notify.accept();
          return;
        }
        if (subscription !== undefined) follow(subscription, isMine);
        hear(notify);
      },
    });
  }

  function follow(subscription: Core.Subscription, isMine: () => boolean): void {
    dialogue = subscription;
    subscription.delegate = {
      onNotify: (notify) => {
        if (isMine()) hear(notify);
        else notify.accept();
      },
      onTerminated: () => {
        if (isMine()) askLater(0);
      },
    };
  }

  function hear(notify: Core.IncomingNotifyRequest): void {
    notify.accept();
    const { message } = notify;
    const state = readSubscriptionState(message.getHeader('Subscription-State') ?? '');
    if (message.body !== '') options.onBody(message.getHeader('Content-Type') ?? '', message.body);
    if (state === null) return;
    if (state.kind === 'alive') {
      callOff();
      const left = state.expiresSeconds ?? expiresSeconds;
      callOff = clock.after(Math.max(leastWaitMs, left * 1_000 * refreshAfter), refresh);
    } else if (state.again) askLater(state.retryAfterSeconds);
    else giveUp();
  }

  function refresh(): void {
    const mine = current;
    if (dialogue === null) return;
    dialogue.refresh().delegate = {
      onReject: ({ message }) => {
        if (mine === current) refused(message.statusCode ?? 0, message.getHeader('Retry-After'));
      },
    };
  }

  function refused(status: number, retryAfter: string | undefined): void {
    // 481: it has forgotten the dialogue, not us.
    const seconds = Number.parseInt(retryAfter ?? '', 10);
    if (status !== 481 && !passes(status)) giveUp();
    else askLater(Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), longestWaitSeconds));
  }

  function giveUp(): void {
    forget();
    options.onRefused();
  }

  function askLater(seconds: number): void {
    if (clock.now().getTime() - begunAt >= lastingMs) attempt = 0;
    const wait = retryDelayMs(again, attempt, clock.random(), Math.max(leastWaitMs, seconds * 1_000));
    attempt += 1;
    forget();
    callOff = clock.after(wait, ask);
  }

  return {
    begin() {
      attempt = 0;
      ask();
    },
    drop: forget,
    end() {
      dialogue?.unsubscribe();
      forget();
    },
  };
}
