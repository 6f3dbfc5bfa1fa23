// Edits of SIP text before the library sees it, for what it would trip over, and the line about a message that may be logged.
// Pure; each says which defect it holds.
import { Grammar } from 'sip.js/lib/grammar/index.js';
import { readPlain } from '#shared/sip/quickGrammar';
import { unreadableHost } from './readInvite.ts';

const lineEnd = '\r\n';

/** All of the edits. Messages that need none come back as they are. */
export const tidyIncoming = (message: string): string => repairFrom(refuseRedirect(keepMd5Challenge(message)));

function editHead(message: string, edit: (lines: string[]) => string[]): string {
  const endOfHead = message.indexOf(lineEnd + lineEnd);
  if (endOfHead < 0) return message;
  return edit(message.slice(0, endOfHead).split(lineEnd)).join(lineEnd) + message.slice(endOfHead);
}

/** The library reads one challenge only and knows only MD5 (RFC 8760 lets servers offer SHA-256 first). */
export function keepMd5Challenge(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  return editHead(message, (lines) => {
    const isChallenge = (line: string) => /^(www|proxy)-authenticate\s*:/i.test(line);
    const isMd5 = (line: string) =>
      !/[\s,]algorithm\s*=/i.test(line) || /[\s,]algorithm\s*=\s*"?MD5"?\s*(,|$)/i.test(line);
    const chosen = lines.find((line) => isChallenge(line) && isMd5(line));
    return chosen === undefined ? lines : lines.filter((line) => !isChallenge(line) || line === chosen);
  });
}

/** A redirect of a re-INVITE leaves the library waiting for good, and we follow none anyway: it becomes a refusal. */
export function refuseRedirect(message: string): string {
  if (!/^SIP\/2\.0 3\d\d /.test(message) || !/^cseq\s*:\s*\d+\s+INVITE\s*$/im.test(message)) return message;
  return message.replace(/^SIP\/2\.0 3\d\d [^\r\n]*/, 'SIP/2.0 488 Redirection Refused');
}

/** An INVITE whose From the library cannot parse would be dropped: it rings, from someone unreadable. The dialogue's tag stays. */
export function repairFrom(message: string): string {
  if (!message.startsWith('INVITE ')) return message;
  // As nearly all of them are: without taking the message to pieces.
  const from = /\r\n(?:from|f)[ \t]*:[ \t]*([^\r\n]*)/i.exec(message)?.[1];
  if (from !== undefined && readPlain(from, 'From') !== null) return message;
  return editHead(message, (lines) => {
    const index = lines.findIndex((line) => /^(from|f)\s*:/i.test(line));
    const value = lines[index]?.replace(/^[^:]*:\s*/, '');
    if (value === undefined || Grammar.nameAddrHeaderParse(value) !== undefined) return lines;
    const tag = /;\s*tag\s*=\s*([\w.!%*+`'~-]+)/i.exec(value)?.[1];
    const repaired = `From: <sip:unreadable@${unreadableHost}>${tag === undefined ? '' : `;tag=${tag}`}`;
    return lines.with(index, repaired);
  });
}

/** One line for the log: method or status, CSeq, the end of the Call-ID. No address, no name, no credentials, no body. */
export function traceLine(way: 'in' | 'out', message: string): string {
  const start = message.slice(0, message.indexOf(lineEnd));
  const what = /^SIP\/2\.0 (\d{3})/.exec(start)?.[1] ?? /^[A-Z]+/.exec(start)?.[0] ?? '?';
  const cseq = /^cseq\s*:\s*(\d+\s+[A-Z]+)/im.exec(message)?.[1] ?? '?';
  const callId = /^(?:call-id|i)\s*:\s*(\S+)/im.exec(message)?.[1]?.replace(/@.*$/, '').slice(-6) ?? '?';
  return `${way === 'in' ? '<' : '>'} ${what} (${cseq}) ${callId}`;
}
