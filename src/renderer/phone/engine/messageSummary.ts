// What a PBX says of a mailbox (RFC 3842). Other people's text: whatever it is, nothing throws.
import type { VoiceMessages } from '#shared/model/voiceMessages';

export const messageSummaryType = 'application/simple-message-summary';

const longest = 4_000;

/** Null for what makes no sense; then what was known stays. */
export function readMessageSummary(contentType: string, body: string): VoiceMessages | null {
  if (contentType.split(';')[0]?.trim().toLowerCase() !== messageSummaryType || body.length > longest) return null;
  const waiting = /^Messages-Waiting[ \t]*:[ \t]*(yes|no)[ \t]*\r?$/im.exec(body)?.[1]?.toLowerCase();
  if (waiting === undefined) return null;
  const voice = /^Voice-Message[ \t]*:(.*)$/im.exec(body)?.[1];
  if (voice === undefined) return waiting === 'yes' ? { kind: 'some' } : { kind: 'counted', fresh: 0 };
  // New and old, then those of them that are urgent.
  const fresh = /^[ \t]*(\d{1,5})\/\d{1,5}[ \t]*(?:\([ \t]*\d{1,5}\/\d{1,5}[ \t]*\))?[ \t]*\r?$/.exec(voice)?.[1];
  return fresh === undefined ? null : { kind: 'counted', fresh: Number(fresh) };
}
