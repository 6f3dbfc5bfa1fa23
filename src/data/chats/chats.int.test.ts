// Chats on the agent's PC: what is written is on the disk before it is sent, goes once and in order, and nothing is lost by a kill or a lost answer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OwnChat } from '#shared/contract/chats';
import { emptyDraft } from '#shared/model/interaction';
import { createPatientClock, createWrongClock, type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend } from '#test/support/modelBackend';
import { type ModelChats, modelChatId, withModelChats } from '#test/support/modelChats';

let folder: string;
let backend: ModelBackend;
let chats: ModelChats;
let data: Rig;

const start = () => startRig({ folder, fetch: chats.fetch, clock: createPatientClock() });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-chats-'));
  backend = createModelBackend();
  chats = withModelChats(backend);
  data = await start();
});
afterEach(async () => {
  await data.stop();
  rmSync(folder, { recursive: true, force: true });
});

const own = (nth = 1): OwnChat | undefined => data.state().chats?.own.find(({ id }) => id === modelChatId(nth));
const texts = (nth = 1) => own(nth)?.messages.map(({ text, state }) => `${state} ${text}`);
const sent = (nth = 1) => chats.thread(nth).messages.map(({ by, text }) => `${by} ${text}`);
const stage = () => data.state().open[0]?.interaction.stage;

async function taken(nth = 1): Promise<void> {
  chats.arrives(nth);
  chats.writes(nth, 'Buongiorno');
  await data.signIn();
  await data.until('somebody waits', () => data.state().chats?.waiting.length === 1);
  expect(await data.desk.takeChat({ id: modelChatId(nth) })).toBe('taken');
  await data.until('it is here', () => texts(nth)?.length === 1);
}
const say = (text: string) => data.desk.sayInChat({ id: modelChatId(1), text, canned: null });

test('who takes a chat has its interaction, with what was written; unread until it is seen', async () => {
  await taken();
  const { interaction } = data.state().open[0] ?? {};
  expect(interaction).toMatchObject({
    ...{ id: modelChatId(1), channel: 'chat', stage: 'live', queueId: 'welcome' },
    caller: { kind: 'visitor', name: 'Visitatore 1' },
  });
  expect(own()?.unread).toBe(1);
  await data.desk.chatSeen({ id: modelChatId(1) });
  await data.until('it is seen', () => own()?.unread === 0);
  expect(chats.asked.find(({ what }) => what === 'POST /v1/chats/read')?.body).toEqual({ upTo: 1 });
  expect(data.refused).toEqual([]);
});

test('by how much the PC’s clock is ahead of the backend’s is known', async () => {
  const clock = createWrongClock();
  clock.set(3_600_000);
  const wrong = await startRig({ folder: join(folder, 'wrong'), fetch: chats.fetch, clock });
  await wrong.signIn();
  await wrong.until('chats are known', () => wrong.state().chats !== null);
  expect(wrong.state().chats?.aheadMs).toBeGreaterThanOrEqual(3_600_000);
  await wrong.stop();
});

test('somebody else’s chat is not to be had', async () => {
  await taken();
  expect(await data.desk.takeChat({ id: modelChatId(1) })).toBe('late');
  expect(await data.desk.takeChat({ id: modelChatId(9) })).toBe('late');
});

test('messages go in order and once, though every first answer is lost', async () => {
  await taken();
  const tried = new Set<string>();
  chats.network = (what) => {
    const body = JSON.stringify(chats.asked.at(-1)?.body);
    if (what !== 'POST /v1/chats/messages' || tried.has(body)) return 'sound';
    tried.add(body);
    return 'answerLost';
  };
  for (const text of ['uno', 'due', 'tre']) await say(text);
  await data.until('all are there', () => texts()?.every((text) => text.startsWith('sent')) === true);
  expect(sent()).toEqual(['visitor Buongiorno', 'agent uno', 'agent due', 'agent tre']);
  expect(texts()).toEqual(['sent Buongiorno', 'sent uno', 'sent due', 'sent tre']);
});

test('what was written while the backend was away outlives a kill, and is sent once', async () => {
  await taken();
  chats.network = (what) => (what.startsWith('POST') ? 'away' : 'sound');
  await say('uno');
  await say('due');
  const id = modelChatId(1);
  await data.desk.saveDraft({ interactionId: id, draft: { unsaid: 'e intanto' } });
  expect(texts()).toEqual(['sent Buongiorno', 'waiting uno', 'waiting due']);
  await data.stop();
  data = await start();
  expect(texts()).toEqual(['sent Buongiorno', 'waiting uno', 'waiting due']);
  expect(data.state().open[0]?.interaction.draft.unsaid).toBe('e intanto');
  chats.network = () => 'sound';
  await data.until('both are there', () => sent().length === 3);
  expect(sent()).toEqual(['visitor Buongiorno', 'agent uno', 'agent due']);
  await data.until('and shown so', () => texts()?.at(-1) === 'sent due');
});

test('a kill between the sending and its answer sends nothing twice', async () => {
  await taken();
  chats.network = (what) => (what === 'POST /v1/chats/messages' ? 'answerLost' : 'sound');
  await say('uno');
  await data.until('it has arrived', () => sent().length === 2);
  await data.stop();
  chats.network = () => 'sound';
  data = await start();
  await data.until('it is known', () => texts()?.at(-1) === 'sent uno');
  expect(sent()).toEqual(['visitor Buongiorno', 'agent uno']);
});

test('a chat that ended meanwhile keeps the text, and its wrap-up begins', async () => {
  await taken();
  chats.network = (what) => (what.startsWith('POST') ? 'away' : 'sound');
  await say('troppo tardi');
  chats.change(1, { state: 'ended', ended: 'closedThere', endedAt: '2026-03-02T08:05:00.000Z' });
  await data.until('the wrap-up is open', () => stage() === 'wrapUp');
  chats.network = () => 'sound';
  await data.until('it is refused', () => texts()?.at(-1) === 'refused troppo tardi');
  expect(own()).toMatchObject({ state: 'ended', ended: 'closedThere' });
  const draft = { ...emptyDraft, reasonCode: 'INF-01', outcomeCode: 'RIS-1' };
  expect(await data.desk.closeInteraction({ interactionId: modelChatId(1), draft })).toEqual({ kind: 'closed' });
  await data.until('the report is there', () => backend.reports.length === 1);
  expect(backend.reports[0]).toMatchObject({ channel: 'chat', caller: { kind: 'visitor' }, reasonCode: 'INF-01' });
  expect(own()).toBeUndefined();
});

test('what the visitor writes while every hint is lost comes with the next look', async () => {
  await taken();
  backend.cutStreams();
  for (const text of ['uno', 'due']) chats.writes(1, text);
  await data.until('both are here', () => texts()?.length === 3);
  expect(texts()).toEqual(['sent Buongiorno', 'sent uno', 'sent due']);
});

test('passed on, the chat leaves to its wrap-up, and what was written goes as a handover', async () => {
  await taken();
  await data.desk.saveDraft({ interactionId: modelChatId(1), draft: { note: 'Linea assente.' } });
  const to = { kind: 'queue' as const, queueId: 'welcome' as never };
  expect(await data.desk.passChat({ id: modelChatId(1), to })).toBe('passed');
  await data.until('the wrap-up is open', () => stage() === 'wrapUp');
  expect(own()?.ended).toBe('transferred');
  expect(chats.asked.find(({ what }) => what === 'POST /v1/chats/pass')?.body).toMatchObject({
    note: 'Linea assente.',
  });
});

test('a message that was left is in the note of its wrap-up once it is taken', async () => {
  chats.arrives(1, { state: 'left' });
  chats.writes(1, 'Richiamatemi per la fattura.');
  await data.signIn();
  await data.until('it is there', () => data.state().chats?.left.length === 1);
  await data.desk.takeChat({ id: modelChatId(1) });
  await data.until('it is open', () => stage() === 'wrapUp');
  expect(data.state().open[0]?.interaction.draft.note).toBe('Richiamatemi per la fattura.');
});

test('a phone window that died ends no chat', async () => {
  await taken();
  await data.phone.liveCalls({ interactionIds: [] });
  expect(stage()).toBe('live');
});

test('that the visitor types is known for a few seconds', async () => {
  await taken();
  backend.poke({ kind: 'chatTyping', id: modelChatId(1), on: true });
  await data.until('it is seen', () => own()?.isTyping === true);
  await data.until('it has passed', () => own()?.isTyping === false);
});

test('a backend that knows no chats leaves the desk without them', async () => {
  const plain = await startRig({ folder: join(folder, 'plain'), fetch: backend.fetch, clock: createPatientClock() });
  await plain.signIn();
  await plain.until('it is online', () => plain.state().sync.load.kind === 'complete');
  expect(plain.state().chats).toBeNull();
  await plain.stop();
});
