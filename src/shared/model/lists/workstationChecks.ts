// What a workstation with a screen must be like, as a check-list for who works at it: D.Lgs. 81/2008 art. 174 (analysis of workstations) and
// Allegato XXXIV (minimum requirements: screen, keyboard, desk, seat, space, light, reflections, noise, heat). What is ticked stays on the PC.
import { z } from 'zod';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

export const workstationChecksSchema = z.strictObject({
  items: z
    .array(z.strictObject({ code: rowCodeSchema, name: textSchema, about: textSchema }))
    .min(1)
    .max(30)
    .refine(areCodesUnique, codesTwice),
  /** After so many days it is proposed again. */
  againAfterDays: z.int().min(30).max(730),
  /** Whom to tell when something is not right. */
  whomToTell: textSchema,
  source: z.string().min(1),
});
export type WorkstationChecks = z.infer<typeof workstationChecksSchema>;
