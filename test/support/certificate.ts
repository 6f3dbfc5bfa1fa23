// A certificate of a test's own, which no computer trusts that was not told to.
import { X509Certificate } from 'node:crypto';
import { createSelfSignedCertificate, HashAlgorithm, SignatureAlgorithm } from 'werift';

export interface TestCertificate {
  /** PEM, both. */
  readonly key: string;
  readonly cert: string;
  /** SHA-256, as Electron writes it: `sha256/` and base64. */
  readonly fingerprint: string;
}

export async function makeCertificate(): Promise<TestCertificate> {
  const { keyPem: key, certPem: cert } = await createSelfSignedCertificate({
    hash: HashAlgorithm.sha256_4,
    signature: SignatureAlgorithm.ecdsa_3,
  });
  const hex = new X509Certificate(cert).fingerprint256.replaceAll(':', '');
  return { key, cert, fingerprint: `sha256/${Buffer.from(hex, 'hex').toString('base64')}` };
}
