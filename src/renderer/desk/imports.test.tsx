// Customers from a file on an administrator's desk: sent, read, checked, run, taken back.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { must } from '#shared/lib/must';
import { importPartBytes } from '#shared/protocol/imports';
import { adminPrograms, doneImport, importOf, readyImport, runningImport } from '#test/support/deskImports';
import { asked, createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function open(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('imports'));
  return { programs, ...desk };
}

async function openFirst(programs: DeskPrograms) {
  const desk = await open(programs);
  await desk.agent.click(must((await screen.findAllByTestId('open-import'))[0], 'a file'));
  return desk;
}

it('is there for an administrator alone', async () => {
  await showDesk(createDeskPrograms());
  expect(screen.queryByTestId('imports')).toBeNull();
});

it('where the list cannot be read it says so, and asks again', async () => {
  const programs = adminPrograms();
  const list = must(programs.answers.data.listImports, 'a list');
  programs.answers.data.listImports = () => {
    throw failure('backend.unreachable', 'network');
  };
  const { agent } = await open(programs);
  expect((await screen.findByTestId('unread')).textContent).toContain('Riprova');
  programs.answers.data.listImports = list;
  await agent.click(at('read-again'));
  expect(await screen.findByTestId('choose-import')).toBeDefined();
});

it('a file is sent in parts, in order, and is then to be read as its columns suggest', async () => {
  const programs = adminPrograms();
  programs.answers.data.beginImport = () => importOf({ kind: 'arriving' });
  programs.answers.data.sendImportPart = () => null;
  programs.answers.data.readImport = () => readyImport();
  await open(programs);
  const bytes = new Uint8Array(importPartBytes + 3).fill(65);
  await screen.findByTestId('choose-import');
  fireEvent.change(at('import-file'), { target: { files: [new File([bytes], 'clienti.csv')] } });
  await screen.findByTestId('import-page');
  expect(asked(programs, 'beginImport')).toEqual([{ name: 'clienti.csv', portfolioId: 'company' }]);
  expect(asked(programs, 'sendImportPart')).toMatchObject([{ number: 0 }, { number: 1, bytes: { length: 3 } }]);
  expect(at('column-Cognome').textContent).toContain('Cognome');
  expect(at('column-Note interne').textContent).toContain('Non letta');
});

it('is checked before it can be run; a change of what is read wants another check', async () => {
  const { programs, agent } = await openFirst(adminPrograms(readyImport()));
  expect(screen.queryByTestId('run-import')).toBeNull();
  await agent.click(at('check-import'));
  await screen.findByTestId('run-import');
  expect(at('count-created').textContent).toContain('1.204');
  expect(screen.getAllByTestId('import-refusal')[0]?.textContent).toContain('E-mail: non è un indirizzo e-mail');
  await agent.click(screen.getByRole('radio', { name: 'Si aggiornano' }));
  expect(screen.queryByTestId('run-import')).toBeNull();
  await agent.click(at('check-import'));
  await agent.click(await screen.findByTestId('run-import'));
  await waitFor(() => expect(at('import-page').dataset.state).toBe('running'));
  expect(asked(programs, 'runImport')).toMatchObject([
    { options: { present: 'update', mapping: { Cognome: 'familyName' } } },
  ]);
});

it('without a name, or with a code in two columns, it says so and cannot be checked', async () => {
  const programs = adminPrograms(importOf({ kind: 'ready' }, { guess: { 'E-mail': 'email' } }));
  await openFirst(programs);
  expect(screen.getByText('Manca la colonna del nome: senza, nessun cliente si riconosce.')).toBeDefined();
  expect(at('check-import').hasAttribute('disabled')).toBe(true);
});

it('one that runs is followed until it is done', async () => {
  const programs = adminPrograms(runningImport());
  programs.answers.data.followImport = () => doneImport();
  await openFirst(programs);
  expect(at('import-page').textContent).toContain('42%');
  await waitFor(() => expect(at('import-page').dataset.state).toBe('done'), { timeout: 5_000 });
});

it('refused rows are saved as a table called like the file', async () => {
  const programs = adminPrograms(doneImport());
  programs.answers.data.refusedRows = () => 'Riga;Perché';
  programs.answers.main.saveTable = () => 'saved';
  const { agent } = await openFirst(programs);
  await agent.click(at('save-refused'));
  await waitFor(() => expect(asked(programs, 'saveTable')).toEqual([{ of: 'clienti-marzo.csv', text: 'Riga;Perché' }]));
});

it('is taken back after a question, and says who stays', async () => {
  const programs = adminPrograms(doneImport());
  const { state } = doneImport();
  if (state.kind !== 'done') throw new Error('it is done');
  programs.answers.data.undoImport = () => importOf({ kind: 'undone', counts: state.counts, stayed: 2 });
  const { agent } = await openFirst(programs);
  await agent.click(at('undo-import'));
  expect(asked(programs, 'undoImport')).toEqual([]);
  await agent.click(at('undo-sure'));
  await screen.findByText(/2 clienti restano/);
});
