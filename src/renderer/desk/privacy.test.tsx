// The privacy officer's page, and the breach that anybody reports.
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import type { Saving } from '#shared/contract/privacy';
import { must } from '#shared/lib/must';
import type { PrivacyOverview } from '#shared/protocol/privacy';
import { carlo, marta, ulid } from '#test/support/deskPeople';
import {
  auditPage,
  boundToStay,
  breachOf,
  emptyPrivacy,
  officerPrograms,
  privacyOverview,
  privacyRequest,
} from '#test/support/deskPrivacy';
import { asked, createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const steps = (programs: DeskPrograms) => asked(programs, 'privacyStep');

async function open(programs: DeskPrograms, tab?: string) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('privacy'));
  await waitFor(() => expect(screen.queryByText('Lettura in corso…')).toBeNull());
  if (tab !== undefined) await desk.agent.click(at(`privacy-${tab}`));
  return { programs, ...desk };
}

async function openRequest(kind: string, programs = officerPrograms(withOne(kind))) {
  const desk = await open(programs);
  await desk.agent.click(at('privacy-request'));
  return desk;
}
const withOne = (kind: string): PrivacyOverview => privacyOverview({ requests: [privacyRequest(1, kind, 5)] });
const requestId = ulid('R', 1);

it.each(['agent', 'lead', 'quality', 'admin'] as const)('the page is not there for %s', async (role) => {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  await showDesk(programs);
  expect(screen.queryByTestId('privacy')).toBeNull();
});

it('requests come in the order in which they are due, and say how much time there is', async () => {
  await open(officerPrograms());
  const rows = screen.getAllByTestId('privacy-request').map(({ textContent }) => textContent);
  expect(rows[0]).toContain('in ritardo di 2 giorni');
  expect(rows[1]).toContain('entro 5 giorni');
  expect(rows[4]).toContain('Risposta data');
});

it('where it cannot be read, it says so and reads it again when asked to', async () => {
  const programs = officerPrograms(emptyPrivacy());
  programs.answers.data.privacyOverview = () => {
    throw failure('backend.unreachable', 'network');
  };
  const { agent } = await open(programs);
  expect(at('unread')).toBeDefined();
  programs.answers.data.privacyOverview = () => emptyPrivacy();
  await agent.click(at('read-again'));
  expect(await screen.findByText('Nessuna richiesta da rispondere.')).toBeDefined();
});

const ticket = 'biglietto-di-prova';
const savingOf = (id: typeof requestId, megabytes: number, of: number): Saving => ({
  ...{ what: { kind: 'copy', id }, reached: megabytes * 1_000_000, bytes: of * 1_000_000 },
});

it('where the copy of somebody’s data goes is asked first; how far it is shows until it is whole', async () => {
  const programs = officerPrograms(withOne('access'));
  programs.answers.main.chooseFile = () => ticket;
  let end: (how: 'saved' | 'left') => void = () => {};
  programs.answers.data.copyOfData = () =>
    new Promise((resolve) => {
      end = resolve;
    });
  const { agent } = await openRequest('access', programs);
  await agent.click(at('save-copy'));
  await waitFor(() => expect(asked(programs, 'copyOfData')).toEqual([{ id: requestId, language: 'it', ticket }]));
  expect(asked(programs, 'chooseFile')).toEqual([{ name: `copia-dei-dati-${marta.customer.code}.zip` }]);
  programs.tellData({ kind: 'savingChanged', saving: savingOf(requestId, 120, 300) });
  expect((await screen.findByTestId('saving-reached')).textContent).toBe('Salvati 120 MB di 300 MB');
  await agent.click(at('leave-copy'));
  expect(asked(programs, 'leaveSaving')).toHaveLength(1);
  programs.tellData({ kind: 'savingChanged', saving: null });
  end('left');
  expect((await screen.findByTestId('copy-ended')).textContent).toContain('non è rimasto nulla');
  expect(at('save-copy').hasAttribute('disabled')).toBe(false);
});

it('while another file is being saved its figures are not shown here, and it cannot be stopped from here', async () => {
  const programs = officerPrograms(withOne('access'));
  await openRequest('access', programs);
  for (const what of [{ kind: 'audit' } as const, { kind: 'copy', id: ulid('R', 2) } as const]) {
    programs.tellData({ kind: 'savingChanged', saving: { what, reached: 120_000_000, bytes: null } });
    expect((await screen.findByTestId('other-saving')).textContent).toContain('un altro file');
    expect(screen.queryByTestId('saving-reached')).toBeNull();
    expect(screen.queryByTestId('leave-copy')).toBeNull();
    expect(at('save-copy').hasAttribute('disabled')).toBe(true);
    expect(at('save-copy').textContent).toContain('Salva la copia');
  }
  programs.tellData({ kind: 'savingChanged', saving: null });
  await waitFor(() => expect(screen.queryByTestId('other-saving')).toBeNull());
  expect(at('save-copy').hasAttribute('disabled')).toBe(false);
});

it('nothing is asked of the backend where nobody wants a file', async () => {
  const programs = officerPrograms(withOne('access'));
  programs.answers.main.chooseFile = () => null;
  const { agent } = await openRequest('access', programs);
  await agent.click(at('save-copy'));
  await waitFor(() => expect(at('save-copy').hasAttribute('disabled')).toBe(false));
  expect(asked(programs, 'copyOfData')).toEqual([]);
});

it('nobody is erased before it was said that it is for good, and asked again', async () => {
  const { programs, agent } = await openRequest('erasure');
  await screen.findByTestId('erasure-free');
  await agent.click(at('erase'));
  expect(screen.getByText(/Non si può annullare/)).toBeDefined();
  expect(steps(programs)).toEqual([]);
  await agent.click(at('erase-sure-not'));
  expect(screen.queryByTestId('erase-sure')).toBeNull();
  await agent.click(at('erase'));
  await agent.click(at('erase-sure'));
  expect(steps(programs)).toEqual([{ kind: 'erase', requestId }]);
});

it('what binds the data is said before, and then nobody can be erased', async () => {
  const programs = officerPrograms(withOne('erasure'));
  programs.answers.data.erasureOutlook = () => boundToStay();
  await openRequest('erasure', programs);
  const bound = (await screen.findByTestId('erasure-bound')).textContent;
  expect(bound).toContain('R.G. 1204/2026');
  expect(bound).toContain('2026-00417');
  expect(bound).toContain('Fascicolo dei reclami');
  expect(at('erase').hasAttribute('disabled')).toBe(true);
});

it('who has to be told of it is said after an erasure', async () => {
  const programs = officerPrograms(withOne('erasure'));
  programs.answers.data.privacyStep = () => ({ overview: emptyPrivacy(), toTell: ['HubSpot vendite'] });
  const { agent } = await openRequest('erasure', programs);
  await agent.click(await screen.findByTestId('erase'));
  await agent.click(at('erase-sure'));
  expect(await screen.findByText('HubSpot vendite')).toBeDefined();
});

it('a correction sends what was changed and nothing else, and wants a reason', async () => {
  const { programs, agent } = await openRequest('rectification');
  const name = await screen.findByTestId('rectify-name');
  await agent.clear(name);
  await agent.type(name, 'Marta Bassi Conti');
  await agent.click(at('rectify'));
  expect(steps(programs)).toEqual([]);
  await agent.type(at('rectify-why'), 'errore sul contratto');
  await agent.click(at('rectify'));
  expect(steps(programs)).toEqual([
    {
      ...{ kind: 'rectify', customerId: marta.customer.id, why: 'errore sul contratto' },
      fields: { name: 'Marta Bassi Conti' },
    },
  ]);
});

it('an answer wants words, and closes the request', async () => {
  const { programs, agent } = await openRequest('objection');
  await agent.click(at('answer-request'));
  expect(steps(programs)).toEqual([]);
  await agent.click(screen.getByRole('radio', { name: 'Rifiutata' }));
  await agent.type(at('answer-words'), 'non è un cliente');
  await agent.click(at('answer-request'));
  expect(steps(programs)).toEqual([{ kind: 'answer', requestId, state: 'refused', decision: 'non è un cliente' }]);
});

it('more time is taken with the reason that the person is told', async () => {
  const { programs, agent } = await openRequest('access');
  await agent.click(at('prolong'));
  await agent.type(at('prolong-why'), 'archivio su carta');
  await agent.click(at('prolong-sure'));
  expect(steps(programs)).toEqual([{ kind: 'prolong', requestId, why: 'archivio su carta' }]);
});

it('a request that has come by letter is recorded for whoever was found', async () => {
  const { programs, agent } = await open(officerPrograms(emptyPrivacy()));
  await agent.click(at('new-request'));
  await agent.type(at('person-text'), 'carlo{Enter}');
  await agent.click(await screen.findByTestId('person'));
  await agent.click(at('take-request'));
  await waitFor(() =>
    expect(asked(programs, 'takePrivacyRequest')).toMatchObject([
      { customerId: carlo.customer.id, kind: 'access', channel: 'letter' },
    ]),
  );
});

it('a hold is lifted after it was said what may happen then', async () => {
  const { programs, agent } = await open(officerPrograms(), 'holds');
  await agent.click(screen.getAllByTestId('hold-lift')[0] as HTMLElement);
  await agent.click(at('hold-lift-sure'));
  expect(steps(programs)).toEqual([{ kind: 'liftHold', holdId: ulid('V', 1) }]);
});

it('a rule comes into force after the question, and the purge can be tried first', async () => {
  const { programs, agent } = await open(officerPrograms(), 'retention');
  expect(at('last-purge').textContent).toContain('Righe cancellate: 31');
  await agent.click(at('try-purge'));
  await agent.click(screen.getAllByTestId('change-rule')[0] as HTMLElement);
  await agent.clear(at('rule-number'));
  await agent.type(at('rule-number'), '18');
  await agent.click(screen.getByRole('radio', { name: 'In vigore' }));
  await agent.click(at('rule-decide'));
  expect(screen.getByText(/più di 18 mesi/)).toBeDefined();
  await agent.click(at('rule-sure'));
  expect(steps(programs)).toEqual([
    { kind: 'tryPurge' },
    { kind: 'setRule', code: 'contacts', keptFor: 'P18M', inForce: true },
  ]);
});

it('a breach says how many of the 72 hours are left, and is judged with the reason', async () => {
  const { programs, agent } = await open(officerPrograms(), 'breaches');
  expect(screen.getAllByTestId('breach').map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('restano 41 ore'),
    expect.stringContaining('termine scaduto da 3 ore'),
    expect.stringContaining('Chiusa'),
  ]);
  await agent.click(screen.getAllByTestId('breach')[0] as HTMLElement);
  await agent.click(screen.getByRole('radio', { name: 'Rischio elevato' }));
  await agent.click(at('judge-breach'));
  expect(steps(programs)).toEqual([]);
  await agent.type(at('breach-why'), 'dati di pagamento');
  await agent.click(at('judge-breach'));
  expect(steps(programs)).toEqual([
    { kind: 'judgeBreach', breachId: ulid('B', 1), risk: 'high', why: 'dati di pagamento' },
  ]);
});

it('the breach whose hours end first is said above everything that the officer does, until the authority is told', async () => {
  const overview = privacyOverview({
    breaches: [breachOf(1, 31), breachOf(2, 71.5), breachOf(3, 75, { risk: 'none', why: 'disco cifrato' })],
  });
  await open(officerPrograms(overview));
  expect((await screen.findByTestId('running-hours')).textContent).toContain('restano 30 minuti');
  expect(at('running-hours').textContent).toContain('2 violazioni aspettano');
});

it('what is said of the running hours leads to the breaches, and not to where one is', async () => {
  const { agent } = await open(officerPrograms(privacyOverview({ breaches: [breachOf(1, 31)] })));
  await agent.click(at('open-running'));
  expect(screen.getAllByTestId('breach')).toHaveLength(1);
  expect(screen.queryByTestId('open-running')).toBeNull();
});

it('nothing is said of hours where none run', async () => {
  const told = { risk: 'risk', why: 'recapiti', authorityToldAt: breachOf(1, 0).foundAt };
  await open(officerPrograms(privacyOverview({ breaches: [breachOf(1, 31, told)] })));
  expect(screen.queryByTestId('running-hours')).toBeNull();
});

it('the register of breaches is saved, and one of them by itself', async () => {
  const programs = officerPrograms();
  programs.answers.data.breachReportFile = () => new Uint8Array([37]);
  programs.answers.main.saveFile = () => 'saved';
  const { agent } = await open(programs, 'breaches');
  await agent.click(at('save-register'));
  await agent.click(must(screen.getAllByTestId('breach')[0], 'breach'));
  await agent.click(at('save-breach'));
  await waitFor(() => expect(asked(programs, 'saveFile')).toHaveLength(2));
  expect(asked(programs, 'breachReportFile')).toEqual([
    { id: null, language: 'it' },
    { id: ulid('B', 1), language: 'it' },
  ]);
  expect(asked(programs, 'saveFile')).toMatchObject([
    { name: expect.stringMatching(/^registro-delle-violazioni-.*\.pdf$/) },
    { name: expect.stringMatching(/^violazione-.*\.pdf$/) },
  ]);
});

it('that the authority was told is recorded once it was asked', async () => {
  const programs = officerPrograms(privacyOverview({ breaches: [breachOf(1, 5, { risk: 'risk', why: 'recapiti' })] }));
  const { agent } = await open(programs, 'breaches');
  await agent.click(at('breach'));
  await agent.click(at('told-authority'));
  expect(steps(programs)).toEqual([]);
  await agent.click(at('told-sure'));
  expect(steps(programs)).toEqual([{ kind: 'breachTold', breachId: ulid('B', 1), whom: 'authority' }]);
});

it('who is still to be told is shown with what of, also of somebody who is erased, and is marked once it was asked', async () => {
  const { programs, agent } = await open(officerPrograms(), 'tellings');
  const [first, second] = screen.getAllByTestId('to-tell').map(({ textContent }) => textContent);
  expect(first).toContain('HubSpot vendite');
  expect(first).toContain('Dati corretti · Nome, IBAN · nome sbagliato sul contratto');
  expect(second).toContain(`persona cancellata, codice ${marta.customer.id}`);
  expect(screen.getAllByTestId('told')).toHaveLength(1);
  await agent.click(must(screen.getAllByTestId('mark-told')[0], 'button'));
  expect(steps(programs)).toEqual([]);
  await agent.click(at('mark-told-sure'));
  expect(steps(programs)).toEqual([{ kind: 'told', tellingId: ulid('T', 1) }]);
});

it('who was told by another way is recorded with whose data and why', async () => {
  const { programs, agent } = await open(officerPrograms(), 'tellings');
  await agent.click(at('new-telling'));
  await agent.type(at('person-text'), 'carlo{Enter}');
  await agent.click(await screen.findByTestId('person'));
  await agent.type(at('telling-recipient'), 'Recupero Crediti Po');
  await agent.click(at('record-telling'));
  expect(steps(programs)).toEqual([]);
  await agent.type(at('telling-why'), 'per PEC');
  await agent.click(at('record-telling'));
  expect(steps(programs)).toEqual([
    {
      ...{ kind: 'recordTelling', customerId: carlo.customer.id, recipient: 'Recupero Crediti Po' },
      ...{ what: 'rectified', why: 'per PEC' },
    },
  ]);
});

it('each edition of a text says whether it is read out, and how many have consented to it', async () => {
  await open(officerPrograms(), 'consents');
  const editions = (await screen.findAllByTestId('edition')).map(({ textContent }) => textContent);
  expect(editions[0]).toContain('in arrivo');
  expect(editions[0]).toContain('nessun consenso');
  expect(editions[1]).toContain('in uso');
  expect(editions[1]).toContain('1.204 consensi dati, 1.150 validi oggi');
  expect(editions[2]).toContain('sostituito');
});

it('a new edition begins with the words of the last, wants other ones and a name of its own, and is asked for twice', async () => {
  const { programs, agent } = await open(officerPrograms(), 'consents');
  await agent.click(await screen.findByTestId('new-text'));
  await agent.type(at('text-edition'), '2026-2');
  expect(screen.getByText('Questa versione esiste già.')).toBeDefined();
  await agent.clear(at('text-edition'));
  await agent.type(at('text-edition'), '2027-1');
  await agent.click(at('add-text'));
  expect(screen.getByText('Il testo è uguale a quello di adesso.')).toBeDefined();
  await agent.clear(at('text-it'));
  await agent.type(at('text-it'), 'Possiamo scriverLe?');
  await agent.click(at('add-text'));
  expect(steps(programs)).toEqual([]);
  await agent.click(at('add-text-sure'));
  expect(steps(programs)).toMatchObject([
    { kind: 'addConsentText', text: { purpose: 'marketing', edition: '2027-1', text: { it: 'Possiamo scriverLe?' } } },
  ]);
});

it('an objection is recorded by itself, and where a request asks for it', async () => {
  const { programs, agent } = await open(officerPrograms(), 'consents');
  await screen.findAllByTestId('edition');
  expect(at('object').hasAttribute('disabled')).toBe(true);
  await agent.type(at('person-text'), 'carlo{Enter}');
  await agent.click(await screen.findByTestId('person'));
  await agent.click(at('object'));
  expect(steps(programs)).toMatchObject([
    { kind: 'object', customerId: carlo.customer.id, purpose: 'marketing', channel: 'letter' },
  ]);
  expect((await screen.findByTestId('objected')).textContent).toContain('Opposizione registrata');
});

it('a request that objects is done by recording what it is against', async () => {
  const { programs, agent } = await openRequest('objection');
  await agent.click(at('object'));
  expect(steps(programs)).toMatchObject([{ kind: 'object', customerId: marta.customer.id, purpose: 'marketing' }]);
});

it('the access log is read for a reason, in pages, and says who, what and whose', async () => {
  const { programs, agent } = await open(officerPrograms(), 'audit');
  await agent.click(at('audit-search'));
  expect(asked(programs, 'auditPage')).toEqual([]);
  expect(screen.getByText('Bastano poche parole: almeno 8 caratteri.')).toBeDefined();
  await agent.type(at('audit-reason'), 'Richiesta di accesso 14/2026');
  await agent.click(at('audit-search'));
  const rows = (await screen.findAllByTestId('audit-entry')).map(({ textContent }) => textContent);
  expect(rows[1]).toContain('Giulia Serra');
  expect(rows[1]).toContain('Scheda modificata');
  expect(rows[1]).toContain('campi: e-mail, telefoni');
  expect(rows[1]).toContain(`${marta.customer.name} · ${marta.customer.code}`);
  expect(rows[2]).toContain('e altri 2');
  expect(rows[3]).toContain('«Richiesta di accesso 14/2026»');
  expect(rows[3]).toContain(`di chi: ${marta.customer.name} · ${marta.customer.code}`);
  expect(rows[4]).toContain('passo: cancellazione · righe: 41');
  expect(rows[4]).toContain('non più presente');
  expect(rows[5]).toContain('Il servizio');
  // An older desk shows what a newer backend has written as it stands there.
  expect(rows[6]).toContain('inventedLater');
  programs.answers.data.auditPage = () => auditPage({ entries: [], more: false });
  await agent.click(at('audit-more'));
  await waitFor(() => expect(screen.queryByTestId('audit-more')).toBeNull());
  const [first, second] = asked(programs, 'auditPage') as Record<string, string>[];
  expect(first).not.toHaveProperty('before');
  expect(second).toMatchObject({ ...first, before: '393' });
  expect(screen.getAllByTestId('audit-entry')).toHaveLength(7);
});

it('about nobody’s data a month at most is read; about somebody’s as much as there is', async () => {
  const { programs, agent } = await open(officerPrograms(), 'audit');
  await agent.type(at('audit-reason'), 'Richiesta di accesso 14/2026');
  const year = must(within(at('audit-from')).getAllByRole('spinbutton')[2], 'year');
  await agent.click(year);
  await agent.keyboard('{ArrowDown}');
  expect(at('audit-too-long')).toBeDefined();
  expect(at('audit-search').hasAttribute('disabled')).toBe(true);
  await agent.type(at('person-text'), 'carlo{Enter}');
  await agent.click(await screen.findByTestId('person'));
  await agent.click(at('audit-search'));
  await screen.findAllByTestId('audit-entry');
  expect(asked(programs, 'auditPage')).toMatchObject([{ subject: carlo.customer.id }]);
});

it('the chain is verified: up to where it is unbroken, or where it breaks', async () => {
  const { programs, agent } = await open(officerPrograms(), 'audit');
  await agent.click(at('prove-audit'));
  expect((await screen.findByTestId('chain-whole')).textContent).toContain('Integra fino alla voce 399');
  programs.answers.data.proveAudit = () => ({ upTo: `120:${'3f'.repeat(32)}`, brokenAt: 121 });
  await agent.click(at('prove-audit'));
  expect((await screen.findByTestId('chain-broken')).textContent).toContain('interrotta alla voce 121');
});

it('what was read is saved as a table, for the same reason', async () => {
  const programs = officerPrograms();
  programs.answers.main.chooseFile = () => ticket;
  programs.answers.data.saveAudit = () => 'saved';
  const { agent } = await open(programs, 'audit');
  await agent.type(at('audit-reason'), 'Richiesta di accesso 14/2026');
  await agent.click(at('audit-search'));
  await agent.click(await screen.findByTestId('audit-save'));
  await waitFor(() => expect(asked(programs, 'saveAudit')).toHaveLength(1));
  const [read] = asked(programs, 'auditPage');
  expect(asked(programs, 'saveAudit')).toEqual([{ question: { ...(read as object), language: 'it' }, ticket }]);
  expect(asked(programs, 'chooseFile')).toMatchObject([
    { name: expect.stringMatching(/^registro-degli-accessi-.*\.csv$/) },
  ]);
});

it('the table of the audit log says how far it is, and can be stopped on its own page', async () => {
  const programs = officerPrograms();
  programs.answers.main.chooseFile = () => ticket;
  let end: (how: 'saved' | 'left') => void = () => {};
  programs.answers.data.saveAudit = () =>
    new Promise((resolve) => {
      end = resolve;
    });
  const { agent } = await open(programs, 'audit');
  await agent.type(at('audit-reason'), 'Richiesta di accesso 14/2026');
  await agent.click(at('audit-search'));
  await agent.click(await screen.findByTestId('audit-save'));
  programs.tellData({ kind: 'savingChanged', saving: savingOf(requestId, 12, 30) });
  expect(await screen.findByTestId('other-saving')).toBeDefined();
  expect(screen.queryByTestId('leave-audit')).toBeNull();
  programs.tellData({ kind: 'savingChanged', saving: { what: { kind: 'audit' }, reached: 12_000_000, bytes: null } });
  expect((await screen.findByTestId('saving-reached')).textContent).toBe('Salvati 12 MB');
  expect(screen.queryByTestId('other-saving')).toBeNull();
  await agent.click(at('leave-audit'));
  expect(asked(programs, 'leaveSaving')).toHaveLength(1);
  programs.tellData({ kind: 'savingChanged', saving: null });
  end('left');
  expect((await screen.findByTestId('audit-ended')).textContent).toContain('non è rimasto nulla');
  expect(at('audit-save').hasAttribute('disabled')).toBe(false);
});

it('the record of processing names the other CRMs, and is saved', async () => {
  const programs = officerPrograms();
  programs.answers.data.processingRecordFile = () => new Uint8Array([37]);
  programs.answers.main.saveFile = () => 'saved';
  const { agent } = await open(programs, 'record');
  expect((await screen.findByTestId('record-connector')).textContent).toContain('HubSpot vendite');
  await agent.click(at('save-record-pdf'));
  await waitFor(() =>
    expect(asked(programs, 'saveFile')).toMatchObject([{ name: 'registro-dei-trattamenti-2026-11-24.pdf' }]),
  );
});

it('anybody reports a breach from the settings; nothing is sent before it says what has happened', async () => {
  const programs = createDeskPrograms();
  const { agent } = await showDesk(programs);
  await agent.click(at('settings'));
  await agent.click(at('report-breach'));
  await agent.click(at('send-breach'));
  expect(asked(programs, 'reportBreach')).toEqual([]);
  await agent.type(at('breach-what'), 'Un portatile è stato rubato');
  await agent.click(screen.getByRole('checkbox', { name: 'i dati sono persi o non si raggiungono' }));
  await agent.click(at('send-breach'));
  await screen.findByTestId('breach-sent');
  expect(at('breach-hours').textContent).toContain('restano 7');
  expect(asked(programs, 'reportBreach')).toMatchObject([
    { facts: { what: 'Un portatile è stato rubato', nature: ['availability'], people: null } },
  ]);
});

it('a breach that cannot be sent stays written on the page', async () => {
  const programs = createDeskPrograms();
  programs.answers.data.reportBreach = () => {
    throw failure('backend.unreachable', 'network');
  };
  const { agent } = await showDesk(programs);
  await agent.click(at('settings'));
  await agent.click(at('report-breach'));
  await agent.type(at('breach-what'), 'Un portatile è stato rubato');
  await agent.click(screen.getByRole('checkbox', { name: /visto/ }));
  await agent.click(at('send-breach'));
  expect(await screen.findByText('Il servizio non risponde')).toBeDefined();
  expect((at('breach-what') as HTMLTextAreaElement).value).toBe('Un portatile è stato rubato');
});
it('the form of a breach has a way back at its top, by Esc only while nothing is written', async () => {
  const programs = createDeskPrograms();
  const { agent } = await showDesk(programs);
  const openForm = async () => {
    await agent.click(at('report-breach'));
    await screen.findByTestId('breach-page');
  };
  await agent.click(at('settings'));
  await openForm();
  await agent.keyboard('{Escape}');
  await openForm();
  await agent.type(at('breach-what'), 'Elenco spedito a chi non doveva averlo');
  await agent.click(document.body);
  await agent.keyboard('{Escape}');
  expect(at('breach-page')).toBeDefined();
  await agent.click(at('breach-back'));
  expect(screen.queryByTestId('breach-page')).toBeNull();
  expect(at('report-breach')).toBeDefined();
});
