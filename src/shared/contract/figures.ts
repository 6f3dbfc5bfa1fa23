// Desk and data about figures of days and queues: each question is answered by the backend, or refused while it is away.
import { z } from 'zod';
import { languageSchema } from '../model/ids.ts';
import { figuresQuerySchema, figuresSchema } from '../protocol/figures.ts';
import { bytesSchema } from './bytes.ts';
import type { Contract } from './envelope.ts';

export const figureMethods = {
  figures: { params: figuresQuerySchema, result: figuresSchema },
  /** The same as a table (CSV). */
  figuresTable: { params: z.object({ asked: figuresQuerySchema, language: languageSchema }), result: bytesSchema },
} satisfies Contract['methods'];
