// HubSpot: a list by id with a cursor, a search that follows a minute behind and gives ten thousand rows at most, two limits at once, upsert by a unique property.
import { AgreementServer } from './agreementServer.ts';
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, byChange, byId, type Reply, StandIn, unknownNames } from './standIn.ts';

const known = [
  'firstname',
  'lastname',
  'company',
  'email',
  'phone',
  'mobilephone',
  'address',
  'zip',
  'city',
  'date_of_birth',
  'hs_language',
  'lastmodifieddate',
];
const mostFound = 10_000;
const wrong = (message: string): Reply => ({
  status: 400,
  body: { status: 'error', message, category: 'VALIDATION_ERROR' },
});
const tooMany = (policyName: string): Reply => ({
  status: 429,
  body: { status: 'error', errorType: 'RATE_LIMIT', policyName, message: 'You have reached your limit' },
});

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: unknown;
}

export function createHubspot(clock: CrmClock, pageRows = 200): StandIn {
  const people = new People(clock, (n) => String(5_000 + n), 60_000);
  const calls = new Map<string, { id: string; properties: Record<string, string>; contacts: Set<string> }>();

  const contact = (person: CrmPerson) => ({
    id: person.id,
    properties: {
      firstname: person.first,
      lastname: person.last,
      company: null,
      email: person.email,
      phone: person.phone,
      mobilephone: person.mobile,
      address: person.street,
      zip: person.postcode,
      city: person.city,
      date_of_birth: null,
      hs_language: 'it',
      lastmodifieddate: new Date(person.changed).toISOString(),
      hs_object_id: person.id,
    },
    archived: false,
  });

  function list(asked: Asked): Reply {
    const { query } = asked;
    const limit = Number(query.get('limit'));
    if (unknownNames(asked, ['limit', 'after', 'properties', 'archived']).length > 0 || limit > 100)
      return wrong('limit');
    if ((query.get('properties') ?? '').split(',').some((name) => !known.includes(name))) return wrong('properties');
    const after = Number(query.get('after') ?? 0);
    const rows = people
      .living()
      .sort(byId)
      .filter(({ id }) => Number(id) > after);
    const page = rows.slice(0, Math.min(limit, pageRows));
    const paging = rows.length > page.length ? { paging: { next: { after: page.at(-1)?.id, link: '?' } } } : {};
    return { status: 200, body: { results: page.map(contact), ...paging } };
  }

  function holds(person: CrmPerson, { propertyName, operator, value }: Filter): boolean {
    if (typeof value !== 'string') throw new Error('value');
    const own = propertyName === 'lastmodifieddate' ? person.changed : Number(person.id);
    if (operator === 'GTE') return own >= Number(value);
    return operator === 'GT' ? own > Number(value) : operator === 'LT' && own < Number(value);
  }

  function search({ body }: Asked): Reply {
    const { filterGroups, sorts, limit, after = '0' } = body as Record<string, unknown>;
    const [group, ...others] = filterGroups as { filters: Filter[] }[];
    const [by] = sorts as { propertyName: string; direction: string }[];
    const sort = { lastmodifieddate: byChange, hs_object_id: byId }[by?.propertyName ?? ''];
    if (others.length > 0 || (group?.filters.length ?? 7) > 6 || Number(limit) > 200) return wrong('filters');
    if (sort === undefined || by?.direction !== 'ASCENDING') return wrong('sorts');
    if (Number(after) + Number(limit) > mostFound) return wrong('more than 10000 results');
    const found = people.indexed().filter((person) => group?.filters.every((filter) => holds(person, filter)));
    const from = Number(after);
    const rows = found.sort(sort).slice(from, from + Math.min(Number(limit), pageRows));
    const paging = found.length > from + rows.length ? { paging: { next: { after: String(from + rows.length) } } } : {};
    return { status: 200, body: { total: found.length, results: rows.map(contact), ...paging } };
  }

  function reply(asked: Asked): Reply {
    const route = `${asked.method} ${asked.path}`;
    if (route === 'GET /crm/v3/objects/contacts') return list(asked);
    if (route === 'POST /crm/v3/objects/contacts/search') return search(asked);
    if (route === 'POST /crm/v3/objects/calls/batch/upsert') {
      const [input] = asked.body.inputs as { idProperty: string; id: string; properties: Record<string, string> }[];
      if (input?.idProperty !== 'cornetta_call_id' || !input.properties.hs_timestamp) return wrong('inputs');
      const call = calls.get(input.id) ?? { id: String(900 + calls.size), properties: {}, contacts: new Set() };
      calls.set(input.id, { ...call, properties: input.properties });
      return { status: 200, body: { status: 'COMPLETE', results: [{ id: call.id, properties: input.properties }] } };
    }
    const link = /^PUT \/crm\/v4\/objects\/calls\/(\d+)\/associations\/default\/contacts\/(\d+)$/.exec(route);
    const call = link && [...calls.values()].find(({ id }) => id === link[1]);
    if (!call || !people.current.has(link?.[2] ?? '')) return { status: 404, body: { status: 'error' } };
    call.contacts.add(link?.[2] ?? '');
    return { status: 200, body: { status: 'COMPLETE', results: [] } };
  }

  const isSearch = ({ path }: Asked) => path.endsWith('/search');
  return new StandIn(clock, {
    kind: 'hubspot',
    people,
    settings: {},
    secrets: { token: 'hubspot-token' },
    agreement: {
      server: new AgreementServer(clock, {
        authorize: 'https://app-eu1.hubspot.com/oauth/authorize',
        tokenPath: '/oauth/2026-03/token',
        clientId: '22222222-2222-4222-8222-222222222222',
        scope: 'oauth crm.objects.contacts.read crm.objects.contacts.write',
        pkce: false,
        revoke: {
          path: '/oauth/2026-03/token/revoke',
          form: ['token', 'token_type_hint', 'client_id', 'client_secret'],
        },
      }),
      settings: { clientId: '22222222-2222-4222-8222-222222222222', login: 'https://app-eu1.hubspot.com' },
    },
    tellsDeletions: false,
    limits: [
      { requests: 100, seconds: 10, refusal: tooMany('TEN_SECONDLY_ROLLING') },
      { requests: 4, seconds: 1, counts: isSearch, refusal: tooMany('SECONDLY') },
    ],
    refuse: ({ headers }) =>
      headers.authorization === 'Bearer hubspot-token'
        ? null
        : { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION' } },
    reply,
    calls: () =>
      [...calls.values()].flatMap(({ properties, contacts }) =>
        [...contacts].map((person) => ({
          person,
          incoming: properties.hs_call_direction === 'INBOUND',
          seconds: Number(properties.hs_call_duration) / 1_000,
          text: properties.hs_call_body ?? '',
        })),
      ),
  });
}
