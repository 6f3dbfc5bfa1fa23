// Taking back what was done last: said for a while, undone with one key where nobody types, and by its name.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { must } from '#shared/lib/must';
import { caller, callFor, carlo, interactionOf, noteOf, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, hitsFor, quietData, readyPhone } from '#test/support/deskPrograms';
import { boards } from '../../../test/support/deskBoards.ts';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const { id, phones, version } = carlo.customer;
const drafts = (programs: ReturnType<typeof createDeskPrograms>) =>
  asked(programs, 'saveDraft').map((params) => (params as { draft: object }).draft);

async function speaking(draft: object = {}) {
  const match = { kind: 'notFound' } as const;
  const open = interactionOf({ stage: 'live', caller: caller('+390000000777'), match, draft });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  const desk = await showDesk(programs);
  await desk.settled();
  return { programs, open, ...desk };
}

const takeBack = 'undo';

describe('taken back', () => {
  it('is a number that was attached', async () => {
    const { agent, programs, settled } = await speaking({ customerId: id, identification: 'strong' });
    await agent.keyboard('{Alt>}d{/Alt}a');
    await settled();
    expect(at(takeBack).closest('section')?.textContent).toContain('Carlo Bassi, modificato: Telefoni');
    await agent.click(at(takeBack));
    await waitFor(() => expect(asked(programs, 'editCustomer')).toHaveLength(2));
    expect(asked(programs, 'editCustomer')[1]).toEqual({ id, base: version, details: { phones } });
    expect(screen.queryByTestId(takeBack)).toBeNull();
  });

  it('is not what somebody has changed since', async () => {
    const { agent, programs, settled } = await speaking({ customerId: id, identification: 'strong' });
    await agent.keyboard('{Alt>}d{/Alt}a');
    await settled();
    const theirs = { ...carlo, customer: { ...carlo.customer, phones: [], version: version + 1 } };
    programs.answers.data.getCustomer = () => theirs;
    programs.tellData({ kind: 'customersChanged', ids: [id] });
    await settled();
    await agent.click(at(takeBack));
    await screen.findByText('Nel frattempo è cambiato ancora: resta com’è.');
    expect(asked(programs, 'editCustomer')).toHaveLength(1);
  });

  it('is the customer who was chosen, with the level that had been reached', async () => {
    const { agent, programs } = await speaking({ customerId: null, identification: 'basic' });
    await agent.click(must(screen.getAllByTestId('caller-search')[0], 'the search'));
    await agent.keyboard('bassi');
    await agent.click(must((await screen.findAllByTestId('search-hit'))[1], 'another Bassi'));
    await screen.findByText(`Cliente scelto: ${hitsFor('bassi')[1]?.customer.name}`);
    (document.activeElement as HTMLElement).blur();
    await agent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(drafts(programs).at(-1)).toMatchObject({ customerId: null, identification: 'basic' }));
  });

  it('is a callback that was promised, but not with the key while a text is written', async () => {
    const { agent, programs } = await speaking();
    await agent.keyboard('{Alt>}6{/Alt}');
    await agent.click(screen.getByText('Domani mattina'));
    await agent.click(at('callback-promise'));
    await screen.findByText('Richiamata promessa');
    await agent.click(at('note'));
    await agent.keyboard('{Control>}z{/Control}');
    expect(screen.getByTestId(takeBack)).toBeDefined();
    await agent.click(at(takeBack));
    await waitFor(() => expect(drafts(programs).at(-1)).toMatchObject({ callback: null }));
  });

  it('is a note that was deleted: it is written again', async () => {
    const mine = noteOf(carlo);
    const card = { ...carlo, lastNotes: [mine], notes: 1 };
    const programs = createDeskPrograms();
    programs.answers.data.getCustomer = () => card;
    const without = { ...carlo, lastNotes: [], notes: 0 };
    programs.answers.data.writeNote = ({ text }) => (text === null ? without : card);
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}carlo{Enter}');
    await agent.click(await screen.findByTestId('delete-note'));
    await agent.click(at('delete-note-sure'));
    await screen.findByText('Annotazione eliminata: Carlo Bassi');
    await agent.keyboard('{Control>}z{/Control}');
    await waitFor(() =>
      expect(asked(programs, 'writeNote').at(-1)).toMatchObject({ customerId: id, id: null, text: mine.text }),
    );
  });

  it('is a line of the list that was taken on', async () => {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: boards() } });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}l{/Alt}');
    const row = must(screen.getAllByTestId('promised-call')[0], 'a row');
    await agent.click(within(row).getByTestId('take'));
    await screen.findByText('Richiamata presa in carico');
    await agent.click(at(takeBack));
    await waitFor(() => expect(asked(programs, 'releaseToCall')).toEqual(asked(programs, 'takeToCall')));
  });
});

describe('what can be taken back', () => {
  it('is found by its name among the commands', async () => {
    const { agent, programs } = await speaking({ customerId: id, identification: 'strong' });
    await agent.keyboard('{F1}annulla{Enter}');
    expect(screen.queryByTestId('palette')).not.toBeNull();
    await agent.keyboard('{Escape}{Alt>}d{/Alt}a');
    await screen.findByTestId(takeBack);
    await agent.keyboard('{F1}annulla{Enter}');
    await waitFor(() => expect(asked(programs, 'editCustomer')).toHaveLength(2));
  });

  it('goes with its conversation', async () => {
    const { agent, programs, open, settled } = await speaking();
    await agent.keyboard('{Alt>}6{/Alt}');
    await agent.click(screen.getByText('Domani mattina'));
    await agent.click(at('callback-promise'));
    await screen.findByTestId(takeBack);
    programs.state.phone.calls = [];
    programs.publish();
    programs.tellData({ kind: 'interactionGone', interactionId: open.interaction.id });
    await settled();
    expect(screen.queryByTestId(takeBack)).toBeNull();
  });
});

vi.setConfig({ testTimeout: 20_000 });
