// The little surgery on SIP messages as text that SIP.js leaves to its transport: start line, headers, route.

/** Separates a message's head from its body; the blank line stays with the body. */
function split(text: string): { head: string; rest: string } {
  const end = text.indexOf('\r\n\r\n');
  return end < 0 ? { head: text, rest: '' } : { head: text.slice(0, end), rest: text.slice(end) };
}

const short: Record<string, string> = { via: 'v', from: 'f', to: 't', 'call-id': 'i', contact: 'm' };

function pattern(name: string): RegExp {
  const compact = short[name.toLowerCase()];
  return new RegExp(`^(${compact === undefined ? name : `${name}|${compact}`})[ \\t]*:[ \\t]*(.*)$`, 'im');
}

export const isResponse = (text: string): boolean => text.startsWith('SIP/2.0 ');

/** First value of a header, long or compact name. */
export const headerOf = (text: string, name: string): string | undefined =>
  pattern(name).exec(split(text).head)?.[2]?.trim();

/** Puts another value into the first such header. */
export function withHeader(text: string, name: string, value: string): string {
  const { head, rest } = split(text);
  return head.replace(pattern(name), (_, found: string) => `${found}: ${value}`) + rest;
}

/** An answer: what it repeats of the request (RFC 3261 section 8.2.6), then lines of its own. `tag` is ours, where the dialogue begins. */
export function answerTo(request: string, status: string, lines: readonly string[] = [], tag?: string): string {
  const repeated = split(request)
    .head.split('\r\n')
    .filter((line) => /^(via|v|from|f|to|t|call-id|i|cseq)[ \t]*:/i.test(line))
    .map((line) => (tag !== undefined && /^(to|t)[ \t]*:/i.test(line) ? `${line};tag=${tag}` : line));
  return [`SIP/2.0 ${status}`, ...repeated, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
}

/** Method and address of a request. */
export function requestLine(text: string): { method: string; uri: string } | null {
  const match = /^([A-Z]+) (\S+) SIP\/2\.0\r?\n/.exec(text);
  return match === null ? null : { method: match[1] ?? '', uri: match[2] ?? '' };
}

/**
 * A request outside any dialogue, readdressed to us so that SIP.js takes it: what was dialled is kept in
 * `P-Called-Party-ID` (RFC 7315). Anything else stays as it is.
 */
export function readdressed(text: string, ourUri: string): string {
  const line = requestLine(text);
  if (line === null || /;\s*tag=/i.test(headerOf(text, 'To') ?? '')) return text;
  const { head, rest } = split(text);
  const [, ...headers] = head.split('\r\n');
  return [`${line.method} ${ourUri} SIP/2.0`, ...headers, `P-Called-Party-ID: <${line.uri}>`].join('\r\n') + rest;
}

/** The top Via as a server completes it (RFC 3581): where the request came from, so that responses find the way back. */
export function stamped(text: string, from: { address: string; port: number }): string {
  const via = headerOf(text, 'Via') ?? '';
  const [top = '', ...others] = via.split(',');
  const bare = top.replace(/;\s*(rport|received)(=[^;]*)?/gi, '').trim();
  return withHeader(text, 'Via', [`${bare};rport=${from.port};received=${from.address}`, ...others].join(','));
}

/** Where a response goes: what `stamped` wrote. */
export function stampOf(response: string): string | null {
  const via = headerOf(response, 'Via')?.split(',')[0] ?? '';
  const port = /;rport=(\d+)/i.exec(via)?.[1];
  const address = /;received=([^;]+)/i.exec(via)?.[1];
  return port === undefined || address === undefined ? null : `${address.trim()}:${port}`;
}

/** `user@host:port` of a SIP address: the same phone has the same one as long as it runs. */
export const addressKey = (uri: string): string => /sips?:([^;>?\s]+)/i.exec(uri)?.[1]?.toLowerCase() ?? '';

/** The user part of a SIP or tel address, unescaped: what was dialled. */
export function userOf(uri: string): string {
  const user = /(?:sips?|tel):([^@;>?\s]+)/i.exec(uri)?.[1] ?? '';
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** Who somebody is to an agent's phone. A null number is withheld. */
export type Identity = { number: string; name: string | null } | { number: null };

export const addressOf = ({ number }: Identity, domain: string): string =>
  number === null ? 'sip:anonymous@anonymous.invalid' : `sip:${number}@${domain}`;

/** What the exchange asserts of them (RFC 3325), as whole header lines. `odd` stands as it is, however wrong. */
export function identityHeaders(identity: Identity, domain: string, odd?: string): string[] {
  const name = identity.number === null ? 'Anonymous' : identity.name;
  const asserted = odd ?? `${name === null ? '' : `${quoted(name)} `}<${addressOf(identity, domain)}>`;
  return [`P-Asserted-Identity: ${asserted}`, ...(identity.number === null ? ['Privacy: id'] : [])];
}

const quoted = (name: string) => `"${name.replace(/[\\"]/g, '\\$&').replace(/[\r\n]/g, ' ')}"`;
