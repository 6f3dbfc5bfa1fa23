// What was said into a connection that was already dead, or asked over one that died before the answer. Requests that nobody will
// answer any more fail at once, not after the library's 32 s; and what the PBX waits for is said over the next connection.
import { Core, type Session, type UserAgent } from 'sip.js';
import type { LastWords } from '#shared/contract/main';
import type { Clock } from '../clock.ts';
import { lastWordsToCalled, newBranch, sayLastWords } from './lastWords.ts';

const waitsForAnswer: ReadonlySet<string> = new Set(['Calling', 'Trying', 'Proceeding']);

/** A connection may be dead for so long before anybody knows. */
const unnoticedMs = 10_000;

export interface Unheard {
  /** A message that goes out. */
  said(message: string): void;
  /** A message that cannot go out, for there is no connection. */
  unsent(message: string): void;
  /** RFC 3261 section 8.1.3.1: to whoever waits for an answer, a lost connection is a 503. */
  connectionLost(): void;
  /** Ends an established session. A goodbye that the PBX has not heard is said again: the other side would listen to silence. */
  sayGoodbye(session: Session): Promise<unknown>;
  /** There is a connection again. */
  sayAgain(): void;
}

export function createUnheard(userAgent: () => UserAgent, clock: Clock): Unheard {
  const goodbyes = new Set<Core.SessionDialog>();
  const acknowledgements: (() => Core.OutgoingRequestMessage)[] = [];
  /** ACKs of late; those that may not have arrived go out again: without one the PBX ends the call after half a minute. */
  let acks: { readonly message: string; readonly at: number }[] = [];
  const doubtful: string[] = [];
  const givenUp: LastWords[] = [];

  const keepIfUnheard = (dialog: Core.SessionDialog): Core.OutgoingRequestDelegate => ({
    onReject({ message: { statusCode } }) {
      // The library's own, for a connection that is gone and an answer that never came.
      if (statusCode === 503 || statusCode === 408) goodbyes.add(dialog);
    },
  });

  const recent = (): typeof acks => acks.filter(({ at }) => at > clock.now().getTime() - unnoticedMs);

  return {
    said(message) {
      if (message.startsWith('ACK ')) acks = [...recent(), { message, at: clock.now().getTime() }];
    },
    unsent(message) {
      if (message.startsWith('ACK ')) doubtful.push(message);
    },
    connectionLost() {
      doubtful.push(...recent().map(({ message }) => message));
      acks = [];
      for (const client of [...userAgent().userAgentCore.userAgentClients.values()]) {
        const { transaction } = client;
        if (!waitsForAnswer.has(transaction.state)) continue;
        // Where the PBX has taken a re-INVITE and we do not know, it takes no other before the ACK.
        const { dialog } = client as unknown as { readonly dialog?: Core.SessionDialog };
        const { method, cseq } = transaction.request;
        if (method === 'INVITE' && dialog !== undefined)
          acknowledgements.push(() => dialog.createOutgoingRequestMessage('ACK', { cseq }));
        // Who is being called rings on, and could answer nobody.
        else if (method === 'INVITE') {
          const { earlyDialogs } = client as unknown as { readonly earlyDialogs: ReadonlyMap<string, Core.Session> };
          givenUp.push(lastWordsToCalled(userAgent(), transaction.request, [...earlyDialogs.values()].at(-1) ?? null));
        }
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
      for (const message of doubtful.splice(0)) void transport.send(message).catch(() => undefined);
      for (const acknowledgement of acknowledgements.splice(0)) {
        const ack = acknowledgement();
        ack.setViaHeader(newBranch(), transport.protocol);
        void transport.send(ack.toString()).catch(() => undefined);
      }
      for (const words of givenUp.splice(0)) sayLastWords(userAgent(), words);
      for (const dialog of [...goodbyes]) {
        goodbyes.delete(dialog);
        userAgentCore.request(dialog.createOutgoingRequestMessage('BYE'), keepIfUnheard(dialog));
      }
    },
  };
}
