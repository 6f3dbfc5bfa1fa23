// Customers who may be one and the same, at the desk: hinted at, compared by keyboard, merged by who may, reported by everybody else.
import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { away, basi, merged, openPairs, pairOfCarlo, programsWithDuplicates } from '#test/support/deskDuplicates';
import { carlo } from '#test/support/deskPeople';
import type { DeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const wished = (programs: DeskPrograms, method: string) =>
  programs.wishes.filter((wish) => wish.method === method).map(({ params }) => params);
const { customer } = carlo;
const pair = { one: customer.id, other: basi.id };

/** Carlo's card is open. */
async function onCard(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.type(at('search-input'), 'carlo');
  await screen.findAllByRole('option');
  await desk.agent.keyboard('{Enter}');
  await screen.findByTestId('customer-card');
  await desk.settled();
  return { programs, ...desk };
}
async function comparing(programs: DeskPrograms) {
  const desk = await onCard(programs);
  await desk.agent.keyboard('{Alt>}8{/Alt}');
  await screen.findByTestId('comparison');
  return desk;
}

describe('on the card', () => {
  it('it is said who it may be, and why, by what this PC knows while the backend is away', async () => {
    await onCard(away(programsWithDuplicates('agent')));
    const said = at('duplicates-hint').textContent;
    for (const text of ['Forse è la stessa persona', basi.name, basi.code, 'stesso IBAN, stesso numero'])
      expect(said).toContain(text);
  });

  it('nothing is there where nobody is like them, and what the backend knows counts', async () => {
    const programs = programsWithDuplicates('agent');
    programs.answers.data.duplicates = () => ({ pairs: [], merges: [] });
    await onCard(programs);
    expect(screen.queryByTestId('duplicates-hint')).toBeNull();
  });

  it('a merge is undone after a question by who may, and what stays is said', async () => {
    const programs = programsWithDuplicates('lead', { merges: [merged] });
    const stayed = { contacts: 2, cases: 0, fields: ['email' as const] };
    programs.answers.data.undoMerge = () => ({ kind: 'undone', unmerged: { kept: customer, back: basi, stayed } });
    const { agent } = await onCard(programs);
    expect(at('merged').textContent).toContain('Sara Conti');
    await agent.click(at('undo-merge'));
    expect(wished(programs, 'undoMerge')).toEqual([]);
    await agent.click(at('undo-sure'));
    expect(wished(programs, 'undoMerge')).toEqual([{ id: merged.id }]);
    const said = (await screen.findByTestId('undone')).textContent;
    for (const text of [basi.name, '2 contatti', 'E-mail']) expect(said).toContain(text);
  });

  it('who may not merge sees that it was done, and cannot undo it', async () => {
    await onCard(programsWithDuplicates('agent', { merges: [merged] }));
    expect(at('merged').textContent).toContain(basi.code);
    expect(screen.queryByTestId('undo-merge')).toBeNull();
  });
});

describe('side by side', () => {
  it('the newer value is chosen, but for where it has none; the arrows choose otherwise, and keys merge', async () => {
    const programs = programsWithDuplicates('lead');
    const { agent, settled } = await comparing(programs);
    expect(at('field-name').dataset.chosen).toBe('other');
    expect(at('field-preference').dataset.chosen).toBe('one');
    at('field-email').querySelector<HTMLInputElement>('input:checked')?.focus();
    await agent.keyboard('{ArrowLeft}');
    expect(at('field-email').dataset.chosen).toBe('one');
    await agent.keyboard('1');
    expect(wished(programs, 'mergeCustomers')).toEqual([]);
    expect(document.activeElement).toBe(await screen.findByTestId('merge-sure'));
    await agent.keyboard('{Enter}');
    await settled();
    expect(wished(programs, 'mergeCustomers')).toEqual([
      { keep: customer.id, keepVersion: customer.version, gone: basi.id, goneVersion: basi.version, take: ['name'] },
    ]);
    expect(at('outcome').textContent).toContain(customer.code);
  });

  it('3 keeps the other one, with the values that were chosen', async () => {
    const programs = programsWithDuplicates('lead');
    const { agent, settled } = await comparing(programs);
    await agent.keyboard('3');
    expect(at('comparison').dataset.keep).toBe(basi.code);
    await agent.keyboard('1');
    await screen.findByTestId('merge-sure');
    await agent.keyboard('{Enter}');
    await settled();
    expect(wished(programs, 'mergeCustomers')).toMatchObject([
      { keep: basi.id, gone: customer.id, take: ['preference'] },
    ]);
  });

  it('2 says that they are not the same', async () => {
    const programs = programsWithDuplicates('lead');
    const { agent, settled } = await comparing(programs);
    await agent.keyboard('2');
    await settled();
    expect(wished(programs, 'partPair')).toEqual([pair]);
  });

  it('who may not merge compares, and reports', async () => {
    const programs = programsWithDuplicates('agent');
    const { agent, settled } = await comparing(programs);
    expect(screen.queryByTestId('merge')).toBeNull();
    expect(at('comparison').querySelector('input')).toBeNull();
    await agent.keyboard('1');
    await settled();
    expect(wished(programs, 'reportDuplicate')).toEqual([pair]);
    expect(at('outcome').textContent).toContain('Segnalata');
  });

  it('while the backend is away it says so, and no key does anything', async () => {
    const programs = away(programsWithDuplicates('lead'));
    const { agent } = await comparing(programs);
    expect(screen.getByText(/Per unire serve il servizio/)).toBeTruthy();
    await agent.keyboard('12');
    expect(screen.queryByTestId('merge-sure')).toBeNull();
    expect(wished(programs, 'partPair')).toEqual([]);
  });

  it.each([
    [{ kind: 'cannot', why: 'onHold' } as const, /va conservata com’è/],
    [{ kind: 'changed', current: basi } as const, /una delle due è cambiata/],
  ])('what stands in the way is said', async (answer, words) => {
    const programs = programsWithDuplicates('lead');
    programs.answers.data.mergeCustomers = () => answer;
    const { agent, settled } = await comparing(programs);
    await agent.keyboard('1');
    await screen.findByTestId('merge-sure');
    await agent.keyboard('{Enter}');
    await settled();
    expect(screen.getByText(words)).toBeTruthy();
  });

  it('Esc leads back to the card', async () => {
    const { agent } = await comparing(programsWithDuplicates('lead'));
    await agent.keyboard('{Escape}');
    expect(at('customer-card').dataset.code).toBe(customer.code);
  });
});

describe('the list', () => {
  it('is there for who may merge alone', async () => {
    await showDesk(programsWithDuplicates('agent', { pairs: [pairOfCarlo] }));
    expect(screen.queryByTestId('duplicates')).toBeNull();
  });

  it('is opened by key, tells who has reported, and is asked for anew after each pair', async () => {
    const programs = programsWithDuplicates('lead');
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Alt>}x{/Alt}');
    const [first] = await screen.findAllByTestId('pair');
    expect(first?.textContent).toContain('segnalata da Giulia Serra');
    await agent.click(screen.getAllByTestId('open-pair')[0] as HTMLElement);
    await agent.keyboard('2');
    await settled();
    expect(wished(programs, 'partPair')).toEqual([pair]);
    expect(wished(programs, 'openPairs')).toHaveLength(2);
  });

  it('goes on behind its first page, says how many there are, and is asked for as far as it was read', async () => {
    const programs = programsWithDuplicates('lead');
    const [first, second] = openPairs.pairs;
    if (first === undefined || second === undefined) throw new Error('no pairs');
    programs.answers.data.openPairs = ({ after }: { after: string | null }) =>
      after === null ? { pairs: [first], total: 2, next: 'further' } : { pairs: [second], total: 2, next: null };
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Alt>}x{/Alt}');
    expect(await screen.findAllByTestId('pair')).toHaveLength(1);
    expect(at('duplicates-page').textContent).toContain('2 coppie da guardare');
    expect(at('duplicates-page').textContent).toContain('1 di 2');
    await agent.click(at('more-pairs'));
    await settled();
    expect(screen.getAllByTestId('pair')).toHaveLength(2);
    expect(screen.queryByTestId('more-pairs')).toBeNull();
    await agent.click(screen.getAllByTestId('open-pair')[1] as HTMLElement);
    await agent.keyboard('2');
    await settled();
    expect(screen.getAllByTestId('pair')).toHaveLength(2);
    expect(wished(programs, 'openPairs')).toEqual([null, 'further', null, 'further'].map((after) => ({ after })));
  });
});

vi.setConfig({ testTimeout: 20_000 });
