// What an INVITE says: who calls, through which queue, in which language, handed over by whom. Header fields are other people's
// text: whatever they contain, the call rings.
import { readArriving } from '#shared/model/arriving';
import type { Call } from '#shared/model/call';
import type { Caller } from '#shared/model/caller';
import { customerIdSchema, type InteractionId, interactionIdSchema, languageSchema } from '#shared/model/ids';
import { parkingPlaceSchema } from '#shared/model/parking';
import type { Site } from '#shared/model/site';

/** All values of a header field, in order; names in any case. */
export type Headers = (name: string) => readonly string[];

export type InviteFacts = Pick<
  Call,
  'caller' | 'customerId' | 'queue' | 'waitedSeconds' | 'language' | 'handedOver' | 'parking'
>;

/** Where a From that no parser takes is rewritten to (see tidyIncoming). */
export const unreadableHost = 'unreadable.invalid';

const longestValue = 1_000;
const longestNumber = 64;
const longestName = 120;
const longestQueue = 40;
const dayInSeconds = 86_400;

/** Never throws. `site`: how the trunk writes numbers. */
export function readInvite(headers: Headers, site: Site): InviteFacts {
  const first = (name: string): string | null => headers(name)[0]?.slice(0, longestValue).trim() || null;
  const waited = Number(/^\d{1,6}$/.exec(first('X-Queue-Wait') ?? '')?.[0] ?? Number.NaN);
  const place = read(parkingPlaceSchema, first('X-Parked'));
  return {
    caller: readCaller(headers, site),
    customerId: read(customerIdSchema, first('X-Customer-Id')?.toUpperCase()),
    queue: plain(first('X-Queue') ?? '', longestQueue) || null,
    waitedSeconds: Number.isNaN(waited) ? null : Math.min(waited, dayInSeconds),
    language: read(languageSchema, first('X-Language')?.slice(0, 2).toLowerCase()),
    parking: place === null ? null : { place, how: 'returned' },
    handedOver: readInteraction(first('X-Interaction')) ?? readInteraction(fromUserToUser(first('User-to-User'))),
  };
}

/** Who the PBX says is at the other side by now, in the middle of a call; null: it says nothing of it. */
export function readConnected(headers: Headers, site: Site): Caller | null {
  const says = ['P-Asserted-Identity', 'Remote-Party-ID'].some((name) => headers(name).length > 0);
  return says ? readCaller(headers, site) : null;
}

/**
 * Order: what the PBX says outright, what the network asserts (RFC 3325), its predecessor, the caller's own From.
 * The first that is there decides: behind a broken assertion, the caller's own word is worth nothing.
 */
function readCaller(headers: Headers, site: Site): Caller {
  const values = (name: string) => headers(name).map((value) => value.slice(0, longestValue));
  if (values('Privacy').some((value) => /\b(id|user|header)\b/i.test(value))) return { kind: 'withheld' };
  const given = values('X-Customer-Number')[0]?.trim();
  if (given !== undefined && isNumber(given)) {
    return numbered(given, displayNameOf(values('P-Asserted-Identity')[0] ?? values('From')[0] ?? ''), site);
  }
  for (const name of ['P-Asserted-Identity', 'Remote-Party-ID', 'From']) {
    const callers = values(name).map((value) => readIdentity(value, site));
    const best = callers.find((caller) => caller.kind === 'number') ?? callers[0];
    if (best !== undefined) return best;
  }
  return { kind: 'unreadable' };
}

/** The scheme, what stands before "@" without its parameters, and the host: RFC 3261 section 25.1, as far as a caller needs it. */
const address = /^(sips?|tel):([^@;:]*)(?:[;:][^@]*)?(?:@([^;:?\s]*).*)?$/i;
const withheldUser = /^(anonymous|restricted|private|withheld|unknown|unavailable)$/i;

function readIdentity(value: string, site: Site): Caller {
  const inBrackets = /<([^<>]*)>/.exec(value)?.[1];
  const [, scheme, user, host] = address.exec((inBrackets ?? value).trim()) ?? [];
  if (scheme === undefined || user === undefined) return { kind: 'unreadable' };
  const number = decoded(user).trim();
  const isTel = scheme.toLowerCase() === 'tel';
  if (!isTel && (host === undefined || host.trim() === '')) return { kind: 'unreadable' };
  if (/;\s*privacy\s*=\s*(full|uri)/i.test(value)) return { kind: 'withheld' };
  if (host?.toLowerCase().startsWith('anonymous.invalid') || withheldUser.test(number)) return { kind: 'withheld' };
  if (host?.toLowerCase() === unreadableHost || !isAddress(number)) return { kind: 'unreadable' };
  return numbered(number, displayNameOf(value), site);
}

const isNumber = (text: string): boolean => /^\+?[\d\s().*#-]{2,64}$/.test(text) && /\d/.test(text);

/** A number, an extension or a name that a PBX would route to. */
const isAddress = (text: string): boolean => text.length <= longestNumber && /^[\w+*#][\w+*#.()!~' -]*$/.test(text);

function numbered(number: string, displayName: string | null, site: Site): Caller {
  return {
    kind: 'number',
    number,
    e164: isNumber(number) ? readArriving(number, site) : null,
    displayName: displayName === number ? null : displayName,
  };
}

function displayNameOf(value: string): string | null {
  const bracket = value.indexOf('<');
  if (bracket < 1) return null;
  const before = value.slice(0, bracket).trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(before)?.[1]?.replace(/\\(.)/g, '$1');
  return plain(quoted ?? before.replaceAll('"', ''), longestName) || null;
}

/** Without what cannot be shown on one line: controls, and marks that turn the writing direction. */
const plain = (text: string, longest: number): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, longest)
    .trim();

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

const readInteraction = (text: string | null): InteractionId | null => read(interactionIdSchema, text?.toUpperCase());

/** What is not there is not put to its schema: to be told why not takes longer than all the rest. */
function read<T>(schema: { safeParse(value: unknown): { data?: T } }, text: string | null | undefined): T | null {
  return text === null || text === undefined ? null : (schema.safeParse(text).data ?? null);
}

/** RFC 7433: hex digits, then parameters. Ours are the hex of a ULID's characters. */
function fromUserToUser(value: string | null): string | null {
  const hex = /^([\da-f]{52})\s*(?:;|$)/i.exec(value ?? '')?.[1];
  if (hex === undefined) return null;
  return (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

/** What goes with a transfer: the opaque id of what this agent wrote, and nothing of the customer's. */
export function handoverHeaders(interactionId: InteractionId): string[] {
  const hex = [...interactionId].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return [`X-Interaction: ${interactionId}`, `User-to-User: ${hex};encoding=hex`];
}
