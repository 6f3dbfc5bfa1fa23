// What was said into a connection that was already dead, or asked over one that died before the answer. Requests that nobody will
// answer any more fail at once, not after the library's 32 s; and what the PBX waits for is said over the next connection.
import { Core, type Session, type UserAgent } from 'sip.js';

const waitsForAnswer: ReadonlySet<string> = new Set(['Calling', 'Trying', 'Proceeding']);

export interface Unheard {
  /** RFC 3261 section 8.1.3.1: to whoever waits for an answer, a lost connection is a 503. */
  connectionLost(): void;
  /** Ends an established session. A goodbye that the PBX has not heard is said again: the other side would listen to silence. */
  sayGoodbye(session: Session): Promise<unknown>;
  /** There is a connection again. */
  sayAgain(): void;
}

export function createUnheard(userAgent: () => UserAgent): Unheard {
  const goodbyes = new Set<Core.SessionDialog>();
  const acknowledgements: (() => Core.OutgoingRequestMessage)[] = [];

  const keepIfUnheard = (dialog: Core.SessionDialog): Core.OutgoingRequestDelegate => ({
    onReject({ message: { statusCode } }) {
      // The library's own, for a connection that is gone and an answer that never came.
      if (statusCode === 503 || statusCode === 408) goodbyes.add(dialog);
    },
  });

  return {
    connectionLost() {
      for (const client of [...userAgent().userAgentCore.userAgentClients.values()]) {
        const { transaction } = client;
        if (!waitsForAnswer.has(transaction.state)) continue;
        // Where the PBX has taken a re-INVITE and we do not know, it takes no other before the ACK.
        const { dialog } = client as unknown as { readonly dialog?: Core.SessionDialog };
        const { method, cseq } = transaction.request;
        if (method === 'INVITE' && dialog !== undefined)
          acknowledgements.push(() => dialog.createOutgoingRequestMessage('ACK', { cseq }));
        const library = transaction as unknown as { onTransportError(error: Error): void };
        library.onTransportError(new Core.TransportError('the connection is gone'));
      }
    },
    sayGoodbye(session) {
      const dialog = session.dialog as Core.SessionDialog | undefined;
      return session.bye(dialog === undefined ? {} : { requestDelegate: keepIfUnheard(dialog) });
    },
    sayAgain() {
      const { userAgentCore, transport } = userAgent();
      for (const acknowledgement of acknowledgements.splice(0)) {
        const message = acknowledgement();
        message.setViaHeader(`z9hG4bK${crypto.randomUUID()}`, transport.protocol);
        void transport.send(message.toString()).catch(() => undefined);
      }
      for (const dialog of [...goodbyes]) {
        goodbyes.delete(dialog);
        userAgentCore.request(dialog.createOutgoingRequestMessage('BYE'), keepIfUnheard(dialog));
      }
    },
  };
}
