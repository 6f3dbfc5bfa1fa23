// How surely a caller is the person whose record is open. Kept is the level that was reached, never a question or an answer.
import { z } from 'zod';

/** In order, from nothing to a proof of possession: each allows what those before it allow, and more. */
export const identificationLevels = ['none', 'basic', 'standard', 'strong'] as const;
export const identificationLevelSchema = z.enum(identificationLevels);
export type IdentificationLevel = z.infer<typeof identificationLevelSchema>;

/** How a call is passed on: after a word with whoever takes it, or at once. */
export const passingMannerSchema = z.enum(['attended', 'blind']);
export type PassingManner = z.infer<typeof passingMannerSchema>;

/** Whoever takes the call without a word with whoever verified must verify anew. */
export const levelPassedOn = (level: IdentificationLevel, manner: PassingManner): IdentificationLevel =>
  manner === 'attended' ? level : 'none';

/** This agent's own word counts before what a colleague has passed on. */
export const standingLevel = (
  said: IdentificationLevel | null,
  handed: IdentificationLevel | null,
): IdentificationLevel => said ?? handed ?? 'none';
