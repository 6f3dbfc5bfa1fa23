// Which notices stand: gathered from what each program has told, worst first. Pure, from the state.
import type { Failure, FailureCode } from '#shared/contract/failure';
import type { DeskState } from '../../store/deskState.ts';

type Tone = 'note' | 'hold' | 'stop';

/** How to make it better, where a button can. */
export type Remedy =
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'acceptFileKey' }
  | { readonly kind: 'signInAgain' }
  | { readonly kind: 'openSettings' };

export type Dismissal =
  | { readonly kind: 'main'; readonly index: number }
  | { readonly kind: 'refusal'; readonly id: number }
  | { readonly kind: 'here' };

export type Standing = {
  readonly key: string;
  readonly tone: Tone;
  readonly remedy: Remedy | null;
  readonly dismissal: Dismissal | null;
  readonly reference: string | null;
  readonly retryAt: string | null;
} & (
  | { readonly kind: 'failure'; readonly code: FailureCode }
  | {
      readonly kind: 'program';
      readonly says:
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

const severe: readonly FailureCode[] = [
  'files.diskFull',
  'files.newer',
  'keyring.missing',
  'microphone.missing',
  'microphone.refused',
  'microphone.busy',
  'pbx.wrongPassword',
  'pbx.unreachable',
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
    tone: severe.includes(failure.code) ? 'stop' : 'hold',
    reference: failure.reference ?? null,
    remedy: null,
    dismissal: null,
    retryAt: null,
    ...more,
  };
}

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

export function noticesOf(state: DeskState): readonly Standing[] {
  const { main, phone, data } = state;
  const registration = phone?.registration;
  const microphone = phone?.audio.microphone;
  const signedIn = data?.session.kind === 'signedIn' ? data.session : null;
  const standing = [
    ...programs(state),
    ...(registration?.kind === 'failed'
      ? [
          ofFailure('registration', registration.failure, {
            remedy: { kind: 'reconnect' },
            retryAt: registration.retryAt,
          }),
        ]
      : []),
    ...(microphone?.kind === 'failed'
      ? [ofFailure('microphone', microphone.failure, { remedy: { kind: 'openSettings' } })]
      : []),
    ...(signedIn?.expired === true ? [ofProgram('sessionExpired', 'hold', { kind: 'signInAgain' })] : []),
    ...(Object.values(state.typed).some(({ saving }) => saving === 'failed')
      ? [ofProgram('draftNotSaved', 'stop')]
      : []),
    ...(main?.notices ?? []).map((failure, index) =>
      ofFailure(`main-${failure.code}-${index}`, failure, {
        remedy: failure.code === 'keyring.missing' ? { kind: 'acceptFileKey' } : null,
        dismissal: failure.code === 'keyring.missing' ? null : { kind: 'main', index },
      }),
    ),
    ...(data?.sync.notices ?? []).map((failure, index) =>
      ofFailure(`data-${failure.code}-${index}`, failure, { dismissal: { kind: 'here' } }),
    ),
    ...((data?.sync.outbox.setAside ?? 0) > 0 ? [ofProgram('setAside', 'hold')] : []),
    ...state.refusals.map(({ id, failure }) =>
      ofFailure(`refusal-${id}`, failure, { dismissal: { kind: 'refusal', id } }),
    ),
  ];
  const order: readonly Tone[] = ['stop', 'hold', 'note'];
  return standing.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}
