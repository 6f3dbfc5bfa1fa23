// Agents at a switchboard of the test's own, and what its customers hear of them.

import type { LineState } from '#shared/contract/phoneData';
import { must } from '#shared/lib/must';
import { plainSite } from '#shared/model/site';
import type { Switchboard } from '#simulator/switchboard/switchboard';
import { comeReady } from './agents.ts';
import type { PhonePage } from './phonePage.ts';
import { until } from './until.ts';

type CustomerHandle = ReturnType<Switchboard['ring']>;

export function lineOf(
  board: Switchboard,
  extension: string,
  change: Partial<NonNullable<LineState['pbx']>> = {},
): LineState {
  const agent = must(
    board.company.agents.find((one) => one.extension === extension),
    extension,
  );
  return {
    pbx: {
      servers: [board.url],
      domain: board.domain,
      extension,
      authUser: extension,
      password: agent.pbxPassword,
      iceServers: [],
      featureCodes: board.company.featureCodes,
      agentState: 'codes',
      ...change,
    },
    site: plainSite('IT'),
    wrapUps: [],
    autoAnswer: [],
  };
}

export async function signIn(board: Switchboard, who: PhonePage, extension: string): Promise<void> {
  await comeReady(who, lineOf(board, extension));
}

/** The agent's microphone beeps once a second. */
export async function untilHeard(customer: CustomerHandle): Promise<void> {
  const { soundMs } = customer.recorded();
  await until('the agent is heard', () => customer.recorded().soundMs > soundMs);
}

/** Nothing of the agent for two seconds, which is longer than between two beeps. */
export async function untilSilent(customer: CustomerHandle): Promise<void> {
  let since = customer.recorded();
  await until('the agent is silent', () => {
    const now = customer.recorded();
    if (now.soundMs > since.soundMs) since = now;
    return now.ms - since.ms > 2_000;
  });
}
