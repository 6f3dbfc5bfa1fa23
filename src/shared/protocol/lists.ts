// Lists that a company edits: as every PC keeps them, and as whoever edits them sees them. What is in a list is said by `listSchemas`.
import { z } from 'zod';
import { versionSchema } from '../model/customer.ts';
import { instantSchema, portfolioIdSchema } from '../model/ids.ts';

/** A program that does not know its code passes over it. */
const listCodeSchema = z.string().min(1).max(40);

/** Null: everybody's, and not a client company's own. */
const ofClient = portfolioIdSchema.nullable();

/** A list as it is written: its schema may put in what it leaves out. */
export const writtenListSchema = z.object({ code: listCodeSchema, clientId: ofClient, body: z.unknown() });
export type WrittenList = z.infer<typeof writtenListSchema>;

/** `GET /v1/lists?known=…`: those of everybody's kind that this agent goes by, everybody's before client companies' own. */
export const listsSchema = z.object({
  /** To be sent the next time. */
  mark: z.string().regex(/^[0-9a-f]{16}$/),
  /** Null: none is another than under the mark that was sent. */
  lists: z.array(writtenListSchema).nullable(),
});

export const listHeadSchema = z.object({
  code: listCodeSchema,
  clientId: ofClient,
  version: versionSchema,
  /** It is what Cornetta proposes, and follows it. */
  proposal: z.boolean(),
  editedAt: instantSchema,
  /** Who edited it last; null: the program, or the company's file. */
  editedBy: z.string().nullable(),
});
export type ListHead = z.infer<typeof listHeadSchema>;

/** `GET /v1/lists/heads` */
export const listHeadsSchema = z.object({ lists: z.array(listHeadSchema) });

/** `GET /v1/lists/{code}`, and the answer to a change. */
export const listSchema = listHeadSchema.extend({ body: z.unknown() });
export type List = z.infer<typeof listSchema>;

/** `PUT /v1/lists/{code}` */
export const listChangeSchema = z.object({ body: z.unknown() });

/** `GET /v1/lists/{code}/editions`, last first: at most fifty. */
export const listEditionsSchema = z.object({
  editions: z.array(
    z.object({ version: versionSchema, at: instantSchema, by: z.string().nullable(), body: z.unknown() }),
  ),
});
export type ListEdition = z.infer<typeof listEditionsSchema>['editions'][number];
