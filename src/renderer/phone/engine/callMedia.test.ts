import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallMedia } from './callMedia.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

interface Applied {
  readonly what: string;
  succeed(): void;
  fail(): void;
}

/** As much of a connection as an answered call needs; what is applied to it waits for the test. */
class FakeConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'complete';
  currentRemoteDescription: RTCSessionDescriptionInit | null = null;
  currentLocalDescription: RTCSessionDescriptionInit | null = null;
  isClosed = false;
  readonly asked: Applied[] = [];
  offers = 0;

  get localDescription(): RTCSessionDescriptionInit | null {
    return this.currentLocalDescription;
  }
  getSenders = () => [];
  getReceivers = () => [];
  getTransceivers = () => [];
  addTransceiver(): void {}
  async createOffer(): Promise<RTCSessionDescriptionInit> {
    this.offers += 1;
    return { type: 'offer', sdp: `offer ${this.offers}` };
  }
  createAnswer = async (): Promise<RTCSessionDescriptionInit> => ({ type: 'answer', sdp: 'again' });
  setLocalDescription = (description: RTCSessionDescriptionInit): Promise<void> => this.apply('local', description);
  setRemoteDescription = (description: RTCSessionDescriptionInit): Promise<void> => this.apply('remote', description);
  close(): void {
    this.isClosed = true;
  }

  private apply(side: 'local' | 'remote', { type }: RTCSessionDescriptionInit): Promise<void> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        what: `${side} ${type}`,
        succeed: () => {
          this.signalingState = type === 'offer' ? `have-${side}-offer` : 'stable';
          resolve();
        },
        fail: () => reject(new Error('cannot be applied')),
      });
    });
  }
}

let connection: FakeConnection;
let media: CallMedia;
const logger = { debug: () => {}, error: () => {}, warn: () => {}, log: () => {} };
const what = () => connection.asked.map((one) => one.what);
const last = () => {
  const applied = connection.asked.at(-1);
  if (applied === undefined) throw new Error('nothing is applied');
  return applied;
};
async function succeed(): Promise<void> {
  last().succeed();
  await settled();
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends FakeConnection {
      constructor() {
        super();
        connection = this;
      }
    },
  );
  media = new CallMedia(
    logger as unknown as ConstructorParameters<typeof CallMedia>[0],
    { iceServers: [], afterHostCandidateMs: 20, gatheringDeadlineMs: 2_000 },
    () => null,
  );
  // Answered, and nothing else has happened since.
  connection.currentRemoteDescription = { type: 'offer', sdp: 'theirs' };
  connection.currentLocalDescription = { type: 'answer', sdp: 'ours' };
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function mediaRun(): Promise<void> {
  connection.connectionState = 'connected';
  connection.dispatchEvent(new Event('connectionstatechange'));
  await settled();
}

/** The first agreement is repeated, so that offers can be taken back. */
async function isPrepared(): Promise<void> {
  await mediaRun();
  await succeed();
  await succeed();
  connection.asked.length = 0;
}

describe('a change in mid-call', () => {
  it('is prepared as soon as the media run, once', async () => {
    await mediaRun();
    await succeed();
    await succeed();
    await mediaRun();
    expect(what()).toEqual(['remote offer', 'local answer']);
  });

  it('that the agent wants meanwhile waits for the preparation', async () => {
    await mediaRun();
    const offer = media.getDescription();
    await settled();
    expect(media.isNegotiating()).toBe(false);
    await succeed();
    await succeed();
    expect((await offer).body).toBe('offer 1');
    await mediaRun();
    expect(what()).toEqual(['remote offer', 'local answer', 'local offer']);
  });

  it('is offered while it is still applied here', async () => {
    await isPrepared();
    expect((await media.getDescription()).body).toBe('offer 1');
    expect(what()).toEqual(['local offer']);
    expect(media.isNegotiating()).toBe(false);
  });

  it('is acknowledged while the answer is still applied here, and the next one waits', async () => {
    await isPrepared();
    await media.getDescription();
    const acknowledged = media.setDescription('answer');
    await settled();
    expect(what()).toEqual(['local offer']);
    await succeed();
    await acknowledged;
    await settled();
    expect(what()).toEqual(['local offer', 'remote answer']);
    const next = media.getDescription();
    await settled();
    expect(connection.offers).toBe(1);
    await succeed();
    expect((await next).body).toBe('offer 2');
  });

  it('with an answer that makes no sense ends the call', async () => {
    await isPrepared();
    media.onUnusable = vi.fn();
    await media.getDescription();
    await succeed();
    await media.setDescription('nonsense');
    await settled();
    last().fail();
    await settled();
    expect(media.onUnusable).toHaveBeenCalledOnce();
  });

  it('that could not be applied here takes no answer', async () => {
    await isPrepared();
    await media.getDescription();
    last().fail();
    await settled();
    await expect(media.setDescription('answer')).rejects.toThrow('cannot be applied');
  });

  it('that is refused at once is taken back when it is applied', async () => {
    await isPrepared();
    await media.getDescription();
    const back = media.rollbackDescription();
    await settled();
    expect(what()).toEqual(['local offer']);
    await succeed();
    expect(what()).toEqual(['local offer', 'local rollback']);
    await succeed();
    await back;
    expect((await media.getDescription()).body).toBe('offer 2');
  });
});

it('is closed when its addresses are gathered', async () => {
  connection.iceGatheringState = 'gathering';
  media.close();
  expect(media.peerConnection).toBeUndefined();
  expect(connection.isClosed).toBe(false);
  connection.iceGatheringState = 'complete';
  connection.dispatchEvent(new Event('icegatheringstatechange'));
  expect(connection.isClosed).toBe(true);
});
