// The way to the PBX, cut at the worst moment of a play: afterwards phone and switchboard have to agree.
import { openPhoneLine, type PhoneLine } from './phoneLine.ts';
import type { PhonePages } from './phonePage.ts';

export const requestOf = (method: string) => (message: string) => message.startsWith(`${method} `);
export const answerTo = (method: string) => (message: string) =>
  new RegExp(`^SIP/2\\.0 [2-6][\\s\\S]*^cseq\\s*:\\s*\\d+\\s+${method}\\b`, 'im').test(message);

/** How a transfer has ended. */
export const finalNotify = (message: string) => message.startsWith('NOTIFY ') && /^SIP\/2\.0 [2-6]/m.test(message);

/** RFC 3261: 64*T1. An answer that is not acknowledged, or an offer that is not answered, for so long: the PBX lets the phone go. */
const patienceSeconds = 32;
export const isLetGo = (cutSeconds: number): boolean => cutSeconds > patienceSeconds;

/** The message at which the way is cut: it is still delivered, or not. */
export interface Moment {
  readonly from: 'phone' | 'pbx';
  readonly is: (message: string) => boolean;
  readonly delivered: boolean;
}

/** Cuts the way for so long at that message. Resolves when it has come. */
export function cutAt({ way }: PhoneLine, { from, is, delivered }: Moment, forSeconds: number): Promise<void> {
  return new Promise((cut) => {
    const pass = (message: string): string | null => {
      if (!is(message)) return message;
      way.fromPhone = way.fromPbx = (other) => other;
      cut();
      way.cutFor(forSeconds);
      return delivered ? message : null;
    };
    if (from === 'phone') way.fromPhone = pass;
    else way.fromPbx = pass;
  });
}

/** Plays up to the cut and through it, on a line of its own; then phone and switchboard have to agree. */
export async function playsThrough(
  pages: PhonePages,
  cutSeconds: number,
  play: (line: PhoneLine) => Promise<void>,
): Promise<void> {
  const line = await openPhoneLine(pages);
  try {
    await play(line);
    await line.untilBack(cutSeconds);
    await line.untilAgreed();
  } finally {
    await line.close();
  }
}
