// The backend's bridge on a real Asterisk: agents in and out of the queues, the board, callers who give up, and a lead who steps in.

import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { house, seenBy } from '#server/db/seenBy';
import { openBridge } from '#server/pbx/open';
import { type Backend, startBackend } from '../support/backend.ts';
import { type BoardView, boardView, showStates } from '../support/boardView.ts';
import { connectSilentPhone, type SilentPhone } from '../support/silentPhone.ts';
import { until } from '../support/until.ts';
import { type Asterisk, bridgeOption, startAsterisk } from './asterisk.ts';
import type { CustomerCall } from './callCentre.ts';
import { eventually } from './eventually.ts';

const mario: CustomerCall = { number: '+390000000101', name: 'Mario Rossi', queue: 'welcome' };

describe('the bridge', () => {
  let pbx: Asterisk;
  let backend: Backend;
  let giulia: BoardView;
  let sara: BoardView;
  let agent: SilentPhone;
  let lead: SilentPhone;
  beforeAll(async () => {
    pbx = await startAsterisk();
  });
  afterAll(() => pbx.stop());
  beforeEach(async () => {
    const bridge = openBridge(bridgeOption, pino({ level: 'silent' }), () => new Date());
    if (bridge === null) throw new Error('there is no bridge');
    // Who gives up after a moment has been offered here: nobody waits for five seconds.
    backend = await startBackend({ customers: 0, pbxUrl: pbx.wsUrl, bridge });
    await seenBy(backend.deps.db.query, house, (tx) =>
      sql`update lists set body = jsonb_set(body, '{shortAbandonSeconds}', '0') where code = 'figures'`.execute(tx),
    );
    await showStates(backend);
    giulia = await boardView(backend.url, 'giulia');
    sara = await boardView(backend.url, 'sara');
    agent = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1001');
    lead = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1100');
    await until('the bridge sees the agent', async () => (await stateNow()) === 'notReady');
  });
  afterEach(async () => {
    await pbx.reset();
    await backend.stop();
    await Promise.all([agent.close(), lead.close()]);
    await eventually('no phone is registered', async () => (await pbx.registered()).length === 0);
  });

  const now = async (id: string) => (await sara.queue(id)).now;
  const stateNow = () => sara.stateOf(giulia.agentId);
  const callers = async () => (await sara.board()).callers ?? [];
  const setState = (view: BoardView, offer: boolean, reason: string | null = null) =>
    view.wish('PUT', '/v1/agents/me/state', { offer, reason });
  const membership = async (queue: Parameters<Asterisk['queueStatus']>[0]) =>
    (await pbx.queueStatus(queue)).members.find(({ extension }) => extension === '1001');

  /** Mario waits, and the lead sees him. */
  async function waiting(call = mario) {
    const customer = await pbx.ringQueue(call);
    await until('the lead sees him', async () => (await callers()).length === 1);
    const [caller] = await callers();
    if (caller === undefined) throw new Error('nobody waits');
    return { customer, caller };
  }

  /** Mario talks to the agent. */
  async function talking() {
    expect(await setState(giulia, true)).toMatchObject({ body: { agreed: true } });
    await pbx.ringQueue(mario);
    const call = await agent.nextCall();
    await call.answer();
    await until('they talk', async () => (await stateNow()) === 'inCall');
    return call;
  }

  test('an agent is ready and not ready with a reason, in all queues, as the PBX has it', async () => {
    expect(await setState(giulia, true)).toEqual({ status: 200, body: { agreed: true } });
    for (const queue of ['welcome', 'support', 'english'] as const) {
      expect(await membership(queue)).toMatchObject({ paused: false });
    }
    await until('the board says so', async () => (await now('support'))?.free === true);
    expect(await setState(giulia, false, 'pausa')).toMatchObject({ body: { agreed: true } });
    expect(await membership('english')).toMatchObject({ paused: true, reason: 'pausa' });
    await until('the board says so', async () => (await stateNow()) === 'notReady');
  });

  test('a member in a queue that is not hers is taken out, and put into one where she is missing', async () => {
    await pbx.console('queue add member PJSIP/1001 to complaints');
    await until('the bridge sees it', async () => (await now('complaints'))?.free === true);
    expect(await setState(giulia, true)).toMatchObject({ body: { agreed: true } });
    expect(await membership('complaints')).toBeUndefined();
    expect(await membership('welcome')).toMatchObject({ paused: false });
  });

  test('who is in no queue is told that the PBX has not agreed', async () => {
    expect(await setState(sara, true)).toEqual({ status: 200, body: { agreed: false } });
  });

  test('signing out leaves nobody to be rung', async () => {
    await setState(giulia, true);
    await fetch(`${backend.url}/v1/sessions`, { method: 'DELETE', headers: giulia.headers });
    await until('she is not rung', async () => (await membership('welcome'))?.paused === true);
  });

  test('a customer waits, is seen with number and queue, is answered, and counts for the service level', async () => {
    const { caller } = await waiting();
    expect(caller).toMatchObject({ queueId: 'welcome' });
    await until('the lead recognises him', async () => (await callers())[0]?.number === mario.number);
    expect(await now('welcome')).toMatchObject({ waiting: 1, longestSince: caller.since });
    expect((await giulia.board()).callers).toBeNull();

    await setState(giulia, true);
    const call = await agent.nextCall();
    await call.answer();
    // Two streams of events: of the phone, and of the queue.
    await until('they talk, and he waits no longer', async () => {
      return (await stateNow()) === 'inCall' && (await now('welcome'))?.waiting === 0;
    });
    const colleagues = (await sara.board()).colleagues.filter(({ reachable }) => reachable);
    expect(colleagues).toEqual([]);
    await until('it is counted', async () => {
      const { today } = await sara.queue('welcome');
      return today.offered === 1 && today.answered === 1 && today.answeredInTime === 1;
    });
    await call.hangUp();
    await until('the agent is free', async () => (await stateNow()) !== 'inCall');
  });

  test('a withheld number stays withheld, though the PBX knows it', async () => {
    await waiting({ ...mario, withheld: true });
    const { customer } = await waitingToo();
    await until('the other is recognised', async () =>
      (await callers()).some(({ number }) => number === '+390000000102'),
    );
    expect((await callers())[0]?.number).toBeNull();
    await customer.hangUp();
  });

  const waitingToo = async () => ({
    customer: await pbx.ringQueue({ ...mario, number: '+390000000102', name: 'Anna Bianchi' }),
  });

  test('who gives up is a lost call, also while an agent is being rung; who is answered later has recovered', async () => {
    const { customer } = await waiting();
    await until('he is recognised', async () => (await callers())[0]?.number === mario.number);
    await customer.hangUp();
    await until('he is listed', async () => (await giulia.lostCalls())[0]?.number === mario.number);

    await setState(giulia, true);
    const second = await waiting();
    const rung = await agent.nextCall();
    await until('he is recognised', async () => (await callers())[0]?.number === mario.number);
    await second.customer.hangUp();
    await rung.ended;
    await until('he has tried twice', async () => (await giulia.lostCalls())[0]?.attempts === 2);
    await until('both are counted', async () => (await sara.queue('welcome')).today.abandoned === 2);

    await pbx.ringQueue({ ...mario, queue: 'support' });
    const third = await agent.nextCall();
    await until('he is recognised', async () => (await callers())[0]?.number === mario.number);
    await third.answer();
    await until('he has recovered', async () => (await giulia.lostCalls())[0]?.state.kind === 'recovered');
  });

  test('a lead moves who waits into another queue: it is no lost call', async () => {
    const { caller } = await waiting();
    expect(
      (await sara.wish('POST', `/v1/board/callers/${encodeURIComponent(caller.id)}/move`, { queueId: 'complaints' }))
        .status,
    ).toBe(204);
    await until('he waits there', async () => (await callers())[0]?.queueId === 'complaints');
    expect((await pbx.queueStatus('complaints')).callers).toHaveLength(1);
    await until('both queues were offered him', async () => (await sara.queue('complaints')).today.offered === 1);
    expect((await sara.queue('welcome')).today).toMatchObject({ offered: 1, abandoned: 0 });
    expect(await sara.lostCalls()).toEqual([]);
  });

  test('a lead takes who waits; not answered, he goes back to his queue', async () => {
    const { caller } = await waiting();
    const take = () => sara.wish('POST', `/v1/board/callers/${encodeURIComponent(caller.id)}/take`);
    expect((await take()).status).toBe(204);
    await (await lead.nextCall()).decline(486);
    await until('he waits again', async () => (await callers())[0]?.queueId === 'welcome');

    expect((await take()).status).toBe(204);
    const call = await lead.nextCall();
    expect(call.header('X-Customer-Number')).toBe(mario.number);
    await call.answer();
    await until('nobody waits', async () => (await callers()).length === 0);
    expect((await take()).status).toBe(404);
    await call.hangUp();
    await until('all calls are over', async () => (await pbx.channels()).length === 0);
    expect(await sara.lostCalls()).toEqual([]);
  });

  test('a lead takes over the call of an agent who asked for help', async () => {
    const call = await talking();
    const interactionId = '01JHXP000000000000000000P1';
    expect((await giulia.wish('POST', '/v1/help', { interactionId, words: 'rimborso' })).status).toBe(204);
    expect((await sara.wish('POST', `/v1/help/${interactionId}/take-over`)).status).toBe(204);
    const taken = await lead.nextCall();
    expect(taken.header('X-Customer-Number')).toBe(mario.number);
    await taken.answer();
    await call.ended;
    expect((await sara.wish('POST', `/v1/help/${interactionId}/take-over`)).status).toBe(404);
  });

  test('a lead comes into the call of an agent who has asked for help, and into no other', async () => {
    const call = await talking();
    expect(await lead.dialUntilEnd('*761001')).toBe(403);
    expect(await lead.dialUntilEnd('*771001')).toBe(403);
    const interactionId = '01JHXP000000000000000000P2';
    expect((await giulia.wish('POST', '/v1/help', { interactionId, words: '' })).status).toBe(204);
    expect((await sara.wish('POST', `/v1/help/${interactionId}/answer`, { manner: 'whisper' })).status).toBe(204);
    // Help is no leave to listen.
    expect(await lead.dialUntilEnd('*751001')).toBe(403);
    const helps = lead.dialUntilEnd('*761001');
    await until('the lead is in', async () => (await pbx.console('core show channels')).includes('ChanSpy'));
    await call.hangUp();
    expect(await helps).toBe(200);
    expect(await lead.dialUntilEnd('*761001')).toBe(403);
  });

  test('a lead listens by an agreement, when the agent’s screen has said so, once', async () => {
    const supervision = {
      legalReference: 'Accordo n. 14',
      impactAssessment: 'DPIA',
      until: '2999-12-31',
      listening: true,
    };
    await backend.deps.db.query
      .updateTable('company')
      .set({ policy: JSON.stringify({ supervision }) })
      .execute();
    const call = await talking();
    const { id: agentId } = await backend.deps.db.query
      .selectFrom('agents')
      .select('id')
      .where('username', '=', 'giulia')
      .executeTakeFirstOrThrow();
    expect(await lead.dialUntilEnd('*751001')).toBe(403);
    expect((await sara.wish('POST', '/v1/listening', { agentId })).status).toBe(204);
    expect(await lead.dialUntilEnd('*751001')).toBe(403);
    const { id } = await seenBy(backend.deps.db.query, house, (tx) =>
      tx.selectFrom('listening').select('id').executeTakeFirstOrThrow(),
    );
    expect((await giulia.wish('POST', `/v1/listening/${id}/seen`)).status).toBe(204);
    const listens = lead.dialUntilEnd('*751001');
    await until('the lead listens', async () => (await pbx.console('core show channels')).includes('ChanSpy'));
    // The end of the call is the end of listening to it.
    await call.hangUp();
    expect(await listens).toBe(200);
    expect(await lead.dialUntilEnd('*751001')).toBe(403);
  });

  test('the manager interface goes away and comes back: the backend says so, and sees who waits', async () => {
    await pbx.ringQueue(mario);
    await until('he is seen', async () => (await callers()).length === 1);
    const sessions = (await pbx.console('manager show connected')).split('\n');
    const session = sessions.map((line) => line.trim().split(/\s+/)).find(([user]) => user === 'cornetta');
    await pbx.console(`manager kick session ${session?.[4]}`);
    await until('it is away', async () => (await sara.board()).bridge === 'away');
    await until('it is there again', async () => (await sara.board()).bridge === 'connected');
    expect(await now('welcome')).toMatchObject({ waiting: 1 });
    await until('and is counted once', async () => (await sara.queue('welcome')).today.offered === 1);
  });
});
