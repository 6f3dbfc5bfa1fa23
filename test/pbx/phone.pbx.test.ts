// The phone's real page against a real PBX: what the end-to-end story does not look at so closely.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { queueIdSchema } from '#shared/model/ids';
import { answered, comeReady, firstCall, phaseIs, soundFlows } from '../support/agents.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { rounds } from '../support/rounds.ts';
import { cseqOf, isReinvite, type SipProxy, startSipProxy } from '../support/sipProxy.ts';
import { until } from '../support/until.ts';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import type { CustomerCall } from './callCentre.ts';
import { lineOf } from './lineOf.ts';

let pbx: Asterisk;
let pages: PhonePages;
let proxy: SipProxy;
let page: PhonePage;
let specialist: PhonePage;
const mario = { number: '+390000000101', name: 'Mario Rossi', queue: 'welcome' } as const;

beforeAll(async () => {
  pbx = await startAsterisk(() => {});
  pages = await startPhonePages();
});
afterAll(async () => {
  await pages?.close();
  await pbx?.stop();
});
beforeEach(async () => {
  await pbx.reset();
  proxy = await startSipProxy(pbx.wsUrl);
  page = await pages.open();
  specialist = await pages.open();
  await Promise.all([
    comeReady(page, lineOf(pbx, '1001', { servers: [proxy.url] })),
    comeReady(specialist, lineOf(pbx, '1002')),
  ]);
});
afterEach(async () => {
  await page.close();
  await specialist.close();
  await proxy.close();
  await pbx.hangupAll();
});

const holdIs = (actual: boolean) => (state: ReturnType<PhonePage['state']>) => {
  const phase = state.calls[0]?.phase;
  return phase?.kind === 'talking' && phase.hold.actual === actual;
};
const legs = async () => (await pbx.channels()).filter((channel) => channel.name.startsWith('PJSIP/'));
const legOf = async (extension: string) => (await legs()).find(({ name }) => name.startsWith(`PJSIP/${extension}-`));

/** Asterisk needs a moment after an answer until it has joined the two, and no agent is as quick as that. */
const joined = () => until('all legs are joined', async () => (await legs()).every(({ bridge }) => bridge !== ''));

/** Against what hangs. */
const longestMs = 60_000;
/** Sound that an ear would hear, by the measure of webrtc-stats. */
const audible = 1e-4;
const energyOf = async (who: PhonePage) => (await who.stats())[0]?.energyReceived ?? 0;

/** Somebody is heard. A microphone of these tests beeps once a second. */
async function untilSpeaks(who: PhonePage): Promise<void> {
  const before = await energyOf(who);
  await until('somebody is heard', async () => (await energyOf(who)) > before + audible);
}

/** Nobody is heard for as long as three beeps take, by the packets that come meanwhile. */
async function untilStill(who: PhonePage): Promise<void> {
  const packets = async () => (await who.stats())[0]?.packetsReceived ?? 0;
  let [energy, since] = [await energyOf(who), await packets()];
  await until(
    'nobody is heard',
    async () => {
      const [now, count] = [await energyOf(who), await packets()];
      if (now > energy + audible) [energy, since] = [now, count];
      return count > since + 150;
    },
    undefined,
    longestMs,
  );
}

/** The agent talks to Mario. */
async function talking(customer: CustomerCall = mario) {
  await pbx.ringQueue(customer);
  const call = await answered(page);
  await joined();
  return call;
}

describe('the phone at Asterisk', () => {
  it('tells the queues what is wished, and holds the next call off from the answer on', async () => {
    const call = await talking();
    expect(call).toMatchObject({ queue: 'welcome', caller: { e164: mario.number, displayName: mario.name } });
    await until('paused', async () => (await pbx.queueStatus('welcome')).members[0]?.paused === true);
    await soundFlows(page);
    await page.call.hangUp({ callId: call.id });
    await until('the leg is gone', async () => (await legOf('1001')) === undefined);
  });

  it('knows that a lead, who is in no queue, is offered nothing', async () => {
    const lead = await pages.open();
    lead.data.setLine(lineOf(pbx, '1100'));
    await lead.untilState(
      'settled',
      ({ availability }) => availability.pbx === 'notOffering' && !availability.changing,
    );
    await lead.close();
  });

  it('holds: nothing arrives meanwhile, and sound is back afterwards', async () => {
    const { id: callId } = await talking();
    await soundFlows(page);
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', holdIs(true));
    // What was on its way may still come, on a busy machine for a while.
    await until('nothing arrives any more', async () => {
      const [before] = await page.stats();
      await until('time passes, by what is sent', async () => {
        const [now] = await page.stats();
        return (now?.packetsSent ?? 0) > (before?.packetsSent ?? 0) + 25;
      });
      const [later] = await page.stats();
      return (later?.packetsReceived ?? 0) - (before?.packetsReceived ?? 0) < 5;
    });
    await page.call.setHold({ callId, hold: false });
    await page.untilState('resumed', holdIs(false));
    await soundFlows(page);
  });

  // Asterisk asks after 45 s: long rounds.
  if (rounds({ short: 0, long: 1 }) > 0) {
    it('keeps a call of which the PBX makes sure by a session timer', async () => {
      await pbx.ringQueue(mario);
      await answered(page);
      const longMs = 90_000;
      await until('asked', () => proxy.heard.some(isReinvite), undefined, longMs);
      const asked = must(proxy.heard.find(isReinvite), 'a re-INVITE');
      expect(asked).toMatch(/^Session-Expires: 90;refresher=uac/m);
      const cseq = cseqOf(asked);
      const isTaken = (message: string) => /^SIP\/2\.0 200 [\s\S]*^cseq:[^\r\n]*INVITE/im.test(message);
      await until('answered', () => proxy.said.some((message) => isTaken(message) && cseqOf(message) === cseq));
      await soundFlows(page);
      expect(page.state().calls[0]?.phase.kind).toBe('talking');
      expect(await legOf('1001')).toBeDefined();
    }, 120_000);
  }

  it.each([
    ['a queue', '8002'],
    ['a person', '1002'],
  ])('transfers to %s, with the id of the interaction', async (_, number) => {
    const { id: callId, interactionId } = await talking();
    await page.call.transferBlind({ callId, target: { kind: 'person', name: 'Sara', number } });
    const taken = await answered(specialist);
    expect(taken).toMatchObject({ handedOver: interactionId, caller: { e164: mario.number } });
    await page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    await until('our leg is gone', async () => (await legOf('1001')) === undefined);
    await soundFlows(specialist);
  });

  it('transfers to a number outside', async () => {
    const { id: callId } = await talking();
    await page.call.transferBlind({ callId, target: { kind: 'number', name: 'Tecnico', number: '+390000000104' } });
    await page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    await until('the two outside are joined, and nobody else is there', async () => {
      const all = await pbx.channels();
      return all.some(({ bridge }) => bridge !== '') && all.every(({ name }) => !name.startsWith('PJSIP/'));
    });
  });

  it('takes the calls of a queue by itself, where that is wanted', async () => {
    const line = lineOf(pbx, '1001', { servers: [proxy.url] });
    page.data.setLine({ ...line, pbx: null });
    await page.untilState('signed out', ({ registration }) => registration.kind === 'off');
    await comeReady(page, { ...line, autoAnswer: [queueIdSchema.parse('welcome')] });
    await pbx.ringQueue(mario);
    await page.untilState('talking', ({ calls: [call] }) => call?.phase.kind === 'talking');
    await untilSpeaks(page);
    await soundFlows(page);
  });

  it('declines, not ready in the same go: the queue tries others, and this agent no more', async () => {
    await specialist.call.setWish({ kind: 'notReady', reasonCode: null });
    await specialist.untilState('not ready', ({ availability }) => availability.pbx === 'notOffering');
    let tries = 0;
    const stopCounting = pbx.onEvent((event) => {
      if (event.Event === 'AgentCalled' && event.DestChannel?.startsWith('PJSIP/1001-')) tries += 1;
    });
    await pbx.ringQueue({ ...mario, queue: 'support' });
    await page.untilState('ringing', phaseIs('ringing'));
    // As the desk does.
    await Promise.all([
      page.call.setWish({ kind: 'notReady', reasonCode: null }),
      page.call.decline({ callId: firstCall(page).id }),
    ]);
    await page.untilState('not ready', ({ availability }) => availability.pbx === 'notOffering');
    await specialist.call.setWish({ kind: 'ready' });
    // The queue has tried again, a second after the decline.
    const { caller } = await answered(specialist);
    stopCounting();
    expect(caller).toMatchObject({ e164: mario.number });
    expect(tries).toBe(1);
    expect(page.data.arrived).toHaveLength(1);
    expect(page.data.events.map(({ event }) => event.detail)).toContain('declined');
  });

  it('hears what is said before an answer', async () => {
    const { callId } = await page.call.dial({ name: null, customerId: null, queueId: null, number: '9003' });
    await page.untilState('heard', ({ calls: [call] }) => {
      return call?.phase.kind === 'dialling' && call.phase.progress === 'heard';
    });
    await untilSpeaks(page);
    await page.call.hangUp({ callId });
    await until('the PBX knows', async () => (await legOf('1001')) === undefined);
  });

  it('gives the customer back when there is nobody of that number', async () => {
    const { id: callId } = await talking();
    await page.call.transferBlind({ callId, target: { kind: 'person', name: 'Nobody', number: '1999' } });
    await page.untilState('failed', ({ calls: [call] }) => {
      return call?.phase.kind === 'talking' && call.phase.transfer.kind === 'failed';
    });
    await soundFlows(page);
  });

  it('calls somebody outside, on a queue’s behalf', async () => {
    const wish = { name: null, customerId: null, queueId: queueIdSchema.parse('complaints') };
    const { callId } = await page.call.dial({ ...wish, number: '+390000000101' });
    await page.untilState('talking', ({ calls: [call] }) => call?.phase.kind === 'talking');
    await soundFlows(page);
    expect((await pbx.channels()).map(({ caller }) => caller)).toContain('+390000000802');
    await page.call.hangUp({ callId });
    await until('the PBX knows', async () => (await legOf('1001')) === undefined);
  });

  it.each([
    ['nobody has', '1999', 'unknownNumber'],
    ['belongs to somebody who declines', '1002', 'busy'],
  ])('says that a number %s', async (_, number, reason) => {
    await page.call.dial({ name: null, customerId: null, queueId: null, number });
    if (number === '1002') {
      await specialist.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
      await specialist.call.decline({ callId: must(specialist.state().calls[0], 'a call').id });
    }
    await page.untilState('over', ({ calls: [call] }) => call?.phase.kind === 'ended' && call.phase.reason === reason);
  });

  describe('somebody is asked about a caller', () => {
    const colleague = { kind: 'person', name: 'Luca Moro', number: '1002' } as const;
    const talksIn = (id: string) => (state: ReturnType<PhonePage['state']>) => {
      const phase = state.calls.find((call) => call.id === id)?.phase;
      return phase?.kind === 'talking' && !phase.hold.actual && !phase.hold.wanted;
    };

    async function consulting() {
      const customer = await talking();
      await page.call.consult({ callId: customer.id, target: colleague });
      const asked = await answered(specialist);
      const consult = must(page.state().calls[1], 'a consult');
      await page.untilState('consulting', talksIn(consult.id));
      await joined();
      return { customer, consult, asked };
    }

    it('sees whom it is about, takes the caller over, and both our legs are gone', async () => {
      const { customer, asked } = await consulting();
      expect(asked).toMatchObject({ handedOver: customer.interactionId, caller: { number: '1001' } });
      await page.call.completeTransfer({ callId: customer.id });
      await page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
      await until('our legs are gone', async () => (await legOf('1001')) === undefined);
      await soundFlows(specialist);
      await specialist.untilState('the customer is shown', ({ calls: [shown] }) => {
        return shown?.caller.kind === 'number' && shown.caller.e164 === mario.number;
      });
    });

    it('swaps, and gives the caller back when the specialist is let go', async () => {
      const { customer, consult } = await consulting();
      await page.call.setHold({ callId: customer.id, hold: false });
      await page.untilState('with the customer', talksIn(customer.id));
      await page.call.setHold({ callId: consult.id, hold: false });
      await page.untilState('with the specialist', talksIn(consult.id));
      await page.call.hangUp({ callId: consult.id });
      await page.untilState('back', talksIn(customer.id));
      await soundFlows(page);
    });

    it('all three hear each other, and the two are left together', async () => {
      const { customer, consult, asked } = await consulting();
      await page.call.setConference({ on: true });
      await page.untilState('in conference', ({ conference }) => conference.length === 2);
      const mute = (who: PhonePage, callId: typeof consult.id, on: boolean) => who.call.setMute({ callId, mute: on });
      // The agent alone speaks, and Mario, who echoes: the specialist hears them.
      await mute(specialist, asked.id, true);
      await untilSpeaks(specialist);
      // The specialist alone speaks: the agent hears them.
      await mute(page, consult.id, true);
      await mute(specialist, asked.id, false);
      await untilSpeaks(page);
      await page.call.completeTransfer({ callId: customer.id });
      await until('our legs are gone', async () => (await legOf('1001')) === undefined);
      // Mario gives back what the specialist says.
      await untilSpeaks(specialist);
    });

    it('whoever leaves the conference, the others go on', async () => {
      const { customer, asked } = await consulting();
      await page.call.setConference({ on: true });
      await page.untilState('in conference', ({ conference }) => conference.length === 2);
      await specialist.call.hangUp({ callId: asked.id });
      await page.untilState('with the customer alone', (state) => {
        return state.conference.length === 0 && talksIn(customer.id)(state);
      });
      await untilSpeaks(page);
    });

    it('who is still being rung gets the caller as soon as they answer', async () => {
      const { id: callId } = await talking();
      await page.call.consult({ callId, target: colleague });
      await specialist.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
      await page.call.completeTransfer({ callId });
      // The consult may ring on for a moment beside it.
      const isMarios = ({ phase, caller }: Call) =>
        phase.kind === 'ringing' && 'e164' in caller && caller.e164 === mario.number;
      const { calls } = await specialist.untilState('ringing for Mario', (state) => state.calls.some(isMarios));
      await specialist.call.answer({ callId: must(calls.find(isMarios), 'Mario’s call').id });
      await page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
      await soundFlows(specialist);
    });
  });

  it('a lead whispers to an agent, whom the customer does not hear; barges in, and the customer does', async () => {
    const { id: callId, interactionId: about } = await talking({ ...mario, speech: 'none' });
    await page.call.setMute({ callId, mute: true });
    const lead = await pages.open();
    lead.data.setLine(lineOf(pbx, '1100'));
    await lead.untilState('registered', ({ registration }) => registration.kind === 'registered');
    async function comeIn(code: string, manner: 'whisper' | 'barge'): Promise<void> {
      await pbx.console(`dialplan set global HELP_1100 1001:${Math.floor(Date.now() / 1_000) + 60}`);
      await lead.call.comeIn({ number: `${code}1001`, name: 'Giulia Serra', about, manner });
      await lead.untilState('in', ({ calls }) => calls.at(-1)?.phase.kind === 'talking');
    }
    // Mario echoes, and of a muted agent nothing.
    await untilStill(page);
    await comeIn('*76', 'whisper');
    await untilSpeaks(page);
    await untilStill(lead);
    await comeIn('*77', 'barge');
    await lead.untilState('the whisper is over', ({ calls }) => calls.length === 1);
    await untilSpeaks(lead);
    await page.call.hangUp({ callId });
    await lead.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    expect(lead.data.arrived).toEqual([]);
    await lead.close();
  });

  describe('when its page dies, and the next one comes', () => {
    /** What the page says on its way out does not arrive. */
    async function die(): Promise<void> {
      proxy.setDown(true);
      await page.close();
      proxy.setDown(false);
    }

    async function comeBack(): Promise<void> {
      page = await pages.open({ lastWords: page.lastWords() });
      page.data.setLine(lineOf(pbx, '1001', { servers: [proxy.url] }));
    }

    const over = async () => {
      await until('nobody is on the line', async () => (await pbx.channels()).length === 0);
      await until('all is said', () => page.lastWords().length === 0);
    };

    it('ends its call, whose customer would listen to silence', async () => {
      await talking();
      await until('main has its last words', () => page.lastWords()[0]?.dialogue != null);
      await die();
      expect(await legOf('1001')).toBeDefined();
      await comeBack();
      await over();
    });

    const rings = (who: PhonePage) => who.untilState('rings', ({ calls }) => calls.at(-1)?.phase.kind === 'ringing');

    /** The agent calls a colleague, whose phone rings, and the page dies. */
    async function dieWhileCalling(): Promise<void> {
      await page.call.dial({ name: null, customerId: null, queueId: null, number: '1002' });
      await rings(specialist);
      await until('main has its last words', () => page.lastWords()[0]?.messages.length === 2);
      await die();
      expect(await legOf('1002')).toBeDefined();
    }

    it('takes back the call that it was making: nobody is rung on', async () => {
      await dieWhileCalling();
      expect(specialist.state().calls.at(-1)?.phase.kind).toBe('ringing');
      await comeBack();
      await specialist.untilState('rung no more', ({ calls: [call] }) => {
        return call?.phase.kind === 'ended' && call.phase.reason === 'callerGaveUp';
      });
      await over();
    });

    it('ends the call that it was making, where it was answered meanwhile', async () => {
      await dieWhileCalling();
      await specialist.call.answer({ callId: must(specialist.state().calls.at(-1), 'a call').id });
      await until('the PBX has the answer', async () => (await legOf('1002'))?.bridge !== '');
      await comeBack();
      await over();
    });

    it('is rung again by the queue whose customer rang in it', async () => {
      await pbx.ringQueue(mario);
      await rings(page);
      await until('main has its last words', () => page.lastWords().length === 1);
      await die();
      await comeBack();
      await page.call.setWish({ kind: 'ready' });
      await answered(page);
      await soundFlows(page);
    });
  });

  it.each([
    ['keeps a call through a lost connection', false],
    ['gives a call new media after a lost connection', true],
  ])('%s, and can end it on the new one', async (_, areLost) => {
    const { id: callId } = await talking();
    await soundFlows(page);
    await page.pretendMediaLost(areLost);
    proxy.cut();
    await page.untilState('cut off', (state) => state.registration.kind !== 'registered');
    await soundFlows(page);
    await page.untilState('back', (state) => state.registration.kind === 'registered');
    await soundFlows(page);
    await page.call.hangUp({ callId });
    await until('the PBX knows', async () => (await legOf('1001')) === undefined);
  });
});
