import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallMedia } from './callMedia.ts';

/** What is due now has happened, and what came of it. */
const settled = () => new Promise<void>((done) => setTimeout(() => setImmediate(done)));

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
  readonly described: RTCSessionDescriptionInit[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly sender = {
    track: null as unknown,
    replaceTrack: async (track: unknown): Promise<void> => {
      this.sender.track = track;
    },
  };
  readonly asked: Applied[] = [];
  readonly transceiver: { direction: RTCRtpTransceiverDirection } = { direction: 'sendrecv' };
  offers = 0;
  private offered: RTCSessionDescriptionInit | null = null;

  get localDescription(): RTCSessionDescriptionInit | null {
    return this.currentLocalDescription;
  }
  getSenders = () => [this.sender];
  getReceivers = () => [];
  getTransceivers = () => [this.transceiver];
  addTransceiver(): void {}
  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    this.candidates.push(candidate);
  }
  async createOffer(): Promise<RTCSessionDescriptionInit> {
    this.offers += 1;
    return { type: 'offer', sdp: `o=offer ${this.offers}\r\na=${this.transceiver.direction}` };
  }
  createAnswer = async (): Promise<RTCSessionDescriptionInit> => ({ type: 'answer', sdp: 'again' });
  setLocalDescription = (description: RTCSessionDescriptionInit): Promise<void> => this.apply('local', description);
  setRemoteDescription = (description: RTCSessionDescriptionInit): Promise<void> => this.apply('remote', description);
  close(): void {
    this.isClosed = true;
  }

  private apply(side: 'local' | 'remote', description: RTCSessionDescriptionInit): Promise<void> {
    const { type } = description;
    this.described.push(description);
    return new Promise((resolve, reject) => {
      this.asked.push({
        what: `${side} ${type}`,
        succeed: () => {
          this.signalingState = type === 'offer' ? `have-${side}-offer` : 'stable';
          if (side === 'local' && type === 'offer') this.offered = description;
          if (side === 'remote' && type === 'answer') this.currentLocalDescription = this.offered;
          resolve();
        },
        fail: () => reject(new Error('cannot be applied')),
      });
    });
  }
}

let connection: FakeConnection;
let media: CallMedia;
let microphone: MediaStream | null;
const logger = { debug: () => {}, error: () => {}, warn: () => {}, log: () => {} };
const createMedia = () =>
  new CallMedia(
    logger as unknown as ConstructorParameters<typeof CallMedia>[0],
    { iceServers: [], afterHostCandidateMs: 20, gatheringDeadlineMs: 2_000, networkDeadlineMs: 2_000 },
    () => microphone,
  );
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
  microphone = null;
  media = createMedia();
  // Answered, and nothing else has happened since.
  connection.currentRemoteDescription = { type: 'offer', sdp: 'theirs' };
  connection.currentLocalDescription = { type: 'answer', sdp: 'o=answer' };
});

const offer = (number: number, direction: RTCRtpTransceiverDirection) => `o=offer ${number}\r\na=${direction}`;
async function offered(): Promise<string> {
  const { body } = await media.getDescription();
  await settled();
  return body;
}
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
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

describe('a call that rings', () => {
  const offered = [
    'v=0',
    'm=audio 4000 UDP/TLS/RTP/SAVPF 8',
    'a=candidate:1 1 udp 2 192.0.2.7 4000 typ host',
    'a=candidate:2 1 udp 1 192.0.2.8 4000 typ host',
    'a=sendrecv',
    '',
  ].join('\r\n');
  const track = { enabled: true };
  let isMade: Promise<void>;
  beforeEach(() => {
    connection.currentRemoteDescription = null;
    connection.currentLocalDescription = null;
    connection.transceiver.direction = 'recvonly';
    microphone = { getAudioTracks: () => [track] } as unknown as MediaStream;
    isMade = media.prepareAnswer(offered);
    isMade.catch(() => undefined);
  });
  async function isAnswerMade(): Promise<void> {
    await settled();
    await succeed();
    connection.currentLocalDescription = { type: 'answer', sdp: 'a=candidate:1 1 udp 1 192.0.2.9 5000 typ host' };
    await succeed();
    await isMade;
  }
  async function answered(): Promise<string> {
    await media.setDescription(offered);
    return (await media.getDescription()).body;
  }

  it('has its answer made, without a microphone, and without looking for a path', async () => {
    await isAnswerMade();
    expect(what()).toEqual(['remote offer', 'local answer']);
    expect(connection.described.at(0)?.sdp).not.toContain('a=candidate');
    expect(connection.transceiver.direction).toBe('sendrecv');
    expect(connection.sender.track).toBeNull();
    expect(connection.candidates).toEqual([]);
  });

  it('is answered with that, and the microphone', async () => {
    await isAnswerMade();
    expect(await answered()).toContain('192.0.2.9');
    expect(what()).toEqual(['remote offer', 'local answer']);
    expect(connection.sender.track).toBe(track);
  });

  it('that is answered before its answer is made waits for it', async () => {
    const answer = answered();
    await settled();
    expect(what()).toEqual(['remote offer']);
    await isAnswerMade();
    expect(await answer).toContain('192.0.2.9');
  });

  it('looks for a path once the other side has the answer, and once only', async () => {
    await isAnswerMade();
    await answered();
    expect(connection.candidates).toEqual([]);
    media.lookForPath();
    media.lookForPath();
    expect(connection.candidates).toEqual([
      { candidate: 'candidate:1 1 udp 2 192.0.2.7 4000 typ host', sdpMLineIndex: 0 },
      { candidate: 'candidate:2 1 udp 1 192.0.2.8 4000 typ host', sdpMLineIndex: 0 },
    ]);
  });

  it('looks for a path soon, where nobody says that they have the answer', async () => {
    await isAnswerMade();
    vi.useFakeTimers();
    await answered();
    vi.advanceTimersByTime(50);
    expect(connection.candidates).toHaveLength(2);
  });

  it('with an offer that cannot be taken is refused when it is answered', async () => {
    await settled();
    last().fail();
    await expect(isMade).rejects.toThrow('cannot be applied');
    await expect(answered()).rejects.toThrow('cannot be applied');
  });
});

describe('a change in mid-call', () => {
  it('is prepared as soon as the media run, once', async () => {
    await mediaRun();
    await succeed();
    await succeed();
    await mediaRun();
    expect(what()).toEqual(['remote offer', 'local answer']);
    expect(connection.offers).toBe(1);
  });

  it('that the agent wants meanwhile waits for the preparation', async () => {
    await mediaRun();
    media.held = true;
    const hold = offered();
    await settled();
    await succeed();
    await succeed();
    expect(await hold).toContain('a=sendonly');
    await mediaRun();
    expect(what()).toEqual(['remote offer', 'local answer']);
  });

  it('is offered as it was prepared, and not applied here before the other side agrees', async () => {
    await isPrepared();
    media.held = true;
    expect(await offered()).toBe(offer(1, 'sendonly'));
    expect(what()).toEqual([]);
  });

  it('is under way from the offer until what the other side says is applied', async () => {
    await isPrepared();
    expect(await media.isNegotiating()).toBe(false);
    await offered();
    expect(await media.isNegotiating()).toBe(true);
    await media.setDescription('theirs');
    const isStill = media.isNegotiating();
    await settled();
    await succeed();
    await succeed();
    expect(await isStill).toBe(false);
  });

  it('of another kind than prepared is made when it is wanted', async () => {
    await isPrepared();
    expect(await offered()).toBe(offer(2, 'sendrecv'));
  });

  it('that was prepared is worth nothing once something else is agreed', async () => {
    await isPrepared();
    media.held = true;
    connection.currentLocalDescription = { type: 'answer', sdp: 'o=another' };
    expect(await offered()).toBe(offer(2, 'sendonly'));
  });

  it('is acknowledged while it is still applied here; the next one waits', async () => {
    await isPrepared();
    media.held = true;
    await offered();
    await media.setDescription('answer');
    await settled();
    expect(what()).toEqual(['local offer']);
    await succeed();
    expect(what()).toEqual(['local offer', 'remote answer']);
    const next = offered();
    await settled();
    expect(connection.offers).toBe(1);
    await succeed();
    expect(await next).toContain('a=sendonly');
  });

  it('is followed by the way back, ready as soon as it is agreed', async () => {
    await isPrepared();
    media.held = true;
    await offered();
    await media.setDescription('answer');
    await settled();
    await succeed();
    await succeed();
    expect(connection.offers).toBe(2);
    media.held = false;
    expect(await offered()).toBe(offer(2, 'sendrecv'));
  });

  it('with an answer that makes no sense ends the call', async () => {
    await isPrepared();
    media.onUnusable = vi.fn();
    await offered();
    await media.setDescription('nonsense');
    await settled();
    await succeed();
    last().fail();
    await settled();
    expect(media.onUnusable).toHaveBeenCalledOnce();
  });

  it('that cannot be applied here ends the call', async () => {
    await isPrepared();
    media.onUnusable = vi.fn();
    await offered();
    await media.setDescription('answer');
    await settled();
    last().fail();
    await settled();
    expect(media.onUnusable).toHaveBeenCalledOnce();
  });

  it('that is refused has changed nothing here', async () => {
    await isPrepared();
    await offered();
    await media.rollbackDescription();
    expect(what()).toEqual([]);
    expect(await media.isNegotiating()).toBe(false);
    expect(await offered()).toContain('o=offer');
  });
});

it('is over at once, and its connection is closed when nothing changes in it any more', () => {
  vi.useFakeTimers();
  media.close();
  expect(media.peerConnection).toBeUndefined();
  expect(connection.isClosed).toBe(false);
  vi.advanceTimersByTime(500);
  expect(connection.isClosed).toBe(true);
});
