// What a field of a customer was before, at the agent's desk: reached by a key, read line by line, with the service there or away.
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { FailureError } from '#shared/contract/failure';
import type { FieldChange } from '#shared/protocol/history';
import { carlo, secondsAgo } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { showDesk } from '../../../test/support/deskUnderTest.tsx';

const changed = (id: number, field: string, was: unknown, becomes: unknown): FieldChange => ({
  ...{ id, field, was, becomes, by: 'Luca Moro', cause: 'edit', at: secondsAgo(86_400 * (100 - id)) },
});
const all = [
  changed(3, 'email', 'vecchia@esempio.it', 'c.bassi@esempio.it'),
  changed(2, 'iban', 'IT00X0000000000000000003301', 'IT00X0000000000000000004417'),
  changed(1, 'taxCode', 'BSSCRL79S23G388A', 'BSSCRL79S23G388B'),
];

function withHistory(pages: readonly (readonly FieldChange[])[]): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.history = ({ before }) => {
    const nth = before === null ? 0 : pages.findIndex((page) => page.at(-1)?.id === before) + 1;
    return { changes: [...(pages[nth] ?? [])], more: nth < pages.length - 1 };
  };
  return programs;
}

async function openCarlo(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.type(screen.getByTestId('search-input'), 'carlo');
  await desk.agent.keyboard('{Enter}');
  await desk.settled();
  return desk;
}
const asked = (programs: DeskPrograms) =>
  programs.wishes.filter(({ method }) => method === 'history').map(({ params }) => params);
const lines = () => screen.getAllByTestId('change').map((line) => line.textContent);

it('opens with a key from the field where the agent is, and asks about that field alone', async () => {
  const programs = withHistory([all.slice(0, 1)]);
  const { agent, settled } = await openCarlo(programs);
  screen.getByTestId('edit-email').focus();
  await agent.keyboard('{Alt>}q{/Alt}');
  await settled();
  expect(asked(programs)).toEqual([{ id: carlo.customer.id, field: 'email', before: null }]);
  expect(screen.getByRole('dialog').getAttribute('aria-label')).toBe('Storico: E-mail');
  expect(lines()).toEqual([expect.stringContaining('era vecchia@esempio.it')]);
  expect(lines()[0]).toContain('è diventato c.bassi@esempio.it');
  expect(lines()[0]).toContain('Luca Moro');
  expect(lines()[0]).toContain('correzione');
});

it('gives the focus back to the field when it closes', async () => {
  const { agent, settled } = await openCarlo(withHistory([all]));
  screen.getByTestId('edit-email').focus();
  await agent.keyboard('{Alt>}q{/Alt}');
  await settled();
  await agent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId('edit-email'));
});

it('tells of all fields where the agent is in none, and of none more than the card shows', async () => {
  const programs = withHistory([all]);
  const { agent, settled } = await openCarlo(programs);
  (document.activeElement as HTMLElement).blur();
  await agent.keyboard('{Alt>}q{/Alt}');
  await settled();
  expect(asked(programs)).toEqual([{ id: carlo.customer.id, field: null, before: null }]);
  const [, iban, taxCode] = lines();
  expect(iban).toContain('•••• 3301');
  expect(iban).toContain('•••• 4417');
  expect(iban).not.toContain('IT00');
  expect(taxCode).toContain('Codice fiscale');
  expect(taxCode).not.toMatch(/BSS|388/);
});

it('goes on with older changes', async () => {
  const programs = withHistory([all.slice(0, 2), all.slice(2)]);
  const { agent, settled } = await openCarlo(programs);
  await agent.click(screen.getByTestId('history-email'));
  await settled();
  await agent.click(screen.getByTestId('older-changes'));
  await settled();
  expect(lines()).toHaveLength(3);
  expect(screen.queryByTestId('older-changes')).toBeNull();
});

it('says while the service is away what it can, and the rest once it is there', async () => {
  const programs = withHistory([all.slice(0, 1)]);
  const { history } = programs.answers.data;
  programs.answers.data.history = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  programs.answers.data.unsentChanges = () => [
    { field: 'email', was: 'c.bassi@esempio.it', becomes: 'nuova@esempio.it', at: secondsAgo(60) },
  ];
  programs.state.data.sync = { ...programs.state.data.sync, link: { kind: 'offline', sinceAt: secondsAgo(600) } };
  const { agent, settled } = await openCarlo(programs);
  await agent.click(screen.getByTestId('history-email'));
  await settled();
  const sheet = within(screen.getByRole('dialog'));
  expect(sheet.getByText('Il servizio non risponde')).toBeTruthy();
  expect(lines()).toEqual([expect.stringContaining('nuova@esempio.it')]);
  expect(lines()[0]).toContain('da inviare');
  programs.answers.data.history = history as NonNullable<typeof history>;
  programs.tellData({ kind: 'syncChanged', sync: { ...programs.state.data.sync, link: { kind: 'online' } } });
  await settled();
  await settled();
  expect(sheet.queryByText('Il servizio non risponde')).toBeNull();
  expect(lines()).toHaveLength(2);
});
