// A real company on an empty database: its file is all that it takes before its agents can sign in.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { guideSchema, withGreeting } from '#shared/model/lists/guide';
import { workstationSchema } from '#shared/protocol/workstation';
import { cheapArgon2, projectAssets } from '#test/support/beginnings';
import { openTestDatabase } from '#test/support/testDatabase';
import { buildServer } from '../app.ts';
import { defaultConfig } from '../config.ts';
import { house, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { keepListProposals } from '../lists/proposals.ts';
import { writeList } from '../repositories/lists.ts';
import { applyCompanyFile, CompanyFileError } from './companyFile.ts';
import { seedDemo } from './seedDemo.ts';

const ada = {
  username: 'Ada',
  password: 'molto segreta',
  name: 'Ada Prova',
  givenName: 'Ada',
  role: 'agent',
  language: 'it',
  extension: '201',
  pbxPassword: 'pbx-201',
};
const bea = { ...ada, username: 'bea', name: 'Bea Prova', givenName: 'Bea', extension: '202', pbxPassword: 'pbx-202' };
const company = (agents: object[], differing: object = {}) => ({
  name: 'Officina Prova S.r.l.',
  country: 'IT',
  agents,
  queues: [
    {
      id: 'desk',
      number: '900',
      language: 'it',
      name: { it: 'Banco', en: 'Desk' },
      about: { it: 'Tutto', en: 'Everything' },
    },
  ],
  featureCodes: { pause: '*73', resume: '*74' },
  greeting: { it: '{company}, sono {agent}.', en: '{company}, this is {agent}.' },
  ...differing,
});

let folder: string;
let deps: ServerDeps;
let app: FastifyInstance;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-company-'));
  deps = {
    db: await openTestDatabase(),
    clock: () => new Date('2026-03-02T09:00:00.000Z'),
    random: randomBytes,
    config: { ...defaultConfig, argon2: cheapArgon2, pbxServers: ['wss://pbx.esempio.it:8089/ws'] },
    logger: pino({ level: 'silent' }),
    bridge: null,
    assets: projectAssets,
  };
  app = await buildServer(deps);
});
afterEach(async () => {
  await app.close();
  await deps.db.close();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(content: unknown): Promise<void> {
  const file = join(folder, 'company.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  await applyCompanyFile(deps, file, projectAssets);
}
const signIn = (username: string, password: string) =>
  app.inject({ method: 'POST', url: '/v1/sessions', payload: { username, password } });
const workstation = (accessToken: string) =>
  app.inject({ url: '/v1/workstation', headers: { authorization: `Bearer ${accessToken}` } });

test('whoever is in the file signs in, and finds company, extension, queues and lists', async () => {
  await apply(company([ada, bea]));
  const { accessToken } = (await signIn('ada', ada.password)).json();
  const found = workstationSchema.parse((await workstation(accessToken)).json());
  expect(found).toMatchObject({
    company: { name: 'Officina Prova S.r.l.', practice: false },
    pbx: { extension: '201', authUser: '201', password: 'pbx-201' },
    queues: [{ id: 'desk' }],
    colleagues: [{ name: 'Bea Prova', extension: '202' }],
  });
  expect(found.reasons.length).toBeGreaterThan(0);
});

test('queues that are added or changed later are there with the next start, in the order of the file', async () => {
  const [desk] = company([ada]).queues;
  const sales = { ...desk, id: 'sales', number: '901', name: { it: 'Vendite', en: 'Sales' } };
  await apply(company([ada], { queues: [desk, sales] }));
  const renamed = { ...desk, number: '901', name: { it: 'Sportello', en: 'Counter' } };
  const more = { ...desk, id: 'returns', number: '902' };
  await apply(company([{ ...ada, queues: ['returns'] }], { queues: [more, { ...sales, number: '900' }, renamed] }));
  const { accessToken } = (await signIn('ada', ada.password)).json();
  const { queues } = workstationSchema.parse((await workstation(accessToken)).json());
  expect(queues.map(({ id, number, name }) => `${id} ${number} ${name.it}`)).toEqual([
    'returns 902 Banco',
    'sales 900 Vendite',
    'desk 901 Sportello',
  ]);

  // Whoever gives a queue another id has two.
  const again = apply(company([ada], { queues: [{ ...desk, id: 'counter', number: '901' }] }));
  await expect(again).rejects.toThrow(/901 is the number of the queue "desk"/);
  await expect(again).rejects.toBeInstanceOf(CompanyFileError);
});

test('applied again it adds, changes and switches off, and leaves in peace whoever stays the same', async () => {
  await apply(company([ada, bea]));
  const [adas, beas] = [(await signIn('ada', ada.password)).json(), (await signIn('bea', bea.password)).json()];
  await apply(
    company([
      { ...ada, extension: '202' },
      { ...bea, extension: '201', active: false },
      { ...bea, username: 'cleo', extension: '203' },
    ]),
  );
  expect(workstationSchema.parse((await workstation(adas.accessToken)).json()).pbx.extension).toBe('202');
  expect((await workstation(beas.accessToken)).statusCode).toBe(401);
  expect((await signIn('cleo', bea.password)).statusCode).toBe(201);

  await apply(company([{ ...ada, extension: '201', password: 'un’altra ancora' }]));
  expect((await workstation(adas.accessToken)).statusCode).toBe(401);
  expect((await signIn('ada', ada.password)).statusCode).toBe(401);
  expect((await signIn('ada', 'un’altra ancora')).statusCode).toBe(201);
});

test('what was changed since the last start stays; what the file says otherwise is taken over', async () => {
  await apply(company([ada, bea]));
  const change = (values: object) =>
    deps.db.query.updateTable('agents').set(values).where('username', '=', 'ada').execute();
  const adas = () =>
    deps.db.query
      .selectFrom('agents')
      .select(['name', 'role', 'active'])
      .where('username', '=', 'ada')
      .executeTakeFirst();
  const own = 'quattro gatti neri';
  const { accessToken } = (await signIn('ada', ada.password)).json();
  await app.inject({
    method: 'PUT',
    url: '/v1/agents/me/password',
    headers: { authorization: `Bearer ${accessToken}` },
    payload: { old: ada.password, fresh: own },
  });
  await change({ role: 'lead', active: false });
  await apply(company([ada, bea]));
  expect(await adas()).toEqual({ name: 'Ada Prova', role: 'lead', active: false });
  await change({ active: true });
  expect((await signIn('ada', own)).statusCode).toBe(201);
  expect((await signIn('ada', ada.password)).statusCode).toBe(401);

  await apply(company([{ ...ada, name: 'Ada Nuova', password: 'data di nuovo' }, bea]));
  expect(await adas()).toEqual({ name: 'Ada Nuova', role: 'lead', active: true });
  expect((await signIn('ada', own)).statusCode).toBe(401);
  expect((await signIn('ada', 'data di nuovo')).statusCode).toBe(201);
});

test('each agent is told of the site where their telephone stands, the first one where none is named', async () => {
  const sites = [
    { id: 'milano', country: 'IT' },
    { id: 'berlin', country: 'DE', numbersComeAs: 'e164NoPlus', shortNumbers: { 4401: '+33478000000' } },
  ];
  await apply(company([ada, { ...bea, site: 'berlin' }], { sites }));
  const siteOfAgent = async (username: string) => {
    const { accessToken } = (await signIn(username, ada.password)).json();
    return workstationSchema.parse((await workstation(accessToken)).json()).site;
  };
  expect(await siteOfAgent('ada')).toMatchObject({ country: 'IT', numbersComeAs: 'asDialled' });
  expect(await siteOfAgent('bea')).toEqual({
    country: 'DE',
    numbersComeAs: 'e164NoPlus',
    areaCode: null,
    shortNumbers: { 4401: '+33478000000' },
  });
  await apply(company([ada, bea]));
  expect(await siteOfAgent('bea')).toMatchObject({ country: 'IT' });
});

test('the codes for whisper and barge reach the workstation where the PBX has them', async () => {
  const codes = { pause: '*73', resume: '*74', whisper: '*76', barge: '*77' };
  await apply(company([ada], { featureCodes: codes }));
  const { accessToken } = (await signIn('ada', ada.password)).json();
  expect(workstationSchema.parse((await workstation(accessToken)).json()).pbx.featureCodes).toEqual(codes);
});

test('the file says which queues an agent answers, anew each time; unknown ones are passed over', async () => {
  const skills = async () => {
    const rows = await deps.db.query
      .selectFrom('agent_queues')
      .innerJoin('agents', 'agents.id', 'agent_id')
      .select(['username', 'queue_id'])
      .execute();
    return rows.map(({ username, queue_id }) => `${username} ${queue_id}`).sort();
  };
  await apply(company([{ ...ada, queues: ['desk', 'elsewhere'] }, bea]));
  expect(await skills()).toEqual(['ada desk']);
  await apply(company([ada, { ...bea, queues: ['desk'] }]));
  expect(await skills()).toEqual(['bea desk']);
});

/** The queue `desk`, differently, and another. */
const queues = (desk: object) => {
  const [queue] = company([]).queues;
  return [
    { ...queue, ...desk },
    { ...queue, id: 'office', number: '901', client: 'borea' },
  ];
};
const borea = { id: 'borea', name: 'Borea S.p.A.' };

test('the file says for which companies the queues are answered and what is granted besides, anew each time', async () => {
  const scopes = async () => {
    const rows = await deps.db.query.selectFrom('agents').select(['username', 'portfolios']).execute();
    return Object.fromEntries(rows.map(({ username, portfolios }) => [username, portfolios]));
  };
  await apply(
    company([ada, { ...bea, queues: ['desk'] }], { queues: queues({ client: 'company' }), clients: [borea] }),
  );
  expect(await scopes()).toEqual({ ada: [], bea: ['company'] });
  const granted = { ...ada, queues: ['office'], portfolios: ['company'] };
  await apply(company([granted, { ...bea, queues: ['desk'] }], { queues: queues({ closed: true }), clients: [borea] }));
  expect(await scopes()).toEqual({ ada: ['borea', 'company'], bea: ['company', 'desk'] });
  await apply(company([ada, { ...bea, portfolios: ['desk'] }], { queues: queues({ closed: true }), clients: [borea] }));
  expect(await scopes()).toEqual({ ada: [], bea: ['desk'] });
});

test('where the company answers for nobody else, everybody sees all its customers', async () => {
  await apply(company([ada, { ...bea, queues: ['desk'] }]));
  const rows = await deps.db.query.selectFrom('agents').select('portfolios').execute();
  expect(rows).toEqual([{ portfolios: ['company'] }, { portfolios: ['company'] }]);
  expect(await deps.db.query.selectFrom('clients').select(['id', 'name']).execute()).toEqual([
    { id: 'company', name: 'Officina Prova S.r.l.' },
  ]);
});

test.each([
  ['a queue of a company that is not in it', { queues: queues({}) }, 'queues.1.client'],
  ['a grant of nothing that is in it', { agents: [{ ...ada, portfolios: ['borea'] }] }, 'agents.0.portfolios.0'],
  ['a grant of a queue that is not closed', { agents: [{ ...ada, portfolios: ['desk'] }] }, 'agents.0.portfolios.0'],
  ['the same company twice', { clients: [borea, borea] }, 'clients.1.id'],
  ['two queues at one number', { queues: queues({ number: '901' }), clients: [borea] }, 'queues.1.number'],
  ['an agent at a site that is not in it', { agents: [{ ...ada, site: 'berlin' }] }, 'agents.0.site'],
  [
    'the same site twice',
    {
      sites: [
        { id: 'a', country: 'IT' },
        { id: 'a', country: 'DE' },
      ],
    },
    'sites.1.id',
  ],
  ['itself among its client companies', { clients: [{ ...borea, id: 'company' }] }, 'clients.0.id'],
  [
    'a closed queue called like a client company',
    { queues: queues({ id: 'borea', closed: true }), clients: [borea] },
    'queues.0.id',
  ],
])('a file with %s is refused with the place', async (_what, differing, place) => {
  await expect(apply(company([ada], differing))).rejects.toThrow(place);
});

test.each([
  ['no JSON', '{ "name": ', 'company.json'],
  ['a short password', company([{ ...ada, password: 'corta' }]), 'agents.0.password'],
  ['nobody', company([]), 'agents'],
])('a file with %s is refused with the place, and nothing of it is kept', async (_what, content, place) => {
  await expect(apply(content)).rejects.toThrow(CompanyFileError);
  await expect(apply(content)).rejects.toThrow(place);
});

test('articles are added where there is none of their code; what has been written at the desk since stays', async () => {
  const article = (code: string, title: string, portfolioId: string | null = null) => ({
    ...{
      code,
      portfolioId,
      title: { it: title, en: '' },
      about: { it: '', en: '' },
      body: { it: '', en: '' },
      say: [],
    },
    ...{ facts: [], steps: [], reasons: [], words: { it: [], en: [] }, validFrom: '2026-01-01', validTo: null },
    ...{ reviewBy: null, state: 'inForce' },
  });
  const titles = async () => {
    const { accessToken } = (await signIn('ada', ada.password)).json();
    const ask = (url: string) => app.inject({ url, headers: { authorization: `Bearer ${accessToken}` } });
    const ids = (await ask('/v1/articles')).json().articles.map(({ id }: { id: string }) => id);
    const { articles } = (await ask(`/v1/articles/bodies?ids=${ids.join(',')}`)).json();
    return articles.map(({ title }: { title: { it: string } }) => title.it).sort();
  };
  await apply(company([ada], { articles: [article('KB-001', 'Resi')] }));
  expect(await titles()).toEqual(['Resi']);
  await apply(company([ada], { articles: [article('KB-001', 'Altro'), article('KB-002', 'Orari', 'company')] }));
  expect(await titles()).toEqual(['Orari', 'Resi']);
  await expect(apply(company([ada], { articles: [article('KB-003', 'Prova', 'aurora')] }))).rejects.toThrow(
    'articles.0.portfolioId: no such client company',
  );
  const twice = [article('KB-003', 'Uno'), article('KB-003', 'Due')];
  await expect(apply(company([ada], { articles: twice }))).rejects.toThrow('articles.1.code: another article');
});

test('a database with the exercise company is refused: everybody knows its passwords', async () => {
  await seedDemo(deps, { assets: projectAssets, customers: 0 });
  await expect(apply(company([ada]))).rejects.toThrow('exercise company');
});

test('lists in the file stand in the place of what Cornetta proposes; one that does not fit is said place by place', async () => {
  await keepListProposals(deps.db, projectAssets, deps.clock());
  const mandate = [{ upToCents: null, by: 'lead' }];
  await apply(company([ada], { lists: { mandate } }));
  const kept = () => deps.db.query.selectFrom('lists').select('body').where('code', '=', 'mandate').execute();
  expect(await kept()).toEqual([{ body: mandate }]);
  await expect(apply(company([ada], { lists: { mandate: [{ upToCents: 3, by: 'owner' }] } }))).rejects.toThrow(
    /lists\.mandate: the last step/,
  );
  await expect(apply(company([ada], { lists: { guida: {} } }))).rejects.toBeInstanceOf(CompanyFileError);
});

test('what the company greets with is the first line of the guide that is proposed to it, until somebody edits that', async () => {
  const said = async () => {
    await keepListProposals(deps.db, projectAssets, deps.clock());
    const row = await deps.db.query
      .selectFrom('lists')
      .select(['body', 'shipped', 'version'])
      .where('code', '=', 'guide')
      .executeTakeFirstOrThrow();
    const [first] = guideSchema.parse(row.body).phases;
    return { ...row, lines: first?.lines ?? [] };
  };
  const before = await said();
  await apply(company([ada]));
  const own = await said();
  expect(own.lines[0]?.say).toEqual(company([ada]).greeting);
  expect(own.lines[0]?.unless).toEqual(before.lines[0]?.unless);
  expect(own.lines.slice(1)).toEqual(before.lines.slice(1));
  expect((await said()).version).toBe(own.version);

  const greeting = { it: 'Buongiorno, {agent} di {company}.', en: 'Good morning, {agent} of {company}.' };
  await apply(company([ada], { greeting }));
  expect((await said()).lines[0]?.say).toEqual(greeting);

  const edited = { it: 'Pronto, {company}.', en: 'Hello, {company}.' };
  const { body, lines } = await said();
  const guide = withGreeting(guideSchema.parse(body), edited);
  await seenBy(deps.db.query, house, (tx) =>
    writeList(
      tx,
      { code: 'guide', clientId: null },
      { body: guide, shipped: null, fromFile: null, by: null, at: deps.clock() },
    ),
  );
  await apply(company([ada]));
  expect((await said()).lines[0]?.say).toEqual(edited);
  expect(lines[0]?.say).toEqual(greeting);

  const oneSided = { it: '{company}, sono {agent}.', en: 'Hello.' };
  await expect(apply(company([ada], { greeting: oneSided }))).rejects.toThrow('greeting: not the same placeholders');
});

test('a client company may be greeted for in words of its own, which reach whoever sees its customers', async () => {
  const greeting = { it: 'Borea, sono {agent}.', en: 'Borea, this is {agent}.' };
  const clients = [{ id: 'borea', name: 'Borea', greeting }];
  await apply(company([{ ...ada, portfolios: ['borea'] }, bea], { clients }));
  const seen = async (username: string) => {
    const { accessToken } = (await signIn(username, ada.password)).json();
    return workstationSchema.parse((await workstation(accessToken)).json()).clients;
  };
  expect(await seen('ada')).toEqual([{ id: 'borea', name: 'Borea', greeting }]);
  expect(await seen('bea')).toEqual([]);
  await apply(company([{ ...ada, portfolios: ['borea'] }, bea], { clients: [{ id: 'borea', name: 'Borea' }] }));
  expect(await seen('ada')).toEqual([{ id: 'borea', name: 'Borea', greeting: null }]);
});

test('reasons say how surely the caller has to be known, by when they are due and what speaks for them', async () => {
  await apply(company([ada]));
  const { accessToken } = (await signIn('ada', ada.password)).json();
  const { reasons, outcomes } = workstationSchema.parse((await workstation(accessToken)).json());
  const reason = (wanted: string) => reasons.flatMap((group) => group.reasons).find(({ code }) => code === wanted);
  expect(reason('TEC-01')).toMatchObject({ level: 'basic', target: { n: 4, unit: 'workingHours' }, complaint: false });
  expect(reason('REC-02')).toMatchObject({ level: 'standard', target: null, complaint: true, active: true });
  expect(reason('ALT-03')?.level).toBe('none');
  expect(reason('FAT-05')?.words.it).toContain('rimborso');
  const needs = outcomes.flatMap((group) => group.outcomes).map(({ code, needs }) => `${code} ${needs.join(' ')}`);
  expect(needs).toContain('INO-1 promise owner day');
  expect(needs).toContain('RIS-1 ');
});
