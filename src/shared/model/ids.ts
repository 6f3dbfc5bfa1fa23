// Identities. A ULID where the app makes it (sortable by time, made without asking anyone), a short code where people say it.
import { z } from 'zod';

export const ulidSchema = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'not a ULID');

export const interactionIdSchema = ulidSchema.brand<'InteractionId'>();
export type InteractionId = z.infer<typeof interactionIdSchema>;

export const callIdSchema = ulidSchema.brand<'CallId'>();
export type CallId = z.infer<typeof callIdSchema>;

export const customerIdSchema = ulidSchema.brand<'CustomerId'>();
export type CustomerId = z.infer<typeof customerIdSchema>;

/** The backend's own. */
export const caseIdSchema = z.string().min(1).max(26);

export const noteIdSchema = ulidSchema.brand<'NoteId'>();
export type NoteId = z.infer<typeof noteIdSchema>;

export const agentIdSchema = ulidSchema.brand<'AgentId'>();
export type AgentId = z.infer<typeof agentIdSchema>;

const shortCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const queueIdSchema = shortCode.brand<'QueueId'>();
export type QueueId = z.infer<typeof queueIdSchema>;

export const portfolioIdSchema = shortCode.brand<'PortfolioId'>();
export type PortfolioId = z.infer<typeof portfolioIdSchema>;

export const languageSchema = z.enum(['it', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** A moment, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();
