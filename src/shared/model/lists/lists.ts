// The lists that a company edits about how its agents talk and work: which there are, and which of them are in force for whom. A list is one
// document with one schema; another one is its schema, a line here, and what it says where nobody has decided otherwise (assets/lists).
import type { z } from 'zod';
import type { PortfolioId } from '../ids.ts';
import { alphabetsSchema } from './alphabets.ts';
import { behavioursSchema } from './behaviours.ts';
import { calmingSchema } from './calming.ts';
import { guideSchema } from './guide.ts';
import { hintsSchema } from './hints.ts';
import { identificationListSchema } from './identification.ts';
import { wordsListSchema } from './words.ts';

export const listSchemas = {
  guide: guideSchema,
  words: wordsListSchema,
  behaviours: behavioursSchema,
  calming: calmingSchema,
  alphabets: alphabetsSchema,
  identification: identificationListSchema,
  hints: hintsSchema,
} as const;

export type ListCode = keyof typeof listSchemas;
export type Lists = { readonly [Code in ListCode]: z.infer<(typeof listSchemas)[Code]> };

export const listCodes = Object.keys(listSchemas) as ListCode[];

/** A list as it is kept: everybody's, or a client company's own. */
export type KeptList = {
  readonly [Code in ListCode]: {
    readonly code: Code;
    readonly clientId: PortfolioId | null;
    readonly body: Lists[Code];
  };
}[ListCode];

/** List by list the client company's own, or everybody's. Null: none in particular. What nobody has decided is not there. */
export function listsFor(all: readonly KeptList[], clientId: PortfolioId | null): Partial<Lists> {
  const everybodys = all.filter((list) => list.clientId === null);
  const own = clientId === null ? [] : all.filter((list) => list.clientId === clientId);
  return Object.fromEntries([...everybodys, ...own].map(({ code, body }) => [code, body]));
}
