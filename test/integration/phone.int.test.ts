// The phone's real page against the switchboard, over a real WebSocket and with real sound.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { demoCompanySchema } from '#shared/model/demoCompany';
import type { TransferTarget } from '#shared/model/interaction';
import { readLibrary } from '#simulator/scenarios/library';
import { type Switchboard, startSwitchboard } from '#simulator/switchboard/switchboard';
import { projectFolder } from '../../scripts/paths.ts';
import { answered, firstCall, isReady, phaseIs, soundFlows } from '../support/agents.ts';
import { lineOf, signIn, untilHeard, untilSilent } from '../support/agentsAtBoard.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { until } from '../support/until.ts';

const assets = join(projectFolder, 'assets');
const company = demoCompanySchema.parse(JSON.parse(readFileSync(join(assets, 'demo/company.json'), 'utf8')));
const agentsOf = (queue: string) => company.agents.filter((agent) => agent.queues.some((id) => id === queue));

let pages: PhonePages;
let board: Switchboard;
let page: PhonePage;

const giulia = must(agentsOf('welcome')[0], 'an agent of the queue welcome').extension;
const luca = must(
  agentsOf('complaints').find((agent) => agent.extension !== giulia),
  'a specialist',
).extension;

beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  board = await startSwitchboard({ company, library: await readLibrary(assets) });
  page = await pages.open();
});
afterEach(async () => {
  const bugs = page.logged.filter((line) => /^(error|refused|warn: ring|warn: voice)/.test(line));
  await page.close();
  await board.stop();
  expect(bugs.join('\n')).toBe('');
});

describe('a customer who rings a queue', () => {
  it('is shown, answered, held, resumed and says goodbye', async () => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: '+390000000101', name: 'Luca Ferri', queue: 'welcome' });
    await page.untilState('ringing', phaseIs('ringing'));
    const call = firstCall(page);
    expect(call.caller).toMatchObject({ kind: 'number', e164: '+390000000101' });
    expect(call.queue).toBe('welcome');
    await until('data has been told', () => page.data.arrived[0]?.call.id === call.id);

    await page.call.answer({ callId: call.id });
    await page.untilState('talking', phaseIs('talking'));
    await soundFlows(page);

    await page.call.setHold({ callId: call.id, hold: true });
    await page.untilState('held', ({ calls: [held] }) => held?.phase.kind === 'talking' && held.phase.hold.actual);
    await page.call.setHold({ callId: call.id, hold: false });
    await page.untilState('resumed', ({ calls: [back] }) => back?.phase.kind === 'talking' && !back.phase.hold.actual);
    await soundFlows(page);

    customer.hangUp();
    await page.untilState('over', phaseIs('ended'));
    expect(firstCall(page).phase).toMatchObject({ reason: 'hungUpThere' });
    await until('everything is written down', () => page.data.events.some(({ event }) => event.kind === 'ended'));
    const kinds = page.data.events.map(({ event }) => event.kind);
    // A slow machine talks long enough to be judged.
    expect(kinds.filter((kind) => kind !== 'quality')).toEqual(['answered', 'held', 'resumed', 'ended']);
  });

  it('is spoken with in the best codec that both have, and the browser takes our wishes', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    await soundFlows(page);
    const [{ codec } = { codec: null }] = await page.stats();
    // The switchboard has G.711 alone.
    expect(codec).toMatch(/^audio\/PCM[AU]$/);
    expect(page.logged.filter((line) => line.includes('not tuned'))).toEqual([]);
  });

  it('is sent in packets that routers may put before others', async () => {
    const wishing = await pages.open({
      before: () => {
        const setParameters = RTCRtpSender.prototype.setParameters;
        const wishes: unknown[] = [];
        RTCRtpSender.prototype.setParameters = function (parameters, ...rest) {
          wishes.push(...parameters.encodings.map(({ networkPriority }) => networkPriority));
          return setParameters.call(this, parameters, ...rest);
        };
        Object.assign(window, { wishes });
      },
    });
    await signIn(board, wishing, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(wishing);
    expect(new Set(await wishing.page.evaluate<string[]>('wishes'))).toEqual(new Set(['high']));
    expect(wishing.logged.filter((line) => line.includes('not tuned'))).toEqual([]);
    await wishing.close();
  });

  it('is heard well enough, which is shown and kept with the conversation', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const { id: callId } = firstCall(page);
    const { quality } = await page.untilState('judged', (state) => state.quality[callId] !== undefined);
    const { verdict, mos, lossPercent } = must(quality[callId], 'a judgement');
    // Nothing is lost on the way; what a busy machine keeps waiting is delay, which is less than good, and rightly so.
    expect(['good', 'fair']).toContain(verdict);
    expect(mos).toBeGreaterThan(3.6);
    expect(lossPercent).toBeLessThan(3);
    await page.call.hangUp({ callId });
    await until('everything is written down', () => page.data.events.some(({ event }) => event.kind === 'ended'));
    const facts = page.data.events.map(({ event }) => event);
    expect(facts.map(({ kind }) => kind)).toEqual(['answered', 'quality', 'ended']);
    expect(facts[1]?.detail).toMatch(/^mos [34]\.\d min [34]\.\d poor 0%$/);
  });

  it('holds the next one off until the wrap-up is closed', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    await page.untilState('held off', ({ availability }) => availability.pbx === 'notOffering');
    const { id: callId, interactionId } = firstCall(page);
    page.data.setLine({ ...lineOf(board, giulia), wrapUps: [interactionId] });
    await page.call.hangUp({ callId });
    await page.untilState('over', phaseIs('ended'));
    expect(page.state().availability).toMatchObject({ heldOffBy: 'wrapUp', pbx: 'notOffering' });
    page.data.setLine(lineOf(board, giulia));
    await isReady(page);
  });

  it('gives up, and is gone', async () => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: 'withheld', queue: 'welcome' });
    await page.untilState('ringing', phaseIs('ringing'));
    expect(firstCall(page).caller).toEqual({ kind: 'withheld' });
    customer.hangUp();
    await page.untilState('over', phaseIs('ended'));
    expect(firstCall(page).phase).toMatchObject({ reason: 'callerGaveUp' });
  });

  it('hears nothing of an agent who is muted', async () => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const callId = firstCall(page).id;
    await untilHeard(customer);
    await page.call.setMute({ callId, mute: true });
    await untilSilent(customer);
    await page.call.setMute({ callId, mute: false });
    await untilHeard(customer);
  });

  it('hears every key, also those pressed while others still sound', async () => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const callId = firstCall(page).id;
    await page.call.sendDigits({ callId, digits: '123456' });
    await page.call.sendDigits({ callId, digits: '9' });
    await until('all keys are heard', () => customer.keys() === '1234569');
  });
});

describe('a blind transfer', () => {
  const target: TransferTarget = { kind: 'person', name: 'Luca', number: luca };

  it('takes the customer and the id of the interaction to the specialist', async () => {
    const specialist = await pages.open();
    await signIn(board, page, giulia);
    await signIn(board, specialist, luca);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const { id: callId, interactionId } = firstCall(page);
    await page.call.transferBlind({ callId, target });
    await specialist.untilState('ringing', phaseIs('ringing'));
    expect(firstCall(specialist)).toMatchObject({ handedOver: interactionId, caller: { e164: '+390000000101' } });
    await answered(specialist);
    await page.untilState('over', phaseIs('ended'));
    expect(firstCall(page).phase).toMatchObject({ reason: 'transferred' });
    await soundFlows(specialist);
    await specialist.close();
  });

  it('that fails gives the customer back', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const callId = firstCall(page).id;
    await page.call.transferBlind({ callId, target: { ...target, number: '5999' } });
    await page.untilState(
      'the transfer failed',
      ({ calls: [call] }) => call?.phase.kind === 'talking' && call.phase.transfer.kind === 'failed',
    );
    await soundFlows(page);
  });
});

describe('when something breaks', () => {
  it.each([
    ['is cut', false],
    ['is cut, gets its sound back where that is gone too', true],
  ])('the call keeps its sound while the connection %s, and can be ended afterwards', async (_, areLost) => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const callId = firstCall(page).id;
    await page.pretendMediaLost(areLost);
    board.weather.cut({ extension: giulia, seconds: 1 });
    await page.untilState('cut off', (state) => state.registration.kind !== 'registered');
    await soundFlows(page);
    await page.untilState('back', (state) => state.registration.kind === 'registered');
    expect(firstCall(page).phase.kind).toBe('talking');
    await soundFlows(page);
    await page.call.setHold({ callId, hold: true });
    await page.untilState('held', ({ calls: [held] }) => held?.phase.kind === 'talking' && held.phase.hold.actual);
    await page.call.hangUp({ callId });
    await until('the customer hears the end', () => customer.state().kind === 'ended');
  });

  it('a socket that is dead without saying so is noticed within 10 s', async () => {
    await signIn(board, page, giulia);
    const since = performance.now();
    board.weather.deafFor(30);
    await page.untilState('noticed', (state) => state.registration.kind !== 'registered');
    expect(performance.now() - since).toBeLessThan(10_000);
    board.weather.clear();
  });

  it('a wrong password is said, and not tried again by itself', async () => {
    page.data.setLine(lineOf(board, giulia, { password: 'wrong' }));
    const { registration } = await page.untilState('failed', (state) => state.registration.kind === 'failed');
    expect(registration).toMatchObject({ failure: { code: 'pbx.wrongPassword' }, retryAt: null });
    page.data.setLine(lineOf(board, giulia));
    await page.untilState('registered', (state) => state.registration.kind === 'registered');
  });

  it('a server that cannot be reached is tried again, and the next in the list instead', async () => {
    page.data.setLine(lineOf(board, giulia, { servers: ['ws://127.0.0.1:9/', board.url] }));
    await page.untilState('registered', (state) => state.registration.kind === 'registered');
    expect(page.state().registration.kind).toBe('registered');
  });

  it('a server that is not secured is not connected to: the next is used, and where there is none it is said', async () => {
    const unsecured = 'ws://pbx.example:8088/ws';
    const connectedTo: string[] = [];
    page.page.on('websocket', (socket) => connectedTo.push(socket.url()));
    page.data.setLine(lineOf(board, giulia, { servers: [unsecured] }));
    const { registration } = await page.untilState('failed', (state) => state.registration.kind === 'failed');
    expect(registration).toMatchObject({ failure: { code: 'pbx.unsecured' }, retryAt: null });
    await page.call.reconnect(null);
    page.data.setLine(lineOf(board, giulia, { servers: [unsecured, board.url] }));
    await page.untilState('registered', (state) => state.registration.kind === 'registered');
    page.data.setLine({ ...lineOf(board, giulia), pbx: null });
    await page.untilState('off', (state) => state.registration.kind === 'off');
    page.data.setLine(lineOf(board, giulia, { servers: [unsecured] }));
    await page.untilState('failed again', (state) => state.registration.kind === 'failed');
    page.data.setLine({ ...lineOf(board, giulia), pbx: null });
    await page.untilState('off again', (state) => state.registration.kind === 'off');
    expect([...new Set(connectedTo)]).toEqual([`${board.url}/`]);
  });

  it('facts wait for a data program that is away, and the new one learns which calls live', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const { id: callId, interactionId } = firstCall(page);
    page.data.die();
    await page.call.setMute({ callId, mute: true });
    await page.untilState('muted', ({ calls: [call] }) => call?.phase.kind === 'talking' && call.phase.mute);
    await page.data.restart();
    await until('the fact has arrived', () => page.data.events.some(({ event }) => event.kind === 'muted'));
    await until('the live call is known', () => page.data.live.at(-1)?.[0] === interactionId);
  });

  it('a refused microphone is said before the first call, and the call rings on', async () => {
    const refused = await pages.open({ permission: 'refused' });
    await signIn(board, refused, giulia);
    const { audio } = await refused.untilState('told', (state) => state.audio.microphone.kind === 'failed');
    expect(audio.microphone).toMatchObject({ failure: { code: 'microphone.refused' } });
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await refused.untilState('ringing', phaseIs('ringing'));
    await refused.call.answer({ callId: firstCall(refused).id });
    await refused.untilState(
      'ringing again, silently',
      ({ calls: [call] }) => call?.phase.kind === 'ringing' && call.phase.silenced,
    );
    await refused.close();
  });
});

describe('the sound', () => {
  it('is heard through the limiter, and its levels are shown while somebody looks', async () => {
    await signIn(board, page, giulia);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const looking = new AbortController();
    const shown = page.call.showLevels(null, looking.signal);
    // The voice is measured behind the limiter: where it has a level, it is on its way to the ear.
    await until('both are heard', () =>
      ['microphone', 'voice'].every((side) => page.levels.some((levels) => (levels[side as 'voice'] ?? 0) > 0)),
    );
    looking.abort();
    await expect(shown).rejects.toThrow('contract.cancelled');
  });

  it('of the own voice can be heard again, though not during a call', async () => {
    await signIn(board, page, giulia);
    await page.call.testMicrophone(null);
    expect(page.state().audio.microphoneTest).toBe('idle');
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    await expect(page.call.testMicrophone(null)).rejects.toThrow('call.notNow');
  });
});

describe('a line check', () => {
  it('finds every part of a good line fine, and hears its own echo', async () => {
    await signIn(board, page, giulia);
    await page.call.checkLine(null);
    const { lineCheck, calls } = page.state();
    const found = must(lineCheck, 'a line check').steps.map(({ part, result }) =>
      'advice' in result ? `${part}: ${result.advice}` : `${part} ${result.kind}`,
    );
    expect(found).toEqual(['microphone fine', 'server fine', 'registration fine', 'route fine', 'echo fine']);
    expect(calls).toEqual([]);
    // The desk, the data program and the queues saw no call.
    expect(page.data.arrived).toEqual([]);
    expect(await page.stats()).toEqual([]);
  });

  it('gives way to a customer who rings, and is refused while they talk', async () => {
    await signIn(board, page, giulia);
    const checked = page.call.checkLine(null);
    await page.untilState('checking', (state) => state.lineCheck?.running === true);
    board.ring({ number: '+390000000101', queue: 'welcome' });
    await checked;
    expect(page.state().lineCheck?.steps.at(-1)?.result).toEqual({ kind: 'skipped', advice: 'calledOff' });
    await answered(page);
    await soundFlows(page);
    await expect(page.call.checkLine(null)).rejects.toThrow('call.notNow');
  });
});

describe('voice messages', () => {
  const fresh = (count: number) =>
    page.untilState(`${count} new`, ({ voiceMessages }) => {
      return voiceMessages.kind === 'counted' && voiceMessages.fresh === count;
    });

  it('are counted as they come, heard by calling the mailbox, and make no interaction', async () => {
    await signIn(board, page, giulia);
    await fresh(0);
    board.leaveMessage(luca);
    board.leaveMessage(giulia);
    board.leaveMessage(giulia);
    await fresh(2);
    await page.call.callVoicemail(null);
    await page.untilState('listening', phaseIs('talking'));
    await fresh(0);
    const { energyReceived } = must((await page.stats())[0], 'a leg');
    await until('a message is heard', async () => ((await page.stats())[0]?.energyReceived ?? 0) > energyReceived);
    await page.call.hangUp({ callId: firstCall(page).id });
    await page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    await isReady(page);
    expect(page.data.arrived).toEqual([]);
    expect(page.data.events).toEqual([]);
  });

  it('are counted anew after a lost connection, and whatever is not understood changes nothing', async () => {
    await signIn(board, page, giulia);
    board.leaveMessage(giulia);
    await fresh(1);
    const lines = page.logged.length;
    const bodies = ['', 'Messages-Waiting: perhaps', 'Messages-Waiting: yes\r\nVoice-Message: 99999999/0'];
    bodies.forEach((body, index) => {
      board.sendRaw(giulia, unasked(giulia, index, body));
    });
    const complaints = () => page.logged.slice(lines).filter((line) => line.includes('message-summary'));
    await until('each is one line', () => complaints().length === bodies.length);
    board.weather.cut({ extension: giulia });
    await page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
    board.leaveMessage(giulia);
    await fresh(2);
    expect(complaints()).toEqual(bodies.map(() => 'info: message-summary: not understood'));
  });

  /** A NOTIFY outside of any subscription. */
  const unasked = (extension: string, index: number, body: string): string =>
    [
      `NOTIFY sip:${extension}@phone.invalid SIP/2.0`,
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bKunasked${index}`,
      'Max-Forwards: 70',
      `From: <sip:mailbox@${board.domain}>;tag=unasked`,
      `To: <sip:${extension}@${board.domain}>`,
      `Call-ID: unasked-${index}`,
      'CSeq: 1 NOTIFY',
      'Event: message-summary',
      'Subscription-State: active',
      'Content-Type: application/simple-message-summary',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
});

describe('the devices', () => {
  it('are listed, chosen and kept; one that is not there is refused and changes nothing', async () => {
    await signIn(board, page, giulia);
    const { audio } = await page.untilState('listed', (state) => state.audio.outputs.some(({ label }) => label !== ''));
    expect(audio.microphone.kind).toBe('ready');
    for (const [role, devices] of [
      ['microphone', audio.inputs],
      ['speaker', audio.outputs],
      ['ringer', audio.outputs],
    ] as const) {
      const { id: deviceId, label } = must(devices.at(-1), role);
      await page.call.chooseDevice({ role, deviceId });
      expect(page.state().audio.chosen[role]).toBe(deviceId);
      await until('it is kept', () => page.keptDevices.at(-1)?.role === role);
      expect(page.keptDevices.at(-1)).toEqual({ role, deviceId, label });
    }
    await expect(page.call.chooseDevice({ role: 'speaker', deviceId: 'unplugged' })).rejects.toThrow('speaker.refused');
    expect(page.state().audio.chosen.speaker).toBe(audio.outputs.at(-1)?.id);
    await page.call.testRinger(null);
  });

  it('can be changed in the middle of a call, which stays muted if it was', async () => {
    await signIn(board, page, giulia);
    const customer = board.ring({ number: '+390000000101', queue: 'welcome' });
    await answered(page);
    const callId = firstCall(page).id;
    await untilHeard(customer);
    await page.call.setMute({ callId, mute: true });
    await page.call.chooseDevice({ role: 'microphone', deviceId: must(page.state().audio.inputs.at(-1), 'one').id });
    await untilSilent(customer);
    await page.call.setMute({ callId, mute: false });
    await untilHeard(customer);
  });

  it('a machine without a microphone says so, and calls ring on', async () => {
    const deaf = await startPhonePages({ deaf: true });
    try {
      const silent = await deaf.open();
      await signIn(board, silent, giulia);
      const { audio } = await silent.untilState('told', (state) => state.audio.microphone.kind === 'failed');
      expect(audio.microphone).toMatchObject({ failure: { code: 'microphone.missing' } });
    } finally {
      await deaf.close();
    }
  });
});
