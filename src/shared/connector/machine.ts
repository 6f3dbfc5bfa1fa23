// Reading a CRM, as a state and pure functions: what to ask next, and what an answer means. The state is small and is kept together with the rows
// that an answer brought, so that reading may be cut anywhere and goes on; rows may come twice, none is left out.
// The cursor is the CRM's word, or the newest row seen: never this machine's clock.
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { type CrmAnswer, parsed, refusalOf, sentAtOf } from './answer.ts';
import type { Description, Listing } from './description.ts';
import { waitAfter } from './pace.ts';
import { at, textAt } from './pointer.ts';
import { type CrmRequest, linkedRequest, requestOf, type Site } from './request.ts';
import { type CrmCustomer, type Refusal, readMoment, readRow } from './rows.ts';

const placeSchema = z.string().nullable();

const workSchema = z.discriminatedUnion('kind', [
  /** Nothing under way. */
  z.object({ kind: z.literal('rest') }),
  /** The whole list; `place` is the last id, the cursor or the link; `began` is the CRM's clock at the first page. */
  z.object({ kind: z.literal('load'), place: placeSchema, began: z.number().nullable() }),
  /** By time: `since` is a moment; `within` the last id while that one moment is listed. */
  z.object({ kind: z.literal('since'), since: z.number(), within: placeSchema, newest: z.number() }),
  /** By token: the cursor or the link of the next page. */
  z.object({ kind: z.literal('pages'), place: z.string() }),
]);

export const failureCodes = [
  /** No answer, or one that no CRM gives (a proxy's page, half a body, 5xx). */
  'unreachable',
  /** Too many requests, by us or by others of the same company. */
  'busy',
  /** The key is not accepted (any more). */
  'signIn',
  /** It answers, and does not give what is asked: rights, version or description. */
  'refused',
  /** A page that leads back to itself, is not in order, or leads away from the CRM. */
  'disorder',
] as const;
export type FailureCode = (typeof failureCodes)[number];

export const readingSchema = z.object({
  work: workSchema,
  /** Where changes go on; null before the first load has ended. */
  cursor: z.union([z.object({ newest: z.number() }), z.object({ token: z.string() })]).nullable(),
  /** Grows with each load: whoever was not seen in the round of a finished one is gone. */
  round: z.number().int().nonnegative(),
  /** When this machine saw the last load end, for the plan of the next only. */
  loadedAt: z.number().nullable(),
  /** Rows of the longest page of changes: only beside it one knows that a page is short, whatever limit was asked for. */
  fullest: z.number().int().nonnegative(),
  /** Refusals and silences in a row, and when to ask again. */
  tries: z.number().int().nonnegative(),
  notBefore: z.number(),
  failure: z.object({ code: z.enum(failureCodes), status: z.number().nullable() }).nullable(),
});
export type Reading = z.infer<typeof readingSchema>;

export const newReading: Reading = {
  work: { kind: 'rest' },
  cursor: null,
  round: 0,
  loadedAt: null,
  fullest: 0,
  tries: 0,
  notBefore: 0,
  failure: null,
};

/** What one page brought. */
export interface Page {
  readonly round: number;
  readonly customers: readonly CrmCustomer[];
  readonly gone: readonly string[];
  readonly refused: readonly Refusal[];
  /** Everybody on a page of a load, refused rows too: they are there. */
  readonly listed: readonly string[];
  /** The load of that round has ended. */
  readonly whole: boolean;
}

export interface Reader {
  readonly description: Description;
  readonly site: Site;
  /** For numbers without a country's code. */
  readonly country: CountryCode;
}

/** Goes on with what was cut; else begins what is due: the whole, or what has changed. */
export function begin({ description }: Reader, reading: Reading, now: number): Reading {
  if (reading.work.kind !== 'rest') return reading;
  const { cursor, loadedAt } = reading;
  if (cursor === null || loadedAt === null || now - loadedAt >= description.reloadHours * 3_600_000)
    return load(reading);
  if ('token' in cursor) return { ...reading, work: { kind: 'pages', place: cursor.token } };
  const { changes } = description;
  if (changes.by !== 'time') return load(reading);
  const since = floor(cursor.newest - changes.overlapSeconds * 1_000, changes.granuleMs);
  return { ...reading, work: { kind: 'since', since, within: null, newest: cursor.newest } };
}

const load = (reading: Reading): Reading => ({
  ...reading,
  round: reading.round + 1,
  work: { kind: 'load', place: null, began: null },
});

const floor = (ms: number, granule: number) => Math.floor(ms / granule) * granule;

/** The next request; null: nothing under way. */
export function ask({ description, site }: Reader, { work }: Reading): CrmRequest | null {
  const { load: listing, changes } = description;
  if (work.kind === 'rest') return null;
  if (work.kind === 'load') return askListing(description, site, listing, work.place);
  if (work.kind === 'pages') return askListing(description, site, listing, work.place);
  if (changes.by !== 'time') return null;
  const { since, within } = work;
  return within === null
    ? requestOf(description, site, changes.request, { since })
    : requestOf(description, site, changes.within, { since, until: since + changes.granuleMs, after: within });
}

function askListing(description: Description, site: Site, listing: Listing, place: string | null): CrmRequest | null {
  if (listing.by === 'id') return requestOf(description, site, listing.request, { after: place ?? listing.start });
  if (place === null) return requestOf(description, site, listing.request, {});
  return listing.by === 'link'
    ? linkedRequest(description, site, listing.request, place)
    : requestOf(description, site, listing.next, { cursor: place });
}

/** The reading after an answer, and what it brought. `null` for no answer at all. */
export function answered(
  reader: Reader,
  reading: Reading,
  answer: CrmAnswer | null,
  now: number,
): { reading: Reading; page: Page | null } {
  const { description, country } = reader;
  if (answer === null) return failed(reading, 'unreachable', null, waitAfter(null, null, reading.tries), now);
  const sentAt = sentAtOf(answer);
  const body = parsed(answer);
  const retryAfter = answer.headers['retry-after'] ?? null;
  const refusal = refusalOf(description, answer);
  if (refusal !== null) {
    const wait = waitAfter(retryAfter, sentAt, reading.tries, refusal.atLeastMs);
    return failed(reading, refusal.code, answer.status, wait, now);
  }
  if (reading.work.kind === 'pages' && tooOld.includes(answer.status)) {
    return { reading: load({ ...reading, cursor: null }), page: null };
  }
  if (answer.status !== 200 && answer.status !== 201) {
    return failed(reading, 'refused', answer.status, waitAfter(retryAfter, sentAt, reading.tries, 60_000), now);
  }
  const rows = at(body, description.row.list);
  if (!Array.isArray(rows)) {
    return failed(reading, 'unreachable', answer.status, waitAfter(null, null, reading.tries), now);
  }
  const after = follow(reader, reading, { body, rows, sentAt }, now);
  if (after === null)
    return failed(reading, 'disorder', answer.status, waitAfter(null, null, reading.tries, 60_000), now);
  const read = rows.map((row) => readRow(description, row, country));
  const isLoad = reading.work.kind === 'load';
  return {
    reading: { ...after, tries: 0, notBefore: 0, failure: null },
    page: {
      round: reading.round,
      customers: read.flatMap((row) => (row.kind === 'customer' ? [row.customer] : [])),
      gone: read.flatMap((row) => (row.kind === 'gone' ? [row.id] : [])),
      refused: read.flatMap((row) => (row.kind === 'refused' ? [row.refusal] : [])),
      listed: isLoad ? read.flatMap(idOf) : [],
      whole: isLoad && after.work.kind === 'rest',
    },
  };
}

/** How CRMs refuse a token that they have forgotten: each in its way. */
const tooOld = [400, 404, 409, 410, 422];

const idOf = (row: ReturnType<typeof readRow>): string[] =>
  row.kind === 'customer'
    ? [row.customer.id]
    : row.kind === 'refused' && row.refusal.id !== null
      ? [row.refusal.id]
      : [];

const failed = (reading: Reading, code: FailureCode, status: number | null, waitMs: number, now: number) => ({
  reading: { ...reading, tries: reading.tries + 1, notBefore: now + waitMs, failure: { code, status } },
  page: null,
});

interface Rows {
  readonly body: unknown;
  readonly rows: readonly unknown[];
  readonly sentAt: number | null;
}

/** Where it goes on after a page; null: the page is no step forward. */
function follow(reader: Reader, reading: Reading, rows: Rows, now: number): Reading | null {
  const { description } = reader;
  const { work } = reading;
  if (leadsAway(reader, rows)) return null;
  if (work.kind === 'load') return followLoad(description, reading, work, rows, now);
  if (work.kind === 'since') return followSince(description, reading, work, rows);
  if (work.kind !== 'pages') return null;
  const next = nextPlace(description, rows);
  if (next === work.place) return null;
  if (next !== null) return { ...reading, work: { kind: 'pages', place: next } };
  return { ...reading, cursor: tokenOf(description, rows) ?? reading.cursor, work: { kind: 'rest' } };
}

/** Our key goes to the CRM alone, whatever an answer says. */
function leadsAway({ description, site }: Reader, rows: Rows): boolean {
  const { load: listing } = description;
  if (listing.by !== 'link') return false;
  const links = [nextPlace(description, rows), tokenOf(description, rows)?.token ?? null];
  return links.some((link) => link !== null && linkedRequest(description, site, listing.request, link) === null);
}

function followLoad(
  description: Description,
  reading: Reading,
  work: Extract<Reading['work'], { kind: 'load' }>,
  rows: Rows,
  now: number,
): Reading | null {
  const began = work.began ?? rows.sentAt;
  const next = nextPlace(description, rows);
  if (next !== null && next === work.place) return null;
  if (next !== null) return { ...reading, work: { kind: 'load', place: next, began } };
  // An empty page says that the list has ended, one that only lacks its last id does not.
  if (description.load.by === 'id' && rows.rows.length > 0) return null;
  const cursor =
    description.changes.by === 'time' ? (began === null ? null : { newest: began }) : tokenOf(description, rows);
  return cursor === null ? null : { ...reading, cursor, loadedAt: now, work: { kind: 'rest' } };
}

function nextPlace({ load: listing, row }: Description, { body, rows }: Rows): string | null {
  if (listing.by === 'id') return rows.length === 0 ? null : textAt(rows.at(-1), row.id);
  if (listing.by === 'cursor' && listing.end !== undefined && at(body, listing.end.at) === listing.end.is) return null;
  return textAt(body, listing.at);
}

function tokenOf({ changes }: Description, { body }: Rows): { token: string } | null {
  const token = changes.by === 'token' ? textAt(body, changes.at) : null;
  return token === null ? null : { token };
}

function followSince(
  { changes, row }: Description,
  reading: Reading,
  work: Extract<Reading['work'], { kind: 'since' }>,
  { rows, sentAt }: Rows,
): Reading | null {
  if (changes.by !== 'time') return null;
  const { granuleMs } = changes;
  const moments = rows.map((item) => readMoment(at(item, row.changed ?? ''))).filter((moment) => moment !== null);
  // A row from the CRM's own future (its clock was wrong once) would have all that follow passed over.
  const newest = Math.max(work.newest, ...moments.filter((moment) => sentAt === null || moment <= sentAt));
  const rest: Reading = { ...reading, cursor: { newest }, work: { kind: 'rest' } };

  if (work.within !== null) {
    const after = textAt(rows.at(-1), row.id);
    if (rows.length === 0) {
      return { ...reading, work: { kind: 'since', since: work.since + granuleMs, within: null, newest } };
    }
    return after === null || after === work.within ? null : { ...reading, work: { ...work, within: after, newest } };
  }

  const fullest = Math.max(reading.fullest, rows.length);
  if (rows.length === 0 || rows.length < reading.fullest) return { ...rest, fullest };
  const last = moments.at(-1);
  const inOrder = moments.every((moment, place) => place === 0 || moment >= (moments[place - 1] ?? 0));
  if (last === undefined || !inOrder) return null;
  const since = floor(last, granuleMs);
  if (since < work.since) return null;
  const within = since === work.since ? changes.start : null;
  return { ...reading, fullest, work: { kind: 'since', since, within, newest } };
}
