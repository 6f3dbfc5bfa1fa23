// Accounts on an administrator's desk, and everybody's own password in the settings.
import { screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { accountPrograms } from '#test/support/deskAccounts';
import { ulid } from '#test/support/deskPeople';
import { asked, createDeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function open(programs = accountPrograms(), username?: string) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('accounts'));
  await screen.findByTestId('account-find');
  if (username !== undefined) {
    await desk.agent.type(at('account-find'), username);
    await desk.agent.click(at('account'));
  }
  return { programs, ...desk };
}

it.each(['agent', 'lead', 'quality', 'privacy'] as const)('the page is not there for %s', async (role) => {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  await showDesk(programs);
  expect(screen.queryByTestId('accounts')).toBeNull();
});

it('each says whether it can be used, and is found by name', async () => {
  const { agent } = await open();
  const states = screen.getAllByTestId('account').map((row) => row.querySelector('.tag')?.textContent);
  expect(states).toEqual(['Attivo', 'Attivo', 'Senza interno', 'Password da scegliere', 'Bloccato', 'Sospeso']);
  await agent.type(at('account-find'), 'rovère');
  expect(screen.getAllByTestId('account')).toHaveLength(1);
});

it('somebody new gets a password that is seen once', async () => {
  const { programs, agent } = await open();
  await agent.click(at('new-account'));
  await agent.click(at('create-account'));
  expect(asked(programs, 'addAccount')).toEqual([]);
  await agent.type(at('account-username'), 'nora.prova');
  await agent.type(at('account-name'), 'Nora Prova');
  await agent.type(at('account-given-name'), 'Nora');
  await agent.click(screen.getByRole('checkbox', { name: 'Accoglienza' }));
  await agent.click(at('create-account'));
  expect((await screen.findByTestId('made-password')).textContent).toContain('k7mp-3xqd-w9fa-ht2e');
  expect(asked(programs, 'addAccount')).toMatchObject([
    { username: 'nora.prova', name: 'Nora Prova', role: 'agent', queues: ['welcome'], phone: null },
  ]);
  await agent.click(screen.getAllByTestId('account')[0] as HTMLElement);
  expect(screen.queryByTestId('made-password')).toBeNull();
});

it('a name that somebody has is said, and what was typed stays', async () => {
  const programs = accountPrograms();
  programs.answers.data.addAccount = () => 'taken';
  const { agent } = await open(programs);
  await agent.click(at('new-account'));
  await agent.type(at('account-username'), 'luca');
  await agent.type(at('account-name'), 'Luca Due');
  await agent.type(at('account-given-name'), 'Luca');
  await agent.click(at('create-account'));
  await screen.findByText('Nome utente o interno già di un altro.');
  expect((at('account-name') as HTMLInputElement).value).toBe('Luca Due');
});

it('only what was changed is sent', async () => {
  const { programs, agent } = await open(accountPrograms(), 'luca');
  expect(at('save-account').hasAttribute('disabled')).toBe(true);
  await agent.click(screen.getByRole('checkbox', { name: 'Borea S.p.A.' }));
  await agent.click(at('save-account'));
  await screen.findByText('Salvato.');
  expect(asked(programs, 'changeAccount')).toEqual([{ id: ulid('A', 2), patch: { portfolios: ['borea'] } }]);
});

it('nobody is switched off, or given another password, before it was asked', async () => {
  const { programs, agent } = await open(accountPrograms(), 'luca');
  await agent.click(at('switch-off'));
  expect(asked(programs, 'changeAccount')).toEqual([]);
  await agent.click(at('off-sure'));
  await screen.findByTestId('switch-on');
  expect(asked(programs, 'changeAccount')).toEqual([{ id: ulid('A', 2), patch: { active: false } }]);
  await agent.click(at('reset-password'));
  expect(asked(programs, 'makePassword')).toEqual([]);
  await agent.click(at('reset-sure'));
  await waitFor(() => expect(asked(programs, 'makePassword')).toEqual([{ id: ulid('A', 2) }]));
});

it('a lock is taken off', async () => {
  const { programs, agent } = await open(accountPrograms(), 'pia');
  await agent.click(at('unlock-account'));
  await waitFor(() => expect(screen.queryByTestId('unlock-account')).toBeNull());
  expect(asked(programs, 'unlockAccount')).toEqual([{ id: ulid('A', 5) }]);
});

it('one’s own account is not switched off, and keeps its role', async () => {
  await open(accountPrograms(), 'giulia');
  expect(screen.queryByTestId('switch-off')).toBeNull();
  expect(screen.queryByTestId('account-role')).toBeNull();
  expect(at('account-detail').textContent).toContain('dal file dell’azienda');
});

it('one’s own password is changed when the new one is long enough and written twice', async () => {
  const programs = createDeskPrograms();
  programs.answers.data.changePassword = ({ old }) => (old === 'quella vecchia' ? 'changed' : 'wrong');
  const { agent } = await showDesk(programs);
  await agent.click(at('settings'));
  await agent.click(at('password-open'));
  await agent.type(at('password-old'), 'sbagliata');
  await agent.type(at('password-fresh'), 'corta');
  await agent.type(at('password-fresh-again'), 'corta{Enter}');
  await agent.click(at('password-change'));
  expect(asked(programs, 'changePassword')).toEqual([]);
  for (const field of ['password-fresh', 'password-fresh-again']) {
    await agent.clear(at(field));
    await agent.type(at(field), 'quattro gatti neri');
  }
  await agent.click(at('password-change'));
  await screen.findByText('La password attuale è un’altra.');
  await agent.clear(at('password-old'));
  await agent.type(at('password-old'), 'quella vecchia');
  await agent.click(at('password-change'));
  await screen.findByText(/Password cambiata/);
});
