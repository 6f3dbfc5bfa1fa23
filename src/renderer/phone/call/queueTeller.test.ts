import { expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { createQueueTeller } from './queueTeller.ts';

function teller(agentState: 'bridge' | 'codes', answer: 'yes' | 'no' | 'away' | 'noProgram') {
  const asked: string[] = [];
  const tell = createQueueTeller({
    engine: {
      async tellQueues(offer) {
        asked.push(`code ${offer}`);
        return true;
      },
    },
    data: () =>
      answer === 'noProgram'
        ? null
        : {
            async tellQueues({ offer, reason }) {
              asked.push(`bridge ${offer} ${reason}`);
              if (answer === 'away') throw failure('backend.unreachable', 'data');
              return answer === 'yes';
            },
          },
    agentState: () => agentState,
    log: () => undefined,
  });
  return { asked, tell };
}

it.each([
  ['bridge', 'yes', true, ['bridge false lunch']],
  ['bridge', 'no', false, ['bridge false lunch']],
  ['bridge', 'away', true, ['bridge false lunch', 'code false']],
  ['bridge', 'noProgram', true, ['code false']],
  ['codes', 'yes', true, ['code false']],
] as const)('with state by %s, which says %s, the PBX has agreed: %s', async (agentState, answer, agreed, asked) => {
  const { asked: ways, tell } = teller(agentState, answer);
  expect(await tell({ offer: false, reason: 'lunch' })).toBe(agreed);
  expect(ways).toEqual(asked);
});
