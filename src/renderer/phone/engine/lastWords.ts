// What a page that dies leaves unsaid of its calls: goodbye, without which the other side listens to silence until the PBX notices; that
// a call is taken back, which would ring on; that one cannot be taken here. It is kept outside of the page, and said by the next one.
import { Core, Grammar, type Invitation, type Session, type UserAgent } from 'sip.js';
import type { LastWords } from '#shared/contract/main';

/** No call sees so many requests of ours after its beginning: the PBX takes only one with a higher number. */
const farAhead = 1_000;

const unavailable = 480;

/** Null: the session is not established. */
export function lastWordsOf({ dialog }: Session): LastWords | null {
  return dialog === undefined ? null : { messages: [], dialogue: dialogueOf(dialog) };
}

/** Of a call that rings here: the PBX would let it ring where nobody hears it. */
export function lastWordsToCaller({ request }: Invitation): LastWords {
  const refusal = Core.constructOutgoingResponse(request, {
    statusCode: unavailable,
    ...(request.toTag === undefined ? {} : { toTag: request.toTag }),
  });
  return { messages: [refusal.message], dialogue: null };
}

/** Of a call of ours that rings (RFC 3261 section 9.1); `early`: whom the PBX has named so far. */
export function lastWordsToCalled(
  { userAgentCore: core, transport }: UserAgent,
  invite: Core.OutgoingRequestMessage,
  early: Core.Session | null,
): LastWords {
  const { ruri, fromURI, fromTag, toURI, callId, cseq } = invite;
  const cancel = core.makeOutgoingRequestMessage(Core.C.CANCEL, ruri, fromURI, toURI, { callId, fromTag, cseq });
  // By this the PBX knows what is taken back.
  cancel.setHeader('Via', invite.getHeaders('Via'));
  if (early === null) return { messages: [String(cancel)], dialogue: null };
  // It may be answered before it can be taken back: then it stands, and is said goodbye to.
  const ack = (early as Core.SessionDialog).createOutgoingRequestMessage(Core.C.ACK, { cseq });
  ack.setViaHeader(newBranch(), transport.protocol);
  return { messages: [String(cancel), String(ack)], dialogue: dialogueOf(early) };
}

function dialogueOf(session: Core.Session): LastWords['dialogue'] {
  const dialog = session as Core.SessionDialog;
  const { callId, localTag, remoteTag, localURI, remoteURI, remoteTarget, routeSet } = dialog;
  const cseq = (dialog.localSequenceNumber ?? 0) + farAhead;
  const [local, remote, target] = [localURI, remoteURI, remoteTarget].map(String) as [string, string, string];
  return { callId, localTag, remoteTag, local, remote, target, routes: [...routeSet], cseq };
}

/** Ends that call at the PBX. Whatever is answered, it is over here. */
export function sayLastWords({ userAgentCore: core, transport }: UserAgent, { messages, dialogue }: LastWords): void {
  for (const message of messages) void transport.send(message).catch(() => undefined);
  if (dialogue === null) return;
  const [target, local, remote] = [dialogue.target, dialogue.local, dialogue.remote].map((uri) =>
    Grammar.URIParse(uri),
  );
  if (target === undefined || local === undefined || remote === undefined) return;
  const { callId, localTag: fromTag, remoteTag: toTag, routes: routeSet, cseq } = dialogue;
  const names = { callId, fromTag, toTag, cseq, routeSet };
  core.request(core.makeOutgoingRequestMessage(Core.C.BYE, target, local, remote, names), {});
}

/** For what is said outside of any transaction. */
export const newBranch = (): string => `z9hG4bK${crypto.randomUUID()}`;
