// Certificates that were not trusted. Chromium refuses the connection, and its page learns no more than that there is none: whoever wants to say
// why asks here.
import type { App } from 'electron';

/** As long as a page may take until it asks. */
const latelyMs = 10_000;

/** Whether the certificate at this address was refused a moment ago. */
export type IsCertificateRefused = (address: string) => boolean;

export function watchCertificates(app: Pick<App, 'on'>, now: () => number): IsCertificateRefused {
  const refusedAt = new Map<string, number>();
  // Nothing is decided here: without a word it stays refused.
  app.on('certificate-error', (_event, _contents, url) => {
    refusedAt.set(new URL(url).host, now());
  });
  return (address) => now() - (refusedAt.get(new URL(address).host) ?? Number.NEGATIVE_INFINITY) < latelyMs;
}
