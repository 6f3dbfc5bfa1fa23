// The switchboard with real browser phones: unmodified SIP.js in Chromium registers, goes ready, talks, presses keys, holds,
// passes on, and comes back after its socket was cut.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BarePhone, type BarePhones, startBarePhones } from '#test/support/barePhones';
import { startTestSwitchboard, type TestSwitchboard } from '#test/support/switchboard';
import { until } from '#test/support/until';

let phones: BarePhones;
let board: TestSwitchboard;

// Where Chromium has to be installed first, that takes a while.
beforeAll(async () => {
  phones = await startBarePhones();
}, 300_000);
afterAll(() => phones.close());
beforeEach(async () => {
  board = await startTestSwitchboard();
});
afterEach(async () => {
  await phones.discard();
  await board.stop();
});

async function registered(extension: string): Promise<BarePhone> {
  const phone = await phones.phone(board.account(extension));
  expect(await phone.register()).toBe(200);
  return phone;
}

async function ready(extension: string): Promise<BarePhone> {
  const phone = await registered(extension);
  expect(await phone.dialAndWait('*74')).toBe(200);
  await until(`${extension} is ready`, () => agent(extension).ready && !agent(extension).inCall);
  return phone;
}

const agent = (extension: string) =>
  board.agents().find((one) => one.extension === extension) ?? expect.unreachable('no such agent');

/** Sound goes both ways: RTP arrives and is not silence. */
async function hears(phone: BarePhone): Promise<void> {
  const before = (await phone.heard()).packets;
  await until(`${phone.extension} hears somebody`, async () => {
    const { packets, loudest } = await phone.heard();
    return packets >= before + 25 && loudest > 0.05;
  });
}

describe('registration', () => {
  test('with the right password a phone is there, and keep-alives are answered', async () => {
    const phone = await registered('1001');
    expect(board.registrations().map(({ extension }) => extension)).toEqual(['1001']);
    expect(agent('1001')).toMatchObject({ registered: true, ready: false });
    expect(await phone.ping()).toBe(true);
  });

  test('with a wrong password, or as somebody else, it is not', async () => {
    const account = board.account('1001');
    expect(await (await phones.phone({ ...account, password: 'wrong' })).register()).toBe(401);
    expect(
      await (await phones.phone({ ...account, user: '1002', password: board.account('1002').password })).register(),
    ).toBe(403);
    expect(await (await phones.phone({ ...account, extension: '4711', user: '4711' })).register()).toBe(401);
    expect(board.registrations()).toEqual([]);
  });

  test('a phone whose socket closes is gone', async () => {
    await registered('1001');
    board.weather.cut({ extension: '1001' });
    await until('it is gone', () => board.registrations().length === 0);
  });
});

describe('a queue call', () => {
  test('comes only to a ready agent, who sees who calls and how long they waited, and hears them speak', async () => {
    const phone = await registered('1001');
    const customer = board.ring({ scenario: 'SIM-01', waitedSeconds: 42 });
    expect(customer.state()).toEqual({ kind: 'waiting', queue: 'welcome' });

    expect(await phone.dialAndWait('*74')).toBe(200);
    expect(await phone.nextInvite()).toMatchObject({
      from: expect.stringMatching(/^<sip:\+390000000101@127\.0\.0\.1>;tag=/),
      'p-asserted-identity': '<sip:+390000000101@127.0.0.1>',
      'x-queue': 'welcome',
      'x-queue-wait': expect.stringMatching(/^(4[2-9]|5\d)$/),
      'x-customer-number': '+390000000101',
      'x-language': 'it',
    });
    expect(agent('1001').ringing).toBe(true);
    await phone.answer();
    await hears(phone);
    await until('the customer hears the agent', () => customer.recorded().soundMs > 0);
    expect(customer.rtp()).toMatchObject({ lost: 0 });

    customer.hangUp();
    await phone.ended();
    await until('the agent is free', () => !agent('1001').inCall);
    expect(board.calls()).toEqual([]);
  });

  test('a withheld number stays withheld; an odd identity is sent as it stands', async () => {
    const phone = await ready('1001');
    board.ring({ scenario: 'SIM-09' });
    const withheld = await phone.nextInvite();
    expect(withheld).toMatchObject({
      privacy: 'id',
      'p-asserted-identity': expect.stringContaining('anonymous.invalid'),
    });
    expect(withheld.from).toContain('sip:anonymous@anonymous.invalid');
    expect(withheld).not.toHaveProperty('x-customer-number');
    await phone.answer();
    await phone.hangUp();
    await until('the agent is free', () => !agent('1001').inCall);

    board.ring({
      number: '+390000000150',
      queue: 'welcome',
      odd: { from: '<sip:;;@127.0.0.1>', assertedIdentity: '"broken <<sip:@@>;=' },
    });
    expect(await phone.nextInvite()).toMatchObject({
      from: expect.stringMatching(/^<sip:;;@127.0.0.1>;tag=/),
      'p-asserted-identity': '"broken <<sip:@@>;=',
    });
    await phone.answer();
    await hears(phone);
  });

  test('goes on to the next agent when it is declined; a caller who gives up stops the ringing', async () => {
    const [first, second] = [await ready('1001'), await ready('1002')];
    const customer = board.ring({ number: '+390000000150', name: 'Prova "uno"', queue: 'support' });
    expect((await first.nextInvite()).from).toContain('"Prova uno"');
    await first.decline(486);
    await second.nextInvite();
    customer.hangUp();
    await second.ended();
    await until('nobody rings', () => !agent('1002').ringing);
  });

  test('rings every phone of an agent; the one left over is told that it was answered elsewhere', async () => {
    const desk = await ready('1001');
    const home = await registered('1001');
    board.ring({ number: '+390000000150', queue: 'welcome' });
    await Promise.all([desk.nextInvite(), home.nextInvite()]);
    await desk.answer();
    expect(await home.ended()).toContain('SIP;cause=200');
    await hears(desk);
  });

  test('agents come and go: paused ones are not rung', async () => {
    const phone = await ready('1001');
    expect(await phone.dialAndWait('*73')).toBe(200);
    await until('not ready', () => !agent('1001').ready);
    const customer = board.ring({ number: '+390000000150', queue: 'welcome' });
    expect(customer.state()).toEqual({ kind: 'waiting', queue: 'welcome' });
  });
});

describe('in a call', () => {
  async function inCall() {
    const phone = await ready('1001');
    const customer = board.ring({ number: '+390000000150', queue: 'welcome' });
    await phone.nextInvite();
    await phone.answer();
    await hears(phone);
    return { phone, customer };
  }

  test('keys arrive by RTP and by INFO', async () => {
    const { phone, customer } = await inCall();
    await phone.sendKeys('12#');
    await until('three keys', () => customer.keys() === '12#');
    await phone.sendKeyByInfo('9');
    await until('four keys', () => customer.keys() === '12#9');
  });

  test('hold stops the customer’s voice, resume brings it back', async () => {
    const { phone, customer } = await inCall();
    expect(await phone.hold(true)).toBe(200);
    expect(customer.state()).toMatchObject({ kind: 'talking', held: true });
    const sent = customer.rtp()?.sent;
    const received = customer.rtp()?.received ?? 0;
    await until('the agent’s side goes on', () => (customer.rtp()?.received ?? 0) > received + 20);
    expect(customer.rtp()?.sent).toBe(sent);
    expect(await phone.hold(false)).toBe(200);
    expect(customer.state()).toMatchObject({ held: false });
    await hears(phone);
  });

  test('weather: what gets lost is counted', async () => {
    const { customer } = await inCall();
    board.weather.set({ lossPercent: 30, latencyMs: 40, jitterMs: 5 });
    await until('packets are missing', () => (customer.rtp()?.lost ?? 0) > 5);
  });

  test('a cut socket does not end it: the phone comes back, renews its media, and is hung up on over the new socket', async () => {
    const { phone, customer } = await inCall();
    board.weather.cut({ extension: '1001' });
    await until('the phone is gone', () => board.registrations().length === 0);
    const gap = customer.watchGap();
    expect(await phone.reconnect()).toBe(200);
    expect(await phone.restartIce()).toBe(200);
    await hears(phone);
    expect(gap()).toBeLessThan(5_000);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: '1001' });
    customer.hangUp();
    await phone.ended();
  });
});

describe('blind transfer', () => {
  const headers = ['X-Interaction: 01JABCDEFGHJKMNPQRSTVWXYZ0', 'User-to-User: 3031;encoding=hex'];

  async function twoAgents() {
    const [first, second] = [await ready('1001'), await ready('1002')];
    const customer = board.ring({ number: '+390000000103', queue: 'welcome' });
    await first.nextInvite();
    await first.answer();
    await hears(first);
    return { first, second, customer };
  }

  test('to a queue: the next agent sees the same caller and what goes with the call; the first one hangs up', async () => {
    const { first, second, customer } = await twoAgents();
    expect(await first.refer('8002', headers)).toEqual([100, 200]);
    expect(await second.nextInvite()).toMatchObject({
      'p-asserted-identity': '<sip:+390000000103@127.0.0.1>',
      'x-queue': 'complaints',
      'x-customer-number': '+390000000103',
      'x-interaction': '01JABCDEFGHJKMNPQRSTVWXYZ0',
      'user-to-user': '3031;encoding=hex',
    });
    expect(agent('1001').inCall).toBe(true);
    await first.hangUp();
    await second.answer();
    await hears(second);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: '1002' });
  });

  test('to a colleague: the call leaves when the colleague answers', async () => {
    const { first, second, customer } = await twoAgents();
    const codes = first.refer('1002', headers);
    expect(await second.nextInvite()).toMatchObject({ 'x-interaction': '01JABCDEFGHJKMNPQRSTVWXYZ0' });
    await second.answer();
    expect(await codes).toEqual([100, 200]);
    await first.hangUp();
    await hears(second);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: '1002' });
  });

  test('to nobody: the call stays where it is', async () => {
    const { first, second, customer } = await twoAgents();
    expect(await first.refer('4711', headers)).toEqual([100, 404]);
    expect(await first.refer('1100', headers)).toEqual([100, 480]);
    const declined = first.refer('1002', headers);
    await second.nextInvite();
    await second.decline(486);
    expect(await declined).toEqual([100, 486]);
    await hears(first);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: '1001' });
  });

  test('whoever passes a call on and leaves at once does not lose the customer when the colleague declines', async () => {
    const { first, second, customer } = await twoAgents();
    first.refer('1002', headers).catch(() => {});
    await second.nextInvite();
    await first.hangUp();
    await until('the first one is free', () => !agent('1001').inCall);
    await second.decline(603);
    await first.nextInvite();
    await first.answer();
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: '1001' });
  });
});

describe('what agents dial', () => {
  test('a colleague: they hear each other until one hangs up', async () => {
    const [caller, colleague] = [await registered('1001'), await registered('1002')];
    const dialled = caller.dial('1002');
    expect((await colleague.nextInvite()).from).toMatch(/Giulia.*sip:1001@/);
    await colleague.answer();
    expect(await dialled).toBe(200);
    await Promise.all([hears(caller), hears(colleague)]);
    await caller.hangUp();
    await colleague.ended();
    await until('both are free', () => !agent('1001').inCall && !agent('1002').inCall);
  });

  test('a colleague, whom they can pass on like any caller', async () => {
    const [caller, lead, other] = [await registered('1001'), await registered('1100'), await ready('1002')];
    const dialled = caller.dial('1100');
    await lead.nextInvite();
    await lead.answer();
    expect(await dialled).toBe(200);
    expect(await caller.refer('8002', [])).toEqual([100, 200]);
    expect((await other.nextInvite()).from).toContain('sip:1100@');
    await caller.hangUp();
    await other.answer();
    await Promise.all([hears(lead), hears(other)]);
    await lead.hangUp();
    await other.ended();
    await until('everybody is free', () => board.agents().every((one) => !one.inCall));
  });

  test('a colleague who declines or is not there, and a number that nobody has', async () => {
    const [caller, colleague] = [await registered('1001'), await registered('1002')];
    const dialled = caller.dial('1002');
    await colleague.nextInvite();
    await colleague.decline(486);
    expect(await dialled).toBe(486);
    expect(await caller.dial('1100')).toBe(480);
    expect(await caller.dial('4711')).toBe(404);
  });

  test('a queue: they hear the music, then the agent', async () => {
    const caller = await registered('1100');
    expect(await caller.dial('8000')).toBe(200);
    await hears(caller);
    const phone = await ready('1001');
    expect(await phone.nextInvite()).toMatchObject({ 'x-queue': 'welcome' });
    await phone.answer();
    await hears(phone);
  });

  test('9000 gives back what they say, 9001 says the keys and hangs up', async () => {
    const phone = await registered('1001');
    expect(await phone.dial('9000')).toBe(200);
    await hears(phone);
    await phone.hangUp();
    expect(await phone.dial('9001')).toBe(200);
    await phone.sendKeys('1234');
    await hears(phone);
    await phone.ended();
  });
});

test('a phone of another make (JsSIP) registers, goes ready, talks, holds, presses keys and passes on', async () => {
  const phone = await phones.jsSipPhone(board.account('1001'));
  expect(await phone.register()).toBe(200);
  expect(await phone.dialAndWait('*74')).toBe('Terminated');
  const other = await ready('1002');
  const rings = phone.nextInvite();
  const customer = board.ring({ number: '+390000000150', queue: 'welcome' });
  expect((await rings).from).toBe('sip:+390000000150@127.0.0.1');
  await phone.answer();
  await until('it hears the customer', async () => (await phone.heard()).packets > 25);
  await phone.hold(true);
  expect(customer.state()).toMatchObject({ held: true });
  await phone.hold(false);
  expect(customer.state()).toMatchObject({ held: false });
  await phone.sendKeyByInfo('7');
  await until('the key came', () => customer.keys() === '7');
  expect(await phone.refer('8002')).toBe('accepted');
  await other.nextInvite();
  await phone.hangUp();
  await other.answer();
  await hears(other);
});

test('OPTIONS is answered, so that a phone knows that its socket is alive', async () => {
  const phone = await registered('1001');
  expect(await phone.options()).toBe(200);
});

test('a switchboard that is deaf for a while answers nobody, and then everybody', async () => {
  const phone = await registered('1001');
  board.weather.deafFor(60);
  expect(await phone.ping(2_000)).toBe(false);
  board.weather.clear();
  expect(await phone.ping()).toBe(true);
});
