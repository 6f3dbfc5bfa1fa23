import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CallId } from '#shared/model/ids';
import { createVoicePath, type VoicePath } from './voicePath.ts';

class FakeNode {
  static made = 0;
  readonly gain = {};
  connect<N>(to: N): N {
    return to;
  }
  disconnect(): void {}
  getFloatTimeDomainData(): void {}
}
class FakeMeter extends FakeNode {
  constructor() {
    super();
    FakeNode.made += 1;
  }
}

let sources: number;
let given: AudioContextOptions;
let state: AudioContextState;
let path: VoicePath;
const voice = () => ({}) as MediaStream;
const call = (name: string) => name as CallId;
beforeEach(() => {
  sources = 0;
  FakeNode.made = 0;
  for (const name of ['DynamicsCompressorNode', 'GainNode', 'WaveShaperNode']) vi.stubGlobal(name, FakeNode);
  vi.stubGlobal('AnalyserNode', FakeMeter);
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly destination = {};
      constructor(options: AudioContextOptions) {
        given = options;
        state = 'running';
      }
      addEventListener(): void {}
      resume = async () => undefined;
      async close(): Promise<void> {
        state = 'closed';
      }
      createMediaStreamSource(): FakeNode {
        sources += 1;
        return new FakeNode();
      }
    },
  );
  path = createVoicePath('cuffia-out', () => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('begins on the chosen speaker, and gives everything back with its end', () => {
  expect(given).toMatchObject({ sinkId: 'cuffia-out' });
  expect(state).toBe('running');
  path.close();
  expect(state).toBe('closed');
});

it('goes on with a voice that is told of again, as after hold, and takes another one in its place', () => {
  const stream = voice();
  path.add(call('a'), stream);
  path.add(call('a'), stream);
  expect(sources).toBe(1);
  path.add(call('a'), voice());
  expect(sources).toBe(2);
  expect(FakeNode.made).toBe(2);
});
