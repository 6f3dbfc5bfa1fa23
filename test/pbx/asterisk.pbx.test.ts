// The real PBX itself: it starts, takes a customer's call into a queue, tells of it, and ends without a trace.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import { eventually } from './eventually.ts';

describe('a real Asterisk', () => {
  let pbx: Asterisk;
  beforeAll(async () => {
    pbx = await startAsterisk();
  });
  afterAll(() => pbx.stop());

  test('has every agent as a member of their queues, not ready', async () => {
    const support = await pbx.queueStatus('support');
    expect(support.members.map((one) => [one.extension, one.paused, one.reachable])).toEqual([
      ['1001', true, false],
      ['1002', true, false],
    ]);
    expect((await pbx.queueStatus('welcome')).members.map((one) => one.extension)).toEqual(['1001']);
    expect((await pbx.queueStatus('complaints')).members.map((one) => one.extension)).toEqual(['1002']);
  });

  test('keeps a customer waiting while no agent is ready', async () => {
    const customer = await pbx.ringQueue({ number: '+390000000101', name: 'Mario Rossi', queue: 'welcome' });
    const waiting = (await pbx.queueStatus('welcome')).callers;
    expect(waiting.map((one) => [one.position, one.number])).toEqual([[1, '+390000000101']]);
    expect((await pbx.channels()).map((one) => one.name)).toContain(customer.channel);

    await customer.hangUp();
    await eventually('nobody waits', async () => (await pbx.queueStatus('welcome')).callers.length === 0);
  });

  test('takes a second and a withheld caller in their order, and ends all calls at once', async () => {
    await pbx.ringQueue({ number: '+390000000102', name: 'Anna Bianchi', queue: 'complaints' });
    await pbx.ringQueue({ number: 'anonymous', name: '', queue: 'complaints' });
    expect((await pbx.queueStatus('complaints')).callers.map((one) => one.position)).toEqual([1, 2]);
    await pbx.hangupAll();
    expect(await pbx.channels()).toEqual([]);
  });
});

test('Asterisk can be started again right after it was stopped', async () => {
  for (const _ of [1, 2]) {
    const pbx = await startAsterisk();
    expect(await pbx.channels()).toEqual([]);
    await pbx.stop();
  }
}, 60_000);
