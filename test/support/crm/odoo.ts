// Odoo 19's JSON-2: models and methods, domains, microseconds that it prints as seconds, archived records, deletions without a trace, one request a second.
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, byId, type Reply, StandIn } from './standIn.ts';

const sql = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const fields = [
  'name',
  'email',
  'phone',
  'is_company',
  'street',
  'street2',
  'zip',
  'city',
  'vat',
  'lang',
  'active',
  'write_date',
  'type',
];
const error = (name: string): Reply => ({
  status: 422,
  body: { name, message: 'refused', arguments: [], context: {}, debug: '' },
});

export function createOdoo(clock: CrmClock, pageRows = 1_000): StandIn {
  const people = new People(clock, (n) => String(n));
  const messages: { id: number; person: number; body: string }[] = [];

  const partner = (person: CrmPerson): Record<string, unknown> => ({
    id: Number(person.id),
    name: typeof person.first === 'string' ? `${person.first} ${person.last}` : person.first,
    email: person.email || false,
    phone: person.phone ?? false,
    is_company: false,
    street: person.street ?? false,
    street2: false,
    zip: person.postcode ?? false,
    city: person.city ?? false,
    vat: false,
    lang: 'it_IT',
    active: !person.deleted,
    write_date: sql(person.changed),
    type: 'contact',
  });

  /** One term; moments are compared as they are stored, more finely than they are printed. */
  function holds(person: CrmPerson, [field, operator, value]: [string, string, string | number]): boolean {
    const own = field === 'write_date' ? person.changed : (partner(person)[field] as string | number);
    const other = field === 'write_date' ? Date.parse(`${String(value).replace(' ', 'T')}Z`) : value;
    if (field === 'id' && typeof value !== 'number') throw new Error('id');
    if (operator === '=') return own === other;
    if (operator === '>') return own > other;
    if (operator === '>=') return own >= other;
    if (operator === '<') return own < other;
    throw new Error(operator);
  }

  function searchRead({ body }: Asked): Reply {
    const { domain, fields: wanted, order, limit, context, ...others } = body as Record<string, unknown>;
    if (Object.keys(others).length > 0) return error('builtins.TypeError');
    if ((wanted as string[]).some((field) => !fields.includes(field))) return error('builtins.ValueError');
    const sort = {
      'id asc': byId,
      'write_date asc, id asc': (one: CrmPerson, other: CrmPerson) => one.changed - other.changed || byId(one, other),
    }[String(order)];
    if (sort === undefined) return error('builtins.ValueError');
    const isShown = (context as { active_test?: boolean } | undefined)?.active_test === false;
    const all = isShown ? [...people.current.values()] : people.living();
    const rows = all.filter((person) => (domain as [string, string, string][]).every((term) => holds(person, term)));
    return {
      status: 200,
      body: rows
        .sort(sort)
        .slice(0, Math.min(Number(limit), pageRows))
        .map(partner),
    };
  }

  function reply(asked: Asked): Reply {
    const route = `${asked.method} ${asked.path}`;
    if (asked.headers['x-odoo-database'] !== 'prova') return { status: 404, body: 'no such database' };
    if (route === 'POST /json/2/res.partner/search_read') return searchRead(asked);
    if (route === 'POST /json/2/mail.message/search') {
      const [model, person, body] = asked.body.domain as [string, string, never][];
      if (model?.[2] !== 'res.partner' || body?.[1] !== 'ilike') return error('builtins.ValueError');
      const found = messages.filter((message) => message.person === person?.[2] && message.body.includes(body[2]));
      return { status: 200, body: found.map(({ id }) => id) };
    }
    if (route !== 'POST /json/2/res.partner/message_post') return { status: 404, body: '' };
    const [id] = asked.body.ids as number[];
    if (typeof id !== 'number' || !people.current.has(String(id))) return error('odoo.exceptions.MissingError');
    messages.push({ id: messages.length + 1, person: id, body: String(asked.body.body) });
    return { status: 200, body: messages.length };
  }

  return new StandIn(clock, {
    kind: 'odoo',
    people,
    settings: { database: 'prova' },
    secrets: { key: 'odoo-key' },
    tellsDeletions: true,
    limits: [{ requests: 1, seconds: 1, refusal: { status: 429, body: 'Too Many Requests' } }],
    refuse: ({ headers }) =>
      headers.authorization === 'bearer odoo-key'
        ? null
        : { status: 401, body: { name: 'werkzeug.exceptions.Unauthorized' } },
    reply,
    calls: () =>
      messages.map(({ person, body }) => ({
        person: String(person),
        incoming: body.includes('→'),
        seconds: 60 * Number(/(\d+) min/.exec(body)?.[1]),
        text: body,
      })),
  });
}
