// Both ends of a contract together, over ports that can lose, double and mangle messages.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from './connect.ts';
import type { Contract } from './envelope.ts';
import { FailureError, failure } from './failure.ts';
import type { Port } from './port.ts';
import { serve } from './serve.ts';

const counter = {
  name: 'counter',
  state: z.object({ total: z.number() }),
  event: z.object({ kind: z.literal('added'), by: z.number() }),
  methods: {
    double: { params: z.object({ of: z.number() }), result: z.number() },
    wait: { params: z.null(), result: z.null() },
  },
} satisfies Contract;

type Fate = (message: unknown) => readonly unknown[];
const faithful: Fate = (message) => [message];

/** Two ends; `fate` decides what becomes of each message to the user's end. */
function wire(fate: Fate = faithful): { owner: Port; user: Port; flush: () => void } {
  const queue: (() => void)[] = [];
  const listeners = { owner: new Set<(message: unknown) => void>(), user: new Set<(message: unknown) => void>() };
  const end = (mine: 'owner' | 'user', theirs: 'owner' | 'user'): Port => ({
    post: (message) => {
      for (const arriving of theirs === 'user' ? fate(message) : [message]) {
        queue.push(() => {
          for (const listener of listeners[theirs]) listener(structuredClone(arriving));
        });
      }
    },
    listen: (listener) => {
      listeners[mine].add(listener);
      return () => listeners[mine].delete(listener);
    },
    close: () => listeners[mine].clear(),
  });
  const flush = () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
  };
  return { owner: end('owner', 'user'), user: end('user', 'owner'), flush };
}

function both(fate: Fate = faithful) {
  const { owner, user, flush } = wire(fate);
  let total = 0;
  const seen = { total: Number.NaN, refused: [] as string[] };
  let release: () => void = () => {};
  const served = serve({
    contract: counter,
    port: owner,
    snapshot: () => ({ total }),
    methods: {
      double: ({ of }) => {
        if (of < 0) throw failure('call.notNow', 'phone');
        if (of === 13) throw new Error('bug');
        return of * 2;
      },
      wait: (_params, signal) =>
        new Promise((resolve) => {
          release = () => resolve(null);
          signal.addEventListener('abort', () => resolve(null));
        }),
    },
    onRefused: (reason) => seen.refused.push(reason),
    onBug: () => 'REF123',
  });
  const connection = connect({
    contract: counter,
    port: user,
    onSnapshot: (state) => {
      seen.total = state.total;
    },
    onEvent: (event) => {
      seen.total += event.by;
    },
    onRefused: (reason) => seen.refused.push(reason),
  });
  const add = (by: number) => {
    total += by;
    served.publish({ kind: 'added', by });
  };
  return { served, connection, seen, add, flush, owner, user, totalNow: () => total, release: () => release() };
}

/** Carries messages to and fro until the promise settles. */
async function delivered<T>(promise: Promise<T>, flush: () => void): Promise<T> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  while (!settled) {
    flush();
    await Promise.resolve();
  }
  return promise;
}

test('a new port gets the snapshot first, then what happens', () => {
  const { seen, add, flush } = both();
  add(5);
  flush();
  expect(seen.total).toBe(5);
  add(2);
  flush();
  expect(seen.total).toBe(7);
});

test('whatever is lost or doubled on the way, the user ends where the owner is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
      fc.array(fc.integer(), { maxLength: 30 }),
      (fates, sums) => {
        let at = 0;
        const { seen, add, flush, totalNow } = both((message) => {
          const event = (message as { kind: string }).kind === 'event';
          const fate = event ? (fates[at++] ?? 1) : 1;
          return Array<unknown>(fate).fill(message);
        });
        flush();
        for (const sum of sums) {
          add(sum);
          flush();
        }
        // One more event that surely arrives shows the gap, if there is one.
        at = fates.length;
        add(1);
        flush();
        expect(seen.total).toBe(totalNow());
      },
    ),
  );
});

test('a method answers, fails as data, and a bug comes back with its reference', async () => {
  const { connection, flush } = both();
  const answers = Promise.allSettled([4, -1, 13].map((of) => connection.call.double({ of })));
  const [four, refused, bug] = await delivered(answers, flush);
  expect(four).toMatchObject({ value: 8 });
  expect(refused).toMatchObject({ reason: { failure: { code: 'call.notNow' } } });
  expect(bug).toMatchObject({ reason: { failure: { code: 'program.bug', reference: 'REF123' } } });
});

test('what does not fit its schema is refused and said, never half applied', async () => {
  const { connection, seen, flush, user, owner } = both();
  flush();
  const refused = connection.call.double({ of: 'x' as unknown as number });
  await expect(delivered(refused, flush)).rejects.toMatchObject({ failure: { code: 'contract.refused' } });
  user.post({ nonsense: true });
  owner.post({ kind: 'event', seq: 1, event: { kind: 'added', by: 'much' } });
  flush();
  expect(seen.refused).toHaveLength(3);
  expect(seen.total).toBe(0);
});

test('cancelling tells the owner and rejects the user; disposing rejects what waits', async () => {
  const { connection, flush } = both();
  const changeOfMind = new AbortController();
  const waiting = connection.call.wait(null, changeOfMind.signal);
  flush();
  changeOfMind.abort();
  await expect(waiting).rejects.toMatchObject({ failure: { code: 'contract.cancelled' } });
  const lost = connection.call.wait(null);
  connection.dispose();
  await expect(lost).rejects.toBeInstanceOf(FailureError);
});

test('no message of any shape makes either end throw', () => {
  fc.assert(
    fc.property(fc.array(fc.anything({ withBigInt: true, withDate: true }), { maxLength: 20 }), (messages) => {
      const { user, owner, flush } = both();
      for (const message of messages) {
        user.post(message);
        owner.post(message);
      }
      flush();
    }),
  );
});
