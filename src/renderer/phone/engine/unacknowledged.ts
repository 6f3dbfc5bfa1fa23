// Answers of ours that the PBX has not acknowledged within 32 s: it takes us for gone, or the way to it was cut and its ACK lost while
// the two go on talking. The library would end the call unasked, or refuse every later offer of the PBX.
import { Core, type Invitation, type Session } from 'sip.js';

/** RFC 3261 section 13.3.1.4: the dialogue stands all the same. Whether there is a call, `ask` asks the PBX. */
export function askWhereUnacknowledged(invitation: Invitation, ask: () => void): void {
  const library = invitation as unknown as { onAckTimeout(): void };
  library.onAckTimeout = () => {
    const dialog = invitation.dialog as unknown as { ackWait: boolean };
    // Else the library would wait for it before it ends the call.
    dialog.ackWait = false;
    ask();
  };
}

/**
 * The PBX's re-INVITE that was answered last stands in the way of its next one, and of ours, no longer than it can be acknowledged. Where
 * it left the offer to us, nobody will answer that offer any more: `takeBack` has to take it back.
 */
export function forgetUnacknowledged(session: Session, takeBack: () => void): void {
  const dialog = session.dialog as Core.SessionDialog | undefined;
  const answered = dialog?.reinviteUserAgentServer;
  answered?.transaction.addStateChangeListener(() => {
    const isOver = answered.transaction.state === Core.TransactionState.Terminated;
    if (!isOver || dialog?.reinviteUserAgentServer !== answered) return;
    dialog.reinviteUserAgentServer = undefined;
    if (dialog.signalingState !== Core.SignalingState.HaveLocalOffer) return;
    dialog.signalingStateRollback();
    takeBack();
  });
}
