// What a phone hears from the PBX in SIP: who calls, through which queue, and which interaction a transfer carries.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectSilentPhone, type SilentPhone } from '../support/silentPhone.ts';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import type { CustomerCall } from './callCentre.ts';
import { eventually } from './eventually.ts';

const mario: CustomerCall = { number: '+390000000101', name: 'Mario Rossi', queue: 'welcome' };
const interaction = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const userToUser = `${Buffer.from(interaction).toString('hex')};encoding=hex`;

describe('the dialplan', () => {
  let pbx: Asterisk;
  let first: SilentPhone;
  let second: SilentPhone;
  beforeAll(async () => {
    pbx = await startAsterisk();
  });
  afterAll(() => pbx.stop());
  beforeEach(async () => {
    first = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1001');
    second = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1002');
  });
  afterEach(async () => {
    await pbx.reset();
    await Promise.all([first.close(), second.close()]);
    await eventually('no phone is registered', async () => (await pbx.registered()).length === 0);
  });

  const bridged = async () => (await pbx.channels()).filter((one) => one.bridge !== '');

  /** A customer rings and agent 1001 answers. */
  async function answered(call = mario) {
    expect(await first.dialUntilEnd('*74')).toBe(200);
    await pbx.ringQueue(call);
    const rung = await first.nextCall();
    await rung.answer();
    // A REFER that comes before Asterisk has joined the two is refused with 400.
    await eventually('they hear each other', async () => (await bridged()).length === 2);
    return rung;
  }

  test('an agent becomes ready and not ready by feature codes, with a reason', async () => {
    const mine = async () => (await pbx.queueStatus('support')).members.find((one) => one.extension === '1001');
    expect(await first.dialUntilEnd('*74')).toBe(200);
    expect(await mine()).toMatchObject({ paused: false, reachable: true });
    expect(await first.dialUntilEnd('*73*LUNCH')).toBe(200);
    expect(await mine()).toMatchObject({ paused: true, reason: 'LUNCH' });
    expect(await first.dialUntilEnd('*73')).toBe(200);
    expect(await mine()).toMatchObject({ paused: true, reason: '' });
  });

  test('someone in no queue is told so', async () => {
    const lead = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1100');
    expect(await lead.dialUntilEnd('*74')).toBe(404);
    await lead.close();
  });

  test('a customer who waited rings the agent who becomes ready, with number, queue and waiting time', async () => {
    await pbx.ringQueue(mario);
    await eventually(
      'he has waited a second',
      async () => ((await pbx.queueStatus('welcome')).callers[0]?.waited ?? 0) >= 1,
    );
    expect(await first.dialUntilEnd('*74')).toBe(200);
    const call = await first.nextCall();
    expect(call.header('P-Asserted-Identity')).toMatch(/^"Mario Rossi" <sip:\+390000000101@/);
    expect(call.header('X-Customer-Number')).toBe('+390000000101');
    expect(call.header('X-Queue')).toBe('welcome');
    expect(Number(call.header('X-Queue-Wait'))).toBeGreaterThanOrEqual(1);
    expect(call.header('X-Interaction')).toBeUndefined();
  });

  test('a withheld caller has no number, or one marked private', async () => {
    const unknown = await answered({ ...mario, number: 'anonymous', name: '' });
    expect(unknown.header('From')).toContain('<sip:anonymous@anonymous.invalid>');
    expect(unknown.header('Privacy')).toBe('id');
    expect(unknown.header('P-Asserted-Identity')).toBeUndefined();
    expect(unknown.header('X-Customer-Number')).toBeUndefined();
    await unknown.hangUp();

    const known = await answered({ ...mario, withheld: true });
    expect(known.header('From')).toContain('<sip:anonymous@anonymous.invalid>');
    expect(known.header('Privacy')).toBe('id');
    expect(known.header('P-Asserted-Identity')).toContain('+390000000101');
    expect(known.header('X-Customer-Number')).toBeUndefined();
  });

  test('a malformed identity reaches the phone as it is', async () => {
    const oddIdentity = '"Rossi, (Mario <sip:%00@@:bad';
    const call = await answered({ ...mario, number: '', oddIdentity });
    expect(call.header('P-Asserted-Identity')).toBe(oddIdentity);
    expect(call.header('X-Customer-Number')).toBeUndefined();
  });

  test('a blind transfer to a queue carries the interaction and the customer', async () => {
    const call = await answered();
    expect(await second.dialUntilEnd('*74')).toBe(200);
    const told = call.transfer('8002', [`X-Interaction: ${interaction}`, `User-to-User: ${userToUser}`]);
    const handed = await second.nextCall();
    expect(handed.header('X-Interaction')).toBe(interaction);
    expect(handed.header('User-to-User')).toBe(userToUser);
    expect(handed.header('X-Queue')).toBe('complaints');
    expect(handed.header('X-Customer-Number')).toBe('+390000000101');
    expect(handed.header('Referred-By')).toContain('1001');
    expect(await told).toEqual([100, 200]);
    await call.hangUp();
    await handed.answer();
  });

  test('a blind transfer to a person rings that person, whoever is not ready', async () => {
    const call = await answered();
    const told = call.transfer('1002', [`X-Interaction: ${interaction}`]);
    const handed = await second.nextCall();
    expect(handed.header('X-Interaction')).toBe(interaction);
    expect(handed.header('X-Queue')).toBe('welcome');
    await handed.answer();
    expect(await told).toEqual([100, 180, 200]);
  });

  test('a customer whose transfer is declined waits in his queue again', async () => {
    const call = await answered();
    expect(await first.dialUntilEnd('*73')).toBe(200);
    const told = call.transfer('1002', [`X-Interaction: ${interaction}`]);
    await (await second.nextCall()).decline(486);
    await told;
    await call.hangUp();
    await eventually('he waits', async () => (await pbx.queueStatus('welcome')).callers.length === 1);
    expect(await first.dialUntilEnd('*74')).toBe(200);
    expect((await first.nextCall()).header('X-Interaction')).toBe(interaction);
  });

  test('a transfer to nobody is refused and the call stays', async () => {
    const call = await answered();
    expect(await call.transfer('7777')).toEqual([100, 404]);
    expect(await bridged()).toHaveLength(2);
  });

  test('a customer who hangs up ends the call', async () => {
    expect(await first.dialUntilEnd('*74')).toBe(200);
    const customer = await pbx.ringQueue(mario);
    const call = await first.nextCall();
    await call.answer();
    await customer.hangUp();
    await call.ended;
  });
});
