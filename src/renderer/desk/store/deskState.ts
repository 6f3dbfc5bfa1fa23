// What the desk holds: the last word of each program, what is being typed, and where the agent is looking. Nothing of its own.
import type { OwnChat } from '#shared/contract/chats';
import type { DeskDataState } from '#shared/contract/deskData';
import type { Levels, ShownPhone } from '#shared/contract/deskPhone';
import type { Failure } from '#shared/contract/failure';
import type { MainState } from '#shared/contract/main';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { Article } from '#shared/model/article';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { Case } from '#shared/model/customer';
import type { Asked } from '#shared/model/identifying';
import type { CustomerId, InteractionId, QueueId } from '#shared/model/ids';
import type { Draft, EndReason } from '#shared/model/interaction';
import type { E164 } from '#shared/model/phoneNumber';
import type { Listening } from '#shared/protocol/listening';
import type { TimelineKind } from '#shared/protocol/timeline';
import type { HalfAct } from './halfAct.ts';
import type { Undoable } from './undo.ts';

/** What the fingers have written of a draft. While it is here it is the truth; the disk follows. */
export interface TypedDraft {
  readonly patch: Partial<Draft>;
  readonly saving: 'saved' | 'saving' | 'failed';
}

/** Something that the agent asked for and that was not done. */
export interface Refusal {
  readonly id: number;
  readonly failure: Failure;
}

/** A call of the agent's that nobody answered: said once, with the way to try again. */
export interface Unreached {
  readonly interactionId: InteractionId;
  readonly called: Called;
  readonly reason: EndReason;
}

/** A number, the place in the parking where nobody was, the mailbox, or the call of a colleague that a lead would come into. */
export type Called =
  | { readonly kind: 'number'; readonly to: Dialled }
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'mailbox' }
  | { readonly kind: 'colleague'; readonly name: string };

/** Whom to call: the number, and the customer where it is known whose it is. */
export interface Dialled {
  readonly number: string;
  readonly name: string | null;
  readonly customerId: CustomerId | null;
  /** On whose behalf, where that is not the agent's to choose. */
  readonly queueId?: QueueId | null;
  /** The interaction in which this call was promised. */
  readonly callsBack?: InteractionId;
  /** The chat that goes on in it. */
  readonly continues?: InteractionId;
  /** The interaction that goes on in it, whose call is over. */
  readonly goesOn?: InteractionId;
}

export type Page =
  | { readonly kind: 'desk' }
  | { readonly kind: 'customer'; readonly id: CustomerId }
  | { readonly kind: 'toCall' }
  /** `open`: null, none yet. `find`: a number that was typed or followed elsewhere. */
  | { readonly kind: 'cases'; readonly open: string | null; readonly find?: string }
  | { readonly kind: 'myDay' }
  /** A letter of a case. */
  | { readonly kind: 'letter'; readonly id: string; readonly caseId: string }
  /** By its chat's id; null: who waits, and what was left. */
  | { readonly kind: 'chats'; readonly open: string | null }
  | { readonly kind: 'board' }
  /** What days and queues have brought. */
  | { readonly kind: 'figures' }
  /** Reports of them. `open`: null, none yet. */
  | { readonly kind: 'reports'; readonly open: string | null }
  | { readonly kind: 'imports' }
  | { readonly kind: 'accounts' }
  | { readonly kind: 'lists' }
  | { readonly kind: 'connectors' }
  | { readonly kind: 'privacy' }
  /** What may be a breach of personal data, reported by anybody. */
  | { readonly kind: 'breach' }
  /** Who may be one and the same: with one customer, or (null) all who are to be looked at, for who may merge. */
  | { readonly kind: 'duplicates'; readonly of: CustomerId | null }
  /** What was set aside, for the agent to decide. */
  | { readonly kind: 'conflicts' }
  /** What agents may say, and how to check it: the knowledge base. */
  | { readonly kind: 'knowledge'; readonly open: Article['id'] | null }
  /** `leaving`: whether to sign out is asked. */
  | { readonly kind: 'settings'; readonly leaving?: true }
  /** What is new in this version, and was in those before. */
  | { readonly kind: 'news' }
  | { readonly kind: 'lineCheck' };

/** Of everything, or of one kind alone. */
export type TimelineShown = 'all' | TimelineKind;

/** What hangs on one customer, over the desk. `field`: what one field was before; null: all of them. */
type CustomerSheet =
  | { readonly kind: 'fieldHistory'; readonly id: CustomerId; readonly field: string | null }
  | { readonly kind: 'needs'; readonly id: CustomerId }
  | { readonly kind: 'delegations'; readonly id: CustomerId }
  | { readonly kind: 'timeline'; readonly id: CustomerId; readonly show: TimelineShown }
  /** The files of one case (as it was when they were asked for), and those that were dropped on it. */
  | { readonly kind: 'attachments'; readonly id: CustomerId; readonly found: Case; readonly dropped: readonly File[] }
  /** A case that is to be, from that conversation; null: from none, as what came by letter. */
  | { readonly kind: 'registerCase'; readonly id: CustomerId; readonly from: InteractionId | null }
  /** An open case that its customer chases. */
  | { readonly kind: 'remindCase'; readonly found: Case }
  | { readonly kind: 'consents'; readonly id: CustomerId };

/** What is about something. A number: one that was typed elsewhere, to be called. */
export type AboutSheet =
  | CustomerSheet
  /** To whom that chat of one's own goes. */
  | { readonly kind: 'passChat'; readonly id: OwnChat['id'] }
  | { readonly kind: 'dialNumber'; readonly number: string };

/** What can stand in the right column in place of what is to be said. */
export type PanelId = 'identification' | 'procedures' | 'handle' | 'calm' | 'spell' | 'words';

/** What was asked about one record, to know who calls. */
export interface Asking {
  readonly customerId: CustomerId;
  readonly asked: readonly Asked[];
}

/** A number on file that is being called back; `ending`: the call that goes on has to end before. */
export interface CallingBack {
  readonly number: E164;
  readonly step: 'ending' | 'dialling';
}

/** What helps in a conversation (`guidance.ts`). */
export interface Guidance {
  /** Code of the guide's phase; null: the first one. */
  readonly phase: string | null;
  /** Code of the behaviour for which tips are shown; null: none. */
  readonly behaviour: string | null;
  readonly panel: PanelId | null;
  /** The article that is read in its panel; null: one is looked for. */
  readonly article: Article['id'] | null;
  /** How often the caller has been warned because of insults. */
  readonly warnings: number;
  /** The steps that bring back calm were looked at, or the caller was warned: afterwards a minute to breathe is offered. */
  readonly calmed: boolean;
  /** Whether the caller has been on hold, as far as this window has seen it. */
  readonly wasHeld: boolean;
  /** Nobody has been heard in the call, as far as this window has seen it. */
  readonly isSilent: boolean;
  /** Code of what the agent is about to do, which may take a level of its own; null: nothing was said. */
  readonly action: string | null;
  /** Null: nothing was asked. */
  readonly asking: Asking | null;
  /** Null: nobody is being called back to show who they are. */
  readonly callingBack: CallingBack | null;
}

/** What has become of a file for a visitor. */
export type FileBecome =
  | { readonly kind: 'sending' | 'sent' | 'failed'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly why: AttachmentRefusal };

export interface DeskState {
  /** Null until the program has spoken for the first time; then its last word, even while it restarts. */
  readonly main: MainState | null;
  readonly phone: ShownPhone | null;
  readonly data: DeskDataState | null;
  /** How loud microphone and voice are, while that is shown. */
  readonly levels: Levels | null;
  /** Cards that were asked for, newer than those that came with a screen-pop. Null: the customer is gone. */
  readonly cards: Readonly<Record<CustomerId, CustomerCard | null>>;
  /** How often rows have come: who shows cases reads them again. */
  readonly casesChanged: number;
  /** How many wait for this agent's confirmation. */
  readonly toConfirm: { readonly cases: number; readonly reports: number };
  /** By case: what is being done to it and not done yet. */
  readonly halfActs: Readonly<Record<string, HalfAct>>;
  /** By form and what it is about: what is written in it and not done yet. */
  readonly halfForms: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By chat: the last file that was chosen for its visitor. */
  readonly chatFiles: Readonly<Record<InteractionId, FileBecome>>;
  readonly typed: Readonly<Record<InteractionId, TypedDraft>>;
  /** Interactions for which the agent has said "it is not the one that the number suggests". */
  readonly unlinked: readonly InteractionId[];
  /** Why calls ended, as far as this window has seen it. */
  readonly ends: Readonly<Record<InteractionId, EndReason>>;
  readonly unreached: readonly Unreached[];
  readonly guidance: Readonly<Record<InteractionId, Guidance>>;
  /** Colleagues whom this lead has asked to listen to, and whose screens have not said so yet. */
  readonly toListenTo: readonly Listening['agent']['id'][];
  readonly refusals: readonly Refusal[];
  /** A sign-in that was refused, for the form that asked for it. */
  readonly signInFailure: Failure | null;
  /** The agent is signing in in the browser. */
  readonly inBrowser: boolean;
  readonly signingIn: boolean;
  readonly page: Page;
  readonly undoable: Undoable | null;
  /** Commands that were looked for by name, the last one first. */
  readonly usedCommands: readonly string[];
  /** Customers, cases and procedures that were looked at, the last one first. */
  readonly recentThings: readonly { readonly page: Page; readonly name: string }[];
  readonly sheet: 'none' | 'transfer' | 'search' | 'commands' | 'dial' | 'callback' | 'breathing' | AboutSheet;
}

export const emptyDeskState: DeskState = {
  main: null,
  phone: null,
  data: null,
  levels: null,
  cards: {},
  casesChanged: 0,
  toConfirm: { cases: 0, reports: 0 },
  halfActs: {},
  halfForms: {},
  chatFiles: {},
  typed: {},
  unlinked: [],
  ends: {},
  unreached: [],
  guidance: {},
  toListenTo: [],
  refusals: [],
  signInFailure: null,
  inBrowser: false,
  signingIn: false,
  page: { kind: 'desk' },
  undoable: null,
  usedCommands: [],
  recentThings: [],
  sheet: 'none',
};
