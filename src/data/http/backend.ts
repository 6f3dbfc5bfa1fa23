// What the backend offers, call by call: addresses and shapes are here and nowhere else.
import { customerSchema } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import {
  acceptedSchema,
  type CustomerPatch,
  customerListSchema,
  type HandoverRequest,
  handoverSchema,
  type InteractionReport,
} from '#shared/protocol/interactions';
import { type Credentials, sessionSchema } from '#shared/protocol/sessions';
import { changesPageSchema } from '#shared/protocol/sync';
import { healthSchema } from '#shared/protocol/version';
import { workstationSchema } from '#shared/protocol/workstation';
import type { Client } from './client.ts';

/** What needs no session. */
export const createDoor = (client: Client) => ({
  health: () => client.ask({ method: 'GET', path: 'v1/health', reply: healthSchema, deadlineMs: 6_000 }),
  signIn: (credentials: Credentials) =>
    client.ask({ method: 'POST', path: 'v1/sessions', body: credentials, reply: sessionSchema }),
  refresh: (refreshToken: string) =>
    client.ask({ method: 'POST', path: 'v1/sessions/refresh', body: { refreshToken }, reply: sessionSchema }),
});

export const createBackend = (client: Client) => ({
  signOut: () => client.ask({ method: 'DELETE', path: 'v1/sessions', reply: null, deadlineMs: 3_000 }),
  workstation: (signal: AbortSignal) =>
    client.ask({ method: 'GET', path: 'v1/workstation', reply: workstationSchema, signal }),

  /** NDJSON; a null cursor begins. */
  snapshot: (cursor: string | null, signal: AbortSignal) =>
    client.stream({ path: 'v1/sync/snapshot', ...(cursor !== null && { query: { cursor } }), signal }),
  changes: (cursor: string, limit: number, signal: AbortSignal) =>
    client.ask({
      method: 'GET',
      path: 'v1/sync/changes',
      query: { cursor, limit: String(limit) },
      reply: changesPageSchema,
      signal,
    }),
  events: (lastEventId: string | null, signal: AbortSignal) =>
    client.stream({
      path: 'v1/sync/events',
      headers: { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) },
      signal,
    }),

  customersByPhone: (phone: string) =>
    client.ask({ method: 'GET', path: 'v1/customers', query: { phone }, reply: customerListSchema, deadlineMs: 8_000 }),
  handover: (id: string, signal: AbortSignal) =>
    client.ask({ method: 'GET', path: `v1/handovers/${id}`, reply: handoverSchema, deadlineMs: 5_000, signal }),

  sendInteraction: (key: string, report: InteractionReport, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/interactions',
      body: report,
      headers: keyed(key),
      reply: acceptedSchema,
      signal,
    }),
  sendHandover: (key: string, request: HandoverRequest, signal: AbortSignal) =>
    client.ask({
      method: 'POST',
      path: 'v1/handovers',
      body: request,
      headers: keyed(key),
      reply: acceptedSchema,
      signal,
    }),
  sendPatch: (key: string, id: CustomerId, version: number, patch: CustomerPatch, signal: AbortSignal) =>
    client.ask({
      method: 'PATCH',
      path: `v1/customers/${id}`,
      body: patch,
      headers: { ...keyed(key), 'if-match': `"${version}"` },
      reply: customerSchema,
      signal,
    }),
});
export type Backend = ReturnType<typeof createBackend>;

/** A structured-field string (draft-ietf-httpapi-idempotency-key-header). */
const keyed = (key: string) => ({ 'idempotency-key': `"${key}"` });
