import { beforeEach, describe, expect, it } from 'vitest';
import type { Registration } from '#shared/contract/deskPhone';
import { type FailureError, failure } from '#shared/contract/failure';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createLink, type Link } from './link.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

/** A PBX that does as it is told. */
function createPbx(clock: PhoneClock) {
  const pbx = {
    told: [] as Registration[],
    servers: [] as number[],
    reachable: true,
    answersPings: true,
    frames: 0,
    refuses: null as FailureError | null,
    left: 0,
    lose: (_reason: FailureError): void => {},
  };
  const link = createLink({
    async connect(server) {
      pbx.servers.push(server);
      if (!pbx.reachable) throw new Error('refused');
    },
    disconnect: () => undefined,
    async register(onLost) {
      if (pbx.refuses !== null) throw pbx.refuses;
      pbx.lose = onLost;
      return {
        async leave() {
          pbx.left += 1;
        },
        drop: () => undefined,
      };
    },
    ping() {
      if (!pbx.answersPings) return;
      clock.after(10, () => {
        pbx.frames += 1;
      });
    },
    framesReceived: () => pbx.frames,
    tell: (registration) => pbx.told.push(registration),
    clock,
  });
  return { pbx, link };
}

let clock: PhoneClock;
let pbx: ReturnType<typeof createPbx>['pbx'];
let link: Link;
beforeEach(() => {
  clock = createPhoneClock();
  ({ pbx, link } = createPbx(clock));
});
const last = () => pbx.told.at(-1);

describe('the way to the PBX', () => {
  it('is there once connected and registered', async () => {
    link.start();
    expect(pbx.told).toEqual([{ kind: 'connecting', attempt: 0 }]);
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is tried again after a while that grows, at the next server each time', async () => {
    pbx.reachable = false;
    link.start();
    await settled();
    expect(last()).toMatchObject({
      kind: 'failed',
      failure: { code: 'pbx.unreachable' },
      retryAt: '2026-01-05T09:00:00.250Z',
    });
    clock.pass(250);
    await settled();
    expect(last()).toMatchObject({ retryAt: '2026-01-05T09:00:00.750Z' });
    pbx.reachable = true;
    clock.pass(500);
    await settled();
    expect(last()?.kind).toBe('registered');
    expect(pbx.servers).toEqual([0, 1, 2]);
  });

  it('is back within 3 s of the network, while the PBX has not been away for long', async () => {
    pbx.reachable = false;
    link.start();
    for (let turn = 0; turn < 30; turn += 1) {
      await settled();
      clock.pass(2_500);
    }
    await settled();
    pbx.reachable = true;
    clock.pass(2_500);
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is found dead when nothing answers, within 10 s', async () => {
    link.start();
    await settled();
    clock.pass(60_000);
    expect(last()?.kind).toBe('registered');
    pbx.answersPings = false;
    pbx.told.length = 0;
    clock.pass(9_000);
    expect(pbx.told[0]).toMatchObject({ kind: 'failed', failure: { code: 'pbx.unreachable' } });
  });

  it('is found dead although the socket answers nothing from the first ping on', async () => {
    pbx.answersPings = false;
    link.start();
    await settled();
    clock.pass(5_000);
    expect(last()?.kind).toBe('failed');
  });

  it('is not tried again by itself with a wrong password, but when asked to', async () => {
    pbx.refuses = failure('pbx.wrongPassword', 'phone');
    link.start();
    await settled();
    expect(last()).toMatchObject({ kind: 'failed', retryAt: null });
    clock.pass(600_000);
    await settled();
    expect(pbx.servers).toHaveLength(1);
    pbx.refuses = null;
    link.start();
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('waits as long as a busy PBX asks for', async () => {
    pbx.refuses = failure('pbx.refused', 'phone');
    Object.assign(pbx.refuses.failure, { retryAfterMs: 20_000 });
    link.start();
    await settled();
    expect(last()).toMatchObject({ retryAt: '2026-01-05T09:00:20.000Z' });
  });

  it('is rebuilt when the registration is lost', async () => {
    link.start();
    await settled();
    pbx.lose(failure('pbx.refused', 'phone'));
    expect(last()?.kind).toBe('failed');
    clock.pass(500);
    await settled();
    expect(last()?.kind).toBe('registered');
  });

  it('is left with a goodbye, and not taken again', async () => {
    link.start();
    await settled();
    await link.stop(false);
    expect(pbx.left).toBe(1);
    expect(last()).toEqual({ kind: 'off' });
    link.socketLost();
    clock.pass(60_000);
    await settled();
    expect(pbx.servers).toHaveLength(1);
  });
});
