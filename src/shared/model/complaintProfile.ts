// Profiles of deadlines for complaints: which terms a sector's rules or a service charter give, what they stop for, what an answer must hold,
// where a customer may turn afterwards. Data that a company edits; a profile says how it differs from another (`like`).
import { z } from 'zod';
import { channelSchema } from './channel.ts';
import { endsOnHolidaySchema, type Term, termSchema, yearlyPauseSchema } from './deadlines.ts';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './lists/text.ts';

/** Parts that a reasoned answer may have to hold. */
export const answerPartSchema = z.enum(['facts', 'assessment', 'basis', 'actions', 'contact', 'nextSteps']);

/** Out-of-court bodies (ADR); `mandatory`: to be tried before a court. */
const bodySchema = z.strictObject({
  code: rowCodeSchema,
  name: textSchema,
  /** How one turns to it: a sentence for letters. */
  how: textSchema,
  /** Without an answer one may turn to it after so long. */
  after: termSchema.optional(),
  /** How long its procedure takes at most. */
  within: termSchema,
  mandatory: z.boolean().default(false),
});

const termsSchema = z.strictObject({
  acknowledge: termSchema,
  assess: termSchema,
  answer: termSchema,
  /** How often at least the customer hears how it stands. */
  update: termSchema,
});

const profileSchema = z.strictObject({
  code: rowCodeSchema,
  name: textSchema,
  terms: termsSchema,
  /** Channels on which the answer's term of this profile runs; null: all. On others a complaint is registered all the same. */
  written: z.array(channelSchema).nullable(),
  /** Kinds of complaint with a term of their own for the answer. */
  variants: z.array(z.strictObject({ code: rowCodeSchema, name: textSchema, answer: termSchema })),
  endsOnHoliday: endsOnHolidaySchema,
  /** Waits that stop the answer's term. By default none does. */
  stops: z.array(z.enum(['waitingCustomer', 'waitingThird'])),
  yearly: z.array(yearlyPauseSchema).max(3),
  reopenWithin: termSchema,
  /** So long after the answer a complaint is closed by itself. */
  closeAfter: termSchema,
  /** What somebody else than its author confirms before the customer hears it. */
  confirm: z.array(z.enum(['answer', 'notUpheld'])),
  parts: z.array(answerPartSchema),
  /** Due for a late answer; amounts to be verified are never reckoned with. */
  compensation: z
    .strictObject({
      perDayCents: z.int().positive().nullable(),
      mostCents: z.int().positive().nullable(),
      toVerify: z.boolean(),
      note: textSchema.nullable(),
    })
    .nullable(),
  bodies: z.array(bodySchema),
  /** Sources disagree, or nobody has checked them yet: the page says so until somebody does. */
  toVerify: z.boolean(),
  sources: z.array(z.string().min(1)),
  active: z.boolean(),
});
export type ComplaintProfile = z.infer<typeof profileSchema>;

/** As it is written in the list: whatever it leaves out is as in the profile that it is `like`. */
const writtenProfileSchema = profileSchema.partial().extend({
  code: rowCodeSchema,
  name: textSchema,
  like: rowCodeSchema.optional(),
  terms: termsSchema.partial().optional(),
});
type WrittenProfile = z.infer<typeof writtenProfileSchema>;

/** What a profile never inherits: verifying one does not verify those that are like it. */
const ownAlone = { active: true, toVerify: true } as const;

type Wrong = { readonly code: string; readonly message: string };

function resolved(
  profile: WrittenProfile,
  all: ReadonlyMap<string, WrittenProfile>,
  above: ReadonlySet<string>,
): unknown {
  const { like, ...own } = profile;
  if (like === undefined) return { ...ownAlone, ...own };
  if (above.has(like)) throw new LikeError(`"${profile.code}" is like itself`);
  const base = all.get(like);
  if (!base) throw new LikeError(`there is no profile "${like}"`);
  const from = resolved(base, all, new Set([...above, like])) as ComplaintProfile;
  return { ...from, ...ownAlone, ...own, terms: { ...from.terms, ...own.terms } };
}

class LikeError extends Error {}

function resolvedOrWrong(profile: WrittenProfile, all: ReadonlyMap<string, WrittenProfile>): ComplaintProfile | Wrong {
  try {
    const whole = profileSchema.safeParse(resolved(profile, all, new Set([profile.code])));
    if (whole.success) return whole.data;
    const [issue] = whole.error.issues;
    return { code: profile.code, message: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch (error) {
    if (error instanceof LikeError) return { code: profile.code, message: error.message };
    throw error;
  }
}

/** The list, each profile whole. Refused: two of one code, one that is like itself or like none, one that remains incomplete. */
export const complaintProfilesSchema = z
  .array(writtenProfileSchema)
  .min(1)
  .transform((written, context): ComplaintProfile[] => {
    const all = new Map(written.map((profile) => [profile.code, profile]));
    if (!areCodesUnique(written)) context.addIssue(codesTwice);
    return written.flatMap((profile) => {
      const whole = resolvedOrWrong(profile, all);
      if (!('message' in whole)) return [whole];
      context.addIssue(`profile ${whole.code}: ${whole.message}`);
      return [];
    });
  });

/** The term for the answer to a complaint of that variant; null: of none. */
export const answerTerm = (profile: ComplaintProfile, variant: string | null): Term =>
  profile.variants.find(({ code }) => code === variant)?.answer ?? profile.terms.answer;
