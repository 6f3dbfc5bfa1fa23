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
      readonly state = 'running';
      readonly destination = {};
      addEventListener(): void {}
      resume = async () => undefined;
      suspend = async () => undefined;
      createMediaStreamSource(): FakeNode {
        sources += 1;
        return new FakeNode();
      }
    },
  );
  path = createVoicePath(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('uses the meter of a voice that is gone for the next one: the browser would keep it', () => {
  const before = FakeNode.made;
  for (let count = 0; count < 50; count += 1) {
    path.add(call(`a${count}`), voice());
    path.add(call(`b${count}`), voice());
    path.remove(call(`a${count}`));
    path.remove(call(`b${count}`));
  }
  expect(FakeNode.made - before).toBe(2);
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
