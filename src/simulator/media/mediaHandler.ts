// A peer as SIP.js wants its media: descriptions in and out. With rollback, which SIP.js's own handler lacks.
import type { SessionDescriptionHandler } from 'sip.js';
import type { Peer } from './peer.ts';

const contentType = 'application/sdp';

export function createMediaHandler(peer: Peer): SessionDescriptionHandler {
  return {
    close: peer.close,
    async getDescription() {
      return { body: await peer.describe(), contentType };
    },
    hasDescription: (type) => type === contentType,
    rollbackDescription: peer.rollBack,
    setDescription: (sdp) => peer.take(sdp),
    sendDtmf: () => false,
  };
}
