// The envelope of every message between two programs: request, cancel, reply, event. And what a contract is.
import { z } from 'zod';
import { failureSchema } from './failure.ts';

export const envelopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), id: z.number().int(), method: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
  z.object({ kind: z.literal('reply'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id: z.number().int(), failure: failureSchema }),
  z.object({ kind: z.literal('snapshot'), id: z.number().int(), seq: z.number().int(), state: z.unknown() }),
  z.object({ kind: z.literal('event'), seq: z.number().int(), event: z.unknown() }),
]);
export type Envelope = z.infer<typeof envelopeSchema>;

export interface MethodSchemas {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}

/**
 * A contract between the program that owns some state and one that uses it:
 * `state` is what a new port is told first, `event` what has happened since, `methods` what may be asked.
 */
export interface Contract {
  readonly name: string;
  readonly state: z.ZodType;
  readonly event: z.ZodType;
  readonly methods: Readonly<Record<string, MethodSchemas>>;
}

export type StateOf<C extends Contract> = z.infer<C['state']>;
export type EventOf<C extends Contract> = z.infer<C['event']>;
export type ParamsOf<C extends Contract, M extends keyof C['methods']> = z.infer<C['methods'][M]['params']>;
export type ResultOf<C extends Contract, M extends keyof C['methods']> = z.infer<C['methods'][M]['result']>;

/** What the owner implements. `signal` fires when the caller has gone or changed its mind. */
export type Implementation<C extends Contract> = {
  readonly [M in keyof C['methods']]: (
    params: ParamsOf<C, M>,
    signal: AbortSignal,
  ) => ResultOf<C, M> | Promise<ResultOf<C, M>>;
};

/** What the user calls. Rejects with a FailureError. */
export type Client<C extends Contract> = {
  readonly [M in keyof C['methods']]: (params: ParamsOf<C, M>, signal?: AbortSignal) => Promise<ResultOf<C, M>>;
};
