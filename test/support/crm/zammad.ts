// Zammad: users and tickets by its search (Elasticsearch's query string, an index that follows behind), tokens, its cap on rows.
import { AgreementServer } from './agreementServer.ts';
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, byChange, byId, type Reply, StandIn, unknownNames } from './standIn.ts';

const wrong = (error: string): Reply => ({ status: 422, body: { error } });

export function createZammad(clock: CrmClock, pageRows = 200): StandIn {
  const people = new People(clock, (n) => String(100 + n), 3_000);
  const tickets: { id: number; tag: string; customer: string; sender: string; body: string; findableAt: number }[] = [];

  const user = (person: CrmPerson) => ({
    id: Number(person.id),
    login: `u${person.id}`,
    firstname: person.first,
    lastname: person.last,
    email: person.email,
    phone: person.phone ?? '',
    mobile: person.mobile ?? '',
    street: person.street ?? '',
    zip: person.postcode ?? '',
    city: person.city ?? '',
    active: !person.deleted,
    role_ids: [3],
    updated_at: new Date(person.changed).toISOString(),
  });

  /** The conditions that Elasticsearch understands here; null: it does not. */
  function matches(condition: string): ((person: CrmPerson) => boolean) | null {
    if (condition === 'role_ids:3') return () => true;
    if (condition === 'active:true') return ({ deleted }) => !deleted;
    const after = /^id:>(\d+)$/.exec(condition);
    if (after) return ({ id }) => Number(id) > Number(after[1]);
    const changed = /^updated_at:\[(\S+) TO (\S+?)([\]}])$/.exec(condition);
    if (!changed) return null;
    const from = Date.parse(changed[1] ?? '');
    const until = changed[2] === '*' ? Number.POSITIVE_INFINITY : Date.parse(changed[2] ?? '');
    return (person) =>
      person.changed >= from && (changed[3] === ']' ? person.changed <= until : person.changed < until);
  }

  function searchUsers(asked: Asked): Reply {
    const unknown = unknownNames(asked, ['query', 'sort_by', 'order_by', 'limit']);
    if (unknown.length > 0) return wrong(`unknown ${unknown}`);
    const conditions = (asked.query.get('query') ?? '').split(' AND ').map(matches);
    const sort = { id: byId, updated_at: byChange }[asked.query.get('sort_by') ?? ''];
    if (conditions.includes(null) || sort === undefined || asked.query.get('order_by') !== 'asc') return wrong('query');
    const found = people.indexed().filter((person) => conditions.every((condition) => condition?.(person)));
    const limit = Math.min(Number(asked.query.get('limit') ?? 10), pageRows);
    // What the index finds is then read from the database, as it is by now.
    const rows = found
      .sort(sort)
      .slice(0, limit)
      .flatMap(({ id }) => people.current.get(id) ?? []);
    return { status: 200, body: rows.map(user) };
  }

  function reply(asked: Asked): Reply {
    const route = `${asked.method} ${asked.path}`;
    if (route === 'GET /api/v1/users/search') return searchUsers(asked);
    if (route === 'GET /api/v1/tickets/search') {
      const tag = /^tags:"([^"]+)"$/.exec(asked.query.get('query') ?? '')?.[1];
      const found = tickets.filter((ticket) => ticket.tag === tag && ticket.findableAt <= clock.now);
      return { status: 200, body: found.map(({ id }) => ({ id })) };
    }
    if (route !== 'POST /api/v1/tickets') return { status: 404, body: { error: 'Not found' } };
    const { title, group, customer_id, tags, article, state } = asked.body as Record<string, unknown>;
    const { body, type, sender } = article as Record<string, string>;
    if (!title || group !== 'Users' || !people.current.has(String(customer_id))) return wrong('ticket');
    if (type !== 'phone' || !['Customer', 'Agent'].includes(sender ?? '') || state !== 'closed')
      return wrong('article');
    const id = tickets.length + 1;
    tickets.push({
      id,
      tag: String(tags),
      customer: String(customer_id),
      sender: sender ?? '',
      body: body ?? '',
      findableAt: clock.now + 3_000,
    });
    return { status: 201, body: { id } };
  }

  return new StandIn(clock, {
    kind: 'zammad',
    people,
    settings: { customerRole: '3', group: 'Users' },
    secrets: { token: 'zammad-token' },
    agreement: {
      server: new AgreementServer(clock, {
        authorize: 'https://crm.example.test/oauth/authorize',
        tokenPath: '/oauth/token',
        clientId: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        scope: null,
        pkce: false,
        rotates: 'yes',
        revoke: { path: '/oauth/revoke', form: ['token', 'client_id', 'client_secret'] },
      }),
      settings: { clientId: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', customerRole: '3', group: 'Users' },
    },
    tellsDeletions: true,
    limits: [],
    refuse: ({ headers }) =>
      headers.authorization === 'Token token=zammad-token' ? null : { status: 401, body: { error: 'Invalid token' } },
    reply,
    calls: () =>
      tickets.map(({ customer, sender, body }) => ({
        person: customer,
        incoming: sender === 'Customer',
        seconds: 60 * Number(/(\d+) min/.exec(body)?.[1]),
        text: body,
      })),
  });
}
