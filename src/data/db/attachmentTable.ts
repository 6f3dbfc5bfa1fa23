// Which files of cases lie sealed on this PC, each with what is to become of it.
import { z } from 'zod';
import { attachmentIdSchema, attachmentRefusalSchema } from '#shared/model/attachment';
import { fileKindSchema } from '#shared/model/fileKind';
import { caseIdSchema } from '#shared/model/ids';
import type { Db } from './driver.ts';

const keptFileSchema = z.object({
  id: attachmentIdSchema,
  agentId: z.string(),
  caseId: caseIdSchema,
  /** Empty: it was added by a program that did not keep it. */
  caseNumber: z.string(),
  name: z.string(),
  kind: fileKindSchema,
  bytes: z.number(),
  sha256: z.string(),
  /** `waiting`: to be sent. `sent`: the backend has it, and its case does not tell yet. `fetched`: only as long as there is room. */
  state: z.enum(['waiting', 'refused', 'sent', 'fetching', 'fetched']),
  refusal: attachmentRefusalSchema.nullable(),
  at: z.iso.datetime(),
});
export type KeptFile = z.infer<typeof keptFileSchema>;

export interface AttachmentTable {
  add(file: Omit<KeptFile, 'refusal'>, usedAt: Date): void;
  get(id: string): KeptFile | null;
  /** In the order in which they were added. */
  all(): KeptFile[];
  setState(id: string, state: KeptFile['state'], refusal: KeptFile['refusal']): void;
  /** A new id for the same file: the backend has refused it under the old one. */
  rename(id: string, to: string): void;
  used(id: string, at: Date): void;
  /** Fetched ones beyond so many bytes, those that nobody has used for longest. */
  beyond(bytes: number): string[];
  remove(id: string): void;
}

const columns = `id, agent_id AS agentId, case_id AS caseId, case_number AS caseNumber, name, kind, bytes, sha256, state, refusal, at`;

export function createAttachmentTable(db: Db): AttachmentTable {
  const add = db.query(
    'attachment.add',
    `INSERT INTO attachment (id, agent_id, case_id, case_number, name, kind, bytes, sha256, state, at, used_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.query<object>('attachment.get', `SELECT ${columns} FROM attachment WHERE id = ?`);
  const all = db.query<object>('attachment.all', `SELECT ${columns} FROM attachment ORDER BY seq`);
  const setState = db.query('attachment.setState', 'UPDATE attachment SET state = ?, refusal = ? WHERE id = ?');
  const rename = db.query('attachment.rename', 'UPDATE attachment SET id = ? WHERE id = ?');
  const used = db.query('attachment.used', 'UPDATE attachment SET used_at = ? WHERE id = ?');
  const beyond = db.query<{ id: string }>(
    'attachment.beyond',
    `SELECT id FROM (
       SELECT id, sum(bytes) OVER (ORDER BY used_at DESC, seq DESC) AS upTo FROM attachment WHERE state IN ('fetching', 'fetched'))
     WHERE upTo > ?`,
  );
  const remove = db.query('attachment.remove', 'DELETE FROM attachment WHERE id = ?');
  return {
    add: ({ id, agentId, caseId, caseNumber, name, kind, bytes, sha256, state, at }, usedAt) =>
      void add.run(id, agentId, caseId, caseNumber, name, kind, bytes, sha256, state, at, usedAt.toISOString()),
    get(id) {
      const row = get.get(id);
      return row === undefined ? null : keptFileSchema.parse(row);
    },
    all: () => all.all().map((row) => keptFileSchema.parse(row)),
    setState: (id, state, refusal) => void setState.run(state, refusal, id),
    rename: (id, to) => void rename.run(to, id),
    used: (id, at) => void used.run(at.toISOString(), id),
    beyond: (bytes) => beyond.all(bytes).map(({ id }) => id),
    remove: (id) => void remove.run(id),
  };
}
