// How far the start is: which programs run, who is signed in, how much is loaded. Pure, from the state.
import type { SyncState } from '#shared/contract/deskData';
import type { ProgramState } from '#shared/contract/main';
import type { DeskState } from '../../store/deskState.ts';

export type StepName = 'server' | 'simulator' | 'data' | 'signIn' | 'load';

/** Of what is loaded; how fast and how long yet where that can be said. */
type Amount = Omit<Extract<SyncState['load'], { kind: 'loading' }>, 'kind'>;

export interface Step {
  readonly name: StepName;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly amount: Amount | null;
}

function ofProgram(program: ProgramState | undefined): Step['status'] {
  if (program?.kind === 'running') return 'done';
  if (program?.kind === 'gaveUp') return 'failed';
  return program === undefined || program.kind === 'stopped' ? 'waiting' : 'running';
}

export function startSteps(state: DeskState): readonly Step[] {
  const { main, data } = state;
  const programs = main?.programs;
  const session = data?.session.kind;
  const load = data?.sync.load ?? { kind: 'none' as const };
  const failed = state.signInFailure !== null || (data?.session.kind === 'signedOut' && data.session.failure !== null);
  const signIn: Step['status'] =
    session === 'signedIn' ? 'done' : failed ? 'failed' : session === undefined ? 'waiting' : 'running';
  const step = (name: StepName, status: Step['status'], amount: Step['amount'] = null): Step => ({
    name,
    status,
    amount,
  });
  const practice =
    main?.settings.door.kind === 'practise'
      ? [step('server', ofProgram(programs?.server)), step('simulator', ofProgram(programs?.simulator))]
      : [];
  return [
    ...practice,
    step('data', data === null ? ofProgram(programs?.data) : 'done'),
    step('signIn', signIn),
    step(
      'load',
      load.kind === 'complete' ? 'done' : load.kind === 'loading' ? 'running' : 'waiting',
      load.kind === 'loading' ? load : null,
    ),
  ];
}
