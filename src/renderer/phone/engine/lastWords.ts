// What a page that dies in mid-call leaves unsaid: the goodbye, without which the other side listens to silence until the PBX notices. What it
// takes to say it is kept outside of the page while the call stands, and said by the next one.
import { Core, Grammar, type Session, type UserAgent } from 'sip.js';
import type { LastWords } from '#shared/contract/main';

/** No call sees so many requests of ours after its beginning: the PBX takes only one with a higher number. */
const farAhead = 1_000;

/** Null: the session is not established. */
export function lastWordsOf({ dialog }: Session): LastWords | null {
  if (dialog === undefined) return null;
  const { callId, localTag, remoteTag, localURI, remoteURI, remoteTarget, routeSet } = dialog as Core.SessionDialog;
  const cseq = ((dialog as Core.SessionDialog).localSequenceNumber ?? 0) + farAhead;
  const [local, remote, target] = [localURI, remoteURI, remoteTarget].map(String) as [string, string, string];
  return { callId, localTag, remoteTag, local, remote, target, routes: [...routeSet], cseq };
}

/** Ends that call at the PBX. Whatever is answered, it is over here. */
export function sayLastWords({ userAgentCore: core }: UserAgent, words: LastWords): void {
  const [target, local, remote] = [words.target, words.local, words.remote].map((uri) => Grammar.URIParse(uri));
  if (target === undefined || local === undefined || remote === undefined) return;
  const { callId, localTag: fromTag, remoteTag: toTag, routes: routeSet, cseq } = words;
  const dialogue = { callId, fromTag, toTag, cseq, routeSet };
  core.request(core.makeOutgoingRequestMessage(Core.C.BYE, target, local, remote, dialogue), {});
}
