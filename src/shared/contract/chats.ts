// Desk and data about chats: who waits to be answered, what is written in those that are one's own, what is on its way to the visitor.
import { z } from 'zod';
import { attachmentRefusalSchema } from '../model/attachment.ts';
import { identificationLevelSchema } from '../model/identification.ts';
import {
  agentIdSchema,
  caseIdSchema,
  instantSchema,
  interactionIdSchema,
  languageSchema,
  queueIdSchema,
  ulidSchema,
} from '../model/ids.ts';
import { dialableSchema, endReasonSchema } from '../model/interaction.ts';
import { chatFileSchema } from '../protocol/chat.ts';
import { openedCopySchema } from './attachments.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

/** What one writes at most at once. */
export const longestMessage = 2_000;

/** One chat as a line: nothing of what was written in it. */
export const chatLineSchema = z.object({
  id: interactionIdSchema,
  queueId: queueIdSchema,
  language: languageSchema,
  /** As the visitor calls themselves; null: they have not said. */
  name: z.string().nullable(),
  /** What they chose to write about. */
  about: z.string().nullable(),
  /** Where they want to be answered, as they wrote it. */
  email: z.string().nullable(),
  /** The number at which they want to be called. */
  callWanted: dialableSchema.nullable(),
  /** A customer's code, as they wrote it: a hint, never a proof. */
  code: z.string().nullable(),
  openedAt: instantSchema,
  /** What a colleague who passes it on says with it. */
  passed: z.object({ from: z.string(), note: z.string(), identification: identificationLevelSchema }).nullable(),
});
export type ChatLine = z.infer<typeof chatLineSchema>;

/** Where somebody who left a message is answered, and the code that they gave. */
export const reachedAt = ({ email, callWanted, code }: ChatLine): string[] =>
  [email, callWanted, code].filter((each) => each !== null);

export const chatMessageSchema = z.object({
  id: z.string(),
  at: instantSchema,
  by: z.enum(['visitor', 'agent', 'house']),
  /** The colleague who wrote it. */
  name: z.string().nullable(),
  /** `event`: the text is a code, as `chat.events` in the words has it. */
  kind: z.enum(['text', 'file', 'event']),
  text: z.string(),
  /** `waiting`: for the backend. `refused`: it will never be there, and its text is kept. */
  state: z.enum(['sent', 'waiting', 'refused']),
  /** Seen by the other side. */
  seen: z.boolean(),
  /** Of one of kind `file`, whose text is its name; null: it is none, or its file is not there any more. */
  file: chatFileSchema.nullable(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** As it is read by whoever was not in it. */
const transcriptSchema = z.object({
  /** As the visitor called themselves; null: they have not said, or it is kept no longer. */
  name: z.string().nullable(),
  messages: z.array(chatMessageSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;

export const ownChatSchema = chatLineSchema.extend({
  /** The interaction in which this agent has it. */
  interactionId: interactionIdSchema,
  /** `offered`: to a colleague, who has not answered yet. */
  state: z.enum(['open', 'offered', 'ended']),
  ended: endReasonSchema.nullable(),
  /** In order; those that wait are the last. */
  messages: z.array(chatMessageSchema),
  /** Of the visitor's, not read yet. */
  unread: z.int().nonnegative(),
  isTyping: z.boolean(),
});
export type OwnChat = z.infer<typeof ownChatSchema>;

export const chatsStateSchema = z.object({
  /** Whether that is how it is now; otherwise how it was. */
  current: z.boolean(),
  /** Milliseconds by which this PC's clock is ahead of the backend's, by which every time here is told. */
  aheadMs: z.int(),
  /** As many at once as one agent may have. */
  most: z.int(),
  /** Who has waited longest comes first. */
  waiting: z.array(chatLineSchema),
  /** Messages that were left while nobody was there. */
  left: z.array(chatLineSchema),
  /** What colleagues would pass to this agent. */
  offered: z.array(chatLineSchema),
  /** In the order in which they were taken; until their wrap-up is closed. */
  own: z.array(ownChatSchema),
});
export type ChatsState = z.infer<typeof chatsStateSchema>;

const onChat = z.object({ id: interactionIdSchema });
/** A file as its message tells of it. */
const sentFileSchema = chatFileSchema.extend({ id: ulidSchema, name: z.string().min(1).max(160) });
export type SentFile = z.infer<typeof sentFileSchema>;

/** Null: it is none, or its file is not there any more. */
export const sentFile = ({ id, text, file }: ChatMessage): SentFile | null =>
  file === null ? null : { ...file, id, name: text };
/** `going`: the next piece begins at `reached`. */
const sendingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('going'), file: ulidSchema, reached: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('sent') }),
  z.object({ kind: z.literal('refused'), why: attachmentRefusalSchema }),
]);
export type ChatFileSending = z.infer<typeof sendingSchema>;
const onFile = onChat.extend({ file: sentFileSchema });

/** To whom a chat is passed. */
export const chatTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queue'), queueId: queueIdSchema }),
  z.object({ kind: z.literal('agent'), agentId: agentIdSchema }),
]);
export type ChatTarget = z.infer<typeof chatTargetSchema>;

export const chatMethods = {
  /** One that waits, that was left, or that a colleague passes on. `late`: it is another's; `full`: as many as one may have are open. */
  takeChat: { params: onChat, result: z.enum(['taken', 'late', 'full']) },
  declineChat: { params: onChat, result: z.null() },
  /** On the disk when it returns; it is sent when it can be, once, after those before it. */
  sayInChat: {
    params: onChat.extend({
      text: z.string().trim().min(1).max(longestMessage),
      canned: z.string().nullable(),
    }),
    result: z.null(),
  },
  /** The visitor sees that it was read; what the backend cannot be told now is told with the next one. */
  chatSeen: { params: onChat, result: z.null() },
  /** Refused while the backend is away. What is written in the conversation goes with it; `late`: they are not to be had, or the chat is over. */
  passChat: { params: onChat.extend({ to: chatTargetSchema }), result: z.enum(['passed', 'late']) },
  /** Refused while the backend is away. */
  endChat: { params: onChat, result: z.null() },
  /** Fetches it, and puts a readable copy on the disk, until the agent signs out or the app ends. Refused while the backend is away. */
  copyChatFile: { params: onFile, result: z.object({ copy: openedCopySchema }) },
  /** Fetches it, and adds it to a case: from then on it is one of the case's files. Refused while the backend is away. */
  chatFileIntoCase: {
    params: onFile.extend({ caseId: caseIdSchema }),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('kept') }),
      z.object({ kind: z.literal('refused'), why: attachmentRefusalSchema }),
    ]),
  },
  /**
   * Announces a PDF or picture for the visitor; then its bytes go to the backend in pieces, each from where the file has got to. Said in the chat
   * it is when it is whole and was examined. Refused while the backend is away: the file stays where it was.
   */
  beginChatFile: {
    params: onChat.extend({ name: z.string().min(1), bytes: z.number().int().positive() }),
    result: sendingSchema,
  },
  handChatFile: {
    params: onChat.extend({ file: ulidSchema, at: z.number().int().nonnegative(), bytes: bytesSchema }),
    result: sendingSchema,
  },
  /** All that was written in it, from the backend: refused while it is away. Null: there is none, or it is not to be read here. */
  transcript: { params: onChat, result: transcriptSchema.nullable() },
} satisfies Contract['methods'];
