// Practice without a trainer: whenever an agent is ready and nobody calls, the next scenario's customer does, a little later.
import type { Clock } from './clock.ts';
import type { Scenario } from './scenarios/schema.ts';
import type { AgentState, CallFacts, Switchboard } from './switchboard/switchboard.ts';

const soonestMs = 3_000;
const latestMs = 8_000;

export interface AutopilotDeps {
  board: Pick<Switchboard, 'onChange' | 'agents' | 'calls' | 'ring' | 'scenarios' | 'company'>;
  clock: Clock;
  /** Numbers in [0, 1). */
  random: () => number;
}

/** Begins at once. The result stops it; customers who have called stay. */
export function startAutopilot({ board, clock, random }: AutopilotDeps): () => void {
  const scenarios = board.scenarios.filter((scenario) => scenario.practice);
  let turn = 0;
  let forget: (() => void) | null = null;

  const isFree = (agent: AgentState) => agent.registered && agent.ready && !agent.inCall && !agent.ringing;
  const waits = (call: CallFacts) => call.state.kind === 'waiting' || call.state.kind === 'ringing';
  const queuesOf = (agent: AgentState) =>
    board.company.agents.find((one) => one.extension === agent.extension)?.queues ?? [];

  /** The next scenario in turn that a free agent's queues take. */
  function next(): Scenario | null {
    if (board.calls().some(waits)) return null;
    const served = new Set(board.agents().filter(isFree).flatMap(queuesOf));
    for (let ahead = 0; ahead < scenarios.length; ahead += 1) {
      const scenario = scenarios[(turn + ahead) % scenarios.length];
      if (scenario !== undefined && served.has(scenario.queue)) return scenario;
    }
    return null;
  }

  function look(): void {
    if (next() === null) {
      forget?.();
      forget = null;
    } else {
      forget ??= clock.after(soonestMs + random() * (latestMs - soonestMs), call);
    }
  }

  function call(): void {
    forget = null;
    const scenario = next();
    if (scenario === null) return;
    turn = scenarios.indexOf(scenario) + 1;
    board.ring({ scenario: scenario.id });
  }

  const stopListening = board.onChange(look);
  look();
  return () => {
    stopListening();
    forget?.();
  };
}
