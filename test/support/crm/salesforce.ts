// Salesforce: its query language with two thousand rows at most, moments to the second, a recycle bin that `queryAll` shows, upsert by an external id.
import { AgreementServer } from './agreementServer.ts';
import { Bearers } from './bearers.ts';
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, byChange, byId, type Reply, StandIn, unknownNames } from './standIn.ts';

const wrong = (status: number, errorCode: string): Reply => ({ status, body: [{ errorCode, message: 'refused' }] });
const fields = [
  'Id',
  'Name',
  'Email',
  'Phone',
  'MobilePhone',
  'HomePhone',
  'MailingStreet',
  'MailingPostalCode',
  'MailingCity',
  'Birthdate',
  'IsDeleted',
  'SystemModstamp',
  // Made by the company.
  'CodiceFiscale__c',
];
const only = (row: Readonly<Record<string, unknown>>, wanted: readonly string[]) =>
  Object.fromEntries(['attributes', ...wanted].map((name) => [name, row[name]]));
const second = (ms: number) => Math.floor(ms / 1_000) * 1_000;

export function createSalesforce(clock: CrmClock, pageRows = 2_000): StandIn {
  const people = new People(clock, (n) => `003${n.toString(36).toUpperCase().padStart(12, '0')}AAA`);
  const bearers = new Bearers(clock, {
    grant_type: 'client_credentials',
    client_id: 'salesforce.client',
    client_secret: 'salesforce-secret',
  });
  const tasks = new Map<string, Record<string, unknown>>();

  const record = (person: CrmPerson) => ({
    attributes: { type: 'Contact' },
    Id: person.id,
    Name: typeof person.first === 'string' ? `${person.first} ${person.last}` : person.first,
    Email: person.email,
    Phone: person.phone,
    MobilePhone: person.mobile,
    HomePhone: null,
    MailingStreet: person.street,
    MailingPostalCode: person.postcode,
    MailingCity: person.city,
    Birthdate: null,
    IsDeleted: person.deleted,
    CodiceFiscale__c: `CODICE-${person.n}`,
    SystemModstamp: new Date(second(person.changed)).toISOString().replace('Z', '+0000'),
  });

  function condition(text: string): ((person: CrmPerson) => boolean) | null {
    const after = /^Id > '([0-9A-Za-z]{15}|[0-9A-Za-z]{18})'$/.exec(text)?.[1];
    if (after !== undefined) return ({ id }) => id.slice(0, after.length) > after;
    const changed = /^SystemModstamp (>=|<) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/.exec(text);
    if (!changed) return null;
    const at = Date.parse(changed[2] ?? '');
    return (person) => (changed[1] === '<' ? second(person.changed) < at : second(person.changed) >= at);
  }

  function query(asked: Asked, all: readonly CrmPerson[]): Reply {
    if (unknownNames(asked, ['q']).length > 0) return wrong(400, 'MALFORMED_QUERY');
    const read = /^SELECT (.+) FROM Contact WHERE (.+) ORDER BY (\w+) LIMIT (\d+)$/.exec(asked.query.get('q') ?? '');
    const wanted = (read?.[1] ?? '?').split(',');
    const conditions = (read?.[2] ?? '?').split(' AND ').map(condition);
    const sort = { Id: byId, SystemModstamp: byChange }[read?.[3] ?? ''];
    if (wanted.some((field) => !fields.includes(field))) return wrong(400, 'INVALID_FIELD');
    if (conditions.includes(null) || sort === undefined) return wrong(400, 'MALFORMED_QUERY');
    const rows = all.filter((person) => conditions.every((holds) => holds?.(person))).sort(sort);
    const page = rows.slice(0, Math.min(Number(read?.[4]), pageRows));
    return {
      status: 200,
      body: { totalSize: page.length, done: true, records: page.map((person) => only(record(person), wanted)) },
    };
  }

  function upsert(id: string, { body }: Asked): Reply {
    const { Subject, Status, TaskSubtype, CallType, CallDurationInSeconds, WhoId, ActivityDate } = body;
    const isCall =
      Status === 'Completed' && TaskSubtype === 'Call' && ['Inbound', 'Outbound'].includes(String(CallType));
    const isTyped = typeof CallDurationInSeconds === 'number' && /^\d{4}-\d\d-\d\d$/.test(String(ActivityDate));
    if (!Subject || !isCall || !isTyped || !people.current.has(String(WhoId))) return wrong(400, 'INVALID_FIELD');
    const isNew = !tasks.has(id);
    tasks.set(id, body);
    return { status: isNew ? 201 : 200, body: { id: '00T000000000001AAA', success: true, created: isNew, errors: [] } };
  }

  function reply(asked: Asked): Reply {
    const { method, path } = asked;
    if (method === 'GET' && path === '/services/data/v62.0/query') return query(asked, people.living());
    if (method === 'GET' && path === '/services/data/v62.0/queryAll') return query(asked, [...people.current.values()]);
    const task = /^\/services\/data\/v62\.0\/sobjects\/Task\/CornettaId__c\/([0-9A-Z]{26})$/.exec(path)?.[1];
    return method === 'PATCH' && task !== undefined ? upsert(task, asked) : wrong(404, 'NOT_FOUND');
  }

  const isSignIn = ({ path }: Asked) => path === '/services/oauth2/token';
  return new StandIn(clock, {
    kind: 'salesforce',
    people,
    settings: { clientId: 'salesforce.client' },
    secrets: { clientSecret: 'salesforce-secret' },
    agreement: {
      server: new AgreementServer(clock, {
        authorize: 'https://crm.example.test/services/oauth2/authorize',
        tokenPath: '/services/oauth2/token',
        clientId: 'salesforce.client',
        scope: 'api refresh_token',
        pkce: true,
        lasts: null,
        revoke: { path: '/services/oauth2/revoke', form: ['token'], refusesUnknown: true },
      }),
      settings: { clientId: 'salesforce.client' },
    },
    tellsDeletions: true,
    limits: [{ requests: 100_000, seconds: 86_400, refusal: wrong(403, 'REQUEST_LIMIT_EXCEEDED') }],
    refuse: (asked) => (isSignIn(asked) || bearers.isGood(asked) ? null : wrong(401, 'INVALID_SESSION_ID')),
    reply: (asked) => (isSignIn(asked) ? bearers.give(asked, false) : reply(asked)),
    calls: () =>
      [...tasks.values()].map((task) => ({
        person: String(task.WhoId),
        incoming: task.CallType === 'Inbound',
        seconds: Number(task.CallDurationInSeconds),
        text: String(task.Description),
      })),
    forgetTokens: () => bearers.forget(),
  });
}
