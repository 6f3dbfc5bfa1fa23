// Digest authentication (RFC 7616, MD5 as Asterisk's chan_pjsip offers it): the challenge, and whether an answer fits.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

export interface Digest {
  /** The value of a fresh `WWW-Authenticate`. */
  challenge(): string;
  /** Who answered a challenge rightly; null when nobody did, or nobody we know. */
  check(method: string, authorization: string | undefined): string | null;
}

/** Nonces kept; the oldest make way. */
const mostNonces = 500;

/** `passwords` by user name. */
export function createDigest(realm: string, passwords: ReadonlyMap<string, string>): Digest {
  const nonces = new Set<string>();
  return {
    challenge() {
      const nonce = randomBytes(16).toString('hex');
      nonces.add(nonce);
      if (nonces.size > mostNonces)
        for (const oldest of [...nonces].slice(0, nonces.size - mostNonces)) nonces.delete(oldest);
      return `Digest realm="${realm}",nonce="${nonce}",algorithm=MD5,qop="auth"`;
    },
    check(method, authorization) {
      const given = fields(authorization ?? '');
      const password = passwords.get(given.username ?? '');
      if (password === undefined || !nonces.has(given.nonce ?? '') || given.realm !== realm) return null;
      const user = md5(`${given.username}:${realm}:${password}`);
      const what = md5(`${method}:${given.uri}`);
      const expected = given.qop
        ? md5([user, given.nonce, given.nc, given.cnonce, given.qop, what].join(':'))
        : md5([user, given.nonce, what].join(':'));
      const response = Buffer.from(given.response ?? '');
      const fits = response.length === expected.length && timingSafeEqual(response, Buffer.from(expected));
      return fits ? (given.username ?? null) : null;
    },
  };
}

function fields(header: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of header.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) {
    found[name.toLowerCase()] = quoted ?? plain ?? '';
  }
  return found;
}
