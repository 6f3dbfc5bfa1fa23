// Zendesk: the incremental export with its cursor (what changed in the last minute is withheld), ten requests a minute, tickets once for each key.
import { AgreementServer } from './agreementServer.ts';
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, type Reply, StandIn, unknownNames } from './standIn.ts';

const withheldMs = 60_000;
const wrong = (status: number, error: string): Reply => ({ status, body: { error, description: 'refused' } });

export function createZendesk(clock: CrmClock, pageRows = 1_000): StandIn {
  const people = new People(clock, (n) => String(360_000_000_000 + n));
  const tickets: { id: number; external_id: string; requester_id: number; comment: { body: string } }[] = [];
  const answered = new Map<string, { text: string; reply: Reply }>();
  let epoch = 1;

  const user = (person: CrmPerson) => ({
    id: Number(person.id),
    name: typeof person.first === 'string' ? `${person.first} ${person.last}` : person.first,
    email: person.email,
    phone: person.phone,
    role: 'end-user',
    locale: 'it',
    active: !person.deleted,
    updated_at: new Date(person.changed).toISOString(),
  });

  function exported(asked: Asked): Reply {
    if (unknownNames(asked, ['start_time', 'cursor', 'per_page']).length > 0) return wrong(400, 'InvalidValue');
    const cursor = asked.query.get('cursor');
    if ((cursor === null) === (asked.query.get('start_time') === null)) return wrong(400, 'StartTimeMissing');
    const [of, place] =
      cursor === null ? [epoch, 0] : Buffer.from(cursor, 'base64url').toString().split(':').map(Number);
    if (of !== epoch) return wrong(400, 'InvalidCursor');
    const rows = [...people.current.values()]
      .filter(({ order, changed }) => order > (place ?? 0) && changed <= clock.now - withheldMs)
      .sort((one, other) => one.order - other.order);
    const page = rows.slice(0, Math.min(Number(asked.query.get('per_page') ?? 1_000), pageRows));
    const next = Buffer.from(`${epoch}:${page.at(-1)?.order ?? place}`).toString('base64url');
    return {
      status: 200,
      body: {
        users: page.map(user),
        after_cursor: next,
        before_cursor: null,
        end_of_stream: rows.length === page.length,
      },
    };
  }

  function create(asked: Asked): Reply {
    const key = asked.headers['idempotency-key'] ?? '';
    const before = answered.get(key);
    if (before !== undefined) return before.text === asked.text ? before.reply : wrong(400, 'IdempotencyKeyReuse');
    const ticket = asked.body.ticket as Omit<(typeof tickets)[number], 'id'> & { subject: string };
    if (!ticket.subject || !people.current.has(String(ticket.requester_id)) || !ticket.comment.body) {
      return wrong(422, 'RecordInvalid');
    }
    tickets.push({ ...ticket, id: tickets.length + 1 });
    const reply: Reply = {
      status: 201,
      body: { ticket: { id: tickets.length } },
      headers: { 'x-idempotency-lookup': 'miss' },
    };
    answered.set(key, { text: asked.text, reply });
    return reply;
  }

  function reply(asked: Asked): Reply {
    const route = `${asked.method} ${asked.path}`;
    if (route === 'GET /api/v2/incremental/users/cursor.json') return exported(asked);
    if (route === 'GET /api/v2/tickets.json') {
      const found = tickets.filter(({ external_id }) => external_id === asked.query.get('external_id'));
      return { status: 200, body: { tickets: found } };
    }
    return route === 'POST /api/v2/tickets.json' ? create(asked) : wrong(404, 'InvalidEndpoint');
  }

  const busy: Reply = { status: 429, headers: { 'retry-after': '60' }, body: { error: 'TooManyRequests' } };
  return new StandIn(clock, {
    kind: 'zendesk',
    people,
    settings: { user: 'integration@example.test', ticketStatus: 'solved' },
    secrets: { token: 'zendesk-token' },
    agreement: {
      server: new AgreementServer(clock, {
        authorize: 'https://crm.example.test/oauth/authorizations/new',
        tokenPath: '/oauth/tokens',
        clientId: 'cornetta',
        scope: 'read write',
        pkce: true,
        rotates: 'alsoAccess',
        revoke: { path: '/api/v2/oauth/tokens/current.json' },
      }),
      settings: { clientId: 'cornetta', ticketStatus: 'solved' },
    },
    tellsDeletions: true,
    limits: [
      { requests: 200, seconds: 60, refusal: busy },
      { requests: 10, seconds: 60, counts: ({ path }) => path.includes('/incremental/'), refusal: busy },
    ],
    refuse: ({ headers }) =>
      headers.authorization === `Basic ${btoa('integration@example.test/token:zendesk-token')}`
        ? null
        : wrong(401, 'Couldn’t authenticate you'),
    reply,
    calls: () =>
      tickets.map(({ requester_id, comment }) => ({
        person: String(requester_id),
        incoming: comment.body.includes('→'),
        seconds: 60 * Number(/(\d+) min/.exec(comment.body)?.[1]),
        text: comment.body,
      })),
    forgetCursors: () => {
      epoch += 1;
    },
  });
}
