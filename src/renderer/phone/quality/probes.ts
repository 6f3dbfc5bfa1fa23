// Trying one thing at a time with the browser's own means: a connection to a server, an address for the voice.

import { closeOnceQuiet } from '../engine/closing.ts';

const reachMs = 5_000;
const routeMs = 5_000;

/** Whether the server takes a connection for SIP (RFC 7118). Nothing is said over it. */
export function reach(server: string): Promise<boolean> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(server, 'sip');
    } catch {
      resolve(false);
      return;
    }
    const end = (isThere: boolean): void => {
      clearTimeout(deadline);
      socket.onopen = null;
      socket.onclose = null;
      socket.close();
      resolve(isThere);
    };
    const deadline = setTimeout(() => end(false), reachMs);
    socket.onopen = () => end(true);
    socket.onclose = () => end(false);
  });
}

/** Chromium's own code for a server that does not answer. What servers answer with (RFC 8656 section 19) is lower. */
const unreachableCode = 701;

export type Route = 'found' | 'none' | 'refused';

/**
 * Whether ICE (RFC 8445) finds an address of this kind: of this machine, seen from outside by STUN, or of a relay. `refused`: the
 * server is there, and gives none, as to whoever has the wrong password.
 */
export async function findRoute(kind: RTCIceCandidateType, server: RTCIceServer | null): Promise<Route> {
  const connection = new RTCPeerConnection({
    iceServers: server === null ? [] : [server],
    iceTransportPolicy: kind === 'relay' ? 'relay' : 'all',
  });
  try {
    const route = new Promise<Route>((resolve) => {
      let isRefused = false;
      const end = (isFound: boolean): void => {
        clearTimeout(deadline);
        if (isFound) resolve('found');
        else resolve(isRefused ? 'refused' : 'none');
      };
      const deadline = setTimeout(() => end(false), routeMs);
      let own = 0;
      let failed = 0;
      connection.addEventListener('icecandidateerror', ({ errorCode }) => {
        failed += 1;
        if (errorCode < unreachableCode) isRefused = true;
      });
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === kind) return end(true);
        if (candidate?.type === 'host' && candidate.protocol === 'udp') own += 1;
        // A server in the same network sees the address that this machine has, and Chromium does not name that twice: it has answered
        // wherever it has not failed.
        if (candidate === null) end(kind === 'srflx' && failed < own);
      });
    });
    connection.addTransceiver('audio');
    await connection.setLocalDescription();
    return await route;
  } finally {
    closeOnceQuiet(connection);
  }
}
