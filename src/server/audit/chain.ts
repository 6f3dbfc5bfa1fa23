// How entries of the audit log hang together: each one's hash is made from the hash before it and everything that the entry says. Pure.
import { createHash } from 'node:crypto';

/** An entry in its place. */
export interface ChainEntry {
  readonly seq: number;
  /** As it was written, before it had a place. */
  readonly id: string;
  readonly at: Date;
  readonly actor: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly subjectKind: string | null;
  readonly subjects: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

export interface ChainLink {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** SHA-256 of the hash before and the entry's line, which is the same whatever database it was read from. */
export const hashAfter = (before: Uint8Array, entry: ChainEntry): Uint8Array =>
  createHash('sha256').update(before).update(lineOf(entry)).digest();

function lineOf(entry: ChainEntry): string {
  const detail = Object.entries(entry.detail).sort(([one], [other]) => (one < other ? -1 : 1));
  const { seq, id, at, actor, role, action, subjectKind, subjects, reason } = entry;
  return JSON.stringify([seq, id, at.toISOString(), actor, role, action, subjectKind, subjects, detail, reason]);
}

/**
 * The place of the first of `entries` (in their order) that does not follow from `from`: it was changed, or one before it is missing or
 * was put there. Null: all fit. `to`: the last that fits, or `from`.
 */
export function follow(
  from: ChainLink,
  entries: readonly (ChainEntry & { readonly hash: Uint8Array })[],
): { readonly to: ChainLink; readonly brokenAt: number | null } {
  let to = from;
  for (const entry of entries) {
    const fits = entry.seq === to.seq + 1 && isSame(hashAfter(to.hash, entry), entry.hash);
    if (!fits) return { to, brokenAt: to.seq + 1 };
    to = { seq: entry.seq, hash: entry.hash };
  }
  return { to, brokenAt: null };
}

export const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
