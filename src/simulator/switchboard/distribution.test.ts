import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import { createDistribution, type RingOutcome } from './distribution.ts';

const members = [
  { extension: '1001', queues: ['welcome', 'support'] },
  { extension: '1002', queues: ['support', 'complaints'] },
  { extension: '1003', queues: ['support'] },
];

function setUp() {
  const clock = createVirtualClock();
  const rings: { caller: string; extension: string; done: (outcome: RingOutcome) => void; stopped: string | null }[] =
    [];
  const distribution = createDistribution({
    clock,
    members,
    ring(caller, extension, done) {
      const ring = { caller, extension, done, stopped: null as string | null };
      rings.push(ring);
      return (why) => {
        ring.stopped = why;
      };
    },
  });
  const come = (...extensions: string[]) => {
    for (const extension of extensions) {
      distribution.setReachable(extension, true);
      distribution.setReady(extension, true);
    }
  };
  const rung = () => rings.map((ring) => `${ring.caller} ${ring.extension}`);
  const last = () => rings[rings.length - 1] ?? expect.unreachable('nobody was rung');
  return { clock, rings, distribution, come, rung, last };
}

describe('who is rung', () => {
  test('nobody before they are ready, and only for queues of theirs', () => {
    const { distribution, come, rung } = setUp();
    distribution.join('a', 'welcome');
    distribution.setReachable('1001', true);
    come('1002', '1003');
    expect(rung()).toEqual([]);
    distribution.setReady('1001', true);
    expect(rung()).toEqual(['a 1001']);
  });

  test('the member who has been idle longest', () => {
    const { distribution, come, rung, last } = setUp();
    come('1001', '1002', '1003');
    for (const caller of ['a', 'b', 'c']) {
      distribution.join(caller, 'support');
      last().done('answered');
    }
    expect(rung()).toEqual(['a 1001', 'b 1002', 'c 1003']);
    for (const extension of ['1002', '1003', '1001']) distribution.setBusy(extension, false);
    distribution.join('d', 'support');
    expect(rung().at(-1)).toBe('d 1002');
  });

  test('after 20 s without an answer the next one, and the first again when nobody else is there', () => {
    const { clock, distribution, come, rung, rings } = setUp();
    come('1001', '1003');
    distribution.join('a', 'support');
    clock.pass(19_999);
    expect(rung()).toEqual(['a 1001']);
    clock.pass(1);
    expect(rung()).toEqual(['a 1001', 'a 1003']);
    expect(rings[0]?.stopped).toBe('timeOut');
    distribution.setReady('1003', false);
    clock.pass(20_000);
    expect(rung()).toEqual(['a 1001', 'a 1003', 'a 1001']);
  });

  test('one who declines is left alone for a second', () => {
    const { clock, distribution, come, rung, last } = setUp();
    come('1001');
    distribution.join('a', 'welcome');
    last().done('refused');
    clock.pass(999);
    expect(rung()).toEqual(['a 1001']);
    clock.pass(1);
    expect(rung()).toEqual(['a 1001', 'a 1001']);
  });

  test.each([0.02, 0.1, 0.15, 0.18, 0.2, 0.22, 0.24, 0.3, 0.45])(
    'one who declines is rung again, though timers are early and %d ms go by from one look at the clock to the next',
    (look) => {
      let moment = 0;
      let woken: (() => void) | null = null;
      const clock = {
        now() {
          moment += look;
          return moment;
        },
        // As the system's: the fraction of a millisecond is not waited for.
        after(ms: number, run: () => void) {
          const due = moment + Math.floor(ms);
          const mine = () => {
            moment = Math.max(moment, due);
            run();
          };
          woken = mine;
          return () => {
            if (woken === mine) woken = null;
          };
        },
      };
      let refuse: () => void = () => {};
      let rung = 0;
      const distribution = createDistribution({
        clock,
        members,
        ring(_caller, _extension, done) {
          rung += 1;
          refuse = () => done('refused');
          return () => {};
        },
      });
      distribution.setReachable('1001', true);
      distribution.setReady('1001', true);
      distribution.join('a', 'welcome');
      refuse();
      while (rung < 2) {
        const run: () => void = woken ?? expect.unreachable('nobody looks again');
        woken = null;
        run();
      }
      distribution.close();
    },
  );

  test('callers in the order of their waiting; one who is sent back comes first', () => {
    const { distribution, come, rung, last } = setUp();
    for (const caller of ['a', 'b']) distribution.join(caller, 'support');
    distribution.join('back', 'support', { first: true });
    come('1001');
    last().done('answered');
    come('1003');
    expect(rung()).toEqual(['back 1001', 'a 1003']);
  });

  test('a caller who leaves stops the ringing, and the agent is free for the next', () => {
    const { distribution, come, rung, rings } = setUp();
    come('1001');
    distribution.join('a', 'welcome');
    distribution.join('b', 'welcome');
    distribution.leave('a');
    expect(rings[0]?.stopped).toBe('callerLeft');
    expect(rung()).toEqual(['a 1001', 'b 1001']);
  });
});

test('whatever happens: no caller is lost or rung for twice at once, nobody is rung who may not be, nobody waits beside a free agent', () => {
  const extension = fc.constantFrom('1001', '1002', '1003');
  const mostlyOn = fc.constantFrom(true, true, true, false);
  const queue = fc.constantFrom('welcome', 'support', 'support', 'complaints');
  const outcome = fc.constantFrom<RingOutcome>('answered', 'refused');
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('join' as const), queue }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(9) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('ready' as const), extension, on: mostlyOn }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('reachable' as const), extension, on: mostlyOn }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('hangUp' as const), extension }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('dial' as const), extension }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('ringEnds' as const), which: fc.nat(2), outcome }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 1_000, 20_000) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 120, size: 'max' }), (steps) => {
      const clock = createVirtualClock();
      const open = new Map<string, { caller: string; extension: string; done: (outcome: RingOutcome) => void }>();
      const waiting = new Map<string, string>();
      const agents = new Map(
        members.map((member) => [member.extension, { ready: false, reachable: false, busy: false, rested: 0 }]),
      );
      const of = (extension: string) => agents.get(extension) ?? expect.unreachable();
      const serves = (extension: string, queue: string) =>
        members.find((one) => one.extension === extension)?.queues.includes(queue) ?? false;
      let rings = 0;
      let callers = 0;
      const distribution = createDistribution({
        clock,
        members,
        ring(caller, extension, done) {
          const { ready, reachable, busy, rested } = of(extension);
          expect({ ready, reachable, busy, rested: rested <= clock.now() }).toEqual({
            ready: true,
            reachable: true,
            busy: false,
            rested: true,
          });
          expect(serves(extension, waiting.get(caller) ?? 'nobody waits')).toBe(true);
          for (const other of open.values()) {
            expect(other.caller).not.toBe(caller);
            expect(other.extension).not.toBe(extension);
          }
          rings += 1;
          const id = `ring ${rings}`;
          const end = () => {
            open.delete(id);
            of(extension).rested = clock.now() + 1_000;
          };
          open.set(id, {
            caller,
            extension,
            done(outcome) {
              if (outcome === 'answered') {
                open.delete(id);
                of(extension).busy = true;
                waiting.delete(caller);
              } else end();
              done(outcome);
            },
          });
          return (why) => (why === 'timeOut' ? end() : open.delete(id));
        },
      });

      for (const what of steps) {
        if (what.kind === 'join') {
          callers += 1;
          waiting.set(`caller ${callers}`, what.queue);
          distribution.join(`caller ${callers}`, what.queue);
        } else if (what.kind === 'leave') {
          const caller = [...waiting.keys()][what.which];
          if (caller !== undefined) {
            waiting.delete(caller);
            distribution.leave(caller);
          }
        } else if (what.kind === 'ready') {
          of(what.extension).ready = what.on;
          distribution.setReady(what.extension, what.on);
        } else if (what.kind === 'reachable') {
          of(what.extension).reachable = what.on;
          distribution.setReachable(what.extension, what.on);
        } else if (what.kind === 'hangUp' || what.kind === 'dial') {
          of(what.extension).busy = what.kind === 'dial';
          distribution.setBusy(what.extension, what.kind === 'dial');
        } else if (what.kind === 'ringEnds') {
          [...open.values()][what.which]?.done(what.outcome);
        } else {
          clock.pass(what.ms);
        }

        expect(new Set(distribution.waiting().map((one) => one.caller))).toEqual(new Set(waiting.keys()));
        const rung = new Set([...open.values()].map((ring) => ring.extension));
        const idle = [...agents].filter(
          ([name, agent]) =>
            agent.ready && agent.reachable && !agent.busy && agent.rested <= clock.now() && !rung.has(name),
        );
        for (const one of distribution.waiting().filter((one) => one.ringing === null)) {
          expect(idle.filter(([name]) => serves(name, one.queue))).toEqual([]);
        }
      }
    }),
    { numRuns: 300 },
  );
});
