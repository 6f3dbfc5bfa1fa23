// Other CRMs on an administrator's desk.
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { agreeing, connector, connectorList, connectorPrograms, connectorTrial } from '#test/support/deskConnectors';
import { asked, createDeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function open(programs = connectorPrograms(), place?: number) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('connectors'));
  await screen.findByTestId('new-connector');
  if (place !== undefined) {
    await desk.agent.click(screen.getAllByTestId('connector')[place] as HTMLElement);
    await screen.findByTestId('connector-report');
  }
  return { programs, ...desk };
}

it.each(['agent', 'lead', 'quality', 'privacy'] as const)('the page is not there for %s', async (role) => {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  await showDesk(programs);
  expect(screen.queryByTestId('connectors')).toBeNull();
});

it('each says how it goes', async () => {
  await open();
  const states = screen.getAllByTestId('connector').map((row) => row.querySelector('.tag')?.textContent);
  expect(states).toEqual(['Aggiornato', 'Non va', 'Da decidere', 'In pausa']);
});

it('one is added paused, with its keys, which are nowhere on the page afterwards', async () => {
  const { programs, agent } = await open(connectorPrograms(connectorList()));
  await agent.click(at('new-connector'));
  await agent.click(at('add-connector'));
  expect(asked(programs, 'addConnector')).toEqual([]);
  await agent.type(at('connector-name'), 'CRM Vendite');
  await agent.clear(at('connector-address'));
  await agent.type(at('connector-address'), 'https://api.hubapi.com');
  await agent.type(at('connector-token'), 'segretissimo');
  await agent.click(at('add-connector'));
  await waitFor(() =>
    expect(asked(programs, 'addConnector')).toEqual([
      {
        ...{ id: 'crm-vendite', kind: 'hubspot', name: 'CRM Vendite', address: 'https://api.hubapi.com' },
        ...{ portfolioId: 'company', way: 'key', settings: {}, secrets: { token: 'segretissimo' } },
        ...{ active: false, writesCalls: false },
      },
    ]),
  );
  await waitFor(() => expect(screen.queryByTestId('connector-token')).toBeNull());
});

it('a field that the service does not take is said by its name', async () => {
  const programs = connectorPrograms(connectorList());
  programs.answers.data.addConnector = () => ({ wrong: 'settings.group' });
  const { agent } = await open(programs);
  await agent.click(at('new-connector'));
  await agent.type(at('connector-name'), 'CRM');
  await agent.type(at('connector-address'), 'crm.esempio.it');
  await agent.type(at('connector-token'), 'x');
  await agent.click(at('add-connector'));
  expect((await screen.findByTestId('connector-wrong')).textContent).toContain('Gruppo dei ticket');
});

it('a try shows the first page, and says that nothing was stored', async () => {
  const { agent } = await open(connectorPrograms(), 0);
  await agent.click(at('try-connector'));
  const trial = await screen.findByTestId('connector-trial');
  expect(trial.textContent).toContain('Zita Provini');
  expect(trial.textContent).toContain('Niente è stato salvato.');
});

it('a try that comes to nothing says why', async () => {
  const programs = connectorPrograms();
  programs.answers.data.tryConnector = () =>
    connectorTrial({ failure: { code: 'signIn', status: 401 }, customers: [], refused: [] });
  const { agent } = await open(programs, 0);
  await agent.click(at('try-connector'));
  expect(await screen.findByText('Il CRM non accetta la chiave')).toBeDefined();
});

it('rows that did not fit are listed with the field and the reason', async () => {
  await open(connectorPrograms(), 0);
  expect(screen.getAllByTestId('connector-refusal')[0]?.textContent).toBe('88120 E-mail: non è un indirizzo e-mail');
});

it('who is missing from the list goes only after a question', async () => {
  const { programs, agent } = await open(connectorPrograms(), 2);
  await agent.click(at('lose-missing'));
  expect(asked(programs, 'runConnector')).toEqual([]);
  await agent.click(at('lose-sure'));
  await waitFor(() => expect(asked(programs, 'runConnector')).toEqual([{ id: 'lodi', loseMissing: true }]));
});

it('it is paused, and given other keys', async () => {
  const { programs, agent } = await open(connectorPrograms(), 0);
  await agent.click(at('pause-connector'));
  await waitFor(() => expect(asked(programs, 'changeConnector')).toEqual([{ id: 'zammad', patch: { active: false } }]));
  await agent.click(at('change-keys'));
  await agent.type(at('connector-token'), 'nuova');
  await agent.click(at('keep-keys'));
  await waitFor(() =>
    expect(asked(programs, 'changeConnector').at(-1)).toEqual({ id: 'zammad', patch: { secrets: { token: 'nuova' } } }),
  );
});

it('an optional key that is there is said to be, and stays where nothing is written, until the settings are others', async () => {
  const one = connector('zammad', {}, { furtherSecrets: ['webhookSecret'] });
  const list = connectorList(one);
  const [way] = must(
    list.kinds.find(({ kind }) => kind === 'zammad'),
    'Zammad',
  ).ways;
  way?.optional.push('webhookSecret');
  const { programs, agent } = await open(connectorPrograms(list), 0);
  await agent.click(at('change-keys'));
  expect(at('connector-detail').textContent).toContain('Lasciato vuoto, resta com’è');
  await agent.type(at('connector-token'), 'nuova');
  await agent.type(at('connector-group'), ' due');
  expect(at('connector-detail').textContent).not.toContain('Lasciato vuoto, resta com’è');
  await agent.click(at('keep-keys'));
  await waitFor(() =>
    expect(asked(programs, 'changeConnector').at(-1)).toMatchObject({ patch: { secrets: { token: 'nuova' } } }),
  );
});

it('it is removed after it was said what becomes of its customers', async () => {
  const { programs, agent } = await open(connectorPrograms(), 0);
  await agent.click(at('remove-connector'));
  expect(screen.getByText(/I clienti restano, come se fossero nati qui/)).toBeDefined();
  await agent.click(screen.getByRole('radio', { name: 'Vanno via' }));
  expect(screen.getByText(/i suoi clienti spariscono/)).toBeDefined();
  await agent.click(at('remove-sure'));
  await waitFor(() => expect(asked(programs, 'removeConnector')).toEqual([{ id: 'zammad', customers: 'go' }]));
});

it('that a CRM has not confirmed the end of an access is said, after a removal too', async () => {
  const programs = connectorPrograms(connectorList(agreeing('stands')));
  programs.answers.data.removeConnector = () => ({ gone: 0, stayed: 12, access: 'failed' });
  const { agent } = await open(programs, 0);
  await agent.click(at('remove-connector'));
  programs.answers.data.listConnectors = () => connectorList();
  await agent.click(at('remove-sure'));
  const said = await screen.findByText('Il CRM non ha confermato la revoca dell’accesso');
  expect(said.parentElement?.textContent).toContain('HubSpot vendite');
});

it('keys that the service does not take are said to be wrong, and stay to be mended', async () => {
  const programs = connectorPrograms();
  programs.answers.data.changeConnector = () => ({ wrong: 'secrets.token' });
  const { agent } = await open(programs, 0);
  await agent.click(at('change-keys'));
  await agent.type(at('connector-token'), 'sbagliato');
  await agent.click(at('keep-keys'));
  expect((await screen.findByTestId('connector-wrong')).textContent).toContain('Token');
  expect(at('keep-keys')).toBeDefined();
});

it('one that reads as a person is added with the application’s id and secret, and says which address to register there', async () => {
  const { programs, agent } = await open(connectorPrograms(connectorList()));
  await agent.click(at('new-connector'));
  await agent.click(screen.getByRole('radio', { name: 'Come una persona' }));
  expect(screen.queryByTestId('connector-token')).toBeNull();
  expect(at('connector-form').textContent).toContain('https://servizio.esempio.it/v1/connectors/agreed/hubspot');
  await agent.type(at('connector-name'), 'HubSpot vendite');
  await agent.clear(at('connector-address'));
  await agent.type(at('connector-address'), 'https://api.hubapi.com');
  await agent.type(at('connector-clientId'), '22222222-2222-4222-8222-222222222222');
  await agent.type(at('connector-clientSecret'), 'segretissimo');
  await agent.click(at('add-connector'));
  await waitFor(() =>
    expect(asked(programs, 'addConnector')).toMatchObject([
      {
        way: 'agreement',
        settings: { clientId: '22222222-2222-4222-8222-222222222222', login: 'https://app.hubspot.com' },
        secrets: { clientSecret: 'segretissimo' },
      },
    ]),
  );
});

it('who agrees is sent to the browser, and the page looks again when they are back', async () => {
  const programs = connectorPrograms(connectorList(agreeing('none')));
  const { agent } = await open(programs, 0);
  expect(screen.getByText('Nessuno ha ancora concesso l’accesso')).toBeDefined();
  expect(screen.queryByText('Il CRM non accetta la chiave')).toBeNull();
  await agent.click(at('connect-connector'));
  await screen.findByText('Si continua nel browser');
  expect(asked(programs, 'openSignInPage')).toEqual([{ url: 'https://app.hubspot.com/oauth/authorize?state=prova' }]);
  programs.answers.data.listConnectors = () => connectorList(agreeing('stands'));
  window.dispatchEvent(new Event('focus'));
  await waitFor(() => expect(screen.queryByText('Si continua nel browser')).toBeNull());
  expect(at('connector-detail').textContent).toContain('Sara Conti');
});

it('an agreement that was taken back is said, with the button that mends it', async () => {
  const { programs, agent } = await open(connectorPrograms(connectorList(agreeing('over'))), 0);
  expect(screen.getByText('L’accesso è stato revocato nel CRM')).toBeDefined();
  await agent.click(at('connect-connector'));
  await waitFor(() => expect(asked(programs, 'signInConnector')).toEqual([{ id: 'hubspot' }]));
});

it('the fields are tried on the CRM’s first rows before they are kept', async () => {
  const { programs, agent } = await open(connectorPrograms(), 0);
  await agent.click(at('change-fields'));
  await agent.type(at('slot-taxCode'), 'codice_fiscale');
  await agent.click(at('try-mapping'));
  expect((await screen.findByTestId('connector-trial')).textContent).toContain('Zita Provini');
  expect(asked(programs, 'tryConnector')).toMatchObject([{ id: 'zammad', mapping: { taxCode: '/codice_fiscale' } }]);
  expect(asked(programs, 'mapConnector')).toEqual([]);
  await agent.click(at('keep-mapping'));
  await waitFor(() =>
    expect(asked(programs, 'mapConnector')).toMatchObject([
      { id: 'zammad', mapping: { name: ['/firstname', '/lastname'], taxCode: '/codice_fiscale' } },
    ]),
  );
  await waitFor(() => expect(screen.queryByTestId('connector-mapping')).toBeNull());
});

it('a field that the CRM does not have is said as it was written, and nothing is kept', async () => {
  const programs = connectorPrograms();
  programs.answers.data.mapConnector = () => ({ wrong: 'mapping.properties.cellulare' });
  const { agent } = await open(programs, 0);
  await agent.click(at('change-fields'));
  await agent.clear(at('slot-mobile'));
  await agent.type(at('slot-mobile'), 'properties/cellulare');
  await agent.click(at('keep-mapping'));
  expect((await screen.findByTestId('mapping-refused')).textContent).toContain('«properties/cellulare»');
  expect(at('connector-mapping')).toBeDefined();
});

it('who is a company there is seen, and said otherwise', async () => {
  const { programs, agent } = await open(connectorPrograms(connectorList(connector('odoo', {}, { kind: 'odoo' }))), 0);
  await agent.click(at('change-fields'));
  expect(at('slot-company')).toHaveProperty('value', 'is_company');
  expect(at('slot-companyIs')).toHaveProperty('value', 'true');
  await agent.clear(at('slot-companyIs'));
  await agent.click(at('keep-mapping'));
  expect(asked(programs, 'mapConnector')).toEqual([]);
  await agent.clear(at('slot-company'));
  await agent.type(at('slot-company'), 'x_tipo');
  await agent.type(at('slot-companyIs'), 'azienda');
  await agent.click(at('keep-mapping'));
  await waitFor(() =>
    expect(asked(programs, 'mapConnector')).toMatchObject([
      { id: 'odoo', mapping: { company: { at: '/x_tipo', is: 'azienda' } } },
    ]),
  );
});

it('fields that were changed go back to the usual ones', async () => {
  const own = connector('zammad', {}, { mapping: { name: ['/nome'] } });
  const { programs, agent } = await open(connectorPrograms(connectorList(own)), 0);
  await agent.click(at('change-fields'));
  await agent.click(at('usual-mapping'));
  await waitFor(() => expect(asked(programs, 'mapConnector')).toEqual([{ id: 'zammad', mapping: null }]));
});
