// How somebody who speaks all day looks after their voice: short cards that a company edits. Read at will; nobody learns whether they were.
import { z } from 'zod';
import { areCodesUnique, codesTwice, rowCodeSchema, textSchema } from './text.ts';

export const voiceCareSchema = z
  .array(z.strictObject({ code: rowCodeSchema, name: textSchema, about: textSchema }))
  .min(1)
  .max(12)
  .refine(areCodesUnique, codesTwice);
