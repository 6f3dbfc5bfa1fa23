// The last SIP messages, for support: what was said in which order, with nobody in it. What is not known to be harmless is left out,
// not the other way round: numbers, names, addresses, keys and credentials are never kept, not even in memory.
import type { Clock } from '../clock.ts';

/** About three calls with everything around them. */
const mostMessages = 200;
const longestMessage = 4_000;
const hidden = '*';

const harmless = new Set(
  `accept allow allow-events content-encoding content-length content-type cseq event expires max-forwards min-expires min-se rack
   require retry-after rseq server session-expires subscription-state supported unsupported user-agent`.split(/\s+/),
);
const addresses = new Set(
  `contact diversion from p-asserted-identity p-preferred-identity record-route refer-to referred-by remote-party-id route to`.split(
    /\s+/,
  ),
);
const longNames: Readonly<Record<string, string>> = {
  b: 'Referred-By',
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  t: 'To',
  v: 'Via',
};

export interface SipTrace {
  add(way: 'in' | 'out', message: string): void;
  /** The oldest first. */
  read(): readonly string[];
}

export function createSipTrace(clock: Clock): SipTrace {
  const kept: string[] = [];
  const mask = createMask();
  return {
    add(way, message) {
      const head = `${clock.now().toISOString()} ${way === 'in' ? '<' : '>'}`;
      kept.push(`${head}\n${mask(message)}`.slice(0, longestMessage));
      if (kept.length > mostMessages) kept.shift();
    },
    read: () => [...kept],
  };
}

/** More than there are in the messages that are kept. */
const mostKnown = 1_000;

/** Who is who stays visible: the same user of an address gets the same letters, those of long ago excepted. Nobody gets another's. */
export function createMask(): (message: string) => string {
  const known = new Map<string, string>();
  let met = 0;

  function alias(user: string): string {
    const own = known.get(user) ?? letters(met);
    if (!known.delete(user)) met += 1;
    // A copy: as a piece of the message it would hold the whole of it in memory.
    known.set([...user].join(''), own);
    const [longestAgo] = known.keys();
    if (known.size > mostKnown && longestAgo !== undefined) known.delete(longestAgo);
    return own;
  }

  function address(value: string): string {
    const user = /sips?:([^@;>\s?]+)@/i.exec(value)?.[1] ?? /tel:([^;>\s]+)/i.exec(value)?.[1];
    const tag = /;\s*tag\s*=\s*([\w.~-]{1,80})/i.exec(value)?.[1];
    const replaces = /[?&]replaces=/i.test(value) ? ' (replaces)' : '';
    return `<sip:${user === undefined ? hidden : alias(user)}>${replaces}${tag === undefined ? '' : `;tag=${tail(tag)}`}`;
  }

  function header(line: string): string {
    const [, given = '', value = ''] = /^([A-Za-z][A-Za-z-]{0,40})\s*:\s*(.*)$/.exec(line) ?? [];
    if (given === '') return hidden;
    const name = longNames[given.toLowerCase()] ?? given;
    const field = name.toLowerCase();
    if (harmless.has(field)) return `${name}: ${value.slice(0, 200)}`;
    if (addresses.has(field)) return `${name}: ${address(value)}`;
    if (field === 'call-id') return `${name}: ${tail(value.replace(/@.*$/, ''))}`;
    if (field === 'via') return `${name}: ${/^SIP\/2\.0\/[A-Z]+/.exec(value)?.[0] ?? hidden} ${hidden}`;
    if (field === 'reason') return `${name}: ${/^[\w.]+\s*;\s*cause\s*=\s*\d{1,3}\b/.exec(value)?.[0] ?? hidden}`;
    if (/^(www|proxy)-authenticate$/.test(field))
      return `${name}: Digest ${/algorithm\s*=\s*"?([\w-]{3,20})/i.exec(value)?.[1] ?? 'MD5'}`;
    return `${name}: ${hidden}`;
  }

  return (message) => {
    const end = message.indexOf('\r\n\r\n');
    const [start = '', ...lines] = (end < 0 ? message : message.slice(0, end)).split('\r\n');
    const body = end < 0 ? '' : message.slice(end + 4);
    const type = lines.find((line) => /^(content-type|c)\s*:/i.test(line)) ?? '';
    return [startLine(start, address), ...lines.map(header), '', ...bodyLines(type, body)].join('\n').trimEnd();
  };
}

function startLine(line: string, address: (value: string) => string): string {
  const status = /^SIP\/2\.0 (\d{3})\b/.exec(line)?.[1];
  if (status !== undefined) return `SIP/2.0 ${status}`;
  const method = /^[A-Z]{1,20}(?= )/.exec(line)?.[0];
  return method === undefined ? hidden : `${method} ${address(line)}`;
}

const harmlessSdp =
  /^(v=0|t=[\d ]+|m=\w+ \d{1,5} [\w/]+[\d ]*|a=(sendrecv|sendonly|recvonly|inactive|ice-lite|rtcp-mux|setup:\w+|ptime:\d+|maxptime:\d+|rtpmap:[\w /-]+|fmtp:[\w /;=,-]+))$/;

function bodyLines(type: string, body: string): string[] {
  if (body === '') return [];
  const lines = body.split(/\r?\n/).filter((line) => line !== '');
  if (/application\/sdp/i.test(type)) {
    return lines.map((line) => {
      const candidate = /^a=candidate:.* (udp|tcp) .* typ (host|srflx|prflx|relay)\b/i.exec(line);
      if (candidate !== null) return `a=candidate:${hidden} ${candidate[1]} ${candidate[2]}`;
      if (harmlessSdp.test(line)) return line;
      return /^[a-z]=(?:[a-z-]{1,20}(?=:))?/.exec(line)?.[0].concat(hidden) ?? hidden;
    });
  }
  const status = /message\/sipfrag/i.test(type) ? /^SIP\/2\.0 \d{3}\b/.exec(body)?.[0] : undefined;
  return [status ?? hidden];
}

/** Enough to tell one from another, as in the log; never a number. */
function tail(id: string): string {
  const end = id.slice(-6);
  return /[^\d]/.test(end) ? end : hidden;
}

/** A, B, ... Z, AA, AB: no digit that somebody might take for a number's. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
