// Files of a chat in the visitor's page: sent in pieces, each tried again by itself, and fetched with the token, which no link may carry.
import type { AttachmentRefusal } from '../shared/model/attachment.ts';
import type { AttachmentStanding } from '../shared/protocol/attachments.ts';
import { visitorPieceBytes } from '../shared/protocol/pieces.ts';
import { type Asked, askedBy } from './line.ts';

export const acceptedFiles = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif';

const mostTries = 5;
const firstRetryMs = 500;
/** For one answer: a slow line needs its time for a piece, and after the last one the file is examined. */
const longestMs = 120_000;

/** `here`: it is said in the chat. */
export type Sent = 'here' | AttachmentRefusal | Exclude<Asked, 'done' | 'refused'>;

interface FilesDeps {
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
}

const under = '/v1/visitor/chat/files';
const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

/** Under an id of its own, by which what is tried again is the same. */
export async function sendFile({ token, fetch, sleep }: FilesDeps, id: string, file: File): Promise<Sent> {
  if (file.size === 0) return 'empty';
  const announce = (): Promise<Response> =>
    fetch(under, {
      ...{ method: 'POST', signal: AbortSignal.timeout(longestMs) },
      headers: { ...bearing(token), 'content-type': 'application/json' },
      body: JSON.stringify({ id, name: file.name.slice(-160), bytes: file.size }),
    });
  const hand = (at: number): Promise<Response> =>
    fetch(`${under}/${id}/bytes?at=${at}`, {
      ...{ method: 'PUT', signal: AbortSignal.timeout(longestMs) },
      headers: { ...bearing(token), 'content-type': 'application/octet-stream' },
      body: file.slice(at, at + visitorPieceBytes),
    });
  let at: number | null = null;
  let furthest = 0;
  for (let tries = 0; ; ) {
    const place: number | null = at;
    const answer: Response | null = await (place === null ? announce() : hand(place)).catch(() => null);
    const standing: AttachmentStanding | null = answer?.ok ? await standingIn(answer) : null;
    if (standing?.state === 'here') return 'here';
    if (standing?.state === 'refused') return standing.why;
    if (standing?.state === 'arriving' && standing.reached !== place) {
      const reached: number = standing.reached;
      at = reached;
      // That it can be announced is no progress, or what never gets on would be tried for ever.
      if (reached > furthest) [furthest, tries] = [reached, 0];
      continue;
    }
    // A piece that belongs elsewhere: where the file has got to is asked anew.
    const isElsewhere = answer?.status === 409 && place !== null;
    const asked = answer?.ok ? 'away' : askedBy(answer);
    if (asked === 'refused') return 'notAllowed';
    if (asked === 'late' && !isElsewhere) return 'late';
    tries += 1;
    if (tries >= mostTries) return asked === 'many' || asked === 'away' ? asked : 'broken';
    // What was too much was not looked at: it is said again as it was.
    if (asked !== 'many') at = null;
    await sleep(Math.max(firstRetryMs * 2 ** tries, retryAfterMs(answer)));
  }
}

/** Null: what came is no answer of the backend's, or not all of it. */
const standingIn = (answer: Response): Promise<AttachmentStanding | null> => answer.json().catch(() => null);

/** Which the backend asks for: never more than a minute, by which it counts. */
function retryAfterMs(answer: Response | null): number {
  const seconds = Number(answer?.headers.get('retry-after'));
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, 60_000) : 0;
}

/** Its bytes; null: not to be had now. */
export async function fileOf({ token, fetch }: FilesDeps, id: string): Promise<Blob | null> {
  const answer = await fetch(`${under}/${id}/bytes`, { headers: bearing(token) }).catch(() => null);
  return answer?.ok ? answer.blob().catch(() => null) : null;
}
