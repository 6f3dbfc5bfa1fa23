// Connectors that read as a person: from the administrator's button to the CRM and back, tokens that end, and an agreement that is taken back.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildServer } from '#server/app';
import { must } from '#shared/lib/must';
import type { ConnectorList } from '#shared/protocol/connectors';
import type { AgreementServer } from '#test/support/crm/agreementServer';
import { type Crm, crmOf, crms } from '#test/support/crm/all';
import { connectorSeen, peopleKnown, startCrmServer } from '#test/support/crm/atServer';
import { peopleOf } from '#test/support/crm/kept';
import type { CrmClock } from '#test/support/crm/people';
import type { StandIn } from '#test/support/crm/standIn';
import type { Ask, TestServer } from '#test/support/testServer';
import { untilHolds } from '#test/support/until';

const publicUrl = 'https://cornetta.example.test';
const minutes = 60_000;

let server: TestServer;
let admin: Ask;
let clock: CrmClock;
let standIn: StandIn;
let people: AgreementServer;
const sent: string[] = [];
/** Happens while the code is changed for tokens. */
let meanwhile: () => Promise<unknown>;

beforeEach(async () => {
  sent.length = 0;
  meanwhile = async () => undefined;
  ({ server, admin, clock } = await startCrmServer(
    async (request) => {
      sent.push(request.url);
      if (request.body?.includes('authorization_code')) await meanwhile();
      return standIn.answer(request);
    },
    { config: { publicUrl } },
  ));
});
afterEach(() => server.stop());

const agreeing = crms.filter(({ description }) => description.agreement !== undefined);

async function connect(crm: Crm): Promise<void> {
  const { kind, name } = crm.description;
  standIn = crm.create(clock);
  for (let n = 0; n < 12; n += 1) standIn.parts.people.add();
  clock.now += 2 * minutes;
  const agreement = must(standIn.parts.agreement, 'a way to agree');
  people = agreement.server;
  people.redirectUri = `${publicUrl}/v1/connectors/agreed/${kind}`;
  const payload = {
    ...{ id: kind, kind, name, portfolioId: 'company', address: standIn.address, way: 'agreement' },
    ...{ settings: agreement.settings, secrets: people.secrets, active: true, writesCalls: false },
  };
  const made = await admin({ method: 'POST', url: '/v1/connectors', payload });
  expect(made.json()).not.toHaveProperty('errors');
  expect(made.statusCode).toBe(201);
}

const begin = (id: string, ask = admin) => ask({ method: 'POST', url: `/v1/connectors/${id}/sign-in` });
const addressFor = async (id: string): Promise<string> => (await begin(id)).json().url;
/** The browser, which has no session of ours. */
const comeBack = (address: string, headers: Record<string, string> = {}) =>
  server.ask({ url: address.replace(publicUrl, ''), headers });
const view = (id: string) => connectorSeen(admin, id);
const run = (id: string) => admin({ method: 'POST', url: `/v1/connectors/${id}/run`, payload: {} });

const known = (id: string) => peopleKnown(server, id);
const isRead = (id: string) => untilHolds(async () => expect(await known(id)).toEqual(peopleOf(standIn)));

/** Changes somebody there, and has it read. */
async function follow(id: string): Promise<void> {
  standIn.parts.people.change(must(standIn.parts.people.living()[3], 'somebody').id, {
    email: `nuovo${sent.length}@example.test`,
  });
  clock.now += 2 * minutes;
  await untilHolds(async () => {
    await run(id);
    expect(await known(id)).toEqual(peopleOf(standIn));
  });
}

describe.each(agreeing.map((crm) => [crm.description.name, crm] as const))('%s', (_, crm) => {
  const { kind } = crm.description;

  test('is read as whoever has agreed, also when tokens have ended, until the agreement is taken back, and again after a new one', async () => {
    await connect(crm);
    await untilHolds(async () => expect((await view(kind)).state.failure?.code).toBe('signIn'));
    expect((await view(kind)).agreement).toBeNull();

    const page = await comeBack(people.agree(await addressFor(kind)));
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toContain('Collegato');
    await isRead(kind);
    expect((await view(kind)).agreement).toMatchObject({ by: 'Sara Conti', isOver: false });

    // In time, and where the CRM has ended one before its time.
    clock.now += 3 * 60 * minutes;
    await follow(kind);
    people.endAccess();
    await follow(kind);
    expect(people.renewals).toBeGreaterThanOrEqual(2);

    people.takeBack();
    clock.now += 3 * 60 * minutes;
    await run(kind);
    await untilHolds(async () => expect((await view(kind)).agreement?.isOver).toBe(true));
    expect((await view(kind)).state.failure?.code).toBe('signIn');
    // It is not asked with what is over.
    const asked = sent.length;
    clock.now += 60 * minutes;
    await run(kind);
    await untilHolds(async () =>
      expect(Date.parse((await view(kind)).state.failure?.againAt ?? '')).toBeGreaterThan(clock.now),
    );
    expect(sent).toHaveLength(asked);

    await comeBack(people.agree(await addressFor(kind)));
    await follow(kind);
    expect((await view(kind)).agreement?.isOver).toBe(false);
    expect(standIn.exceeded).toBe(0);
  });
});

describe('The way through the browser', () => {
  beforeEach(() => connect(crmOf('zendesk')));
  const said = async (address: string) => (await comeBack(address)).body;

  test('is finished once', async () => {
    const back = people.agree(await addressFor('zendesk'));
    expect(await said(back)).toContain('Collegato');
    expect(await said(back)).toContain('non è più atteso');
  });

  test('ends after ten minutes', async () => {
    const back = people.agree(await addressFor('zendesk'));
    clock.now += 11 * minutes;
    expect(await said(back)).toContain('non è più atteso');
  });

  test('counts for the last time that it was begun', async () => {
    const first = people.agree(await addressFor('zendesk'));
    const second = people.agree(await addressFor('zendesk'));
    expect(await said(first)).toContain('non è più atteso');
    expect(await said(second)).toContain('Collegato');
  });

  test('leads nowhere with a state that nobody was given, or at another CRM’s address', async () => {
    const back = people.agree(await addressFor('zendesk'));
    expect(await said(back.replace(/state=[^&]+/, 'state=guessed'))).toContain('non è più atteso');
    expect(await said(back.replace('agreed/zendesk', 'agreed/salesforce'))).toContain('non è più atteso');
    expect((await view('zendesk')).agreement).toBeNull();
  });

  test('leads nowhere once the session that has begun it has ended', async () => {
    const back = people.agree(await addressFor('zendesk'));
    await admin({ method: 'DELETE', url: '/v1/sessions' });
    expect(await said(back)).toContain('non è più atteso');
    expect(sent.filter((url) => url.includes('/oauth/'))).toEqual([]);
  });

  test('leads nowhere once whoever has begun it is no administrator any more', async () => {
    const back = people.agree(await addressFor('zendesk'));
    await server.write((tx) => sql`update agents set role = 'lead' where username = 'sara'`.execute(tx));
    expect(await said(back)).toContain('non è più atteso');
  });

  test('says so where the person does not agree, and where the CRM takes the code from nobody', async () => {
    expect(await said(people.decline(await addressFor('zendesk')))).toContain('non è stato concesso');
    const back = people.agree(await addressFor('zendesk'));
    expect(await said(back.replace(/code=[^&]+/, 'code=stolen'))).toContain('non accetta l’applicazione');
    expect((await view('zendesk')).agreement).toBeNull();
  });

  test.each(['invalid_scope', 'unauthorized_client', 'server_error'])(
    'does not say that somebody has declined where the CRM says %s',
    async (error) => {
      const page = await said(people.decline(await addressFor('zendesk'), error));
      expect(page).not.toContain('non è stato concesso');
      expect(page).toContain('non accetta l’applicazione');
      expect(page).not.toContain(error);
    },
  );

  test('is a page for people also where what was brought is nothing', async () => {
    for (const brought of ['', '?state=', '?state=one&state=other', '?code=x', `?state=${'x'.repeat(500)}`]) {
      const page = await comeBack(`${publicUrl}/v1/connectors/agreed/zendesk${brought}`);
      expect(page.headers['content-type']).toMatch(/^text\/html/);
      expect(page.body).toContain('non è più atteso');
    }
  });

  const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/zendesk', payload });
  test.each([
    ['address', () => patch({ address: 'https://altra.example.test', secrets: people.secrets })],
    ['keys', () => patch({ secrets: { clientSecret: 'another' } })],
    ['way', () => patch({ way: 'key', settings: standIn.parts.settings, secrets: standIn.parts.secrets })],
    ['existence', () => admin({ method: 'DELETE', url: '/v1/connectors/zendesk', query: { customers: 'stay' } })],
  ])('is over once the connector’s %s has changed while the code was changed for tokens', async (_, change) => {
    const back = people.agree(await addressFor('zendesk'));
    meanwhile = change;
    expect(await said(back)).toContain('non è più atteso');
    const { rows } = await server.write((tx) => sql`select from crm_agreements`.execute(tx));
    expect(rows).toEqual([]);
  });

  test('takes nothing back that was said meanwhile: fields, and that all is read anew', async () => {
    await said(people.agree(await addressFor('zendesk')));
    await isRead('zendesk');
    await patch({ active: false });
    const back = people.agree(await addressFor('zendesk'));
    meanwhile = () =>
      admin({ method: 'PUT', url: '/v1/connectors/zendesk/mapping', payload: { mapping: { name: ['/email'] } } });
    expect(await said(back)).toContain('Collegato');
    expect((await view('zendesk')).mapping).toMatchObject({ name: ['/email'] });
    expect((await view('zendesk')).state.loaded).toBe(false);
  });

  test('says it in the language of the browser', async () => {
    const page = await comeBack(people.agree(await addressFor('zendesk')), { 'accept-language': 'en-GB,en;q=0.9' });
    expect(page.body).toContain('Connected');
  });

  test('is for administrators', async () => {
    expect((await begin('zendesk', await server.as('giulia'))).statusCode).toBe(403);
  });
});

test('tokens and codes are in no table, no answer and no audit entry in clear', async () => {
  await connect(crmOf('hubspot'));
  const address = await addressFor('hubspot');
  const back = people.agree(address);
  const page = await comeBack(back);
  await isRead('hubspot');
  const { rows } = await server.write((tx) =>
    sql<{ all: string }>`select concat_ws(' ', (select string_agg(t::text, ' ') from crm_agreements t),
      (select string_agg(t::text, ' ') from connectors t), (select string_agg(t::text, ' ') from crm_sign_ins t),
      (select string_agg(t::text, ' ') from audit_entries t)) as all`.execute(tx),
  );
  const list = (await admin({ url: '/v1/connectors' })).body;
  const state = new URL(address).searchParams.get('state') ?? 'no state';
  const [{ all }] = [must(rows[0], 'a row')];
  for (const secret of ['access-2222', 'refresh-2222', 'code-2222', 'the-secret-of-cornetta', state]) {
    for (const place of [all, list, page.body, ...sent]) expect(place).not.toContain(secret);
  }
});

test('a renewal that died is over, also where the database’s clock was ahead', async () => {
  await connect(crmOf('zendesk'));
  await comeBack(people.agree(await addressFor('zendesk')));
  await isRead('zendesk');
  await server.write((tx) => sql`update crm_agreements set renewing_until = now() + interval '1 day'`.execute(tx));
  people.endAccess();
  await follow('zendesk');
  expect(people.renewals).toBe(1);
});

test('whoever waits for a renewal that another instance began does not wait for ever', async () => {
  await connect(crmOf('zendesk'));
  await comeBack(people.agree(await addressFor('zendesk')));
  await isRead('zendesk');
  await admin({ method: 'PATCH', url: '/v1/connectors/zendesk', payload: { active: false } });
  people.endAccess();
  await server.write((tx) => sql`update crm_agreements set renewing_until = now() + interval '80 seconds'`.execute(tx));
  const trial = await admin({ method: 'POST', url: '/v1/connectors/zendesk/try' });
  expect(trial.json().failure).toMatchObject({ code: 'unreachable' });
});

test('another address ends the agreement: what it was given for is elsewhere', async () => {
  await connect(crmOf('salesforce'));
  await comeBack(people.agree(await addressFor('salesforce')));
  await isRead('salesforce');
  const payload = { address: 'https://altra.example.test', secrets: people.secrets };
  await admin({ method: 'PATCH', url: '/v1/connectors/salesforce', payload });
  expect((await view('salesforce')).agreement).toBeNull();
});

const remove = async (kind: string) =>
  (await admin({ method: 'DELETE', url: `/v1/connectors/${kind}`, query: { customers: 'stay' } })).json();
async function agreeTo(crm: Crm): Promise<void> {
  const { kind } = crm.description;
  await connect(crm);
  await comeBack(people.agree(await addressFor(kind)));
  await isRead(kind);
  expect(people.standing).toBe(1);
}

test.each(agreeing.map((crm) => [crm.description.name, crm] as const))(
  'what was agreed to in %s is given back with the connector, where the CRM takes it, also when the access token has ended',
  async (_, crm) => {
    await agreeTo(crm);
    people.endAccess();
    const isTold = crm.description.agreement?.revoke !== undefined;
    expect(await remove(crm.description.kind)).toMatchObject({ access: isTold ? 'done' : 'none' });
    expect(people.standing).toBe(isTold ? 0 : 1);
    expect((await admin({ url: '/v1/connectors' })).json().connectors).toEqual([]);
  },
);

// One that takes a form, and one that takes the token itself.
describe.each(['hubspot', 'zendesk'])('What was agreed to in %s', (kind) => {
  beforeEach(() => agreeTo(crmOf(kind)));

  test('does not hold the connector up where the CRM is away, and that is said', async () => {
    standIn.fate = () => 'lost';
    expect(await remove(kind)).toMatchObject({ access: 'failed' });
    expect((await admin({ url: '/v1/connectors' })).json().connectors).toEqual([]);
  });

  test('is given back once somebody has agreed anew, and what they agreed to stands', async () => {
    const page = await comeBack(people.agree(await addressFor(kind)));
    expect(page.body).toContain('Si può chiudere questa pagina');
    expect(people.standing).toBe(1);
    await follow(kind);
  });

  test('is given back where it was given when the connector reads elsewhere', async () => {
    const elsewhere = { address: 'https://altra.example.test', secrets: people.secrets };
    const before = sent.length;
    const changed = await admin({ method: 'PATCH', url: `/v1/connectors/${kind}`, payload: elsewhere });
    expect(changed.json()).toMatchObject({ formerAccess: 'done' });
    expect(people.standing).toBe(0);
    const told = sent.slice(before).filter((url) => url.includes('revoke') || url.includes('tokens/current'));
    expect(told).toEqual([expect.stringMatching(/^https:\/\/crm\.example\.test\//)]);
  });
});

test('where the CRM has given the same tokens again, they are not given back', async () => {
  await connect(crmOf('salesforce'));
  await comeBack(people.agree(await addressFor('salesforce')));
  await isRead('salesforce');
  people.givesTheSame = true;
  await comeBack(people.agree(await addressFor('salesforce')));
  expect(people.standing).toBe(1);
  await follow('salesforce');
});

test('that the former access could not be given back is on the page, and who agreed anew reads', async () => {
  await connect(crmOf('zammad'));
  await comeBack(people.agree(await addressFor('zammad')));
  await isRead('zammad');
  standIn.fate = ({ path }) => (path.endsWith('/revoke') ? 'lost' : 'arrives');
  const page = await comeBack(people.agree(await addressFor('zammad')));
  expect(page.body).toContain('conviene revocarlo nel CRM');
  await follow('zammad');
});

test('a connector changes from a key to a person and back, each time with what that way asks for', async () => {
  await connect(crmOf('zendesk'));
  const patch = (payload: object) => admin({ method: 'PATCH', url: '/v1/connectors/zendesk', payload });
  expect((await patch({ way: 'key' })).statusCode).toBe(422);
  const key = { way: 'key', settings: standIn.parts.settings, secrets: standIn.parts.secrets };
  expect((await patch(key)).statusCode).toBe(200);
  await isRead('zendesk');
  expect((await begin('zendesk')).statusCode).toBe(409);
  expect((await patch({ ...key, way: 'agreement' })).statusCode).toBe(422);
});

const waysOf = (kinds: ConnectorList['kinds'], kind: string): string[] =>
  must(
    kinds.find((one) => one.kind === kind),
    kind,
  ).ways.map(({ way }) => way);

test('each CRM says which ways there are, with a key first', async () => {
  const { kinds } = (await admin({ url: '/v1/connectors' })).json();
  expect(waysOf(kinds, 'zendesk')).toEqual(['key', 'agreement']);
  expect(waysOf(kinds, 'odoo')).toEqual(['key']);
});

test('where nobody has said where the backend is reached from outside, nobody is sent to a CRM', async () => {
  const app = await buildServer({ ...server.deps, config: { ...server.deps.config, publicUrl: null } });
  const payload = { username: 'sara', password: 'cornetta' };
  const { accessToken } = (await app.inject({ method: 'POST', url: '/v1/sessions', payload })).json();
  const headers = { authorization: `Bearer ${accessToken}` };
  const { kinds } = (await app.inject({ url: '/v1/connectors', headers })).json();
  await app.close();
  expect(waysOf(kinds, 'zendesk')).toEqual(['key']);
});
