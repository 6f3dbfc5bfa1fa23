// The data process is killed at random moments of a working day: nothing is lost, and nothing is doubled on the backend.
// Phone and desk do what the real ones do: they ask again until they are answered.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { type Backend, startBackend } from '../support/backend.ts';
import { fact, ringingCall } from '../support/calls.ts';
import { type DataProcess, startData } from '../support/dataProcess.ts';
import { rounds } from '../support/rounds.ts';
import { until } from '../support/until.ts';
import { backendView } from '../support/world.ts';

const kills = rounds({ short: 12, long: 50 });
/** A step takes a few milliseconds: the knife falls before, in the middle of, or after one. */
const longestPauseMs = 30;
const callers = [1, 2, 3, 4, 5, 6, 7, 8].map((last) => `+39000000010${last}`);

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.stop());

/** Mulberry32: the same day again for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('killed in the middle of the work, again and again: every note once, every edit kept', async () => {
  const seed = Number(process.env.CORNETTA_SEED ?? Date.now() % 1_000_000);
  const random = dice(seed);
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-faults-'));
  let data = await startData({ folder });
  await data.desk.signIn({ backendUrl: backend.url, credentials: { username: 'giulia', password: 'cornetta' } });
  await until('the customers are here', () => data.deskState().sync.load.kind === 'complete');

  let killed = 0;
  /** Kills and starts again, some time after it was called. */
  async function strike(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, random() * longestPauseMs));
    await data.kill();
    killed += 1;
    data = await startData({ folder });
  }

  /** One step of the day. What a dead process did not answer is asked of the next one, as phone and desk do. */
  async function step<T>(ask: (process: DataProcess) => Promise<T>): Promise<T> {
    const striking = killed < kills && random() < 0.35 ? strike() : null;
    for (;;) {
      try {
        const answer = await ask(data);
        await striking;
        return answer;
      } catch (error) {
        if (!(error instanceof FailureError) || error.failure.code !== 'contract.lost') throw error;
        await striking;
      }
    }
  }

  const notes = new Map<string, string>();
  const preferences = new Map<Customer['id'], string>();
  for (let number = 0; killed < kills; number += 1) {
    const call = ringingCall(must(callers[number % callers.length], 'a caller'));
    const { interactionId } = call;
    const ringing = fact('ringing');
    await step((process) => process.phone.callArrived({ call, event: ringing }));
    const answered = fact('answered');
    await step((process) => process.phone.recordEvent({ interactionId, event: answered }));

    let draft: Draft = emptyDraft;
    for (const words of [
      'Richiesta',
      'Richiesta e verifiche',
      `Conversazione ${number}: richiesta, verifiche, esito`,
    ]) {
      draft = { ...draft, note: words };
      await step((process) => process.desk.saveDraft({ interactionId, draft }));
      expect(data.deskState().open.find((open) => open.interaction.id === interactionId)?.interaction.draft.note).toBe(
        words,
      );
    }
    if (number % 3 === 0) {
      const [hit] = await step((process) => process.desk.search({ text: `AU-1000${1 + (number % 9)}`, limit: 1 }));
      const id = must(hit, 'a customer').customer.id;
      const card = must(await step((process) => process.desk.getCustomer({ id })), 'the card');
      const preference = `telefono, mattina, ${number}`;
      await step((process) => process.desk.editCustomer({ id, base: card.customer.version, details: { preference } }));
      preferences.set(id, preference);
    }
    const ended = fact('ended', 'hungUpThere');
    await step((process) => process.phone.recordEvent({ interactionId, event: ended }));
    draft = { ...draft, reasonCode: 'INF-01', outcomeCode: 'RIS-2' };
    await step(async (process) => {
      // Closed already, and only the answer was lost.
      if (!process.deskState().open.some((open) => open.interaction.id === interactionId)) return;
      expect(await process.desk.closeInteraction({ interactionId, draft })).toEqual({ kind: 'closed' });
    });
    notes.set(interactionId, draft.note);
  }

  const { sync } = data.deskState();
  expect(sync.outbox.setAside, `seed ${seed}`).toBe(0);
  await until('everything has left the outbox', () => data.deskState().sync.outbox.waiting === 0);
  const arrived = await backend.deps.db.query.selectFrom('interactions').select(['id', 'note', 'events']).execute();
  expect(new Map(arrived.map((row) => [row.id, row.note])), `seed ${seed}`).toEqual(notes);
  for (const { events } of arrived) {
    const kinds = (events as { kind: string }[]).map((event) => event.kind);
    expect(kinds, `seed ${seed}`).toEqual(['ringing', 'answered', 'ended']);
  }
  const view = await backendView(backend.url);
  for (const [id, preference] of preferences) {
    await view.untilCustomer(
      must((await data.desk.getCustomer({ id }))?.customer.code, 'code'),
      (customer) => customer.preference === preference,
    );
  }
  await data.stop();
});
