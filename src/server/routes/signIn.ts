// Which ways there are to sign in, and the one that leads through the browser.
import { problemSchema } from '#shared/protocol/errors';
import { sessionSchema } from '#shared/protocol/sessions';
import {
  browserCodeSchema,
  browserSignInBegunSchema,
  browserSignInSchema,
  signInWaysSchema,
} from '#shared/protocol/signIn';
import type { Oidc, OidcRefusal } from '../identity/oidc.ts';
import type { SignIn } from '../identity/signIn.ts';
import { ProblemError } from '../problems.ts';
import type { App } from './app.ts';

const bodyLimit = 8_192;

/** Doors without a token. `oidc`: null where the company has no sign-in of its own. */
export function signInRoutes(app: App, signIn: SignIn, oidc: Oidc | null, local: boolean): void {
  app.get(
    '/v1/sign-in',
    { schema: { summary: 'Which ways there are to sign in', security: [], response: { 200: signInWaysSchema } } },
    async () => ({ local, oidc: oidc && { name: oidc.name } }),
  );
  app.post(
    '/v1/sign-in/oidc',
    {
      bodyLimit,
      schema: {
        summary: 'Begin to sign in with the company’s account, in the browser',
        security: [],
        body: browserSignInSchema,
        response: { 201: browserSignInBegunSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      if (oidc === null) throw new ProblemError('not-found');
      const begun = await oidc.begin(request.body);
      if (!begun.ok) throw problemOf(begun.error);
      return reply.code(201).header('cache-control', 'no-store').send(begun.value);
    },
  );
  app.post(
    '/v1/sessions/oidc',
    {
      bodyLimit,
      schema: {
        summary: 'Sign in with the code that the browser has brought; each works once',
        security: [],
        body: browserCodeSchema,
        response: { 201: sessionSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      if (oidc === null) throw new ProblemError('not-found');
      const finished = await oidc.finish(request.body);
      if (!finished.ok) throw problemOf(finished.error);
      const session = await signIn.enter(finished.value);
      if (session === null) throw new ProblemError('no-such-agent');
      return reply.code(201).header('cache-control', 'no-store').send(session);
    },
  );
}

function problemOf(refusal: OidcRefusal): ProblemError {
  if (refusal === 'refused') return new ProblemError('sign-in-refused');
  return new ProblemError(refusal === 'clockOff' ? 'clock-off' : 'provider-away', { retryAfterSeconds: 5 });
}
