// Letters about cases, as they are begun, written, sent for confirmation and recorded as sent. The backend sends nothing itself: whoever has
// sent one by the company's own means records it.
import { z } from 'zod';
import { attachmentIdSchema } from '../model/attachment.ts';
import { daySchema } from '../model/calendar.ts';
import { verdictSchema } from '../model/caseFile.ts';
import { channelSchema } from '../model/channel.ts';
import { caseIdSchema, customerIdSchema, instantSchema, languageSchema, ulidSchema } from '../model/ids.ts';
import { lackSchema, letterKindSchema, letterTemplateSchema, writtenSchema } from '../model/letters.ts';
import { rowCodeSchema, textSchema } from '../model/lists/text.ts';

/** `asked`: somebody else is to look at it; while that is so, and once it is confirmed, nobody writes on. */
export const letterStateSchema = z.enum(['draft', 'asked', 'confirmed', 'sent']);

/** Ways on which a letter goes. */
export const letterChannelSchema = channelSchema.extract(['email', 'letter', 'message', 'web', 'chat', 'person']);

const sentSchema = z.object({
  day: daySchema,
  channel: letterChannelSchema,
  /** "PEC", the number of a registered letter: in the words of who has sent it. */
  how: z.string().max(200),
  by: z.string(),
  /** What was sent, among the files of the case; null: it has been taken away. */
  attachmentId: attachmentIdSchema.nullable(),
});

export const letterHeadSchema = z.object({
  id: ulidSchema,
  caseId: caseIdSchema,
  kind: letterKindSchema,
  name: textSchema,
  language: languageSchema,
  state: letterStateSchema,
  version: z.int().positive(),
  /** Who has written on it last, and when. */
  by: z.string(),
  changedAt: instantSchema,
  sent: sentSchema.nullable(),
});
export type LetterHead = z.infer<typeof letterHeadSchema>;

export const letterSchema = letterHeadSchema.extend({
  customerId: customerIdSchema,
  template: letterTemplateSchema,
  parts: writtenSchema,
  /** Parts that the profile of deadlines asks for besides the template. */
  alsoMust: z.array(z.string()),
  /** What the case compensates; 0: nothing. */
  indemnityCents: z.int().min(0).default(0),
  /** What keeps it from leaving. */
  lacks: z.array(lackSchema).readonly(),
  /** Before it is sent somebody else confirms it. */
  needsConfirmation: z.boolean(),
  /** The lines above it: name and address. */
  recipient: z.array(z.string()),
  company: z.string(),
  /** In threes. */
  number: z.string(),
  /** By the calendar of the company: the last day that may be recorded. */
  today: daySchema,
  /** Written by whoever asks, in part at least. */
  isOwn: z.boolean(),
  /** Why it came back; null: it has not, or was sent for confirmation again. */
  returned: z.string().nullable(),
});
export type Letter = z.infer<typeof letterSchema>;

/** `GET /v1/cases/{id}/letters`. */
export const caseLettersSchema = z.object({
  /** The latest first. */
  letters: z.array(letterHeadSchema),
  /** What may be begun. */
  templates: z.array(z.object({ code: rowCodeSchema, kind: letterKindSchema, name: textSchema })),
  /** Of the customer. */
  language: languageSchema,
});
export type CaseLetters = z.infer<typeof caseLettersSchema>;

/** `POST /v1/cases/{id}/letters`: sent again under its id it is begun once. */
export const newLetterSchema = z.object({ id: ulidSchema, template: rowCodeSchema, language: languageSchema });
export type NewLetter = z.infer<typeof newLetterSchema>;

/** `PUT /v1/letters/{id}`: all of it, over the version that was read. */
export const letterTextSchema = z.object({ parts: writtenSchema });

/** `POST /v1/letters/{id}/ask`. `actId`: of what is done to the case by it, so that it counts once. */
export const letterAskedSchema = z.object({ actId: ulidSchema, at: instantSchema });
export type LetterAsked = z.infer<typeof letterAskedSchema>;

/** `POST /v1/letters/{id}/sent`. An answer says besides how it decides, and why it came to the complaint. */
export const letterSendingSchema = z.object({
  actId: ulidSchema,
  at: instantSchema,
  day: daySchema,
  channel: letterChannelSchema,
  how: z.string().trim().max(200),
  answer: z.object({ verdict: verdictSchema, rootCause: rowCodeSchema }).nullable(),
});
export type LetterSending = z.infer<typeof letterSendingSchema>;
