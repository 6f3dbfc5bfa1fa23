// Chats that are an agent's own, as the backend told them last, and what is on its way to their visitors, in order.
import { z } from 'zod';
import { chatSchema, messageSchema } from '#shared/protocol/chat';
import type { Db } from './driver.ts';

const keptChatSchema = z.object({
  chat: chatSchema,
  /** In order; some before the last may be missing as long as `upTo` is behind it. */
  messages: z.array(messageSchema),
  /** All up to here are there. */
  upTo: z.number(),
  /** What the agent has seen. */
  seen: z.number(),
});
export type KeptChat = z.infer<typeof keptChatSchema>;

const unsentSchema = z.object({
  id: z.string(),
  chatId: z.string(),
  text: z.string(),
  canned: z.string().nullable(),
  state: z.enum(['waiting', 'refused']),
  at: z.string(),
});
export type Unsent = z.infer<typeof unsentSchema>;

export interface ChatTable {
  /** In the order in which they came. Rows that do not fit are left out. */
  all(agentId: string): KeptChat[];
  put(agentId: string, kept: KeptChat): void;
  /** With all that was on its way. */
  remove(id: string): void;
  addUnsent(agentId: string, unsent: Omit<Unsent, 'state'>): void;
  /** In order. */
  unsent(chatId: string): Unsent[];
  sent(messageId: string): void;
  refused(messageId: string): void;
}

export function createChatTable(db: Db): ChatTable {
  const all = db.query<{ body: string }>('chat.all', 'SELECT body FROM chat WHERE agent_id = ? ORDER BY rowid');
  const put = db.query(
    'chat.put',
    'INSERT INTO chat (id, agent_id, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET agent_id = excluded.agent_id, body = excluded.body',
  );
  const remove = db.query('chat.remove', 'DELETE FROM chat WHERE id = ?');
  const removeUnsent = db.query('chatMessage.removeAll', 'DELETE FROM chat_message WHERE chat_id = ?');
  const addUnsent = db.query(
    'chatMessage.add',
    `INSERT INTO chat_message (id, chat_id, agent_id, text, canned, state, at) VALUES (?, ?, ?, ?, ?, 'waiting', ?)`,
  );
  const unsent = db.query<object>(
    'chatMessage.of',
    'SELECT id, chat_id AS chatId, text, canned, state, at FROM chat_message WHERE chat_id = ? ORDER BY seq',
  );
  const sent = db.query('chatMessage.sent', 'DELETE FROM chat_message WHERE id = ?');
  const refused = db.query('chatMessage.refused', `UPDATE chat_message SET state = 'refused' WHERE id = ?`);
  return {
    all: (agentId) =>
      all.all(agentId).flatMap(({ body }) => {
        const kept = keptChatSchema.safeParse(JSON.parse(body));
        return kept.success ? [kept.data] : [];
      }),
    put: (agentId, kept) => void put.run(kept.chat.id, agentId, JSON.stringify(kept)),
    remove(id) {
      remove.run(id);
      removeUnsent.run(id);
    },
    addUnsent: (agentId, { id, chatId, text, canned, at }) => void addUnsent.run(id, chatId, agentId, text, canned, at),
    unsent: (chatId) => unsent.all(chatId).map((row) => unsentSchema.parse(row)),
    sent: (messageId) => void sent.run(messageId),
    refused: (messageId) => void refused.run(messageId),
  };
}
