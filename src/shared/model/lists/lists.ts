// The lists that a company edits about how its agents talk and work: which there are, and which of them are in force for whom. A list is one
// document with one schema; another one is its schema, a line here, and what it says where nobody has decided otherwise (assets/lists).
import { z } from 'zod';
import { calendarsSchema } from '../calendar.ts';
import { backOfficesSchema, mandateSchema, rootCausesSchema } from '../caseLists.ts';
import { cannedAnswersSchema, chatPolicySchema } from '../chatLists.ts';
import { classificationListSchema } from '../classification.ts';
import { complaintProfilesSchema } from '../complaintProfile.ts';
import { type PortfolioId, portfolioIdSchema } from '../ids.ts';
import { figuresPolicySchema } from '../kpi.ts';
import { letterTemplatesSchema } from '../letters.ts';
import { screenBreakPolicySchema } from '../screenBreaks.ts';
import { surveysSchema } from '../survey.ts';
import { alphabetsSchema } from './alphabets.ts';
import { behavioursSchema } from './behaviours.ts';
import { breathingSchema } from './breathing.ts';
import { calmingSchema } from './calming.ts';
import { guideSchema } from './guide.ts';
import { hintsSchema } from './hints.ts';
import { identificationListSchema } from './identification.ts';
import { voiceCareSchema } from './voiceCare.ts';
import { wordsListSchema } from './words.ts';
import { workstationChecksSchema } from './workstationChecks.ts';

/** `everybody`: every PC keeps it; `server`: the backend reads it, and who edits it. */
interface ListKind {
  readonly schema: z.ZodType;
  readonly for: 'everybody' | 'server';
}

/** In the order in which they are shown. */
export const listSchemas = {
  guide: { schema: guideSchema, for: 'everybody' },
  words: { schema: wordsListSchema, for: 'everybody' },
  behaviours: { schema: behavioursSchema, for: 'everybody' },
  calming: { schema: calmingSchema, for: 'everybody' },
  alphabets: { schema: alphabetsSchema, for: 'everybody' },
  classification: { schema: classificationListSchema, for: 'server' },
  identification: { schema: identificationListSchema, for: 'everybody' },
  hints: { schema: hintsSchema, for: 'everybody' },
  calendars: { schema: calendarsSchema, for: 'everybody' },
  backOffices: { schema: backOfficesSchema, for: 'everybody' },
  complaintProfiles: { schema: complaintProfilesSchema, for: 'everybody' },
  rootCauses: { schema: rootCausesSchema, for: 'everybody' },
  mandate: { schema: mandateSchema, for: 'everybody' },
  letterTemplates: { schema: letterTemplatesSchema, for: 'server' },
  chat: { schema: chatPolicySchema, for: 'everybody' },
  cannedAnswers: { schema: cannedAnswersSchema, for: 'everybody' },
  surveys: { schema: surveysSchema, for: 'server' },
  breaks: { schema: screenBreakPolicySchema, for: 'everybody' },
  voiceCare: { schema: voiceCareSchema, for: 'everybody' },
  breathing: { schema: breathingSchema, for: 'everybody' },
  workstationChecks: { schema: workstationChecksSchema, for: 'everybody' },
  figures: { schema: figuresPolicySchema, for: 'everybody' },
} as const satisfies Record<string, ListKind>;

export type ListCode = keyof typeof listSchemas;
/** Lists that are everybody's, and no client company's own. */
export const everybodysAlone: readonly ListCode[] = ['classification'];
/** Lists as they are read: what a document leaves out stands in them. */
export type Lists = { readonly [Code in ListCode]: z.output<(typeof listSchemas)[Code]['schema']> };

export const listCodes = Object.keys(listSchemas) as ListCode[];

/** A list as it is kept: everybody's, or a client company's own. */
export type KeptList = {
  readonly [Code in ListCode]: {
    readonly code: Code;
    readonly clientId: PortfolioId | null;
    readonly body: Lists[Code];
  };
}[ListCode];

/** What is not a list as it is read, whole, does not fit. */
export const keptListSchema = z.discriminatedUnion(
  'code',
  // One option for each code: more than the types can follow from a table.
  listCodes.map((code) =>
    z.object({ code: z.literal(code), clientId: portfolioIdSchema.nullable(), body: listSchemas[code].schema }),
  ) as unknown as [z.ZodObject<{ code: z.ZodLiteral<ListCode> }>],
) as unknown as z.ZodType<KeptList>;

/** List by list the client company's own, or everybody's. Null: none in particular. What nobody has decided is not there. */
export function listsFor(all: readonly KeptList[], clientId: PortfolioId | null): Partial<Lists> {
  const everybodys = all.filter((list) => list.clientId === null);
  const own = clientId === null ? [] : all.filter((list) => list.clientId === clientId);
  return Object.fromEntries([...everybodys, ...own].map(({ code, body }) => [code, body]));
}
