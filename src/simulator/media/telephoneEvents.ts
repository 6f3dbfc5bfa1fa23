// Key presses inside RTP (RFC 4733): each event is repeated in several packets that share one timestamp.

const keys = '0123456789*#ABCD';

/** Tells each key once, when its first packet arrives. */
export function createKeyReader(onKey: (key: string) => void) {
  let last = -1;
  return {
    take(payload: Uint8Array, timestamp: number): void {
      if (payload.length < 4 || timestamp === last) return;
      last = timestamp;
      const key = keys[payload[0] ?? -1];
      if (key !== undefined) onKey(key);
    },
  };
}

/** The key in the body of an INFO: `application/dtmf-relay` ("Signal=5") or `application/dtmf` ("5"). */
export function keyOfInfo(contentType: string, body: string): string | null {
  const text = /dtmf-relay/i.test(contentType) ? (/Signal\s*=\s*(\S+)/i.exec(body)?.[1] ?? '') : body.trim();
  const key = text.toUpperCase();
  return /application\/dtmf/i.test(contentType) && key.length === 1 && keys.includes(key) ? key : null;
}
