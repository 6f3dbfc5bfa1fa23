// Interactions as they stand, and the facts that made them so, in order.
import type { InteractionId } from '#shared/model/ids';
import {
  type EndReason,
  endReasonSchema,
  type Interaction,
  type InteractionEvent,
  interactionEventSchema,
  interactionSchema,
} from '#shared/model/interaction';
import type { OwnConversation } from '#shared/model/ownFigures';
import { type Handover, handoverSchema } from '#shared/protocol/interactions';
import type { Db } from './driver.ts';

export interface StoredInteraction {
  readonly interaction: Interaction;
  readonly handover: Handover | null;
}

export interface InteractionTable {
  /** Not closed and not unanswered, oldest first. */
  open(agentId: string): { readonly stored: StoredInteraction[]; readonly unreadable: number };
  /** Closed or unanswered, last first; each with why its call ended. Rows that do not fit are left out. */
  recent(agentId: string, most: number): { readonly interaction: Interaction; readonly end: EndReason | null }[];
  /** The agent's own that are closed, begun at that instant or later. */
  conversations(agentId: string, since: string): OwnConversation[];
  stage(id: InteractionId): Interaction['stage'] | null;
  /** Whosever it is; null when there is none, or none that can be read. */
  find(id: InteractionId): (StoredInteraction & { readonly agentId: string }) | null;
  put(agentId: string, interaction: Interaction): void;
  /** The often written part alone. */
  saveDraft(id: InteractionId, draft: Interaction['draft']): void;
  saveHandover(id: InteractionId, handover: Handover): void;
  /** The same fact told twice is kept once. */
  addEvent(id: InteractionId, event: InteractionEvent): void;
  events(id: InteractionId): InteractionEvent[];
  /** Ids of the customers whom something on this disk is about: interactions, edits. */
  customers(): string[];
  /** Takes a customer out of what is over and has reached the backend. How many rows had something of theirs. */
  forget(customerId: string): number;
  /** Whoever was made one with another: what is about them is about that one. Edits on their way find out by themselves. */
  lead(customerId: string, keptId: string): boolean;
  /** Forgets what ended before `before` and waits in no outbox. */
  purge(before: Date): void;
}

interface Row {
  readonly facts: string;
  readonly draft: string;
  readonly handover: string | null;
}

export function createInteractionTable(db: Db): InteractionTable {
  const open = db.query<Row>(
    'interaction.open',
    `SELECT facts, draft, handover FROM interaction
     WHERE agent_id = ? AND stage IN ('ringing', 'live', 'wrapUp') ORDER BY seq`,
  );
  // Row numbers are in the order in which calls began: read backwards, it stops after a few rows.
  const recent = db.query<Row & { readonly ended: string | null }>(
    'interaction.recent',
    `SELECT facts, draft, NULL AS handover,
       (SELECT detail FROM interaction_event
        WHERE interaction_id = interaction.id AND kind = 'ended' ORDER BY seq DESC LIMIT 1) AS ended
     FROM interaction WHERE agent_id = ? AND stage IN ('closed', 'unanswered') ORDER BY seq DESC LIMIT ?`,
  );
  const conversations = db.query<Omit<OwnConversation, 'keptPromise'> & { readonly callsBack: string | null }>(
    'interaction.conversations',
    `SELECT facts ->> '$.channel' AS channel, started_at AS startedAt, facts ->> '$.answeredAt' AS answeredAt, facts ->> '$.endedAt' AS endedAt,
       facts ->> '$.closedAt' AS closedAt, facts ->> '$.callsBack' AS callsBack
     FROM interaction WHERE agent_id = ? AND stage = 'closed' AND started_at >= ?`,
  );
  const stage = db.query<{ stage: Interaction['stage'] }>(
    'interaction.stage',
    'SELECT stage FROM interaction WHERE id = ?',
  );
  const find = db.query<Row & { readonly agentId: string }>(
    'interaction.find',
    'SELECT agent_id AS agentId, facts, draft, handover FROM interaction WHERE id = ?',
  );
  const put = db.query(
    'interaction.put',
    `INSERT INTO interaction (id, agent_id, stage, started_at, facts, draft) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, facts = excluded.facts, draft = excluded.draft`,
  );
  const saveDraft = db.query('interaction.saveDraft', 'UPDATE interaction SET draft = ? WHERE id = ?');
  const saveHandover = db.query('interaction.saveHandover', 'UPDATE interaction SET handover = ? WHERE id = ?');
  const addEvent = db.query(
    'event.add',
    'INSERT OR IGNORE INTO interaction_event (id, interaction_id, at, kind, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const events = db.query<Record<string, unknown>>(
    'event.ofInteraction',
    'SELECT id, at, kind, detail FROM interaction_event WHERE interaction_id = ? ORDER BY seq',
  );
  const oldIds = `SELECT id FROM interaction WHERE stage IN ('closed', 'unanswered') AND started_at < ?
    AND id NOT IN (SELECT target FROM outbox WHERE kind <> 'customerPatch')`;
  const purgeEvents = db.query('event.purge', `DELETE FROM interaction_event WHERE interaction_id IN (${oldIds})`);
  const purge = db.query('interaction.purge', `DELETE FROM interaction WHERE id IN (${oldIds})`);

  const customers = db.query<{ id: string }>(
    'interaction.customers',
    `SELECT draft ->> '$.customerId' AS id FROM interaction WHERE draft ->> '$.customerId' IS NOT NULL
     UNION SELECT target FROM outbox WHERE kind IN ('customerPatch', 'notTaken')
     UNION SELECT body ->> '$.customerId' FROM outbox
       WHERE kind IN ('interaction', 'handover', 'consent', 'note', 'caseAct') AND body ->> '$.customerId' IS NOT NULL
     UNION SELECT draft.value ->> '$.customerId' FROM kept, json_each(kept.body) AS draft
       WHERE name = 'letterDrafts' AND draft.value ->> '$.customerId' IS NOT NULL`,
  );
  const theirs = `SELECT id FROM interaction WHERE draft ->> '$.customerId' = ? AND stage IN ('closed', 'unanswered')
    AND id NOT IN (SELECT target FROM outbox
      WHERE kind IN ('interaction', 'handover') AND state <> 'done' AND body ->> '$.customerId' IS NOT NULL)`;
  const forgetEvents = db.query(
    'event.forget',
    `UPDATE interaction_event SET detail = NULL WHERE kind <> 'ended' AND interaction_id IN (${theirs})`,
  );
  const forget = db.query(
    'interaction.forget',
    `UPDATE interaction SET handover = NULL,
       facts = json_set(facts, '$.caller', json('{"kind":"withheld"}')),
       draft = json_set(draft, '$.customerId', NULL, '$.note', '', '$.callback', NULL, '$.promised', json('{"text":"","by":null}'),
         '$.checks', json('[]'), '$.cases', json('[]'))
     WHERE id IN (${theirs})`,
  );
  const lead = db.query(
    'interaction.lead',
    `UPDATE interaction SET draft = json_set(draft, '$.customerId', ?) WHERE draft ->> '$.customerId' = ?`,
  );
  const leadSetAside = db.query(
    'outbox.lead',
    `UPDATE outbox SET target = ? WHERE kind = 'customerPatch' AND state = 'setAside' AND target = ?`,
  );
  // What is on its way stays as it was sent: the backend knows whom it means.
  const leadWritten = db.query(
    'outbox.leadWritten',
    `UPDATE outbox SET body = json_set(body, '$.customerId', ?)
     WHERE kind IN ('note', 'caseAct', 'interaction', 'handover', 'consent') AND state = 'setAside' AND body ->> '$.customerId' = ?`,
  );

  return {
    open(agentId) {
      const rows = open.all(agentId).map(storedOf);
      const stored = rows.filter((row) => row !== null);
      return { stored, unreadable: rows.length - stored.length };
    },
    recent: (agentId, most) =>
      recent.all(agentId, most).flatMap((row) => {
        const stored = storedOf(row);
        const end = endReasonSchema.safeParse(row.ended);
        return stored === null ? [] : [{ interaction: stored.interaction, end: end.success ? end.data : null }];
      }),
    conversations: (agentId, since) =>
      conversations.all(agentId, since).map(({ callsBack, ...row }) => ({ ...row, keptPromise: callsBack !== null })),
    stage: (id) => stage.get(id)?.stage ?? null,
    find(id) {
      const row = find.get(id);
      const stored = row === undefined ? null : storedOf(row);
      return row === undefined || stored === null ? null : { agentId: row.agentId, ...stored };
    },
    put(agentId, interaction) {
      const { draft, ...facts } = interaction;
      put.run(
        interaction.id,
        agentId,
        interaction.stage,
        interaction.startedAt,
        JSON.stringify(facts),
        JSON.stringify(draft),
      );
    },
    saveDraft: (id, draft) => void saveDraft.run(JSON.stringify(draft), id),
    saveHandover: (id, handover) => void saveHandover.run(JSON.stringify(handover), id),
    addEvent: (id, event) => void addEvent.run(event.id, id, event.at, event.kind, event.detail),
    events: (id) => events.all(id).map((row) => interactionEventSchema.parse(row)),
    customers: () => customers.all().map(({ id }) => id),
    forget(customerId) {
      return db.transact(() => {
        forgetEvents.run(customerId);
        return forget.run(customerId);
      });
    },
    lead: (customerId, keptId) =>
      db.transact(
        () =>
          [lead, leadSetAside, leadWritten].map((query) => query.run(keptId, customerId)).filter((n) => n > 0).length >
          0,
      ),
    purge(before) {
      db.transact(() => {
        purgeEvents.run(before.toISOString());
        purge.run(before.toISOString());
      });
    },
  };
}

/** Null for a row that does not fit. */
function storedOf(row: Row): StoredInteraction | null {
  const facts = JSON.parse(row.facts) as object;
  const interaction = interactionSchema.safeParse({ ...facts, draft: JSON.parse(row.draft) as unknown });
  const handover = handoverSchema.nullable().safeParse(JSON.parse(row.handover ?? 'null'));
  if (!interaction.success) return null;
  return { interaction: interaction.data, handover: handover.success ? handover.data : null };
}
