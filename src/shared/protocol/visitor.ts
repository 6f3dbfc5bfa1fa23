// What the page of a chat's visitor and the backend say to each other: one token, one chat. How it stands and what was written come in one
// answer, so that after a lost connection nothing else has to be asked.
import { z } from 'zod';
import { instantSchema, languageSchema, queueIdSchema, ulidSchema } from '../model/ids.ts';
import { dialableSchema } from '../model/interaction.ts';
import { chatFileSchema } from './chat.ts';
import { visitorSurveySchema } from './surveys.ts';

/** Of the text about the use of data that is shown before anything is written (GDPR art. 13); the text is in the words of the page. */
export const chatNoticeEdition = '2026-11-27';

/** What visitors and agents write at most at once. */
export const longestMessage = 2_000;

/** `GET /v1/visitor/sites/{code}`. */
export const visitorSiteSchema = z.object({
  name: z.string(),
  /** Edition of the text about data that the page shows: it goes back with what is begun. */
  notice: z.string(),
  noticeUrl: z.string().nullable(),
  topics: z.array(z.object({ queueId: queueIdSchema, name: z.string() })),
  /** Somebody answers; otherwise a message can be left. */
  isOpen: z.boolean(),
  opensAt: instantSchema.nullable(),
});
export type VisitorSite = z.infer<typeof visitorSiteSchema>;

const name = z.string().trim().min(1).max(60).nullable();
const email = z.email().max(200).nullable();

/** `POST /v1/visitor/chats`: once for each id, as long as it is begun with the same token. */
export const newChatSchema = z.object({
  id: ulidSchema,
  /** Made by the page of 32 random bytes: whoever has it has the chat. */
  token: z.string().regex(/^[\w-]{43}$/),
  site: z.string().max(40),
  topic: queueIdSchema,
  language: languageSchema,
  name,
  code: z.string().trim().min(1).max(40).nullable(),
  email,
  notice: z.literal(chatNoticeEdition),
  /** Nobody is there: the message that is left, and where it is answered to. Null: to wait for somebody. */
  left: z.string().trim().min(1).max(longestMessage).nullable(),
  callAt: dialableSchema.nullable(),
});

export const visitorMessageSchema = z.object({
  seq: z.int().positive(),
  id: ulidSchema,
  at: instantSchema,
  by: z.enum(['visitor', 'agent', 'house']),
  /** The agent's given name. */
  name: z.string().nullable(),
  kind: z.enum(['text', 'file', 'event']),
  text: z.string(),
  file: chatFileSchema.nullable(),
});

/** `GET /v1/visitor/chat?after=`. */
export const visitorChatSchema = z.object({
  /** `left` as well once somebody has read it. */
  state: z.enum(['waiting', 'open', 'left', 'ended']),
  agent: z.string().nullable(),
  /** How many wait longer. */
  ahead: z.int().nonnegative(),
  messages: z.array(visitorMessageSchema),
  lastSeq: z.int().nonnegative(),
  readByAgent: z.int().nonnegative(),
  isTyping: z.boolean(),
  /** Once it has ended: what the visitor is asked about it. Null: nothing (any more). */
  survey: visitorSurveySchema.nullable(),
});
export type VisitorChat = z.infer<typeof visitorChatSchema>;

export const visitorTextSchema = z.object({ id: ulidSchema, text: z.string().trim().min(1).max(longestMessage) });
export const visitorCallSchema = z.object({ number: dialableSchema });
