// Chats as agents have them: who waits, what is written, and what is done with them. Each answer says how it stands; hints only say that it is worth asking.
import { z } from 'zod';
import { sha256Schema } from '../model/attachment.ts';
import { fileKindSchema } from '../model/fileKind.ts';
import { identificationLevelSchema } from '../model/identification.ts';
import {
  agentIdSchema,
  instantSchema,
  interactionIdSchema,
  languageSchema,
  queueIdSchema,
  ulidSchema,
} from '../model/ids.ts';
import { dialableSchema, endReasonSchema } from '../model/interaction.ts';

export const chatStateSchema = z.enum(['waiting', 'open', 'offered', 'left', 'read', 'ended']);

const agentSchema = z.object({ id: agentIdSchema, name: z.string() });

export const chatSchema = z.object({
  /** That of the first interaction in which it was taken. */
  id: interactionIdSchema,
  state: chatStateSchema,
  queueId: queueIdSchema,
  language: languageSchema,
  visitor: z.object({
    name: z.string().max(60).nullable(),
    /** A customer's code, as the visitor wrote it: a hint, never a proof. */
    code: z.string().max(40).nullable(),
    email: z.string().max(200).nullable(),
  }),
  /** What they chose to write about. */
  about: z.string().nullable(),
  openedAt: instantSchema,
  /** Who has it; null: nobody (any more). */
  agent: agentSchema.nullable(),
  takenAt: instantSchema.nullable(),
  /** The interaction in which its agent has it, and the one that this goes on from. Null: it is nobody's. */
  interactionId: interactionIdSchema.nullable(),
  continues: interactionIdSchema.nullable(),
  /** What a colleague who passes it on says with it. */
  passed: z.object({ from: agentSchema, note: z.string(), identification: identificationLevelSchema }).nullable(),
  lastSeq: z.int().nonnegative(),
  readByVisitor: z.int().nonnegative(),
  readByAgent: z.int().nonnegative(),
  isTyping: z.boolean(),
  /** The number at which the visitor asks to be called. */
  callWanted: dialableSchema.nullable(),
  endedAt: instantSchema.nullable(),
  ended: endReasonSchema.nullable(),
});
export type Chat = z.infer<typeof chatSchema>;

/** `GET /v1/chats`. `mine`: until its report has come. */
export const chatListSchema = z.object({
  asOf: instantSchema,
  /** As many at once as one agent may have. */
  most: z.int().positive(),
  waiting: z.array(chatSchema),
  left: z.array(chatSchema),
  mine: z.array(chatSchema),
  /** By colleagues, to this agent. */
  offered: z.array(chatSchema),
});
export type ChatList = z.infer<typeof chatListSchema>;

/** A file that is said by a message: its name is the message's text, its id the message's. */
export const chatFileSchema = z.object({ kind: fileKindSchema, bytes: z.int().positive(), sha256: sha256Schema });

export const messageSchema = z.object({
  seq: z.int().positive(),
  /** Given by who wrote it: sent again it is the same one. */
  id: ulidSchema,
  at: instantSchema,
  by: z.enum(['visitor', 'agent', 'house']),
  agent: agentSchema.nullable(),
  kind: z.enum(['text', 'file', 'event']),
  /** Of a file its name, of an event its code. */
  text: z.string(),
  /** Of a message of kind `file`; null: its file is not there any more, or it is none. */
  file: chatFileSchema.nullable().default(null),
});
export type Message = z.infer<typeof messageSchema>;

/** `GET /v1/chats/{id}?after=`: how it stands, and what was written after that number, in order. */
export const chatThreadSchema = z.object({ chat: chatSchema, messages: z.array(messageSchema) });
export type ChatThread = z.infer<typeof chatThreadSchema>;

/** `POST /v1/chats/{id}/messages`: once for each id. */
export const newMessageSchema = z.object({
  id: ulidSchema,
  text: z.string().trim().min(1).max(2_000),
  /** Code of the canned answer that it was made of. */
  canned: z.string().nullable(),
});
export type NewMessage = z.infer<typeof newMessageSchema>;

/** `POST /v1/chats/{id}/files`, `POST /v1/visitor/chat/files`: then its bytes in pieces, as files of cases go; sent again it says where it stands. */
export const newChatFileSchema = z.object({
  id: ulidSchema,
  name: z.string().min(1).max(160),
  /** Also more than any company takes: that it is too large is an answer. */
  bytes: z.int().positive(),
});
export type NewChatFile = z.infer<typeof newChatFileSchema>;

/** `POST /v1/chats/{id}/pass`: what is written in the interaction goes as a handover, before. */
export const passChatSchema = z.object({
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('queue'), queueId: queueIdSchema }),
    z.object({ kind: z.literal('agent'), agentId: agentIdSchema }),
  ]),
  note: z.string().max(20_000),
  identification: identificationLevelSchema,
});
export type PassChat = z.infer<typeof passChatSchema>;
