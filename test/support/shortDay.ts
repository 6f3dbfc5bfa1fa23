// A quarter of an hour of an agent's work, the same each time, in which everything is written that is ever written on the PC: a first load, a
// conversation, a correction, a note, a file of a case, changes by others, a right that comes and goes, a new set. The process that does it may
// be gone at any moment; phone and desk ask the next one, as the real ones do.
import { sql } from 'kysely';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import { grantPortfolios, keepClients } from '#server/repositories/portfolios';
import { handedPieceBytes } from '#shared/contract/attachments';
import { FailureError } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import type { Customer } from '#shared/model/customer';
import { emptyDraft } from '#shared/model/interaction';
import type { Backend } from './backend.ts';
import { fact, ringingCall } from './calls.ts';
import { type DataProcess, type DataProcessOptions, EndedEarly, startData } from './dataProcess.ts';
import type { KilledDay } from './killedDay.ts';
import { madeFile } from './madeFiles.ts';
import { until } from './until.ts';

const longestMs = 60_000;
const elsewhere = 'altrove';
const agent = 'giulia';
/** Carlo Bassi, who has an open case; Elisa Grandi; one whom only others touch. */
const [carlo, elisa, other] = ['AU-10003', 'AU-10006', 'AU-10009'];

export interface ShortDay extends KilledDay {
  /** The process that was started first has died. */
  readonly died: boolean;
  readonly note: { readonly customerId: Customer['id']; readonly text: string };
  /** Of the file of a case; null: the process died before it had said that it keeps it. */
  readonly file: { readonly name: string; readonly bytes: Buffer } | null;
}

export async function prepareShortDays({ deps }: Backend): Promise<void> {
  await seenBy(deps.db.query, house, (tx) => keepClients(tx, 'Prova', [{ id: elsewhere, name: 'Altrove' }]));
}

/** `nth`: of all on this backend. `mortal`: how the first process is started; those after it live. */
export async function shortDay(
  backend: Backend,
  folder: string,
  nth: number,
  mortal: DataProcessOptions['preload'],
): Promise<ShortDay> {
  const at = <T>(work: (tx: Seen) => Promise<T>) => seenBy(backend.deps.db.query, house, work);
  const see = (...portfolios: string[]) =>
    at((tx) => grantPortfolios(tx, [{ username: agent, portfolios: ['company', ...portfolios] }]));
  await see();

  let died = false;
  let data: DataProcess | null = null;
  let preload = mortal;
  async function living(): Promise<DataProcess> {
    for (;;) {
      try {
        data ??= watched(await startData({ folder, ...(preload && { preload }) }));
        return data;
      } catch (error) {
        if (!(error instanceof EndedEarly)) throw error;
        [died, preload] = [true, undefined];
      }
    }
  }
  /** Also where nobody asks it anything, its end is seen. */
  function watched(process: DataProcess): DataProcess {
    void process.ended.then(() => {
      if (data === process) [died, preload, data] = [true, undefined, null];
    });
    return process;
  }

  /** What a dead process did not answer is asked of the next one. */
  async function step<T>(ask: (process: DataProcess) => Promise<T>): Promise<T> {
    for (;;) {
      const process = await living();
      try {
        return await ask(process);
      } catch (error) {
        if (!(error instanceof FailureError) || error.failure.code !== 'contract.lost') throw error;
        await process.ended;
      }
    }
  }
  /** Until it is so in whatever process lives by then. */
  const reached = (what: string, isSo: (process: DataProcess) => boolean | Promise<boolean>) =>
    until(
      what,
      () => step(async (process) => isSo(process)),
      () => JSON.stringify(data?.deskState().sync),
      longestMs,
    );
  const isIdle = ({ deskState }: DataProcess) => {
    const { load, link, outbox } = deskState().sync;
    return load.kind === 'complete' && link.kind === 'online' && outbox.waiting === 0;
  };
  const idOf = (code: string) =>
    at((tx) => tx.selectFrom('customers').select('id').where('code', '=', code).executeTakeFirstOrThrow()).then(
      ({ id }) => id as Customer['id'],
    );

  await step((process) =>
    process.deskState().session.kind === 'signedIn'
      ? Promise.resolve(null)
      : process.desk.signIn({ backendUrl: backend.url, credentials: { username: agent, password: 'cornetta' } }),
  );
  await reached('the customers are here', isIdle);

  // A conversation, and meanwhile a correction on a field beside the one that a colleague corrects.
  const notes = new Map<string, string>();
  const call = ringingCall('+390000000106');
  const { interactionId } = call;
  const [ringing, answered, ended] = [fact('ringing'), fact('answered'), fact('ended', 'hungUpThere')];
  await step((process) => process.phone.callArrived({ call, event: ringing }));
  await step((process) => process.phone.recordEvent({ interactionId, event: answered }));
  const elisaId = await idOf(must(elisa, 'a code'));
  const base = must(await step((process) => process.desk.getCustomer({ id: elisaId })), 'her card').customer.version;
  await at((tx) => sql`update customers set email = ${`collega${nth}@esempio.it`} where id = ${elisaId}`.execute(tx));
  const preference = `la sera, ${nth}`;
  await step((process) => process.desk.editCustomer({ id: elisaId, base, details: { preference } }));
  const note = `Conversazione ${nth}`;
  const draft = { ...emptyDraft, customerId: elisaId, note, reasonCode: 'INF-01', outcomeCode: 'RIS-2' };
  await step((process) => process.desk.saveDraft({ interactionId, draft }));
  await step((process) => process.phone.recordEvent({ interactionId, event: ended }));
  await step(async (process) => {
    if (!process.deskState().open.some((open) => open.interaction.id === interactionId)) return;
    const { kind } = await process.desk.closeInteraction({ interactionId, draft });
    if (kind !== 'closed') throw new Error(`it could not be closed: ${kind}`);
  });
  notes.set(interactionId, note);

  // A note, written once: whoever is not answered looks whether it is there.
  const carloId = await idOf(must(carlo, 'a code'));
  const text = `Nota ${nth}`;
  let written = 0;
  await step(async (process) => {
    written += 1;
    if (written > 1) {
      await until('what was written has arrived', () => isIdle(process), undefined, longestMs);
      if ((await at((tx) => tx.selectFrom('notes').select('id').where('text', '=', text).execute())).length > 0) return;
    }
    await process.desk.writeNote({ customerId: carloId, id: null, seen: null, text });
  });

  // A file of a case, in two pieces.
  const bytes = madeFile('pdf', handedPieceBytes + 100_000, nth);
  const name = `allegato-${nth}.pdf`;
  const { id: caseId } = await at((tx) =>
    tx
      .selectFrom('cases')
      .select('id')
      .where('customer_id', '=', carloId)
      .where('status', '<>', 'closed')
      .executeTakeFirstOrThrow(),
  );
  let asked = 0;
  const file = await step(async (process) => {
    asked += 1;
    // The one before died over it: what it had not said to keep, the agent adds no second time here.
    if (asked > 1) return null;
    const begun = await process.desk.beginAttachment({ caseId, name, bytes: bytes.length });
    if (begun.kind === 'refused') throw new Error(begun.why);
    for (let from = 0; from < bytes.length; from += handedPieceBytes)
      await process.desk.handAttachment({ id: begun.id, bytes: bytes.subarray(from, from + handedPieceBytes) });
    return (await process.desk.keepAttachment({ id: begun.id })).kind === 'kept' ? { name, bytes } : null;
  });
  await reached('all of it is at the backend', isIdle);

  // Others: changes, a right with rows behind it, its end, a deletion, and whoever was away for too long.
  await at((tx) => sql`update customers set email = ${`altri${nth}@esempio.it`} where code = ${other}`.execute(tx));
  await at((tx) =>
    sql`update customers set portfolio_id = ${elsewhere} where id in (
      select id from customers where code not in (${carlo}, ${elisa}, ${other}) and portfolio_id = 'company'
      order by id limit 3)`.execute(tx),
  );
  await see(elsewhere);
  const held = async (process: DataProcess) => {
    const { load } = process.deskState().sync;
    return load.kind === 'complete' ? load.customers : -1;
  };
  const count = (portfolios: readonly string[]) =>
    at((tx) =>
      tx
        .selectFrom('customers')
        .select((row) => row.fn.countAll<string>().as('n'))
        .where('portfolio_id', 'in', portfolios)
        .executeTakeFirstOrThrow(),
    ).then(({ n }) => Number(n));
  const all = await count(['company', elsewhere]);
  await reached('the right has brought its rows', async (process) => (await held(process)) === all);
  await see();
  const mine = await count(['company']);
  await reached('the right has taken its rows along', async (process) => (await held(process)) === mine);
  await at((tx) => sql`update forgotten set up_to = pg_current_xact_id()`.execute(tx));
  await at((tx) => sql`update customers set email = ${`dopo${nth}@esempio.it`} where code = ${other}`.execute(tx));
  const otherId = await idOf(must(other, 'a code'));
  await reached('a new set is here', async (process) => {
    const card = await process.desk.getCustomer({ id: otherId });
    return card?.customer.email === `dopo${nth}@esempio.it` && isIdle(process);
  });

  return {
    ...{ data: await living(), notes, preferences: new Map([[elisaId, [preference]]]), viewed: new Set() },
    ...{ kills: {}, died, note: { customerId: carloId, text }, file },
  };
}
