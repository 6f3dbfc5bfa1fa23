// The agents' phones over SIP: registration, authentication, their calls to us and ours to them. SIP.js ends here and in leg.ts.
import { type Invitation, Inviter, type Session, SessionState, UserAgent } from 'sip.js';
import { hurryFields } from '#shared/sip/quickFields';
import { hurryGrammar } from '#shared/sip/quickGrammar';
import type { Clock } from '../clock.ts';
import { createMediaHandler } from '../media/mediaHandler.ts';
import type { Pacer } from '../media/pacer.ts';
import { createPeer, isUsable, type Peer } from '../media/peer.ts';
import type { Weather } from '../weather/weather.ts';
import type { Digest } from './digest.ts';
import { carriedHeaders, createLeg, type Leg } from './leg.ts';
import type { Registrar } from './registrar.ts';
import { addressKey, addressOf, type Identity, identityHeaders, userOf } from './sipText.ts';
import type { Wire } from './wire.ts';
import { WireTransport } from './wireTransport.ts';

export interface PhonesDeps {
  wire: Wire;
  digest: Digest;
  registrar: Registrar;
  clock: Clock;
  pacer: Pacer;
  weather: Weather;
  /** Host part of everybody's address. */
  domain: string;
  isAgent(extension: string): boolean;
  /** An agent dials. */
  onCall(call: DialledCall): void;
  log(line: string): void;
}

/** A call that an agent's phone makes; it rings until it is accepted or refused. */
export interface DialledCall {
  extension: string;
  number: string;
  /** Headers that travel on to whoever is rung: `X-Interaction`, `User-to-User`, as they came. */
  carried: readonly string[];
  ringing(): void;
  refuse(code: number): void;
  /** @throws when the phone's media does not fit or it gave up meanwhile */
  accept(): Promise<Leg>;
  onCancelled(listener: () => void): void;
}

/** Who is shown to an agent, and with what beside. */
export interface Invite {
  extension: string;
  caller: Identity;
  /** Whole header lines. */
  headers: readonly string[];
  /** Sent as they stand, however wrong, instead of what `caller` says. */
  odd?: { from?: string | undefined; assertedIdentity?: string | undefined };
}

interface RingResult {
  onAnswered(leg: Leg): void;
  /** Nobody took it: the phone's final code, 480 when there is no phone. */
  onRefused(code: number): void;
}

export interface Phones {
  /** Rings every phone of an agent. The result stops it; nothing is told afterwards. */
  ring(invite: Invite, result: RingResult): () => void;
  /** These Contacts are reached no longer. */
  lost(keys: readonly string[]): void;
  stop(): Promise<void>;
}

const elsewhere = 'Reason: SIP;cause=200;text="Call completed elsewhere"';

/** Resolves when SIP messages are answered. */
export async function startPhones(deps: PhonesDeps): Promise<Phones> {
  const { wire, digest, registrar, clock, domain, log } = deps;
  hurryGrammar();
  hurryFields();
  const peers = new WeakMap<Session, Peer>();
  const rings = new Set<{ lost(key: string): void }>();
  const report = (error: unknown) => log(`sip: ${error instanceof Error ? error.message : 'failed'}`);

  const agent = new UserAgent({
    uri: uri(`sip:switchboard@${domain}`),
    contactName: 'switchboard',
    viaHost: domain,
    userAgentString: 'Cornetta simulator',
    logBuiltinEnabled: false,
    gracefulShutdown: false,
    sendInitialProvisionalResponse: false,
    noAnswerTimeout: 24 * 3_600,
    transportConstructor: WireTransport,
    transportOptions: { wire },
    sessionDescriptionHandlerFactory(session) {
      const peer = createPeer(deps);
      peers.set(session, peer);
      return createMediaHandler(peer);
    },
    delegate: {
      onInvite: takeCall,
      onRegisterRequest(request) {
        const { message } = request;
        const extension = userOf(message.getHeader('To') ?? '');
        const who = digest.check('REGISTER', message.getHeader('Authorization'));
        if (who === null) {
          request.reject({ statusCode: 401, extraHeaders: [`WWW-Authenticate: ${digest.challenge()}`] });
        } else if (who !== extension || !deps.isAgent(extension)) {
          request.reject({ statusCode: 403 });
        } else {
          const contacts = message.getHeaders('Contact');
          for (const contact of contacts) wire.bind(contact, message.getHeader('Via') ?? '');
          const bound = registrar.register(extension, contacts, message.getHeader('Expires'));
          request.accept({ statusCode: 200, extraHeaders: bound.map((contact) => `Contact: ${contact}`) });
        }
      },
    },
  });
  wire.ourUri = `sip:switchboard@${domain}`;
  await agent.start();

  function takeCall(invitation: Invitation): void {
    const { request } = invitation;
    const extension = digest.check('INVITE', request.getHeader('Authorization'));
    if (extension === null) {
      const extraHeaders = [`WWW-Authenticate: ${digest.challenge()}`];
      invitation.reject({ statusCode: 401, extraHeaders }).catch(report);
      return;
    }
    if (request.body !== '' && !isUsable(request.body)) {
      invitation.reject({ statusCode: 488 }).catch(report);
      return;
    }
    wire.bind(request.getHeader('Contact') ?? '', request.getHeader('Via') ?? '');
    deps.onCall({
      extension,
      number: userOf(request.getHeader('P-Called-Party-ID') ?? ''),
      carried: carriedHeaders(request),
      ringing: () => invitation.progress().catch(report),
      refuse: (code) => invitation.reject({ statusCode: code }).catch(report),
      async accept() {
        await invitation.accept();
        return legOf(extension, invitation);
      },
      onCancelled(listener) {
        invitation.delegate = { onCancel: listener };
      },
    });
  }

  function legOf(extension: string, session: Session): Leg {
    const peer = peers.get(session);
    if (peer === undefined || session.state !== SessionState.Established) throw new Error('the call is over already');
    return createLeg(extension, session, peer, { clock, domain, log });
  }

  function inviterFor(invite: Invite, contact: string): Inviter {
    const { caller, odd } = invite;
    const withheld = caller.number === null;
    const from = addressOf(caller, domain);
    const name = withheld ? 'Anonymous' : caller.name;
    const inviter = new Inviter(agent, uri(contact), {
      params: {
        fromUri: from,
        ...(name === null ? {} : { fromDisplayName: name.replace(/[\\"]/g, '') }),
        toUri: `sip:${invite.extension}@${domain}`,
      },
      extraHeaders: [...identityHeaders(caller, domain, odd?.assertedIdentity), ...invite.headers],
    });
    if (odd?.from !== undefined) wire.disguise(inviter.request.callId, odd.from);
    return inviter;
  }

  /** Takes an unanswered call back. Its media ends at once: the phone may never say that it understood. */
  function drop(inviter: Inviter, extraHeaders: string[]): void {
    inviter.cancel({ extraHeaders }).catch(() => {});
    peers.get(inviter)?.close();
  }

  return {
    ring(invite, result) {
      const ringing = new Map<string, Inviter>();
      let over = false;
      let code = 480;

      function end(extraHeaders: string[]): void {
        over = true;
        rings.delete(ring);
        for (const inviter of ringing.values()) drop(inviter, extraHeaders);
        ringing.clear();
      }
      function refused(contact: string, status: number): void {
        if (over || !ringing.delete(contact)) return;
        code = status;
        if (ringing.size > 0) return;
        end([]);
        result.onRefused(code);
      }
      const ring = {
        lost(key: string) {
          for (const [contact, inviter] of [...ringing]) {
            if (addressKey(contact) !== key) continue;
            drop(inviter, []);
            refused(contact, 480);
          }
        },
      };
      rings.add(ring);

      for (const contact of registrar.contactsOf(invite.extension)) {
        const inviter = inviterFor(invite, contact);
        ringing.set(contact, inviter);
        inviter.stateChange.addListener((state) => {
          if (state === SessionState.Established && !over) {
            ringing.delete(contact);
            end([elsewhere]);
            result.onAnswered(legOf(invite.extension, inviter));
          } else if (state === SessionState.Terminated) {
            // The phone's own code is told right after this.
            queueMicrotask(() => refused(contact, code));
          }
        });
        inviter
          .invite({ requestDelegate: { onReject: (response) => refused(contact, response.message.statusCode ?? 480) } })
          .catch(() => refused(contact, 480));
      }
      // An agent without a phone is refused like any other: after this call has returned.
      if (ringing.size === 0) {
        clock.after(0, () => {
          if (over) return;
          end([]);
          result.onRefused(480);
        });
      }
      return () => {
        if (!over) end([]);
      };
    },
    lost(keys) {
      for (const ring of [...rings]) for (const key of keys) ring.lost(key);
    },
    async stop() {
      await agent.stop();
    },
  };
}

function uri(text: string) {
  const made = UserAgent.makeURI(text);
  if (made === undefined) throw new Error('not a SIP address');
  return made;
}
