import fc from 'fast-check';
import type { Core, URI } from 'sip.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createSubscription, readSubscriptionState, type Subscription } from './subscription.ts';

/** A PBX that answers as it is told to: every request with what it can be answered by. */
interface Asked {
  readonly delegate: Core.OutgoingSubscribeRequestDelegate;
  isWaited: boolean;
}

let clock: PhoneClock;
let asked: Asked[];
let refreshed: number;
let goodbyes: number;
let bodies: string[];
let refusals: number;
let subscription: Subscription;
/** What the dialogue of the last subscription tells. */
let dialogue: Core.Subscription | null;
let onRefresh: Core.OutgoingSubscribeRequestDelegate | undefined;

const last = () => must(asked.at(-1), 'a SUBSCRIBE');
const notify = (state: string, body = ''): Core.IncomingNotifyRequest => {
  const headers: Record<string, string> = { 'Subscription-State': state, 'Content-Type': 'text/plain' };
  return {
    message: { body, getHeader: (name: string) => headers[name] },
    accept: () => undefined,
  } as unknown as Core.IncomingNotifyRequest;
};
const answer = (status: number, retryAfter?: string) =>
  ({ message: { statusCode: status, getHeader: () => retryAfter } }) as unknown as Core.IncomingResponse;

function accepted(state = 'active;expires=600', body = ''): void {
  dialogue = {
    delegate: undefined,
    dispose: () => undefined,
    refresh() {
      refreshed += 1;
      return {
        set delegate(delegate: Core.OutgoingSubscribeRequestDelegate | undefined) {
          onRefresh = delegate;
        },
      };
    },
    unsubscribe() {
      goodbyes += 1;
    },
  } as unknown as Core.Subscription;
  last().delegate.onNotify?.({ request: notify(state, body), subscription: dialogue });
}

beforeEach(() => {
  clock = createPhoneClock();
  asked = [];
  bodies = [];
  [refreshed, goodbyes, refusals] = [0, 0, 0];
  dialogue = null;
  subscription = createSubscription({
    core: {
      configuration: { aor: {} as URI, contact: { toString: () => '<sip:me>' } },
      makeOutgoingRequestMessage: () => ({}),
      subscribe(_message: unknown, delegate: Core.OutgoingSubscribeRequestDelegate) {
        const one: Asked = { delegate, isWaited: true };
        asked.push(one);
        return {
          waitNotifyStop() {
            one.isWaited = false;
          },
        };
      },
    } as unknown as Parameters<typeof createSubscription>[0]['core'],
    target: {} as URI,
    event: 'message-summary',
    accept: 'text/plain',
    clock,
    onBody: (_type, body) => void bodies.push(body),
    onRefused: () => {
      refusals += 1;
    },
  });
  subscription.begin();
});

describe('a subscription', () => {
  it('hears the first word and every later one', () => {
    accepted('active;expires=600', 'one');
    dialogue?.delegate?.onNotify?.(notify('active;expires=600', 'two'));
    expect(bodies).toEqual(['one', 'two']);
    expect(asked).toHaveLength(1);
  });

  it('is refreshed before it runs out, in the time that was granted', () => {
    accepted('active;expires=100');
    clock.pass(89_000);
    expect(refreshed).toBe(0);
    clock.pass(2_000);
    expect(refreshed).toBe(1);
  });

  it('that the PBX sets aside for a while is asked for after as many seconds as it says', () => {
    accepted('terminated;reason=probation;retry-after=90');
    clock.pass(89_000);
    expect(asked).toHaveLength(1);
    clock.pass(2_000);
    expect(asked).toHaveLength(2);
  });

  it('that is refused for now is asked for after as many seconds as the answer says', () => {
    last().delegate.onReject?.(answer(503, '300'));
    clock.pass(299_000);
    expect(asked).toHaveLength(1);
    clock.pass(2_000);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['its dialogue was forgotten', () => onRefresh?.onReject?.(answer(481))],
    ['nobody answered', () => onRefresh?.onReject?.(answer(408))],
    ['no word followed', () => dialogue?.delegate?.onTerminated?.()],
  ])('begins anew when it was refreshed and %s', (_, happens) => {
    accepted('active;expires=60');
    clock.pass(55_000);
    happens();
    clock.pass(5_000);
    expect(asked).toHaveLength(2);
  });

  it.each([403, 404, 405, 489, 501])(
    'that is answered %i is not asked for again, until the next registration',
    (status) => {
      last().delegate.onReject?.(answer(status));
      clock.pass(24 * 3_600_000);
      expect(asked).toHaveLength(1);
      expect(refusals).toBe(1);
      subscription.begin();
      expect(asked).toHaveLength(2);
    },
  );

  it('that is ended for good stays so', () => {
    accepted('terminated;reason=noresource');
    clock.pass(24 * 3_600_000);
    expect(asked).toHaveLength(1);
  });

  it('that keeps being ended is asked for more and more seldom', () => {
    for (let times = 0; times < 200; times += 1) {
      accepted('terminated;reason=deactivated');
      clock.pass(5_000);
    }
    expect(asked.length).toBeLessThan(40);
    expect(asked.length).toBeGreaterThan(10);
  });

  it('has no word for an earlier registration', () => {
    const [before] = asked;
    subscription.begin();
    before?.delegate.onReject?.(answer(503));
    before?.delegate.onNotify?.({ request: notify('active', 'late') });
    clock.pass(3_600_000);
    expect(before?.isWaited).toBe(false);
    expect(bodies).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('is silent while there is no connection, and says goodbye where it can', () => {
    accepted('active;expires=60');
    subscription.drop();
    clock.pass(3_600_000);
    expect(refreshed + asked.length).toBe(1);
    subscription.begin();
    accepted();
    subscription.end();
    expect(goodbyes).toBe(1);
  });
});

describe('the state of a subscription', () => {
  it.each([
    ['active', { kind: 'alive', expiresSeconds: null }],
    ['Active ; expires=1200', { kind: 'alive', expiresSeconds: 1_200 }],
    ['pending;expires=60', { kind: 'alive', expiresSeconds: 60 }],
    ['terminated', { kind: 'terminated', again: true, retryAfterSeconds: 0 }],
    ['terminated;reason=giveup;retry-after=30', { kind: 'terminated', again: true, retryAfterSeconds: 30 }],
    ['terminated;reason=rejected', { kind: 'terminated', again: false, retryAfterSeconds: 0 }],
    ['activated', null],
    ['', null],
  ])('%s is read', (value, expected) => {
    expect(readSubscriptionState(value)).toEqual(expected);
  });

  it('never throws, and waits an hour at the longest', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map((seconds) => `terminated;retry-after=${seconds}`),
        ),
        (value) => {
          const state = readSubscriptionState(value);
          if (state?.kind === 'terminated') expect(state.retryAfterSeconds).toBeLessThanOrEqual(3_600);
        },
      ),
    );
  });
});
