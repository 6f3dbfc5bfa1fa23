// What the system says when it rings: once for each call, never while the agent looks at the desk, and gone when it is over.
import { expect, test } from 'vitest';
import { createRingingNotice } from './ringing.ts';

function office({ inFront = false, wanted = true } = {}) {
  const said: string[] = [];
  const notice = createRingingNotice({
    isInFront: () => inFront,
    isWanted: () => wanted,
    words: (queue) => ({ title: 'Rings', body: queue ?? 'direct' }),
    attention: {
      notify(title, body) {
        said.push(`${title}: ${body}`);
        return () => said.push('taken away');
      },
      flash: (on) => said.push(on ? 'flashes' : 'still'),
    },
  });
  const ring = (id: string | null, queueId: string | null = 'welcome') =>
    notice.follow({ ringing: id === null ? null : { callId: id as never, queueId } });
  return { said, notice, ring };
}

test('a call is said once, with its queue, until it rings no more', () => {
  const { said, ring } = office();
  ring('A');
  ring('A');
  expect(said).toEqual(['Rings: welcome', 'flashes']);
  ring('B', null);
  expect(said.slice(2)).toEqual(['taken away', 'still', 'Rings: direct', 'flashes']);
  ring(null);
  expect(said.slice(6)).toEqual(['taken away', 'still']);
});

test('whoever comes to the desk has seen it', () => {
  const { said, notice, ring } = office();
  ring('A');
  notice.seen();
  notice.seen();
  ring('A');
  expect(said.slice(2)).toEqual(['taken away', 'still']);
});

test.each([
  ['the desk is in front', { inFront: true }],
  ['nobody wants it', { wanted: false }],
])('nothing is said while %s', (_why, how) => {
  const { said, ring } = office(how);
  ring('A');
  ring(null);
  expect(said).toEqual([]);
});
