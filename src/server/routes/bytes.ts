// Bytes on the wire, for routes that take or give files: bodies as they come, and a part of what is asked for.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type FileKind, mediaTypes, safeFileName } from '#shared/model/fileKind';
import { problemSchema } from '#shared/protocol/errors';
import type { BytesWanted } from '../attachments/sealing.ts';
import { ProblemError } from '../problems.ts';
import type { App } from './app.ts';

/** For the routes registered with it. */
export const takeBytes = (app: App): void => {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
};

/** A piece that goes on elsewhere: how far the file has got. */
export const elsewhereSchema = problemSchema.extend({ reached: z.number().int().nonnegative() });

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

/** Its bytes, whole or from one on (Range, If-Range), under headers by which no browser shows it by itself. */
export function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  file: { readonly name: string; readonly kind: FileKind; readonly bytes: number; readonly sha256: string },
  bytesOf: (wanted: BytesWanted) => AsyncIterable<Uint8Array>,
): FastifyReply {
  const etag = `"${file.sha256}"`;
  const range = rangeOf(headers, etag);
  if (range !== null && range.from >= file.bytes) {
    reply.header('content-range', `bytes */${file.bytes}`);
    throw new ProblemError('invalid-request', { status: 416 });
  }
  const { from, to } = { from: range?.from ?? 0, to: Math.min(range?.to ?? file.bytes, file.bytes) };
  if (range !== null) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${file.bytes}`);
  const name = encodeURIComponent(safeFileName(file.name, file.kind)).replaceAll(/['()*]/g, '_');
  return reply
    .header('content-type', mediaTypes[file.kind])
    .header('content-length', to - from)
    .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
    .header('cache-control', 'no-store, no-transform')
    .send(Readable.from(bytesOf({ from, to }), { objectMode: false }));
}
