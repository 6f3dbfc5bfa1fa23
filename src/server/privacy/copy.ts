// The copy of their data that a person has asked for (GDPR art. 15 and 20): as JSON for programs, to be read, and the files of their cases.
import { sql } from 'kysely';
import { z } from 'zod';
import { type FileKind, safeFileName } from '#shared/model/fileKind';
import type { Seen } from '../db/seenBy.ts';
import { type Block, pdfOf } from '../pdf/document.ts';
import { chatsOf, type Holding, holdings } from './holdings.ts';
import type { Person } from './person.ts';
import { type Zip, zipOf } from './zip.ts';

const labels = z.object({ it: z.string(), en: z.string() });

const partSchema = z.object({
  /** A name for programs; `what` is for people. */
  table: z.string(),
  what: labels,
  /** Given by the person, or come about by what they did (art. 20). */
  portable: z.boolean(),
  /** What each key of a row means. */
  fields: z.record(z.string(), labels),
  rows: z.array(z.record(z.string(), z.unknown())),
});
type HeldPart = z.infer<typeof partSchema>;

/** What `data.json` is: its JSON schema goes along. */
const dataSchema = z.object({
  format: z.literal('cornetta-copy-of-data'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  customer: z.object({ code: z.string(), name: z.string() }),
  parts: z.array(partSchema),
});

/** Everything about them in the order of importance, without what they are not told. With the house's eyes. */
export async function copyOf(
  tx: Seen,
  person: Person,
  { portableOnly }: { portableOnly: boolean },
): Promise<HeldPart[]> {
  const parts: HeldPart[] = [];
  for (const holding of holdings.toReversed()) {
    if (Object.keys(holding.fields).length === 0 || (portableOnly && !holding.portable)) continue;
    const { table, what, portable, fields } = holding;
    parts.push({ table, what, portable, fields, rows: await collect(tx, holding, person) });
  }
  return parts;
}

async function collect(tx: Seen, holding: Holding, person: Person): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(held) as row from ${sql.table(holding.table)} as held where ${holding.theirs(person)}`.execute(tx);
  return rows.map(({ row }) =>
    Object.fromEntries(
      Object.keys(holding.fields).map((field) => [field, (holding.told?.[field] ?? ((value) => value))(row[field])]),
    ),
  );
}

/** As blocks of a document: a heading for each part, an entry for each row. */
function readable(parts: readonly HeldPart[], language: 'it' | 'en'): Block[] {
  const none = { it: 'Niente.', en: 'Nothing.' }[language];
  return parts.flatMap(({ what, fields, rows }): Block[] => [
    { kind: 'heading', text: rows.length > 1 ? `${what[language]} (${rows.length})` : what[language] },
    ...(rows.length === 0 ? [{ kind: 'text' as const, text: none }] : []),
    ...rows.flatMap((row, place): Block[] => [
      ...(rows.length > 1 ? [{ kind: 'entry' as const, text: String(place + 1) }] : []),
      ...Object.entries(fields)
        .filter(([field]) => isSaid(row[field]))
        .map(([field, name]) => ({ kind: 'field' as const, name: name[language], value: saidOf(row[field]) })),
    ]),
  ]);
}

const isSaid = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Lists and objects in one line for each of their parts. */
function saidOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(saidOf).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).filter(isSaid).map(saidOf).join(' · ');
  }
  const text = String(value);
  // 2026-03-02T08:50:00+00:00 and the like.
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 16)} UTC` : text;
}

const words = {
  it: {
    title: 'Copia dei dati personali',
    file: 'copia-dei-dati.pdf',
    at: 'al',
    attachments: 'allegati',
    chat: 'chat',
  },
  en: {
    title: 'Copy of personal data',
    file: 'copy-of-data.pdf',
    at: 'as of',
    attachments: 'attachments',
    chat: 'chats',
  },
};

/** A file of one of their cases or chats. */
interface CopiedFile {
  readonly id: string;
  /** Null: it was sent in a chat. */
  readonly caseNumber: string | null;
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

/** With the house's eyes. */
export async function filesOf(tx: Seen, person: Person): Promise<CopiedFile[]> {
  const { rows } = await sql<CopiedFile>`
    select attachments.id, number as "caseNumber", name, kind, attachments.bytes from attachments join cases on cases.id = case_id
    where customer_id = ${person.id} and state = 'here' order by number, attachments.at, attachments.id`.execute(tx);
  const chats = await sql<CopiedFile>`
    select id, null as "caseNumber", name, kind, bytes from chat_files
    where state = 'here' and chat_id in (select id from chats where ${chatsOf(person)}) order by at, id`.execute(tx);
  return [...rows, ...chats.rows];
}

interface Copy {
  readonly parts: readonly HeldPart[];
  readonly files: readonly CopiedFile[];
  readonly customer: { readonly code: string; readonly name: string };
  readonly at: Date;
  readonly language: 'it' | 'en';
}

/** A ZIP, piece by piece: of what people have added no more is in memory than a piece of one file. */
export async function copyPackage(
  { parts, files, customer, at, language }: Copy,
  assets: string,
  bytesOf: (file: CopiedFile) => AsyncIterable<Uint8Array>,
): Promise<Zip> {
  const { title, file, at: asOf, attachments, chat } = words[language];
  const { code, name } = customer;
  const about = `${name} · ${code} · ${asOf} ${at.toISOString().slice(0, 10)}`;
  const pdf = await pdfOf({ title, about, language, blocks: readable(parts, language) }, assets);
  const format = { format: 'cornetta-copy-of-data', version: 1 } as const;
  const data = dataSchema.parse({ ...format, madeAt: at.toISOString(), customer: { code, name }, parts });
  const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  return zipOf(
    [
      { kind: 'text', path: 'data.json', content: json(data) },
      { kind: 'text', path: 'data.schema.json', content: json(z.toJSONSchema(dataSchema)) },
      { kind: 'text', path: file, content: pdf },
      ...files.map((one, place) => ({
        kind: 'file' as const,
        path: `${attachments}/${one.caseNumber?.replaceAll(/[^\w-]/g, '_') ?? chat}/${place + 1}-${safeFileName(one.name, one.kind)}`,
        bytes: one.bytes,
        pieces: bytesOf(one),
      })),
    ],
    at,
  );
}
