// A working day in which programs are killed at any moment: the data process, and the backend where it is one that can be. Phone and desk
// do what the real ones do: they ask again until they are answered. Then what has to be true afterwards, each by itself.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Db } from '#server/db/db';
import { house, seenBy } from '#server/db/seenBy';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { seeded } from '#shared/lib/seeded';
import type { Customer } from '#shared/model/customer';
import { customerIdSchema } from '#shared/model/ids';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from './calls.ts';
import { type DataProcess, startData } from './dataProcess.ts';
import { until } from './until.ts';

/** A step takes a few milliseconds: the knife falls before, in the middle of, or after one. */
const longestPauseMs = 30;
const longestLoadMs = 60_000;
/** Once nothing is in the way any more. */
const longestDrainMs = 60_000;
const callers = [1, 2, 3, 4, 5, 6, 7, 8].map((last) => `+39000000010${last}`);

export interface KilledDayOptions {
  readonly folder: string;
  readonly backendUrl: string;
  readonly seed: number;
  readonly kills: number;
  /** kill -9, and another one begun in its place. */
  readonly killBackend?: () => Promise<void>;
  readonly onKill?: (killed: number) => void;
}

export interface KilledDay {
  /** The data process that is left. */
  readonly data: DataProcess;
  /** Each interaction that was closed, with its note. */
  readonly notes: ReadonlyMap<string, string>;
  /** What was typed last of each customer. */
  readonly preferences: ReadonlyMap<Customer['id'], string>;
}

/** Throws where a draft is lost, or a call cannot be closed. */
export async function killedDay(options: KilledDayOptions): Promise<KilledDay> {
  const { folder, backendUrl, seed, kills, killBackend, onKill } = options;
  const random = seeded(seed);
  let data = await startData({ folder });
  // On a bad way people try again.
  await until('signed in', async () => {
    await data.desk.signIn({ backendUrl, credentials: { username: 'giulia', password: 'cornetta' } });
    return true;
  });
  await until('the customers are here', () => data.deskState().sync.load.kind === 'complete', undefined, longestLoadMs);

  let killed = 0;
  /** Kills and starts again, some time after it was called. */
  async function strike(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, random() * longestPauseMs));
    if (killBackend !== undefined && random() < 0.15) await killBackend();
    else {
      await data.kill();
      data = await startData({ folder });
    }
    killed += 1;
    onKill?.(killed);
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
      const kept = data.deskState().open.find((open) => open.interaction.id === interactionId)?.interaction.draft.note;
      if (kept !== words) throw new Error(`a draft was lost: "${kept}" in place of "${words}"`);
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
      const { kind } = await process.desk.closeInteraction({ interactionId, draft });
      if (kind !== 'closed') throw new Error(`it could not be closed: ${kind}`);
    });
    notes.set(interactionId, draft.note);
  }
  return { data, notes, preferences };
}

/** What has to be true once nothing is in the way any more; throws the first sentence that is not. `db`: the backend's. Ends the data process. */
export async function checkDay({ data, notes, preferences }: KilledDay, folder: string, db: Db): Promise<void> {
  await until(
    'everything has left the outbox, and the app says that it is in line',
    () => {
      const { outbox, load, link } = data.deskState().sync;
      return outbox.waiting === 0 && load.kind === 'complete' && link.kind === 'online';
    },
    () => JSON.stringify(data.deskState().sync),
    longestDrainMs,
  );
  holds('nothing was set aside', await data.desk.setAside(null), []);
  await everyReportOnce(db, notes);
  await everyEditThere(db, preferences);
  await bothSidesEqual(db, data);
  await data.stop();
  await unreadable(folder);
}

function holds(what: string, seen: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(seen, expected)) {
    throw new Error(`not so: ${what}. ${JSON.stringify(seen)} in place of ${JSON.stringify(expected)}`);
  }
}

async function everyReportOnce(db: Db, notes: ReadonlyMap<string, string>): Promise<void> {
  const arrived = await db.query.selectFrom('interactions').select(['id', 'note', 'events']).orderBy('id').execute();
  const sent = [...notes].map(([id, note]) => ({ id, note })).sort((one, other) => (one.id < other.id ? -1 : 1));
  holds(
    'every conversation is there once, with its note',
    arrived.map(({ id, note }) => ({ id, note })),
    sent,
  );
  for (const { id, events } of arrived) {
    const kinds = (events as { kind: string }[]).map(({ kind }) => kind);
    holds(`the events of ${id} are there, in order`, kinds, ['ringing', 'answered', 'ended']);
  }
}

async function everyEditThere(db: Db, preferences: ReadonlyMap<Customer['id'], string>): Promise<void> {
  const rows = await seenBy(db.query, house, (tx) => tx.selectFrom('customers').select(['id', 'preference']).execute());
  const kept = new Map(rows.map(({ id, preference }) => [id, preference]));
  for (const [id, preference] of preferences) holds(`what was typed last of ${id} is kept`, kept.get(id), preference);
}

async function bothSidesEqual(db: Db, data: DataProcess): Promise<void> {
  const rows = await seenBy(db.query, house, (tx) =>
    tx.selectFrom('customers').select(['id', 'version', 'preference']).execute(),
  );
  const here = async () =>
    Promise.all(
      rows.map(async ({ id }) => {
        const card = await data.desk.getCustomer({ id: customerIdSchema.parse(id) });
        return { id, version: card?.customer.version, preference: card?.customer.preference };
      }),
    );
  await until(
    'the app holds what the backend has',
    async () => isDeepStrictEqual(await here(), rows),
    () => '',
    longestDrainMs,
  );
}

async function unreadable(folder: string): Promise<void> {
  for (const file of ['work.db', 'cache.db']) {
    const bytes = await readFile(join(folder, file));
    for (const word of ['SQLite format 3', 'Conversazione', 'telefono, mattina', 'Carlo Bassi']) {
      holds(`"${word}" cannot be read in ${file}`, bytes.includes(word), false);
    }
  }
}
