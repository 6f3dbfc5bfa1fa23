// Reports as rows. Whatever is read here has passed row-level security.
import { sql } from 'kysely';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import { type Text, textSchema } from '#shared/model/lists/text';
import type { ReportSpan, ReportState, ReportWords } from '#shared/model/report';
import type { Figures, FiguresQuery } from '#shared/protocol/figures';
import type { Seen } from '../db/seenBy.ts';
import { writtenLists } from './lists.ts';
import { companyName } from './workstation.ts';

export interface KeptReport {
  readonly id: string;
  readonly span: ReportSpan;
  readonly asked: FiguresQuery;
  readonly figures: Figures;
  readonly words: ReportWords;
  readonly state: ReportState;
  readonly version: number;
  readonly authors: readonly string[];
  readonly madeBy: string;
  readonly by: string;
  readonly changedAt: Date;
  readonly returned: { readonly by: string; readonly words: string } | null;
  readonly signed: { readonly by: string; readonly at: Date } | null;
}

const mostListed = 200;

const rowsOf = (tx: Seen) => tx.selectFrom('reports').selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['executeTakeFirstOrThrow']>>;

function toReport(row: Row): KeptReport {
  const { id, span, asked, figures, words, state, version, authors, returned } = row;
  const { signed_at: signedAt, signed_by: signedBy } = row;
  return {
    ...{ id, span, asked, figures, words, state, version, authors, returned },
    ...{ madeBy: row.made_by_name, by: row.by_name, changedAt: row.changed_at },
    signed: signedAt === null || signedBy === null ? null : { by: signedBy, at: signedAt },
  };
}

/** The latest first, some hundred at most; without their figures. */
export async function listReports(tx: Seen): Promise<Omit<KeptReport, 'figures'>[]> {
  const rows = await tx
    .selectFrom('reports')
    .select(['id', 'span', 'asked', 'words', 'state', 'version', 'authors', 'returned', 'made_by_name', 'by_name'])
    .select(['changed_at', 'signed_at', 'signed_by'])
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(mostListed)
    .execute();
  return rows.map((row) => {
    const { figures: _, ...report } = toReport(row as Row);
    return report;
  });
}

/** Null: there is none that these eyes see. `lock`: until the transaction's end. */
export async function findReport(tx: Seen, id: string, { lock = false } = {}): Promise<KeptReport | null> {
  const query = rowsOf(tx).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : toReport(row);
}

interface Writer {
  readonly id: string;
  readonly name: string;
}

/** One that is begun, of these portfolios. False: there is one of that id. */
export async function addReport(
  tx: Seen,
  report: Pick<KeptReport, 'id' | 'span' | 'asked' | 'figures' | 'words'>,
  { portfolios, by, at }: { readonly portfolios: readonly string[]; readonly by: Writer; readonly at: Date },
): Promise<boolean> {
  const { id, span, asked, figures, words } = report;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reports')
    .values({
      ...{ id, span, asked: JSON.stringify(asked), figures: JSON.stringify(figures), words: JSON.stringify(words) },
      ...{ state: 'draft', portfolios: [...portfolios], authors: [by.id] },
      ...{ made_at: at, made_by_name: by.name, changed_at: at, by_name: by.name },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows !== 0n;
}

/** `portfolios`: those whose figures they are. */
type ReportChange = Partial<Pick<KeptReport, 'figures' | 'words' | 'state' | 'returned' | 'signed'>> & {
  readonly portfolios?: readonly string[];
};

/** One that is locked. `by`: who writes on it, and is among its authors from now on; left out: whoever only decides. */
export async function changeReport(
  tx: Seen,
  { id, version }: Pick<KeptReport, 'id' | 'version'>,
  { figures, portfolios, words, state, returned, signed }: ReportChange,
  { at, by }: { readonly at: Date; readonly by?: Writer },
): Promise<void> {
  await tx
    .updateTable('reports')
    .set({
      version: version + 1,
      changed_at: at,
      ...(figures !== undefined && { figures: JSON.stringify(figures) }),
      ...(portfolios !== undefined && { portfolios: [...portfolios] }),
      ...(words !== undefined && { words: JSON.stringify(words) }),
      ...(state !== undefined && { state }),
      ...(returned !== undefined && { returned: returned === null ? null : JSON.stringify(returned) }),
      ...(signed != null && { signed_at: signed.at, signed_by: signed.by }),
      ...(by !== undefined && {
        by_name: by.name,
        authors: sql<string[]>`array_append(array_remove(authors, ${by.id}), ${by.id})`,
      }),
    })
    .where('id', '=', id)
    .execute();
}

export const removeReport = (tx: Seen, id: string) => tx.deleteFrom('reports').where('id', '=', id).execute();

/** What stands in figures by code, and the company, as they are called. */
export interface Names {
  readonly company: string;
  readonly queues: ReadonlyMap<string, Text>;
  /** Of both levels. */
  readonly reasons: ReadonlyMap<string, Text>;
  readonly causes: ReadonlyMap<string, Text>;
}

export async function namesOf(tx: Seen): Promise<Names> {
  const queues = await tx.selectFrom('queues').select(['id', 'name']).execute();
  const groups = await tx.selectFrom('reason_groups').select(['code', 'labels']).execute();
  const reasons = await tx.selectFrom('reasons').select(['code', 'labels']).execute();
  const lists = await writtenLists(tx, ['rootCauses']);
  const causes = lists.flatMap((list) => keptListSchema.safeParse(list).data ?? []);
  const rows = listsFor(causes, null).rootCauses ?? [];
  return {
    company: await companyName(tx),
    queues: new Map(queues.map(({ id, name }) => [id, textSchema.parse(name)])),
    reasons: new Map([...groups, ...reasons].map(({ code, labels }) => [code, textSchema.parse(labels)])),
    causes: new Map(rows.map(({ code, name }) => [code, name])),
  };
}
