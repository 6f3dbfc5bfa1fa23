// The outbox's rows: what the backend must still be told, in order.
import { type Failure, failureSchema } from '#shared/contract/failure';
import type { Db } from './driver.ts';

export type OutboxKind =
  | 'interaction'
  | 'customerPatch'
  | 'handover'
  | 'views'
  | 'notTaken'
  | 'caseAct'
  | 'note'
  | 'consent'
  /** What was missed in the knowledge base. */
  | 'gap';
export type OutboxState = 'waiting' | 'inFlight' | 'setAside' | 'done';

export interface NewEntry {
  /** ULID: also the idempotency key. */
  readonly id: string;
  readonly agentId: string;
  readonly kind: OutboxKind;
  /** Entries of one target go in order, one at a time. */
  readonly target: string;
  /** For edits: the version that was seen, and the fields as they were in it (null: not known any more). */
  readonly baseVersion: number | null;
  readonly base: unknown;
  readonly body: unknown;
}

export interface Entry extends NewEntry {
  readonly seq: number;
  readonly attempts: number;
  /** Milliseconds of the epoch; 0 for at once. */
  readonly nextAttemptAt: number;
  readonly state: OutboxState;
  /** The version that the backend gave it; null until done. */
  readonly version: number | null;
  /** When it was written. */
  readonly createdAt: string;
}

/** Null: why is not known. */
export type EntrySetAside = Entry & { readonly failure: Failure | null };

export interface OutboxTable {
  add(entry: NewEntry, now: Date): void;
  /** An edit's remainder that nobody can send: kept for the agent to see. */
  addSetAside(entry: NewEntry, failure: Failure, now: Date): void;
  /** The first entry of each target that is still to be sent. */
  heads(agentId: string): Entry[];
  /** Waiting or in flight, in order. */
  toSend(agentId: string, target: string): Entry[];
  /** Edits that the cache does not show yet: to be sent, or done and not pulled. In order. */
  editsOf(agentId: string, customerId: string): Entry[];
  allEdits(agentId: string): Entry[];
  /** What a customer has said about the use of their data and the backend has not heard yet. */
  wordsOf(agentId: string, customerId: string): Entry[];
  /** Reports on this customer, sent or not: the cache may not show them yet. */
  reportsOn(agentId: string, customerId: string): Entry[];
  /** Wishes about this customer's notes that the cache may not show yet. In order. */
  notesOf(agentId: string, customerId: string): Entry[];
  /** Acts on cases that the cache may not show yet, in order: this agent's, those on one case, those about one customer. */
  acts(agentId: string): Entry[];
  actsOn(agentId: string, caseId: string): Entry[];
  actsAbout(agentId: string, customerId: string): Entry[];
  /** All that are waiting or in flight, in order. */
  reportsToSend(agentId: string): Entry[];
  done(): Entry[];
  /** In order. */
  allSetAside(agentId: string): EntrySetAside[];
  oneSetAside(agentId: string, id: string): EntrySetAside | null;
  /** Of what the agent has written. */
  counts(agentId: string): { waiting: number; setAside: number };
  inFlight(seq: number): void;
  waitingAgain(seq: number, attempts: number, nextAttemptAt: number): void;
  /** Forgets back-off: the line is there again. */
  wake(agentId: string): void;
  setDone(seq: number, version: number | null): void;
  setAside(seq: number, failure: Failure): void;
  /** New content is a new request: it gets a new key, and keeps its place. */
  rewrite(seq: number, fresh: Pick<NewEntry, 'id' | 'target' | 'baseVersion' | 'base' | 'body'>): void;
  /** A customer who is gone: their edits, and reports that the backend has, are told nobody any more. How many of each there were. */
  forgetGone(customerId: string): { readonly edits: number; readonly reports: number };
  /** What was set aside is tried once more, as it was. */
  again(seq: number): void;
  /** What was set aside about them, whoever wrote it. */
  setAsideAbout(customerId: string): EntrySetAside[];
  /** Less of the same. */
  narrow(seq: number, body: unknown): void;
  remove(seq: number): void;
  /** What a process that died left in flight waits again, as one that was tried: it may be known there under its key, which makes a second sending harmless. */
  recover(): void;
}

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly agentId: string;
  readonly kind: OutboxKind;
  readonly target: string;
  readonly baseVersion: number | null;
  readonly base: string | null;
  readonly body: string;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly state: OutboxState;
  readonly version: number | null;
  readonly createdAt: string;
}

const columns = `seq, id, agent_id AS agentId, kind, target, base_version AS baseVersion, base, body, attempts,
  next_attempt_at AS nextAttemptAt, state, version, created_at AS createdAt`;

export function createOutboxTable(db: Db): OutboxTable {
  const add = db.query(
    'outbox.add',
    `INSERT INTO outbox (id, agent_id, kind, target, base_version, base, body, state, failure, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const heads = db.query<Row>(
    'outbox.heads',
    `SELECT ${columns} FROM outbox WHERE seq IN
       (SELECT min(seq) FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight') GROUP BY target)
     ORDER BY seq`,
  );
  const toSend = db.query<Row>(
    'outbox.toSend',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND target = ? AND state IN ('waiting', 'inFlight') ORDER BY seq`,
  );
  const editsOf = db.query<Row>(
    'outbox.editsOf',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND target = ? AND kind = 'customerPatch' AND state <> 'setAside'
     ORDER BY seq`,
  );
  const allEdits = db.query<Row>(
    'outbox.allEdits',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND kind = 'customerPatch' AND state <> 'setAside' ORDER BY seq`,
  );
  const reportsOn = db.query<Row>(
    'outbox.reportsOn',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight', 'done')
       AND kind = 'interaction' AND body ->> '$.customerId' = ? ORDER BY seq DESC LIMIT 5`,
  );
  const notesOf = db.query<Row>(
    'outbox.notesOf',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight', 'done')
       AND kind = 'note' AND body ->> '$.customerId' = ? ORDER BY seq`,
  );
  const actsWhere = `SELECT ${columns} FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight', 'done')
    AND kind = 'caseAct'`;
  const acts = db.query<Row>('outbox.acts', `${actsWhere} ORDER BY seq`);
  const actsOn = db.query<Row>('outbox.actsOn', `${actsWhere} AND target = ? ORDER BY seq`);
  const actsAbout = db.query<Row>('outbox.actsAbout', `${actsWhere} AND body ->> '$.customerId' = ? ORDER BY seq`);
  const wordsOf = db.query<Row>(
    'outbox.wordsOf',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight') AND kind = 'consent'
       AND body ->> '$.customerId' = ? ORDER BY seq`,
  );
  const reportsToSend = db.query<Row>(
    'outbox.reportsToSend',
    `SELECT ${columns} FROM outbox WHERE agent_id = ? AND state IN ('waiting', 'inFlight') AND kind = 'interaction'
     ORDER BY seq`,
  );
  const done = db.query<Row>('outbox.done', `SELECT ${columns} FROM outbox WHERE state = 'done' ORDER BY seq`);
  const allSetAside = db.query<Row & { readonly failure: string | null }>(
    'outbox.allSetAside',
    `SELECT ${columns}, failure FROM outbox WHERE agent_id = ? AND state = 'setAside' ORDER BY seq`,
  );
  const oneSetAside = db.query<Row & { readonly failure: string | null }>(
    'outbox.oneSetAside',
    `SELECT ${columns}, failure FROM outbox WHERE agent_id = ? AND state = 'setAside' AND id = ?`,
  );
  const counts = db.query<{ state: OutboxState; n: number }>(
    'outbox.counts',
    "SELECT state, count(*) AS n FROM outbox WHERE agent_id = ? AND kind <> 'views' GROUP BY state",
  );
  const setState = db.query(
    'outbox.setState',
    'UPDATE outbox SET state = ?, attempts = ?, next_attempt_at = ? WHERE seq = ?',
  );
  const inFlight = db.query('outbox.inFlight', "UPDATE outbox SET state = 'inFlight' WHERE seq = ?");
  const wake = db.query(
    'outbox.wake',
    "UPDATE outbox SET next_attempt_at = 0 WHERE agent_id = ? AND state = 'waiting' AND next_attempt_at > 0",
  );
  const setDone = db.query('outbox.setDone', "UPDATE outbox SET state = 'done', version = ? WHERE seq = ?");
  const setAside = db.query('outbox.setAside', "UPDATE outbox SET state = 'setAside', failure = ? WHERE seq = ?");
  const rewrite = db.query(
    'outbox.rewrite',
    `UPDATE outbox SET id = ?, target = ?, base_version = ?, base = ?, body = ?, state = 'waiting', attempts = 0, next_attempt_at = 0
     WHERE seq = ?`,
  );
  const forgetEdits = db.query(
    'outbox.forgetEdits',
    "DELETE FROM outbox WHERE kind IN ('customerPatch', 'notTaken') AND target = ?",
  );
  const forgetReports = db.query(
    'outbox.forgetReports',
    `DELETE FROM outbox WHERE kind IN ('interaction', 'caseAct') AND state = 'done' AND body ->> '$.customerId' = ?`,
  );
  const setAsideAbout = db.query<Row & { readonly failure: string | null }>(
    'outbox.setAsideAbout',
    `SELECT ${columns}, failure FROM outbox WHERE state = 'setAside' AND body ->> '$.customerId' = ? ORDER BY seq`,
  );
  const narrow = db.query('outbox.narrow', 'UPDATE outbox SET body = ? WHERE seq = ?');
  const remove = db.query('outbox.remove', 'DELETE FROM outbox WHERE seq = ?');
  const recover = db.query(
    'outbox.recover',
    "UPDATE outbox SET state = 'waiting', attempts = attempts + 1 WHERE state = 'inFlight'",
  );

  const insert = (entry: NewEntry, state: OutboxState, failure: Failure | null, now: Date) =>
    add.run(
      entry.id,
      entry.agentId,
      entry.kind,
      entry.target,
      entry.baseVersion,
      json(entry.base),
      JSON.stringify(entry.body),
      state,
      json(failure),
      now.toISOString(),
    );

  return {
    add: (entry, now) => void insert(entry, 'waiting', null, now),
    addSetAside: (entry, failure, now) => void insert(entry, 'setAside', failure, now),
    heads: (agentId) => heads.all(agentId).map(entryOf),
    toSend: (agentId, target) => toSend.all(agentId, target).map(entryOf),
    editsOf: (agentId, customerId) => editsOf.all(agentId, customerId).map(entryOf),
    allEdits: (agentId) => allEdits.all(agentId).map(entryOf),
    wordsOf: (agentId, customerId) => wordsOf.all(agentId, customerId).map(entryOf),
    reportsOn: (agentId, customerId) => reportsOn.all(agentId, customerId).map(entryOf),
    notesOf: (agentId, customerId) => notesOf.all(agentId, customerId).map(entryOf),
    acts: (agentId) => acts.all(agentId).map(entryOf),
    actsOn: (agentId, caseId) => actsOn.all(agentId, caseId).map(entryOf),
    actsAbout: (agentId, customerId) => actsAbout.all(agentId, customerId).map(entryOf),
    reportsToSend: (agentId) => reportsToSend.all(agentId).map(entryOf),
    done: () => done.all().map(entryOf),
    allSetAside: (agentId) => allSetAside.all(agentId).map(setAsideOf),
    oneSetAside(agentId, id) {
      const row = oneSetAside.get(agentId, id);
      return row === undefined ? null : setAsideOf(row);
    },
    counts(agentId) {
      const n = new Map(counts.all(agentId).map((row) => [row.state, row.n]));
      return { waiting: (n.get('waiting') ?? 0) + (n.get('inFlight') ?? 0), setAside: n.get('setAside') ?? 0 };
    },
    inFlight: (seq) => void inFlight.run(seq),
    waitingAgain: (seq, attempts, nextAttemptAt) => void setState.run('waiting', attempts, nextAttemptAt, seq),
    wake: (agentId) => void wake.run(agentId),
    setDone: (seq, version) => void setDone.run(version, seq),
    setAside: (seq, failure) => void setAside.run(JSON.stringify(failure), seq),
    rewrite: (seq, { id, target, baseVersion, base, body }) =>
      void rewrite.run(id, target, baseVersion, json(base), JSON.stringify(body), seq),
    forgetGone: (customerId) => ({ edits: forgetEdits.run(customerId), reports: forgetReports.run(customerId) }),
    again: (seq) => void setState.run('waiting', 0, 0, seq),
    setAsideAbout: (customerId) => setAsideAbout.all(customerId).map(setAsideOf),
    narrow: (seq, body) => void narrow.run(JSON.stringify(body), seq),
    remove: (seq) => void remove.run(seq),
    recover: () => void recover.run(),
  };
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const entryOf = (row: Row): Entry => ({
  ...row,
  base: row.base === null ? null : (JSON.parse(row.base) as unknown),
  body: JSON.parse(row.body) as unknown,
});

function setAsideOf({ failure, ...row }: Row & { readonly failure: string | null }): EntrySetAside {
  const why = failureSchema.nullable().safeParse(JSON.parse(failure ?? 'null'));
  return { ...entryOf(row), failure: why.success ? why.data : null };
}
