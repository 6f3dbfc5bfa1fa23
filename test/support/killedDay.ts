// A working day in which programs are killed at any moment: the data process, the thread that writes its cache, and whatever else can be.
// Phone and desk do what the real ones do: they ask again until they are answered. What has to be true in the evening is in `dayAfter.ts`.
import { fileURLToPath } from 'node:url';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { seeded } from '#shared/lib/seeded';
import type { Customer } from '#shared/model/customer';
import { type Draft, emptyDraft } from '#shared/model/interaction';
import { fact, ringingCall } from './calls.ts';
import { type DataProcess, startData } from './dataProcess.ts';
import { until } from './until.ts';

/** A step takes a few milliseconds: the knife falls before, in the middle of, or after one. */
const longestPauseMs = 30;
const longestLoadMs = 60_000;
const callers = [1, 2, 3, 4, 5, 6, 7, 8].map((last) => `+39000000010${last}`);
const file = fileURLToPath(import.meta.resolve('./mortalData.ts'));

/** Codes of the customers whom the agent works with. */
export const theirCodes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => `AU-1000${last}`);

/** kill -9, and another one begun in its place. */
export interface Knife {
  readonly of: string;
  /** Of all kills. */
  readonly share: number;
  strike(): Promise<void>;
}

export interface KilledDayOptions {
  readonly folder: string;
  readonly backendUrl: string;
  readonly seed: number;
  readonly kills: number;
  /** Besides the data process and its writing thread. */
  readonly knives?: readonly Knife[];
  /** What others do at the backend between two steps. */
  readonly meanwhile?: (random: () => number) => Promise<void>;
  readonly onKill?: (killed: number) => void;
}

export interface KilledDay {
  /** The data process that is left. */
  readonly data: DataProcess;
  /** Each interaction that was closed, with its note. */
  readonly notes: ReadonlyMap<string, string>;
  /** What was typed of each customer, in order. */
  readonly preferences: ReadonlyMap<Customer['id'], readonly string[]>;
  /** Whose card was opened. */
  readonly viewed: ReadonlySet<Customer['id']>;
  /** How often what was killed. */
  readonly kills: Readonly<Record<string, number>>;
}

const writersShare = 0.12;

/** Throws where a draft is lost, or a call cannot be closed. */
export async function killedDay(options: KilledDayOptions): Promise<KilledDay> {
  const { folder, backendUrl, seed, kills, onKill } = options;
  const random = seeded(seed);
  let data = await startData({ folder, file });
  // On a bad way people try again.
  await until('signed in', async () => {
    await data.desk.signIn({ backendUrl, credentials: { username: 'giulia', password: 'cornetta' } });
    return true;
  });
  await until(
    'the customers are here',
    () => data.deskState().sync.load.kind === 'complete',
    () => JSON.stringify(data.deskState().sync),
    longestLoadMs,
  );

  const knives: readonly Knife[] = [
    ...(options.knives ?? []),
    { of: 'writer', share: writersShare, strike: async () => data.killWriter() },
  ];
  const kill: Knife = {
    of: 'data',
    share: 1,
    async strike() {
      await data.kill();
      data = await startData({ folder, file });
    },
  };
  const killed: Record<string, number> = Object.fromEntries([...knives, kill].map(({ of }) => [of, 0]));
  let count = 0;

  function chosen(): Knife {
    let left = random();
    for (const knife of knives) {
      if (left < knife.share) return knife;
      left -= knife.share;
    }
    return kill;
  }

  /** Kills and starts again, some time after it was called. */
  async function strike(): Promise<void> {
    const knife = chosen();
    const pauseMs = random() * longestPauseMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await knife.strike();
    killed[knife.of] = (killed[knife.of] ?? 0) + 1;
    count += 1;
    onKill?.(count);
  }

  /** One step of the day. What a dead process did not answer is asked of the next one, as phone and desk do. */
  async function step<T>(ask: (process: DataProcess) => Promise<T>): Promise<T> {
    if (options.meanwhile !== undefined && random() < 0.4) await options.meanwhile(random);
    const striking = count < kills && random() < 0.35 ? strike() : null;
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

  /** The customer with this code; a new set may be on its way to the disk just now. */
  async function find(code: string): Promise<Customer['id']> {
    for (;;) {
      const [hit] = await step((process) => process.desk.search({ text: code, limit: 1 }));
      if (hit !== undefined) return hit.customer.id;
      await until(
        `${code} is here`,
        async () => (await data.desk.search({ text: code, limit: 1 })).length > 0,
        () => JSON.stringify(data.deskState().sync),
        longestLoadMs,
      );
    }
  }

  const notes = new Map<string, string>();
  const preferences = new Map<Customer['id'], string[]>();
  const viewed = new Set<Customer['id']>();
  for (let number = 0; count < kills; number += 1) {
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
      const id = await find(must(theirCodes[number % theirCodes.length], 'a code'));
      const card = must(await step((process) => process.desk.getCustomer({ id })), 'the card');
      viewed.add(id);
      const preference = `telefono, mattina, ${number}`;
      await step((process) => process.desk.editCustomer({ id, base: card.customer.version, details: { preference } }));
      preferences.set(id, [...(preferences.get(id) ?? []), preference]);
      draft = { ...draft, customerId: id };
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
  return { data, notes, preferences, viewed, kills: killed };
}
