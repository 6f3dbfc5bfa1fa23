// What the backend wants of a PBX beyond SIP: to see its queues, and to carry out what agents and leads ask. One interface, so that
// another PBX can be bridged by implementing it.
import type { Language } from '#shared/model/ids';
import type { Prompt } from '#shared/model/keySurvey';
import type { PbxFact } from './picture.ts';

export interface OfferWish {
  readonly extension: string;
  /** The queues of the agent's skills; empty: not known here, so that memberships stay as the PBX has them. */
  readonly queues: readonly string[];
  /** Whether queues shall ring them. */
  readonly offer: boolean;
  readonly reason: string | null;
}

export interface Entry {
  /** `listen`: unheard; `help`: by whisper or barge. */
  readonly how: 'listen' | 'help';
  readonly lead: string;
  readonly extension: string;
}

/** What is said to a caller whom an agent has let go. */
export interface Saying {
  readonly language: Language;
  readonly prompts: readonly Prompt[];
  /** Whether one key is waited for after it, which comes as a fact; else the call is over then. */
  readonly hears: boolean;
}

/** Within this the lead's phone must have dialled. */
export const permitSeconds = 30;

/** Every method rejects with BridgeAway while the PBX cannot be asked. */
export interface PbxBridge {
  /** Begins to look for the PBX, for as long as it takes. Facts come in order; the first is `here`. Called once. */
  start(listener: (fact: PbxFact) => void): void;
  /** Makes them a member of the queues and sets whether they are rung. False: the PBX has said no. */
  setOffer(wish: OfferWish): Promise<boolean>;
  /** Out of every queue, as far as the PBX lets us; not rung in the others. */
  logOut(extension: string): Promise<void>;
  /** Puts somebody who waits into the queue with that number. False: they wait no longer. */
  moveCaller(id: string, queueNumber: string): Promise<boolean>;
  /** Rings an extension with somebody who waits. False: they wait no longer. */
  takeCaller(id: string, extension: string): Promise<boolean>;
  /** Rings an extension with whoever another one is talking to, in the other's place. False: nobody. */
  takeOver(from: string, extension: string): Promise<boolean>;
  /** Lets one call of a lead in on the calls of another extension, that way, within `permitSeconds`. False: this PBX cannot. */
  permitEntry(entry: Entry): Promise<boolean>;
  /** To somebody whom an agent has let go. False: they are not there any more. */
  say(id: string, saying: Saying): Promise<boolean>;
  /** Nothing more is wanted of them: the call is over. */
  letGo(id: string): Promise<void>;
  stop(): Promise<void>;
}

/** @throws BridgeAway when none has been set up */
export function bridgeOf({ bridge }: { readonly bridge: PbxBridge | null }): PbxBridge {
  if (bridge === null) throw new BridgeAway();
  return bridge;
}

export class BridgeAway extends Error {
  constructor() {
    super('the PBX cannot be reached');
  }
}
