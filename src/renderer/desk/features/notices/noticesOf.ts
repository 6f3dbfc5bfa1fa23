// Which notices stand: gathered from what each program has told, worst first. Pure, from the state.
import type { Audio, DeviceRole, Registration } from '#shared/contract/deskPhone';
import type { Failure, FailureCode } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { EndReason } from '#shared/model/interaction';
import type { Called, DeskState } from '../../store/deskState.ts';
import { openInteraction } from '../../store/selectors.ts';

type Tone = 'note' | 'hold' | 'stop';

/** How to make it better, where a button can. */
export type Remedy =
  | { readonly kind: 'reconnect' }
  /** Where connecting again cannot help. */
  | { readonly kind: 'checkLine' }
  | { readonly kind: 'acceptFileKey' | 'acceptNewKey' }
  | { readonly kind: 'signInAgain' }
  | { readonly kind: 'openSettings' }
  | { readonly kind: 'review' }
  | { readonly kind: 'callAgain'; readonly called: Extract<Called, { readonly kind: 'number' | 'mailbox' }> };

export type Dismissal =
  | { readonly kind: 'main'; readonly index: number }
  | { readonly kind: 'refusal'; readonly id: number }
  | { readonly kind: 'unreached'; readonly id: InteractionId }
  | { readonly kind: 'here' };

export type Standing = {
  readonly key: string;
  readonly tone: Tone;
  readonly remedy: Remedy | null;
  readonly dismissal: Dismissal | null;
  readonly reference: string | null;
  readonly retryAt: string | null;
} & (
  | { readonly kind: 'failure'; readonly code: FailureCode; readonly version: string | null }
  /** The customer is back on the line. */
  | { readonly kind: 'transferFailed'; readonly name: string; readonly code: FailureCode }
  /** A call of the agent's own that came to nothing. */
  | { readonly kind: 'unreached'; readonly called: Called; readonly reason: EndReason }
  /** A chosen device is not here; what each of its tasks is done by meanwhile, null: the system's. */
  | {
      readonly kind: 'standIn';
      readonly wanted: string;
      readonly used: readonly { readonly role: DeviceRole; readonly device: string | null }[];
    }
  | {
      readonly kind: 'program';
      readonly says:
        | 'lineAwayInCall'
        | 'dataRestarting'
        | 'dataGaveUp'
        | 'phoneRestarting'
        | 'phoneGaveUp'
        | 'practiceStopped'
        | 'sessionExpired'
        | 'setAside'
        | 'draftNotSaved';
    }
);

type FailedRegistration = Extract<Registration, { readonly kind: 'failed' }>;

const severe: readonly FailureCode[] = [
  'files.diskFull',
  'keyring.missing',
  'keyring.locked',
  'microphone.missing',
  'microphone.refused',
  'microphone.busy',
  'pbx.wrongPassword',
  'pbx.unreachable',
  'pbx.certificate',
  'pbx.unsecured',
  'program.bug',
];

function ofFailure(
  key: string,
  failure: Failure,
  more: Partial<Pick<Standing, 'remedy' | 'dismissal' | 'retryAt'>> = {},
): Standing {
  return {
    kind: 'failure',
    key,
    code: failure.code,
    version: failure.version ?? null,
    tone: severe.includes(failure.code) ? 'stop' : 'hold',
    reference: failure.reference ?? null,
    remedy: null,
    dismissal: null,
    retryAt: null,
    ...more,
  };
}

/** A line that is away takes no conversation with it: the voices pass beside it. */
function lineAway({ failure, retryAt }: FailedRegistration, calls: readonly Call[]): Standing {
  const remedy = { kind: failure.code === 'pbx.unsecured' ? 'checkLine' : 'reconnect' } as const;
  const more = { remedy, retryAt };
  if (failure.code === 'pbx.unreachable' && calls.some(({ phase }) => phase.kind === 'talking'))
    return { ...ofProgram('lineAwayInCall', 'stop'), ...more };
  return ofFailure('registration', failure, more);
}

const bare = { remedy: null, dismissal: null, reference: null, retryAt: null } as const;

/** Transfers that came back, unless the agent is trying again or reads of it in the sheet. */
function failedTransfers({ phone, sheet }: DeskState): Standing[] {
  const calls = phone?.calls ?? [];
  const isConsulted = (id: CallId) => calls.some(({ purpose }) => purpose.kind === 'consult' && purpose.about === id);
  if (sheet === 'transfer') return [];
  return calls.flatMap(({ id, phase }): Standing[] => {
    if (phase.kind !== 'talking' || phase.transfer.kind !== 'failed' || isConsulted(id)) return [];
    const { target, code } = phase.transfer;
    const key = `transfer-${id}-${target.number}`;
    return [
      { ...bare, kind: 'transferFailed', key, tone: 'stop', name: target.name, code, dismissal: { kind: 'here' } },
    ];
  });
}

/** Where a wrap-up is open for it, the bar says it. */
const unreached = (state: DeskState): Standing[] =>
  state.unreached
    .filter(({ interactionId }) => openInteraction(state, interactionId) === null)
    .map(({ interactionId, called, reason }) => ({
      ...bare,
      kind: 'unreached',
      key: `unreached-${interactionId}`,
      tone: 'hold',
      called,
      reason,
      remedy: called.kind === 'number' || called.kind === 'mailbox' ? { kind: 'callAgain', called } : null,
      dismissal: { kind: 'unreached', id: interactionId },
    }));

/** Without a key nothing can be written: what the agent may decide instead. */
const keyRemedies: Partial<Record<FailureCode, Remedy>> = {
  'keyring.missing': { kind: 'acceptFileKey' },
  'keyring.locked': { kind: 'acceptNewKey' },
};

type Says = Extract<Standing, { kind: 'program' }>['says'];

const ofProgram = (says: Says, tone: Tone, remedy: Remedy | null = null): Standing => ({
  kind: 'program',
  key: says,
  says,
  tone,
  remedy,
  dismissal: null,
  reference: null,
  retryAt: null,
});

function standIns(all: Audio['standIns']): Standing[] {
  const missing = new Set(all.map(({ wanted }) => wanted));
  return [...missing].map((wanted) => {
    const own = all.filter((standIn) => standIn.wanted === wanted);
    return {
      kind: 'standIn',
      key: `standIn-${own.map(({ role, sinceAt }) => `${role} ${sinceAt}`).join(' ')}`,
      wanted,
      used: own.map(({ role, used }) => ({ role, device: used })),
      tone: 'note',
      remedy: { kind: 'openSettings' },
      dismissal: { kind: 'here' },
      reference: null,
      retryAt: null,
    };
  });
}

function programs({ main }: DeskState): Standing[] {
  const { data, phone, server, simulator } = main?.programs ?? {};
  return [
    ...(data?.kind === 'gaveUp' ? [ofProgram('dataGaveUp', 'stop')] : []),
    ...(data?.kind === 'restarting' ? [ofProgram('dataRestarting', 'hold')] : []),
    ...(phone?.kind === 'gaveUp' ? [ofProgram('phoneGaveUp', 'stop')] : []),
    ...(phone?.kind === 'restarting' ? [ofProgram('phoneRestarting', 'hold')] : []),
    ...(main?.settings.door.kind === 'practise' &&
    [server, simulator].some((program) => program?.kind === 'restarting' || program?.kind === 'gaveUp')
      ? [ofProgram('practiceStopped', 'hold')]
      : []),
  ];
}

/** Refused because the file of the notes cannot be written: that stands among the notices for as long as it is so. */
const isOfNotes = ({ code, message }: Failure): boolean =>
  message === 'work.db' && (code === 'files.diskFull' || code === 'files.unwritable');

/** A disk that is full for notes is full for customers too: one sentence is enough. */
function ofFiles(notices: readonly Failure[]): Standing[] {
  const isFull = notices.some(({ code }) => code === 'files.diskFull');
  return notices
    .filter(({ code }) => !(isFull && code === 'files.cacheFull'))
    .map((failure, index) => ofFailure(`data-${failure.code}-${index}`, failure, { dismissal: { kind: 'here' } }));
}

export function noticesOf(state: DeskState): readonly Standing[] {
  const { main, phone, data } = state;
  const registration = phone?.registration;
  const microphone = phone?.audio.microphone;
  const signedIn = data?.session.kind === 'signedIn' ? data.session : null;
  const standing = [
    ...programs(state),
    ...(registration?.kind === 'failed' ? [lineAway(registration, phone?.calls ?? [])] : []),
    ...(microphone?.kind === 'failed'
      ? [ofFailure('microphone', microphone.failure, { remedy: { kind: 'openSettings' } })]
      : []),
    ...standIns(phone?.audio.standIns ?? []),
    ...(signedIn?.expired === true ? [ofProgram('sessionExpired', 'hold', { kind: 'signInAgain' })] : []),
    ...(Object.values(state.typed).some(({ saving }) => saving === 'failed')
      ? [ofProgram('draftNotSaved', 'stop')]
      : []),
    ...(main?.notices ?? []).map((failure, index) =>
      ofFailure(`main-${failure.code}-${index}`, failure, {
        remedy: keyRemedies[failure.code] ?? null,
        dismissal: failure.code in keyRemedies ? null : { kind: 'main', index },
      }),
    ),
    ...ofFiles(data?.sync.notices ?? []),
    ...((data?.sync.outbox.setAside ?? 0) > 0 && state.page.kind !== 'conflicts'
      ? [ofProgram('setAside', 'hold', { kind: 'review' })]
      : []),
    ...failedTransfers(state),
    ...unreached(state),
    ...state.refusals
      .filter(({ failure }) => !isOfNotes(failure))
      .map(({ id, failure }) => ofFailure(`refusal-${id}`, failure, { dismissal: { kind: 'refusal', id } })),
  ];
  const order: readonly Tone[] = ['stop', 'hold', 'note'];
  return standing.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}
