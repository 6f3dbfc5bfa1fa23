// EspoCRM: records by `where`, `orderBy` and `maxSize`, moments to the second in UTC, deleted rows that are nowhere to be seen.
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, byChange, byId, type Reply, StandIn } from './standIn.ts';

const sql = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const fields = [
  'id',
  'firstName',
  'lastName',
  'accountName',
  'emailAddress',
  'phoneNumber',
  'phoneNumberData',
  'addressStreet',
  'addressPostalCode',
  'addressCity',
  'modifiedAt',
];
const refused = (reason: string): Reply => ({ status: 400, headers: { 'x-status-reason': reason }, body: '' });

interface Where {
  readonly type: string;
  readonly attribute: string;
  readonly value: string;
}

export function createEspocrm(clock: CrmClock, pageRows = 200): StandIn {
  const people = new People(clock, (n) => `65f${n.toString(16).padStart(14, '0')}`);
  const calls: Record<string, unknown>[] = [];

  const contact = (person: CrmPerson): Record<string, unknown> => ({
    id: person.id,
    firstName: person.first,
    lastName: person.last,
    accountName: null,
    emailAddress: person.email,
    phoneNumber: person.phone,
    phoneNumberData: [person.phone, person.mobile]
      .filter((phoneNumber) => phoneNumber !== null)
      .map((phoneNumber, place) => ({ phoneNumber, type: 'Mobile', primary: place === 0 })),
    addressStreet: person.street,
    addressPostalCode: person.postcode,
    addressCity: person.city,
    modifiedAt: sql(person.changed),
  });

  function wheres({ query }: Asked): Where[] | null {
    const found: Where[] = [];
    for (let place = 0; query.has(`where[${place}][type]`); place += 1) {
      const of = (part: string) => query.get(`where[${place}][${part}]`) ?? '';
      found.push({ type: of('type'), attribute: of('attribute'), value: of('value') });
    }
    const known = ['maxSize', 'offset', 'orderBy', 'order', 'select'];
    const others = [...query.keys()].filter(
      (name) => !known.includes(name) && !/^where\[\d+\]\[(type|attribute|value)\]$/.test(name),
    );
    return others.length > 0 ? null : found;
  }

  const own: Record<string, (person: CrmPerson) => string> = {
    id: ({ id }) => id,
    modifiedAt: ({ changed }) => sql(changed),
  };

  const compares = (found: string, { type, value }: Where) => {
    if (type === 'equals') return found === value;
    if (type === 'greaterThan') return found > value;
    if (type === 'greaterThanOrEquals') return found >= value;
    return type === 'lessThan' && found < value;
  };

  function listContacts(asked: Asked): Reply {
    const conditions = wheres(asked);
    const { query } = asked;
    const size = Number(query.get('maxSize'));
    if (conditions === null) return refused('unknown parameter');
    if (size > 200) return { status: 403, headers: { 'x-status-reason': 'maxSize' }, body: '' };
    const select = (query.get('select') ?? '').split(',');
    if (select.some((name) => !fields.includes(name))) return refused('select');
    const sort = { id: byId, modifiedAt: byChange }[query.get('orderBy') ?? ''];
    if (sort === undefined || query.get('order') !== 'asc') return refused('orderBy');
    const rows = people
      .living()
      .sort(sort)
      .filter((person) => conditions.every((where) => compares(own[where.attribute]?.(person) ?? '', where)));
    return { status: 200, body: { total: -1, list: rows.slice(0, Math.min(size, pageRows)).map(contact) } };
  }

  function reply(asked: Asked): Reply {
    const route = `${asked.method} ${asked.path}`;
    if (route === 'GET /api/v1/Contact') return listContacts(asked);
    if (route === 'GET /api/v1/Call') {
      const conditions = wheres(asked);
      if (conditions === null) return refused('unknown parameter');
      return {
        status: 200,
        body: {
          total: -1,
          list: calls.filter((call) => conditions.every((where) => compares(String(call[where.attribute]), where))),
        },
      };
    }
    if (route !== 'POST /api/v1/Call') return { status: 404, body: '' };
    const { name, status, direction, dateStart, dateEnd, parentId, assignedUserId } = asked.body as Record<
      string,
      string
    >;
    const isMoment = (text: string | undefined) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text ?? '');
    if (!name || status !== 'Held' || !['Inbound', 'Outbound'].includes(direction ?? '')) return refused('call');
    if (!isMoment(dateStart) || !isMoment(dateEnd) || !assignedUserId) return refused('call');
    if (!people.current.has(parentId ?? '')) return refused('parent');
    const call = { id: `call${calls.length + 1}`, ...asked.body };
    calls.push(call);
    return { status: 200, body: call };
  }

  return new StandIn(clock, {
    kind: 'espocrm',
    people,
    settings: { assignedUser: '65f0000000000user' },
    secrets: { key: 'espo-key' },
    tellsDeletions: false,
    limits: [],
    refuse: ({ headers }) => (headers['x-api-key'] === 'espo-key' ? null : { status: 401, body: '' }),
    reply,
    calls: () =>
      calls.map((call) => ({
        person: String(call.parentId),
        incoming: call.direction === 'Inbound',
        seconds: (Date.parse(`${call.dateEnd}Z`) - Date.parse(`${call.dateStart}Z`)) / 1_000,
        text: String(call.description),
      })),
  });
}
