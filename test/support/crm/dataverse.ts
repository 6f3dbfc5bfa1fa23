// Dataverse: change tracking by links, pages as large as was preferred, deletions as rows of their own, records with an id of the client's own and conditions.
import { AgreementServer } from './agreementServer.ts';
import { Bearers } from './bearers.ts';
import { type CrmClock, type CrmPerson, People } from './people.ts';
import { type Asked, type Reply, StandIn, unknownNames } from './standIn.ts';

const wrong = (status: number, code: string): Reply => ({ status, body: { error: { code, message: 'refused' } } });
const contacts = '/api/data/v9.2/contacts';
const select = [
  'contactid',
  'fullname',
  'emailaddress1',
  'telephone1',
  'mobilephone',
  'telephone2',
  'address1_line1',
  'address1_postalcode',
  'address1_city',
  'birthdate',
  'statecode',
];

export function createDataverse(clock: CrmClock, pageRows = 5_000): StandIn {
  const people = new People(clock, (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
  const bearers = new Bearers(clock, {
    grant_type: 'client_credentials',
    client_id: '11111111-1111-4111-8111-111111111111',
    client_secret: 'dataverse-secret',
    scope: 'https://crm.example.test/.default',
  });
  const calls = new Map<string, Record<string, unknown>>();
  let epoch = 1;

  const row = (person: CrmPerson) =>
    person.deleted
      ? { '@odata.context': `${contacts}/$metadata#contacts/$deletedEntity`, id: person.id, reason: 'deleted' }
      : {
          '@odata.etag': `W/"${person.order}"`,
          contactid: person.id,
          fullname: typeof person.first === 'string' ? `${person.first} ${person.last}` : person.first,
          emailaddress1: person.email,
          telephone1: person.phone,
          mobilephone: person.mobile,
          telephone2: null,
          address1_line1: person.street,
          address1_postalcode: person.postcode,
          address1_city: person.city,
          birthdate: null,
          statecode: 0,
        };

  function tracked(asked: Asked): Reply {
    if (unknownNames(asked, ['$select', '$deltatoken', '$skiptoken']).length > 0) return wrong(400, '0x80060888');
    if ((asked.query.get('$select') ?? '').split(',').some((name) => !select.includes(name))) return wrong(400, '0x0');
    const prefer = (asked.headers.prefer ?? '').split(',');
    const size = Number(prefer.find((word) => word.startsWith('odata.maxpagesize='))?.split('=')[1] ?? 5_000);
    if (!prefer.includes('odata.track-changes')) return wrong(400, 'no track-changes');
    const delta = asked.query.get('$deltatoken');
    const skip = asked.query.get('$skiptoken');
    // "epoch:after" or "epoch:after:edge": what changed after one place in the order of changes, up to where it stood at the first page.
    const [of, after = 0, upTo] = (skip ?? delta ?? `${epoch}:0`).split(':').map(Number);
    if (of !== epoch) return wrong(410, '0x80060891');
    const all = [...people.current.values()];
    const edge = upTo ?? Math.max(0, ...all.map(({ order }) => order));
    const isLoad = delta === null && !skip?.endsWith(':delta');
    const rows = all
      .filter(({ order, deleted }) => order > after && order <= edge && !(isLoad && deleted))
      .sort((one, other) => one.order - other.order);
    const page = rows.slice(0, Math.min(size, pageRows));
    const link = (name: string, token: string) =>
      `https://crm.example.test${contacts}?$select=${select.join(',')}&${name}=${encodeURIComponent(token)}`;
    const last = page.at(-1)?.order;
    return {
      status: 200,
      headers: { 'preference-applied': 'odata.track-changes' },
      body: {
        value: page.map(row),
        ...(rows.length > page.length
          ? { '@odata.nextLink': link('$skiptoken', `${epoch}:${last}:${edge}${isLoad ? '' : ':delta'}`) }
          : { '@odata.deltaLink': link('$deltatoken', `${epoch}:${edge}`) }),
      },
    };
  }

  function phoneCall(id: string, { headers, body }: Asked): Reply {
    const there = calls.get(id);
    if (headers['if-none-match'] === '*') {
      if (there !== undefined) return wrong(412, '0x80060882');
      const person = /^\/contacts\((.+)\)$/.exec(String(body['regardingobjectid_contact_phonecall@odata.bind']))?.[1];
      const isTyped = typeof body.directioncode === 'boolean' && typeof body.actualdurationminutes === 'number';
      if (!isTyped || !people.current.has(person ?? '') || !body.subject) return wrong(400, '0x80048d19');
      calls.set(id, { ...body, person });
      return { status: 204 };
    }
    if (headers['if-match'] !== '*' || there === undefined) return wrong(404, '0x80040217');
    if (body.statecode !== 1 || ![2, 4].includes(Number(body.statuscode))) return wrong(400, '0x80048408');
    calls.set(id, { ...there, ...body });
    return { status: 204 };
  }

  function reply(asked: Asked): Reply {
    const { method, path } = asked;
    if (method === 'GET' && path === contacts) return tracked(asked);
    const call = /^\/api\/data\/v9\.2\/phonecalls\(([0-9a-f-]{36})\)$/.exec(path)?.[1];
    return method === 'PATCH' && call !== undefined ? phoneCall(call, asked) : wrong(404, '0x8006088a');
  }

  const isSignIn = ({ path }: Asked) => path === '/prova.example.test/oauth2/v2.0/token';
  return new StandIn(clock, {
    kind: 'dataverse',
    people,
    settings: {
      tenant: 'prova.example.test',
      clientId: '11111111-1111-4111-8111-111111111111',
      login: 'https://login.microsoftonline.com',
    },
    secrets: { clientSecret: 'dataverse-secret' },
    agreement: {
      server: new AgreementServer(clock, {
        authorize: 'https://login.microsoftonline.com/prova.example.test/oauth2/v2.0/authorize',
        tokenPath: '/prova.example.test/oauth2/v2.0/token',
        clientId: '11111111-1111-4111-8111-111111111111',
        scope: 'https://crm.example.test/user_impersonation offline_access',
        pkce: true,
        rotates: 'yes',
      }),
      settings: {
        tenant: 'prova.example.test',
        clientId: '11111111-1111-4111-8111-111111111111',
        login: 'https://login.microsoftonline.com',
      },
    },
    tellsDeletions: true,
    limits: [
      { requests: 6_000, seconds: 300, refusal: { ...wrong(429, '0x80072322'), headers: { 'retry-after': '30' } } },
    ],
    refuse: (asked) => (isSignIn(asked) || bearers.isGood(asked) ? null : wrong(401, '0x80040220')),
    reply: (asked) => (isSignIn(asked) ? bearers.give(asked, true) : reply(asked)),
    calls: () =>
      [...calls.values()]
        .filter(({ statecode }) => statecode === 1)
        .map((call) => ({
          person: String(call.person),
          incoming: call.directioncode === false,
          seconds: 60 * Number(call.actualdurationminutes),
          text: String(call.description),
        })),
    forgetTokens: () => bearers.forget(),
    forgetCursors: () => {
      epoch += 1;
    },
  });
}
