// Where a browser comes back to from another CRM in which an administrator has signed in. A page for people, behind no session: what counts is the state
// that only the CRM and that browser know, and whether the session that has begun it still stands.
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import { type Agreed, createAgreements } from '../connectors/agreements.ts';
import type { Connectors } from '../connectors/runner.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import type { App } from './app.ts';

const params = z.object({ kind: z.string() });
/** As CRMs write them, and further words of theirs that are not looked at (RFC 6749, 4.1.2). */
const brought = z.object({
  state: z.string().min(1).max(200),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(4_000).optional(),
});

/** Among the doors that need no token. */
export function agreedRoutes(app: App, deps: ServerDeps, connectors: Connectors): void {
  app.get(
    '/v1/connectors/agreed/:kind',
    {
      schema: {
        summary: 'Where a CRM sends the browser back to after somebody has agreed there; a page for people',
        security: [],
        params,
        response: { 200: z.string(), '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      if (deps.connectors === undefined) throw new ProblemError('not-found');
      // Parsed here: who comes with something else is shown a page too.
      const cameBack = brought.safeParse(request.query);
      const ended: Agreed = cameBack.success
        ? await createAgreements(deps, deps.connectors).finish(request.params.kind, cameBack.data)
        : { kind: 'stale' };
      if (ended.kind === 'agreed') connectors.readNow(ended.connectorId);
      return reply
        .code(200)
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
          'x-content-type-options': 'nosniff',
        })
        .send(pageOf(wordFor(ended), request.headers['accept-language'] ?? ''));
    },
  );
}

type Ending = Agreed['kind'] | 'agreedAnew';
const wordFor = (ended: Agreed): Ending =>
  ended.kind === 'agreed' && ended.former === 'failed' ? 'agreedAnew' : ended.kind;

type Words = Readonly<Record<Ending, { readonly title: string; readonly about: string }>>;

const it: Words = {
  agreed: { title: 'Collegato', about: 'Si può chiudere questa pagina e tornare a Cornetta.' },
  agreedAnew: {
    title: 'Collegato',
    about:
      'Si può tornare a Cornetta. Il CRM non ha confermato che l’accesso di prima non vale più: conviene revocarlo nel CRM.',
  },
  declined: {
    title: 'Non collegato',
    about: 'Nel CRM l’accesso non è stato concesso. Da Cornetta si può riprovare.',
  },
  stale: {
    title: 'Non collegato',
    about:
      'Questo collegamento non è più atteso: è già stato usato, è scaduto, la sessione è finita o il collegamento è cambiato. Da Cornetta si ricomincia.',
  },
  failed: {
    title: 'Non collegato',
    about:
      'Il CRM non accetta l’applicazione: in Cornetta vanno controllati l’identificativo, il segreto e l’indirizzo di ritorno. Se sono giusti, si riprova più tardi.',
  },
};
const en: Words = {
  agreed: { title: 'Connected', about: 'This page can be closed; back to Cornetta.' },
  agreedAnew: {
    title: 'Connected',
    about:
      'Back to Cornetta. The CRM has not confirmed that the former access is over: it is better to revoke it in the CRM.',
  },
  declined: { title: 'Not connected', about: 'Access was not granted in the CRM. Try again from Cornetta.' },
  stale: {
    title: 'Not connected',
    about:
      'Nobody waits for this any more: it was used, is too old, the session has ended, or the connection was changed. Begin again from Cornetta.',
  },
  failed: {
    title: 'Not connected',
    about:
      'The CRM does not accept the application: check its identifier, its secret and the return address in Cornetta. If they are right, try again later.',
  },
};

/** Nothing of what was brought is on it. */
function pageOf(kind: Ending, languages: string): string {
  const isItalian = !/^\s*en\b/i.test(languages);
  const { title, about } = (isItalian ? it : en)[kind];
  return `<!doctype html><html lang="${isItalian ? 'it' : 'en'}"><meta charset="utf-8"><title>${title} · Cornetta</title>
<meta name="viewport" content="width=device-width"><style>:root{color-scheme:light dark}
body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}</style>
<main><h1>${title}</h1><p>${about}</p></main></html>`;
}
