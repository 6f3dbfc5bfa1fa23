// What the PBX does of its own accord: it is started anew at the worst moments, or makes sure of a call in the middle of it. Afterwards
// the agent is shown what is so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import type { Refresh } from '#simulator/switchboard/leg';
import { cutAt, requestOf } from '../support/linkCuts.ts';
import { extension, openPhoneLine, type PhoneLine, queueNumber } from '../support/phoneLine.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { until } from '../support/until.ts';

/** Outside: never answers. */
const silent = '+390000000480';
/** Against what hangs. */
const longestMs = 60_000;

let pages: PhonePages;
beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());

async function plays(play: (line: PhoneLine) => Promise<void>): Promise<void> {
  const line = await openPhoneLine(pages);
  try {
    await play(line);
    await line.untilAgreed();
  } finally {
    await line.close();
  }
}

describe('a PBX that is started anew', { concurrent: true }, () => {
  it('in the middle of a call: it ends, since the connection was lost, and the next one rings', () =>
    plays(async (line) => {
      const callId = await line.talks();
      await line.restartBoard();
      await line.untilBack(1);
      await line.untilLost(callId);
      await line.untilAgreed();
      const next = line.board.inviteWithHeaders(extension, {});
      await line.page.untilState('ringing', (state) => state.calls.some(({ phase }) => phase.kind === 'ringing'));
      next.hangUp();
    }));

  it('while a call is held, and is resumed before the phone knows: the same', () =>
    plays(async (line) => {
      const callId = await line.talks();
      await line.page.call.setHold({ callId, hold: true });
      await line.untilAgreed();
      await line.restartBoard();
      await line.page.call.setHold({ callId, hold: false }).catch(() => undefined);
      await line.untilLost(callId);
    }));

  it('while the agent passes the customer on: the same', () =>
    plays(async (line) => {
      const callId = await line.talks();
      const asked = cutAt(line, { from: 'phone', is: requestOf('REFER'), delivered: false }, 1);
      const target = { kind: 'number', name: 'Reclami', number: queueNumber(line) } as const;
      await line.page.call.transferBlind({ callId, target });
      await asked;
      await line.restartBoard();
      await line.untilLost(callId);
    }));

  it('while somebody is asked about a customer: both calls are over', () =>
    plays(async (line) => {
      const callId = await line.talks();
      const target = { kind: 'number', name: 'Reclami', number: queueNumber(line) } as const;
      await line.page.call.consult({ callId, target });
      await line.page.untilState(
        'consulting',
        ({ calls }) => calls.every(({ phase }) => phase.kind === 'talking') && calls.length === 2,
      );
      await line.restartBoard();
      await line.untilLost(callId);
      await line.page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    }));

  it('while the agent calls: over, since the connection was lost', () =>
    plays(async (line) => {
      const wish = { number: silent, name: null, customerId: null, queueId: null };
      const { callId } = await line.page.call.dial(wish);
      await line.page.untilState('rings there', ({ calls: [call] }) => {
        return call?.phase.kind === 'dialling' && call.phase.progress === 'ringing';
      });
      await line.restartBoard();
      await line.untilLost(callId);
    }));

  it('while it rings: ready again', () =>
    plays(async (line) => {
      await line.rings();
      await line.restartBoard();
      await line.page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
      await line.untilBack(1);
      await until('ready there', () => line.board.agents().some((one) => one.extension === extension && one.ready));
    }));
});

describe.each<Refresh>(['offer', 'offerless'])('a PBX that makes sure of a call (%s)', { concurrent: true }, (how) => {
  it('finds it as it is: talking, held, and resumed', () =>
    plays(async (line) => {
      const callId = await line.talks();
      await line.isMadeSureOf(how);
      await line.soundFlows();
      for (const hold of [true, false]) {
        await line.page.call.setHold({ callId, hold });
        await line.untilAgreed();
        await line.isMadeSureOf(how);
        expect(holdOf(line.page.state())).toEqual({ wanted: hold, actual: hold });
        await line.untilAgreed();
      }
      await line.soundFlows();
      // Else the PBX would leave it to the phone, or ask by UPDATE (RFC 3311), which the library does not know.
      const claims = (message: string) => /^(supported:.*\btimer|allow:.*\bUPDATE)\b/im.test(message);
      expect(line.way.said.filter(claims)).toEqual([]);
    }));

  it('while the agent holds and resumes: both come true', () =>
    plays(async (line) => {
      const callId = await line.talks();
      for (const hold of [true, false]) {
        const refreshed = line.board.refresh(extension, how);
        await line.page.call.setHold({ callId, hold });
        await refreshed;
        await line.page.untilState('as wished', (state) => holdOf(state)?.actual === hold, longestMs);
        await line.untilAgreed();
      }
      await line.soundFlows();
    }));
});

function holdOf({ calls: [call] }: PhoneState) {
  return call?.phase.kind === 'talking' ? call.phase.hold : null;
}
