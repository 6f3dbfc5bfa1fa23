// Imports at work: a file is checked without a trace, run in the background batch by batch, and taken back. A run that its instance has
// left (stopped, killed) is taken up by another one where it stood.
import type { CountryCode } from 'libphonenumber-js/max';
import { portfolioIdSchema } from '#shared/model/ids';
import {
  givenCodePrefix,
  type Import,
  type ImportCheck,
  type ImportCounts,
  type ImportOptions,
  type ImportRefusal,
} from '#shared/protocol/imports';
import { audit } from '../audit/audit.ts';
import { type Seen, seenBy, type Viewer } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { lockCustomer, updateCustomer } from '../repositories/customers.ts';
import { asAuthor } from '../repositories/history.ts';
import * as kept from '../repositories/imports.ts';
import { insertCustomers } from '../repositories/seeding.ts';
import { companyCountry } from '../repositories/workstation.ts';
import { readCustomer, unreadNumbers } from './customer.ts';
import { newCustomer, type Plan, planOf, type ReadCustomer, type SeenInFile } from './plan.ts';
import type { FileRecord } from './record.ts';
import { recordsOf } from './records.ts';

const batchRows = 200;
/** A run that has not moved for so long is nobody's. */
const stalledMs = 60_000;
const mostRowsShown = 20;
const mostRefusalsShown = 100;

export interface Imports {
  /** What a run with these options would do. */
  check(of: Import, options: ImportOptions): Promise<ImportCheck>;
  /** Goes on in the background. */
  run(of: Pick<Import, 'id' | 'portfolioId'>): void;
  /** Takes back what it did, but for whom somebody has spoken to since. Where it is cut off, another instance goes on. */
  undo(of: TakenBack): Promise<void>;
  stop(): Promise<void>;
}

type TakenBack = Pick<Import, 'id' | 'portfolioId' | 'byName'>;

export const noCounts: ImportCounts = { created: 0, updated: 0, skipped: 0, refused: 0, unreadNumbers: 0 };

export function startImports(deps: ServerDeps): Imports {
  const { clock, logger } = deps;
  const { query } = deps.db;
  const running = new Map<string, Promise<void>>();
  let stopping = false;

  const eyesOf = (portfolioId: string): Viewer => ({
    kind: 'agent',
    portfolios: [portfolioIdSchema.parse(portfolioId)],
  });

  async function check(of: Import, options: ImportOptions): Promise<ImportCheck> {
    const eyes = eyesOf(of.portfolioId);
    const country = await countryOf();
    const seen: SeenInFile = new Set();
    let counts = noCounts;
    const rows: ImportCheck['rows'] = [];
    const refusals: ImportRefusal[] = [];
    for await (const batch of batchesOf(recordsOf(of, kept.partsOf(query, eyes, of.id)))) {
      const read = readBatch(batch, options, country);
      const plan = await seenBy(query, eyes, (tx) =>
        planOf(tx, read.customers, { portfolioId: of.portfolioId, options, seen }),
      );
      const all = [...read.refused.flatMap((row) => row.refusals), ...plan.refused];
      counts = counted(counts, read, plan);
      rows.push(...read.customers.slice(0, mostRowsShown - rows.length).map(asShown));
      refusals.push(...all.slice(0, mostRefusalsShown - refusals.length));
    }
    return { counts, rows, refusals };
  }

  async function work(id: string, portfolioId: string): Promise<void> {
    const eyes = eyesOf(portfolioId);
    const begun = await seenBy(query, eyes, (tx) => kept.lockRunning(tx, id));
    if (begun === null) return;
    const country = await countryOf();
    const seen: SeenInFile = new Set();
    let bytesDone = 0;
    let linesDone = begun.linesDone;
    async function* counting(parts: AsyncIterable<Uint8Array>) {
      for await (const part of parts) {
        bytesDone += part.length;
        yield part;
      }
    }
    for await (const batch of batchesOf(recordsOf(begun, counting(kept.partsOf(query, eyes, id))))) {
      const last = batch.at(-1)?.line ?? 0;
      const read = readBatch(batch, begun.options, country);
      if (last <= linesDone) {
        for (const { customer } of read.customers) {
          for (const key of [customer.code, customer.taxCode]) if (key !== null) seen.add(key);
        }
        continue;
      }
      const isMine = await seenBy(query, eyes, async (tx) => {
        const now = await kept.lockRunning(tx, id);
        if (stopping || now === null || now.linesDone !== linesDone) return false;
        await asAuthor(tx, { ...now.by, cause: 'import' });
        const counts = await write(tx, { id, portfolioId, options: begun.options, seen }, read, now.counts);
        await kept.moveOn(tx, id, { counts, linesDone: last, bytesDone, at: clock() });
        return true;
      });
      if (!isMine) return;
      linesDone = last;
    }
    await seenBy(query, eyes, (tx) => kept.endRun(tx, id, clock()));
  }

  interface At {
    readonly id: string;
    readonly portfolioId: string;
    readonly options: ImportOptions;
    readonly seen: SeenInFile;
  }

  async function write(tx: Seen, at: At, read: ReadBatch, before: ImportCounts): Promise<ImportCounts> {
    const { id, portfolioId } = at;
    const plan = await planOf(tx, read.customers, at);
    const created = await create(tx, at, plan.create);
    const changed = await change(tx, plan.update);
    await kept.addImportRows(tx, id, [...created, ...changed]);
    const cells = new Map(read.cells);
    const refused = plan.refused.map((refusal) => ({ refusals: [refusal], cells: cells.get(refusal.line) ?? {} }));
    await kept.addRefusals(tx, id, portfolioId, [...read.refused, ...refused]);
    const touched = [...created, ...changed].map(({ customerId }) => customerId);
    await audit(tx, {
      by: null,
      at: clock(),
      action: 'customersImported',
      subject: { kind: 'customer', ids: touched },
      detail: { import: id },
    });
    return counted(before, read, plan);
  }

  async function create(tx: Seen, { portfolioId }: At, rows: readonly ReadCustomer[]) {
    const codeless = rows.filter(({ customer }) => customer.code === null).length;
    const codes = codeless > 0 ? await kept.givenCodes(tx, givenCodePrefix, codeless) : [];
    const customers = rows.map((row) =>
      newCustomer(row, { id: newId(deps), code: row.customer.code ?? codes.pop() ?? '', at: clock() }),
    );
    const inserted = await insertCustomers(tx, { customers }, portfolioId);
    // Somebody has written one of these codes this very moment: the batch is tried again.
    if (inserted.size < customers.length) throw new Error('a code was taken meanwhile');
    return customers.map((customer) => ({ customerId: customer.id, changes: null }));
  }

  async function change(tx: Seen, rows: Plan['update']) {
    const changed = [];
    for (const { id: customerId, change: wanted } of rows) {
      const before = await lockCustomer(tx, customerId);
      const changes = before === null ? {} : kept.changesBy(before, wanted);
      if (before === null || Object.keys(changes).length === 0) continue;
      await updateCustomer(tx, before, kept.becoming(changes), clock());
      changed.push({ customerId, changes });
    }
    return changed;
  }

  const run = ({ id, portfolioId }: Pick<Import, 'id' | 'portfolioId'>) =>
    inBackground(id, () => work(id, portfolioId));
  function inBackground(id: string, does: () => Promise<void>): void {
    if (stopping || running.has(id)) return;
    const done = does()
      .catch((error: unknown) =>
        logger.warn({ err: error, import: id }, 'an import has come to a halt, and is tried again'),
      )
      .finally(() => running.delete(id));
    running.set(id, done);
  }

  async function undo(of: TakenBack): Promise<void> {
    const eyes = eyesOf(of.portfolioId);
    let stayed = 0;
    let after = '0';
    for (;;) {
      if (stopping) return;
      const rows = await seenBy(query, eyes, async (tx) => {
        await kept.goOnUndoing(tx, of.id, clock());
        await asAuthor(tx, { agentId: null, name: of.byName, cause: 'import' });
        const some = await kept.importedAfter(tx, of.id, after, batchRows);
        const created = some.filter(({ changes }) => changes === null).map(({ customerId }) => customerId);
        stayed += created.length - (await kept.deleteUntouched(tx, created));
        for (const { customerId, changes } of some) {
          if (changes !== null) await kept.giveBack(tx, customerId, changes, clock());
        }
        return some;
      });
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
    }
    await seenBy(query, eyes, (tx) => kept.endUndo(tx, of.id, stayed));
  }

  const countryOf = async () => ((await companyCountry(query)) ?? 'IT') as CountryCode;

  async function takeUp(): Promise<void> {
    const now = clock();
    const stalled = await kept.stalledImports(query, new Date(now.getTime() - stalledMs), now);
    for (const { state, ...one } of stalled) {
      const of = { ...one, portfolioId: portfolioIdSchema.parse(one.portfolioId) };
      if (state === 'running') run(of);
      else inBackground(of.id, () => undo(of));
    }
  }
  const look = () => takeUp().catch((error: unknown) => logger.warn({ err: error }, 'imports could not be looked at'));
  let looking = look();
  const timer = setInterval(() => {
    looking = look();
  }, stalledMs);
  timer.unref();

  return {
    check,
    run,
    undo,
    async stop() {
      stopping = true;
      clearInterval(timer);
      await looking;
      await Promise.all(running.values());
    },
  };
}

async function* batchesOf(records: AsyncIterable<FileRecord>): AsyncGenerator<readonly FileRecord[]> {
  let batch: FileRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface ReadBatch {
  readonly customers: readonly ReadCustomer[];
  readonly refused: readonly kept.RefusedRow[];
  /** By line, all that the row says. */
  readonly cells: ReadonlyMap<number, Readonly<Record<string, string>>>;
}

function readBatch(batch: readonly FileRecord[], options: ImportOptions, country: CountryCode): ReadBatch {
  const customers: ReadCustomer[] = [];
  const refused: kept.RefusedRow[] = [];
  const cells = new Map<number, Record<string, string>>();
  for (const record of batch) {
    if (record.kind === 'unread') {
      const { line, why, text } = record;
      refused.push({ refusals: [{ line, column: null, why, was: text.slice(0, 200) }], cells: {} });
      continue;
    }
    const row = Object.fromEntries(record.cells);
    cells.set(record.line, row);
    const read = readCustomer(record, options, country);
    if (read.kind === 'customer') customers.push(read);
    else refused.push({ refusals: read.refusals, cells: row });
  }
  return { customers, refused, cells };
}

function counted(before: ImportCounts, read: ReadBatch, plan: Plan): ImportCounts {
  return {
    created: before.created + plan.create.length,
    updated: before.updated + plan.update.length,
    skipped: before.skipped + plan.skipped,
    refused: before.refused + read.refused.length + plan.refused.length,
    unreadNumbers: before.unreadNumbers + plan.create.reduce((sum, { customer }) => sum + unreadNumbers(customer), 0),
  };
}

const asShown = ({ line, customer }: ReadCustomer): ImportCheck['rows'][number] => ({
  line,
  code: customer.code,
  kind: customer.kind,
  name: customer.name,
  email: customer.email,
  numbers: customer.phones.map((phone) => phone.e164 ?? phone.raw),
  city: customer.address?.city ?? null,
});
