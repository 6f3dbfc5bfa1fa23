// What was set aside, at the agent's desk: reached from its notice, decided by keys.
import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { SetAside } from '#shared/contract/setAside';
import { correction, report } from '#test/support/deskAsides';
import { secondsAgo } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { showDesk } from '../../../test/support/deskUnderTest.tsx';

const byId = (id: string) => screen.getByTestId(id);
/** With these set aside; what is settled, put away or opened again is there no more. */
function withAsides(...asides: SetAside[]): DeskPrograms {
  const programs = createDeskPrograms();
  const { data } = programs.state;
  data.sync.outbox = { waiting: 0, setAside: asides.length };
  programs.answers.data.setAside = () => [...asides];
  programs.answers.data.history = () => ({
    changes: [
      { id: 2, field: 'email', was: '', becomes: '', at: secondsAgo(1), by: 'Giulia Serra', cause: 'notTaken' },
      { id: 1, field: 'email', was: '', becomes: '', at: secondsAgo(300), by: 'Luca Moro', cause: 'edit' },
    ],
    more: false,
  });
  const less = () => {
    asides.shift();
    data.sync = { ...data.sync, outbox: { waiting: 0, setAside: asides.length } };
    programs.tellData({ kind: 'syncChanged', sync: data.sync });
    return null;
  };
  programs.answers.data.settle = less;
  programs.answers.data.discard = less;
  programs.answers.data.reopen = less;
  return programs;
}
const wished = (programs: DeskPrograms, method: string) =>
  programs.wishes.filter((wish) => wish.method === method).map(({ params }) => params);

async function review(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.click(byId('review'));
  await desk.settled();
  return desk;
}

describe('what was set aside', () => {
  it('shows both values, and who wrote the other and when', async () => {
    await review(withAsides(correction));
    expect(within(byId('conflict-mine')).getByText('mia@esempio.it')).toBeTruthy();
    expect(within(byId('conflict-theirs')).getByText('loro@esempio.it')).toBeTruthy();
    expect(byId('conflict-theirs').textContent).toContain('Luca Moro');
    expect(screen.queryByTestId('review')).toBeNull();
  });

  it.each([
    ['1', { kind: 'mine' }],
    ['2', { kind: 'theirs' }],
  ])('is decided with %s', async (key, take) => {
    const programs = withAsides(correction, report);
    const { agent, settled } = await review(programs);
    await agent.keyboard(key);
    await settled();
    expect(wished(programs, 'settle')).toEqual([{ id: correction.id, field: 'email', version: 4, take }]);
    expect(byId('conflict').dataset.kind).toBe('report');
  });

  it('takes another value with 3, once it can be one', async () => {
    const programs = withAsides(correction);
    const { agent, settled } = await review(programs);
    await agent.keyboard('3');
    await agent.clear(byId('conflict-other-input'));
    await agent.type(byId('conflict-other-input'), 'terza{Enter}');
    expect(wished(programs, 'settle')).toEqual([]);
    await agent.type(byId('conflict-other-input'), '@esempio.it{Enter}');
    await settled();
    const take = { kind: 'other', details: { email: 'terza@esempio.it' } };
    expect(wished(programs, 'settle')).toEqual([{ id: correction.id, field: 'email', version: 4, take }]);
    expect(byId('conflicts-page').dataset.count).toBe('0');
  });

  it('opens a refused conversation’s wrap-up again', async () => {
    const programs = withAsides(report);
    const { agent, settled } = await review(programs);
    expect(screen.getByText('Linea assente.')).toBeTruthy();
    await agent.keyboard('1');
    await settled();
    expect(wished(programs, 'reopen')).toEqual([{ id: report.id }]);
    expect(screen.queryByTestId('conflicts-page')).toBeNull();
  });

  it('is a place of its own, with a key and a count, as long as there is something', async () => {
    const programs = withAsides(report);
    const { agent, settled } = await showDesk(programs);
    expect(byId('conflicts').dataset.count).toBe('1');
    await agent.keyboard('{Alt>}7{/Alt}');
    await settled();
    expect(byId('conflicts-page')).toBeTruthy();
    await agent.keyboard('{Alt>}7{/Alt}');
    expect(screen.queryByTestId('conflicts-page')).toBeNull();
  });

  it('lets the text be copied before it is put away', async () => {
    const { agent } = await review(withAsides(report));
    await agent.keyboard('c');
    expect(await navigator.clipboard.readText()).toBe('Linea assente.');
    expect(byId('copy-text').textContent).toContain('Copiato');
  });

  it('puts nothing away before a question', async () => {
    const programs = withAsides(report);
    const { agent, settled } = await review(programs);
    await agent.keyboard('2');
    expect(wished(programs, 'discard')).toEqual([]);
    await agent.click(byId('discard-sure'));
    await settled();
    expect(wished(programs, 'discard')).toEqual([{ id: report.id }]);
  });
});

describe('signing out', () => {
  it('asks while something waits, and not otherwise', async () => {
    const programs = createDeskPrograms();
    programs.state.data.sync.outbox = { waiting: 2, setAside: 0 };
    const { agent } = await showDesk(programs);
    await agent.click(byId('settings'));
    await agent.click(byId('sign-out'));
    expect(wished(programs, 'signOut')).toEqual([]);
    await agent.click(byId('sign-out-sure'));
    expect(wished(programs, 'signOut')).toHaveLength(1);
  });
});

vi.setConfig({ testTimeout: 20_000 });
