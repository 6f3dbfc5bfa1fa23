// What a link from outside can show (`cornetta://case/260118401`), and the link that leads to it. Anybody can write such a link: a place of ours comes
// out, or nothing. There are ids, codes and numbers in it, never what a person is called. Pure.
import { z } from 'zod';
import { articleIdSchema } from './article.ts';
import { customerCodeSchema } from './customer.ts';
import { customerIdSchema, ulidSchema } from './ids.ts';

/** Pages that stand for themselves, as a link calls them. */
export const linkedPages = ['board', 'figures', 'my-day', 'to-call', 'cases', 'knowledge', 'chats'] as const;

/** As it is given out, also that of an older case ("T-21"). */
const caseNumberSchema = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,25}$/);

export const placeSchema = z.discriminatedUnion('kind', [
  /** By code for programs that know customers by what they read aloud. */
  z.object({ kind: z.literal('customer'), id: z.union([customerIdSchema, customerCodeSchema]) }),
  z.object({ kind: z.literal('case'), id: caseNumberSchema }),
  z.object({ kind: z.literal('article'), id: articleIdSchema }),
  z.object({ kind: z.literal('chat'), id: ulidSchema }),
  z.object({ kind: z.literal('page'), id: z.enum(linkedPages) }),
]);
export type Place = z.infer<typeof placeSchema>;

const longest = 80;
/** Some systems end an address with a slash of their own, and write what comes before the first one in small letters. */
const form = /^cornetta:(?:\/\/)?([a-z-]+)\/([A-Za-z0-9-]+)\/?$/i;

/** Null: no place of ours is in it. */
export function placeOfLink(link: string): Place | null {
  const trimmed = link.trim();
  const [, kind = '', id = ''] = (trimmed.length <= longest ? form.exec(trimmed) : null) ?? [];
  const named = kind.toLowerCase();
  const written = named === 'page' ? id.toLowerCase() : id.toUpperCase();
  return placeSchema.safeParse({ kind: named, id: written }).data ?? null;
}

export const linkTo = ({ kind, id }: Place): string => `cornetta://${kind}/${id}`;
