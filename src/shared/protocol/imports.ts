// Customers brought in from a file: what a column means, what was found in the file, how far it has got, what was refused and why.
import { z } from 'zod';
import { instantSchema, portfolioIdSchema, ulidSchema } from '../model/ids.ts';
import { portfolioSchema } from '../model/portfolio.ts';

/** What a column can be. `company`: where it is filled, the row is a company of that name, and whoever else is named is left out. */
export const importTargets = [
  'code',
  'name',
  'givenName',
  'familyName',
  'company',
  'email',
  'mobile',
  'landline',
  'otherNumber',
  'street',
  'postcode',
  'city',
  'birthDate',
  'taxCode',
  'iban',
  'language',
  'preference',
] as const;
export const importTargetSchema = z.enum(importTargets);
export type ImportTarget = z.infer<typeof importTargetSchema>;

/** By column as the file calls it; columns that are not here are left out. */
const mappingSchema = z.record(z.string(), importTargetSchema);
export type ImportMapping = z.infer<typeof mappingSchema>;

/** Whoever comes without a code gets one that begins so. */
export const givenCodePrefix = 'NC';

/** Numbers are all kept, parts of a street are joined: these several columns can be. */
export const repeatableTargets: readonly ImportTarget[] = ['mobile', 'landline', 'otherNumber', 'street'];

export type MappingFault = { readonly kind: 'noName' } | { readonly kind: 'twice'; readonly target: ImportTarget };

/** Why a file cannot be read so; null: it can. */
export function faultOf(mapping: ImportMapping): MappingFault | null {
  const targets = Object.values(mapping);
  const names: readonly ImportTarget[] = ['name', 'company', 'givenName', 'familyName'];
  if (!targets.some((target) => names.includes(target))) return { kind: 'noName' };
  const twice = targets.find(
    (target, place) => !repeatableTargets.includes(target) && targets.indexOf(target) !== place,
  );
  return twice === undefined ? null : { kind: 'twice', target: twice };
}

export const importOptionsSchema = z.object({
  mapping: mappingSchema,
  /** "03/04/2026": the third of April, or the fourth of March. Dates that begin with the year are clear. */
  dates: z.enum(['dayFirst', 'monthFirst']).default('dayFirst'),
  /** A customer who is there already, by code or tax code: left as they are, or given what the file says (never emptied). */
  present: z.enum(['skip', 'update']).default('skip'),
  /** Put before codes that are digits alone. */
  codePrefix: z
    .string()
    .regex(/^[A-Z]{2,4}$/)
    .refine((letters) => letters !== givenCodePrefix, {
      message: 'taken: those who come without a code get one with it',
    })
    .default('CL'),
});
export type ImportOptions = z.infer<typeof importOptionsSchema>;

/**
 * Why a row is left out. `elsewhere`: that code is a customer's who is not seen with these rights; `restricted`: that of one whose data
 * may be kept and not be used.
 */
export const refusalReasons = [
  'broken',
  'tooManyColumns',
  'missing',
  'tooLong',
  'notACode',
  'notAnEmail',
  'notADate',
  'notALanguage',
  'tooManyNumbers',
  'twice',
  'elsewhere',
  'restricted',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

const refusalSchema = z.object({
  /** Of the file, from 1. */
  line: z.number().int().positive(),
  /** As the file calls it; null: the row as such. */
  column: z.string().nullable(),
  why: z.enum(refusalReasons),
  /** What is there. */
  was: z.string().max(200),
});
export type ImportRefusal = z.infer<typeof refusalSchema>;

const count = z.number().int().nonnegative();
export const importCountsSchema = z.object({
  created: count,
  updated: count,
  /** Already there, and left as they are. */
  skipped: count,
  refused: count,
  /** Taken, with a number that nobody can be found by: it is kept as it is written. */
  unreadNumbers: count,
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** A table of more is none of customers. */
export const mostColumns = 200;

export const importSchema = z.object({
  id: ulidSchema,
  portfolioId: portfolioIdSchema,
  /** Of the file. */
  name: z.string().max(200),
  byName: z.string().max(120),
  at: instantSchema,
  kind: z.enum(['csv', 'vcard']),
  /** Guessed: what is not UTF-8 and has no mark is read as windows-1252. */
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  columns: z.array(z.string()).max(mostColumns),
  /** From the columns' names. */
  guess: mappingSchema,
  state: z.discriminatedUnion('kind', [
    /** Its bytes are being sent; what it is will be said once they are there. */
    z.object({ kind: z.literal('arriving') }),
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('running'), counts: importCountsSchema, bytesDone: count }),
    z.object({ kind: z.literal('done'), counts: importCountsSchema, endedAt: instantSchema, undoUntil: instantSchema }),
    /** Taken back; `stayed`: created by it, but somebody has spoken to them since. */
    z.object({ kind: z.literal('undone'), counts: importCountsSchema, stayed: count }),
  ]),
  bytes: count,
});
export type Import = z.infer<typeof importSchema>;

/** Sent in parts of at most so many bytes, from part 0 on; each may be sent again. */
export const importPartBytes = 512 * 1024;
export const mostImportParts = 400;

/** `POST /v1/imports` */
export const newImportSchema = importSchema.pick({ id: true, portfolioId: true, name: true });

export const importListSchema = z.object({
  imports: z.array(importSchema).max(50),
  /** Into which one may be brought. */
  portfolios: z.array(portfolioSchema),
});

export type ImportList = z.infer<typeof importListSchema>;

/** A row as it would be kept. */
export const importedCustomerSchema = z.object({
  code: z.string().nullable(),
  kind: z.enum(['person', 'company']),
  name: z.string(),
  email: z.string().nullable(),
  numbers: z.array(z.string()),
  city: z.string().nullable(),
});

/** What a run would do: all counts, and the first rows of either kind. */
export const importCheckSchema = z.object({
  counts: importCountsSchema,
  rows: z.array(importedCustomerSchema.extend({ line: z.number().int() })).max(20),
  refusals: z.array(refusalSchema).max(100),
});
export type ImportCheck = z.infer<typeof importCheckSchema>;
