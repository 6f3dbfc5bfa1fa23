// A scenario as its file in assets/scenarios says: who calls, how, and what they say. Data, so that trainers can write them.
import { z } from 'zod';
import { languageSchema, queueIdSchema } from '#shared/model/ids';

const both = z.object({ it: z.string().min(1), en: z.string().min(1) });

const lineSchema = z.object({
  text: z.string().min(1),
  /** Silence before it, in ms; the customer also lets the agent finish a sentence. */
  pauseMs: z.number().int().min(0).max(60_000),
});

export const scenarioSchema = z.object({
  id: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,19}$/),
  title: both,
  language: languageSchema,
  queue: queueIdSchema,
  /** What the agent's screen is given: `onFile` is the author's intent, checked by nobody. */
  cli: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('number'), number: z.string().regex(/^\+\d{7,15}$/), onFile: z.boolean() }),
    z.object({ kind: z.literal('withheld') }),
  ]),
  behaviour: z.string().min(1),
  persona: z.object({
    name: z.string().min(1),
    age: z.number().int().min(16).max(110),
    about: both,
    /** 0 calm to 10 furious, at the start. */
    mood: z.number().int().min(0).max(10),
  }),
  /** The display name that comes with the call; most lines carry none. */
  displayName: z.string().max(60).nullable(),
  opening: lineSchema,
  turns: z.array(lineSchema).max(12),
  afterwards: z.enum(['echo', 'silence']),
  patienceSeconds: z.number().int().positive().nullable(),
  staysSeconds: z.number().int().positive().nullable(),
  /** How espeak-ng speaks it. */
  voice: z.object({
    name: z.string().regex(/^[a-z0-9+-]+$/i),
    speed: z.number().int().min(80).max(300),
    pitch: z.number().int().min(0).max(99),
  }),
  /** What they press where they are asked to rate the service at the end; null: nothing, they hang up. */
  survey: z
    .object({
      csat: z.number().int().min(1).max(5),
      ces: z.number().int().min(1).max(7),
      fcr: z.number().int().min(1).max(3),
      callBack: z.boolean(),
    })
    .nullable()
    .default({ csat: 4, ces: 6, fcr: 1, callBack: false }),
  /** Offered by the autopilot; the others only when asked for. */
  practice: z.boolean(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** Every line in the order in which it is said. */
export const linesOf = (scenario: Scenario) => [scenario.opening, ...scenario.turns];

/** The folder of its voices: one file for each line, 0.wav the opening. */
export const voiceFolder = (scenario: Scenario): string => scenario.id.toLowerCase();
