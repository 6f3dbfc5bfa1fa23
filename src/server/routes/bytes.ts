// Bytes on the wire, for routes that take or give files: bodies as they come, and a part of what is asked for.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from './app.ts';

/** For the routes registered with it. */
export const takeBytes = (app: App): void => {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
};

export const bytesBody = z.instanceof(Buffer).meta({ type: 'string', format: 'binary' });

/**
 * One range (RFC 9110, 14.2), the latter end not in it. null: the whole is wanted, the bytes that the asker has the beginning of are
 * others by now, or it is a way of asking that none of our apps has.
 */
export function rangeOf(headers: FastifyRequest['headers'], etag: string): { from: number; to: number } | null {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return null;
  const [, first, last] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) return null;
  const [from, to] = [Number(first), last === '' ? Number.POSITIVE_INFINITY : Number(last) + 1];
  return to <= from ? null : { from, to };
}
