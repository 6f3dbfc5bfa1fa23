import { expect, test } from 'vitest';
import type { DemoCompany } from '#shared/model/demoCompany';
import { createVirtualClock } from '#test/support/virtualClock';
import { startAutopilot } from './autopilot.ts';
import type { Scenario } from './scenarios/schema.ts';
import type { AgentState, CallFacts } from './switchboard/switchboard.ts';

function setUp() {
  const clock = createVirtualClock();
  const rung: string[] = [];
  const listeners: (() => void)[] = [];
  let agent: AgentState = { extension: '1001', registered: true, ready: false, inCall: false, ringing: false };
  let calls: CallFacts[] = [];
  const scenario = (id: string, queue: string, practice = true) => ({ id, queue, practice }) as Scenario;
  const stop = startAutopilot({
    clock,
    random: () => 0.5,
    board: {
      scenarios: [
        scenario('ANY', 'welcome', false),
        scenario('A', 'welcome'),
        scenario('B', 'complaints'),
        scenario('C', 'welcome'),
      ],
      company: { agents: [{ extension: '1001', queues: ['welcome'] }] } as unknown as DemoCompany,
      agents: () => [agent],
      calls: () => calls,
      onChange(listener) {
        listeners.push(listener);
        return () => listeners.splice(0);
      },
      ring(request) {
        if ('scenario' in request) rung.push(`${request.scenario} at ${clock.now()}`);
        return {
          id: '',
          hangUp() {},
          state: () => ({ kind: 'ended' }),
          rtp: () => null,
          watchGap: () => () => 0,
          keys: () => '',
          recorded: () => ({ ms: 0, soundMs: 0, loudest: 0 }),
        };
      },
    },
  });
  return {
    clock,
    rung,
    stop,
    change(next: Partial<AgentState>, waiting: CallFacts[] = []) {
      agent = { ...agent, ...next };
      calls = waiting;
      for (const listener of listeners) listener();
    },
  };
}
const waiting: CallFacts = {
  id: 'x',
  state: { kind: 'waiting', queue: 'welcome' },
  queue: 'welcome',
  secondsSinceQueued: 0,
  rtp: null,
};

test('a few seconds after an agent is ready the next scenario of their queues calls, one after another', () => {
  const { clock, rung, change } = setUp();
  clock.pass(60_000);
  expect(rung).toEqual([]);
  change({ ready: true });
  clock.pass(5_500);
  expect(rung).toEqual(['A at 65500']);
  change({ inCall: true });
  clock.pass(60_000);
  change({ inCall: false });
  clock.pass(8_000);
  expect(rung).toEqual(['A at 65500', 'C at 131000']);
});

test('nobody calls when the agent is away again, or somebody rings already', () => {
  const { clock, rung, change } = setUp();
  change({ ready: true });
  clock.pass(2_000);
  change({ ready: false });
  clock.pass(60_000);
  change({ ready: true }, [waiting]);
  clock.pass(60_000);
  expect(rung).toEqual([]);
});

test('stops when told', () => {
  const { clock, rung, stop, change } = setUp();
  change({ ready: true });
  stop();
  clock.pass(60_000);
  expect(rung).toEqual([]);
});
