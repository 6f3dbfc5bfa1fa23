// How the server says no: problem details (RFC 9457) from one table of types, for what we throw and what goes wrong by itself.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Problem, type ProblemType, problemUrn } from '#shared/protocol/errors';
import { isDatabaseAway } from './db/away.ts';
import { isOutOfSight } from './db/seenBy.ts';
import { BridgeAway } from './pbx/bridge.ts';

const table: Record<ProblemType, { readonly status: number; readonly title: string }> = {
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'wrong-credentials': { status: 401, title: 'Wrong username or password' },
  'locked-out': { status: 429, title: 'Too many wrong passwords' },
  'password-due': { status: 403, title: 'This password works once: choose one of your own (newPassword)' },
  'browser-only': { status: 403, title: 'Here one signs in with the company account' },
  'sign-in-refused': { status: 401, title: 'The sign-in service has not confirmed it' },
  'no-such-agent': { status: 403, title: 'Nobody here has that name' },
  'provider-away': { status: 503, title: 'The sign-in service does not answer' },
  'clock-off': { status: 503, title: 'The clocks of the backend and of the sign-in service differ' },
  'session-expired': { status: 401, title: 'Sign in again' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'version-conflict': { status: 412, title: 'Somebody else has changed it meanwhile' },
  'key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'still-running': { status: 409, title: 'The same request is still being worked on' },
  'on-hold': { status: 409, title: 'Something obliges to keep it' },
  restricted: { status: 423, title: 'Processing is restricted: it may be kept, not used' },
  'merged-away': { status: 409, title: 'It is one with another now' },
  'cannot-merge': { status: 409, title: 'These two cannot be made one, or two again' },
  'no-consent': { status: 403, title: 'The customer has not agreed to it' },
  'cannot-act': { status: 409, title: 'Where the case stands, or by this agent, that cannot be done' },
  taken: { status: 409, title: 'Somebody else has been quicker' },
  'chat-taken': { status: 409, title: 'Somebody else has this chat, or nobody can have it any more' },
  'chat-full': { status: 409, title: 'As many chats as one agent may have are open' },
  'chat-ended': { status: 409, title: 'The chat is over' },
  'cursor-expired': { status: 410, title: 'Too old: ask for the manifest' },
  'too-large': { status: 413, title: 'The request is too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available right now' },
  bug: { status: 500, title: 'Something went wrong here' },
};

type FieldError = NonNullable<Problem['errors']>[number];

interface ProblemOptions {
  /** Where it differs from the type's own status (428 for a missing If-Match). */
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Further members of the document (RFC 9457, 3.2). */
  readonly extension?: Readonly<Record<string, unknown>>;
}

/** Thrown anywhere beneath a route; becomes the answer. */
export class ProblemError extends Error {
  readonly problemType: ProblemType;
  readonly options: ProblemOptions;
  constructor(problemType: ProblemType, options: ProblemOptions = {}) {
    super(options.detail ?? table[problemType].title);
    this.problemType = problemType;
    this.options = options;
  }
}

/** The refusal of one field of the request. */
export const invalidField = (field: string, message: string, status = 422): ProblemError =>
  new ProblemError('invalid-request', { status, errors: [{ field, message }] });

/** Of a write that the database has held back because the row is somebody else's: it was for the database to say whose it is. */
export function refuseOthers(error: Error): never {
  throw isOutOfSight(error) ? new ProblemError('forbidden') : error;
}

export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => send(toProblem(error), error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const problem = new ProblemError('not-found');
    return send(problem, problem, request, reply);
  });
}

function send(problem: ProblemError, cause: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problemType, options } = problem;
  const status = options.status ?? table[problemType].status;
  // The database has held back what we should have refused ourselves.
  const isBug = status >= 500 || isOutOfSight(cause);
  if (isBug) request.log.error({ err: cause }, problemType);
  if (options.retryAfterSeconds !== undefined) reply.header('retry-after', options.retryAfterSeconds);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  const document: Problem = {
    ...options.extension,
    type: problemUrn(problemType),
    title: table[problemType].title,
    status,
    // What can be read out on the telephone to find this answer in the log.
    instance: `urn:cornetta:request:${request.id}`,
    ...(options.detail !== undefined && { detail: options.detail }),
    ...(options.errors !== undefined && { errors: [...options.errors] }),
  };
  return reply.code(status).type('application/problem+json').send(document);
}

/** What triggers say of a customer whose data may not be used (migration 243). */
const isRestricted = (error: Error): boolean => 'code' in error && error.code === 'P4231';

function toProblem(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new ProblemError('invalid-request', {
      errors: error.validation.map((issue) => ({
        field: issue.instancePath.slice(1).replaceAll('/', '.') || (error.validationContext ?? 'body'),
        message: issue.message ?? 'not valid',
      })),
    });
  }
  if (error instanceof BridgeAway) {
    return new ProblemError('unavailable', { detail: error.message, retryAfterSeconds: 5 });
  }
  if (isOutOfSight(error)) return new ProblemError('forbidden');
  if (isRestricted(error)) return new ProblemError('restricted');
  if (isDatabaseAway(error)) return new ProblemError('unavailable', { retryAfterSeconds: 2 });
  if (error.statusCode === 413) return new ProblemError('too-large');
  // What the framework refuses before a schema is asked: broken JSON, a media type nobody reads.
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ProblemError('invalid-request', {
      status: error.statusCode,
      errors: [{ field: 'body', message: error.message }],
    });
  }
  return new ProblemError('bug');
}
