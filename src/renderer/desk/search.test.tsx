// Finding a customer: results as one types, the letters that were typed marked, all of it from the keyboard.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createDeskPrograms, hitsFor } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const markedIn = (hit: HTMLElement) => [...hit.querySelectorAll('mark')].map((mark) => mark.textContent);

describe('the search', () => {
  it('answers from the first letter on, and again with each', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}ca');
    await screen.findAllByTestId('search-hit');
    const asked = programs.wishes.filter(({ method }) => method === 'search').map(({ params }) => params);
    expect(asked).toMatchObject([{ text: 'c' }, { text: 'ca' }]);
  });

  it('marks in the name what was typed', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}bas carlo');
    const hit = await screen.findByTestId('search-hit');
    expect(hit.textContent).toContain('Carlo Bassi');
    await waitFor(() => expect(markedIn(hit)).toEqual(['Carlo', 'Bas']));
  });

  it('says in which field it was, and marks it there', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}0106');
    const hit = await screen.findByTestId('search-hit');
    await waitFor(() => expect(markedIn(hit)).toEqual(['0106']));
    expect(hit.textContent).toContain('numero: +39 000 000 0106');
  });

  it('opens with Enter whom the words as they stand find, also when the answer comes after the key', async () => {
    const programs = createDeskPrograms();
    let answer = () => {};
    programs.answers.data.search = ({ text }) =>
      text === 'b'
        ? hitsFor('b')
        : new Promise((resolve) => {
            answer = () => resolve(hitsFor('marta'));
          });
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}b');
    await waitFor(() => expect(screen.getAllByTestId('search-hit')[0]?.textContent).toContain('Carlo'));
    await agent.keyboard('assi marta{Enter}');
    await settled();
    expect(screen.queryByTestId('customer-card')).toBeNull();
    answer();
    await waitFor(() => expect(at('customer-card').dataset.code).toBe('AU-18220'));
  });

  it('says, while customers are still being loaded, that somebody may yet be among them', async () => {
    const programs = createDeskPrograms();
    const { sync } = programs.state.data;
    sync.load = { kind: 'loading', done: 412_000, total: 1_000_000, perSecond: 9_400, secondsLeft: 63 };
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}verdi');
    await screen.findByText('Nessun cliente con «verdi» tra i 412.000 già caricati: gli altri stanno arrivando.');
  });

  it('opens the chosen one with the arrows and Enter', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{Control>}k{/Control}bassi');
    await waitFor(() => expect(screen.getAllByTestId('search-hit')).toHaveLength(3));
    await agent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(at('customer-card').dataset.code).toBe('AU-18220'));
  });
});
