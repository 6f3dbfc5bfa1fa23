import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Registration } from '#shared/contract/deskPhone';
import { type Failure, FailureError, failure } from '#shared/contract/failure';
import { seeded } from '#shared/lib/seeded';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import type { Clock } from '../clock.ts';
import { createLink, type Link } from './link.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

/** A PBX of several servers that do as they are told. */
function createPbx(clock: PhoneClock, servers: number) {
  const pbx = {
    told: [] as Registration[],
    /** Each connection that was tried, by its server. */
    tried: [] as number[],
    unreachable: new Set<number>(),
    /** A connection that is tried now comes to no end. */
    hangs: false,
    deaf: new Set<number>(),
    refuses: null as Failure | null,
    /** The servers that refuse; all of them without it. */
    refusesAt: null as number | null,
    holdsCalls: false,
    left: 0,
    /** Registrations that were neither dropped nor left. */
    live: new Set<object>(),
    mostLive: 0,
    connectedTo: null as number | null,
    frames: 0,
    lose: (_reason: FailureError): void => {},
  };
  const deps = {
    servers,
    async connect(server: number) {
      pbx.tried.push(server);
      if (pbx.unreachable.has(server)) throw new Error('refused');
      if (pbx.hangs) await new Promise(() => undefined);
      pbx.connectedTo = server;
    },
    disconnect() {
      pbx.connectedTo = null;
    },
    async register(onLost: (reason: FailureError) => void) {
      if (pbx.refuses !== null && (pbx.refusesAt ?? pbx.connectedTo) === pbx.connectedTo)
        throw new FailureError(pbx.refuses);
      pbx.lose = onLost;
      const registration = {
        async leave() {
          pbx.left += 1;
          pbx.live.delete(registration);
        },
        drop: () => void pbx.live.delete(registration),
      };
      pbx.live.add(registration);
      pbx.mostLive = Math.max(pbx.mostLive, pbx.live.size);
      return registration;
    },
    ping() {
      const at = pbx.connectedTo;
      if (at === null || pbx.deaf.has(at)) return;
      clock.after(10, () => {
        pbx.frames += 1;
      });
    },
    framesReceived: () => pbx.frames,
    holdsCalls: () => pbx.holdsCalls,
    tell: (registration: Registration) => void pbx.told.push(registration),
  };
  return { pbx, deps };
}

function createLinkTo(clock: PhoneClock, servers: number, random: Clock['random'] = clock.random) {
  const { pbx, deps } = createPbx(clock, servers);
  return { pbx, link: createLink({ ...deps, clock: { ...clock, random } }) };
}

let clock: PhoneClock;
let pbx: ReturnType<typeof createPbx>['pbx'];
let link: Link;
beforeEach(() => {
  clock = createPhoneClock();
  ({ pbx, link } = createLinkTo(clock, 1));
});
const last = () => pbx.told.at(-1);

async function pass(ms: number, step = 100): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    clock.pass(step);
    await settled();
  }
}

describe('the way to the PBX', () => {
  it('is there once connected and registered', async () => {
    link.start();
    expect(pbx.told).toEqual([{ kind: 'connecting', attempt: 0 }]);
    await settled();
    expect(last()?.kind).toBe('registered');
    expect(link.registeredAt()).toBe(0);
  });

  it('is back within a second of the network, while the PBX has not been away for minutes', async () => {
    pbx.unreachable.add(0);
    link.start();
    await pass(90_000);
    pbx.unreachable.clear();
    await pass(1_000);
    expect(last()?.kind).toBe('registered');
  });

  it('is tried by two hundred phones that were lost at once evenly, from the first moment on', async () => {
    const random = seeded(7);
    const phones = Array.from({ length: 200 }, () => createLinkTo(clock, 1, random));
    for (const one of phones) {
      one.pbx.unreachable.add(0);
      one.link.start();
    }
    await settled();
    const tries = () => phones.reduce((sum, one) => sum + one.pbx.tried.length, 0);
    let most = 0;
    for (let passed = 0; passed < 10_000; passed += 100) {
      const before = tries();
      await pass(100);
      most = Math.max(most, tries() - before);
    }
    expect(most).toBeLessThan(60);
    expect(tries()).toBeLessThan(3_000);
  });

  it('is tried at once when the network says that it is back', async () => {
    pbx.unreachable.add(0);
    link.start();
    await pass(600_000, 1_000);
    pbx.unreachable.clear();
    link.check();
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is found dead when nothing answers, within 10 s', async () => {
    link.start();
    await pass(60_000, 1_000);
    expect(last()?.kind).toBe('registered');
    pbx.deaf.add(0);
    pbx.told.length = 0;
    clock.pass(9_000);
    expect(pbx.told[0]).toMatchObject({ kind: 'failed', failure: { code: 'pbx.unreachable' } });
  });

  it('is found dead although the socket answers nothing from the first ping on', async () => {
    pbx.deaf.add(0);
    link.start();
    await settled();
    clock.pass(5_000);
    expect(last()?.kind).toBe('failed');
  });

  it('that is doubted stays when it answers, and is replaced within 2 s when it does not', async () => {
    link.start();
    await settled();
    await pass(20_000, 1_000);
    link.check();
    await pass(2_000);
    expect(pbx.tried).toEqual([0]);
    pbx.deaf.add(0);
    link.check();
    await pass(2_000);
    expect(pbx.tried).toEqual([0, 0]);
  });

  it('is not tried again by itself with a wrong password, but when asked to', async () => {
    pbx.refuses = failure('pbx.wrongPassword', 'phone').failure;
    link.start();
    await settled();
    expect(last()).toMatchObject({ kind: 'failed', retryAt: null });
    await pass(600_000, 60_000);
    link.check();
    await settled();
    expect(pbx.tried).toHaveLength(1);
    pbx.refuses = null;
    link.start();
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is tried again, seldom, when a password is refused that was taken before', async () => {
    link.start();
    await pass(20_000, 1_000);
    pbx.refuses = failure('pbx.wrongPassword', 'phone').failure;
    pbx.lose(failure('pbx.refused', 'phone'));
    await pass(8_000);
    expect(last()).toMatchObject({ kind: 'failed', failure: { code: 'pbx.wrongPassword' } });
    expect(last()).not.toMatchObject({ retryAt: null });
    expect(pbx.tried.length).toBeLessThan(5);
    await pass(60_000);
    expect(last()).toMatchObject({ kind: 'failed', retryAt: null });
  });

  it('waits as long as a busy PBX asks for', async () => {
    pbx.refuses = { ...failure('pbx.refused', 'phone').failure, retryAfterMs: 20_000 };
    link.start();
    await settled();
    expect(last()).toMatchObject({ retryAt: '2026-01-05T09:00:20.000Z' });
  });

  it('is rebuilt when the registration is lost', async () => {
    link.start();
    await settled();
    pbx.lose(failure('pbx.refused', 'phone'));
    expect(last()?.kind).toBe('failed');
    await pass(500);
    expect(last()?.kind).toBe('registered');
  });

  it('is not asked for many times a second by a PBX that takes every registration and drops it', async () => {
    link.start();
    for (let turn = 0; turn < 600; turn += 1) {
      if (last()?.kind === 'registered') link.socketLost();
      await pass(100);
    }
    expect(pbx.tried.length).toBeLessThan(80);
  });

  it('is not waited for where the network has changed in the middle of a try', async () => {
    pbx.hangs = true;
    link.start();
    await settled();
    pbx.hangs = false;
    link.check();
    await settled();
    expect(last()?.kind).toBe('registered');
    expect(pbx.live.size).toBe(1);
  });

  it('is left with a goodbye before sleep, whatever the network does meanwhile, and taken again after it', async () => {
    link.start();
    await settled();
    link.rest();
    expect(pbx.left).toBe(1);
    await settled();
    expect(pbx.connectedTo).toBe(null);
    link.check();
    link.socketLost();
    await pass(5_000);
    expect(pbx.tried).toHaveLength(1);
    link.start();
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is taken again where no word comes of the PC’s waking', async () => {
    link.start();
    await settled();
    link.rest();
    await pass(10_500);
    expect(last()?.kind).toBe('registered');
  });

  it('stays as it is where sleep and waking come at once', async () => {
    link.start();
    await settled();
    link.rest();
    link.start();
    await pass(20_000);
    expect(last()?.kind).toBe('registered');
    expect(pbx.connectedTo).toBe(0);
    expect(pbx.live.size).toBe(1);
  });

  it('is left with a goodbye, and not taken again', async () => {
    link.start();
    await settled();
    await link.stop(false);
    expect(pbx.left).toBe(1);
    expect(last()).toEqual({ kind: 'off' });
    link.socketLost();
    link.check();
    await pass(60_000, 1_000);
    expect(pbx.tried).toHaveLength(1);
    expect(pbx.told.at(-1)).toEqual({ kind: 'off' });
  });
});

describe('of several servers', () => {
  beforeEach(() => {
    ({ pbx, link } = createLinkTo(clock, 3));
  });

  it('the next one is tried each time, after a while that grows', async () => {
    pbx.unreachable = new Set([0, 1]);
    link.start();
    await settled();
    expect(last()).toMatchObject({
      kind: 'failed',
      failure: { code: 'pbx.unreachable' },
      retryAt: '2026-01-05T09:00:00.250Z',
    });
    clock.pass(250);
    await settled();
    expect(last()).toMatchObject({ retryAt: '2026-01-05T09:00:01.000Z' });
    clock.pass(750);
    await settled();
    expect(last()?.kind).toBe('registered');
    expect(pbx.tried).toEqual([0, 1, 2]);
    expect(link.registeredAt()).toBe(2);
  });

  it('the one that has served for long is tried first when it is lost', async () => {
    pbx.unreachable.add(0);
    link.start();
    await pass(30_000, 1_000);
    expect(link.registeredAt()).toBe(1);
    pbx.tried.length = 0;
    link.socketLost();
    await pass(1_000);
    expect(pbx.tried).toEqual([1]);
  });

  it('a busy one is let alone as long as it asks for, and the others are not', async () => {
    pbx.refuses = { ...failure('pbx.refused', 'phone').failure, retryAfterMs: 60_000 };
    pbx.refusesAt = 0;
    pbx.unreachable.add(1).add(2);
    link.start();
    await pass(30_000);
    expect(pbx.tried.filter((server) => server === 0)).toHaveLength(1);
    expect(pbx.tried.length).toBeGreaterThan(10);
  });

  it('with a call, the one that knows it is knocked at once more before another is taken', async () => {
    link.start();
    await pass(20_000, 1_000);
    pbx.holdsCalls = true;
    pbx.unreachable = new Set([0, 1, 2]);
    link.socketLost();
    await pass(100);
    while (pbx.tried.at(-1) !== 0) await pass(10, 10);
    // Now it is the second one's turn; but the network is back, and with it the first one.
    pbx.unreachable.clear();
    await pass(3_000);
    expect(link.registeredAt()).toBe(0);
  });

  it('with a call, another one is taken all the same where its own cannot be reached', async () => {
    link.start();
    await pass(20_000, 1_000);
    pbx.holdsCalls = true;
    pbx.unreachable.add(0);
    link.socketLost();
    await pass(4_000);
    expect(link.registeredAt()).toBe(1);
  });
});

it('whatever happens: one registration at most, never a storm, and always another try unless the password is wrong', async () => {
  const server = fc.nat(2);
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(50, 400, 3_000, 30_000) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('reach' as const), server, can: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('hear' as const), server, can: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('refuse' as const),
        code: fc.constantFrom(null, 'pbx.wrongPassword' as const, 'pbx.refused' as const, 'pbx.timeout' as const),
        retryAfterMs: fc.constantFrom(0, 20_000),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'start' as const,
          'check' as const,
          'rest' as const,
          'socketLost' as const,
          'registrationLost' as const,
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('calls' as const), are: fc.boolean() }) },
    // Half of a try may be under way.
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), fc.integer(), async (steps, seed) => {
      const time = createPhoneClock();
      const { pbx: mine, link: own } = createLinkTo(time, 3, seeded(seed));
      let asked = 1;
      let elapsed = 0;
      const wait = async (ms: number) => {
        for (let left = ms; left > 0; left -= 50) {
          time.pass(50);
          for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
        }
        elapsed += ms;
      };
      own.start();
      for (const what of steps) {
        if (what.kind === 'pass') await wait(what.ms);
        else if (what.kind === 'tick') await Promise.resolve();
        else if (what.kind === 'reach') mine.unreachable[what.can ? 'delete' : 'add'](what.server);
        else if (what.kind === 'hear') mine.deaf[what.can ? 'delete' : 'add'](what.server);
        else if (what.kind === 'calls') mine.holdsCalls = what.are;
        else if (what.kind === 'refuse')
          mine.refuses =
            what.code === null
              ? null
              : { ...failure(what.code, 'phone').failure, ...(what.retryAfterMs > 0 ? { retryAfterMs: 20_000 } : {}) };
        else {
          asked += 1;
          if (what.kind === 'start') own.start();
          else if (what.kind === 'check') own.check();
          else if (what.kind === 'rest') own.rest();
          else if (what.kind === 'socketLost' && mine.connectedTo !== null) own.socketLost();
          else if (mine.live.size > 0) mine.lose(failure('pbx.refused', 'phone'));
        }
        expect(mine.mostLive).toBeLessThanOrEqual(1);
        if (mine.told.at(-1)?.kind === 'registered') expect(mine.live.size).toBe(1);
        // Each try knocks at two servers and once more at the first at most.
        expect(mine.tried.length).toBeLessThanOrEqual(3 * (asked + 1 + elapsed / 100));
      }

      // What was under way has come to its end.
      await settled();
      const atEnd = mine.told.at(-1);
      mine.unreachable.clear();
      mine.deaf.clear();
      mine.refuses = null;
      await wait(40_000);
      const gaveUp = atEnd?.kind === 'failed' && atEnd.retryAt === null;
      expect(gaveUp && atEnd.failure.code === 'pbx.wrongPassword').toBe(gaveUp);
      expect(mine.told.at(-1)?.kind).toBe(gaveUp ? 'failed' : 'registered');
    }),
    { numRuns: 200 },
  );
});
