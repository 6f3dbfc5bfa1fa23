// The customer's card at the agent's desk: notes, the timeline with everything that hangs on a customer, and nothing where there is nothing.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FailureError } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { ShownItem } from '#shared/contract/timeline';
import { newestFirst, placeOf } from '#shared/protocol/timeline';
import { carlo, elisa, noteOf, secondsAgo, ulid } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { showDesk } from '../../../test/support/deskUnderTest.tsx';

const day = 86_400;
const byId = (id: string) => screen.getByTestId(id);

/** The card as the data process has it; what is written changes it. */
function withCard(card: CustomerCard): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.getCustomer = () => card;
  return programs;
}
async function open(programs: DeskPrograms) {
  const desk = await showDesk(programs);
  await desk.agent.type(byId('search-input'), 'carlo');
  await desk.agent.keyboard('{Enter}');
  await desk.settled();
  return desk;
}
const wished = (programs: DeskPrograms, method: string) =>
  programs.wishes.filter((wish) => wish.method === method).map(({ params }) => params);
const mine = noteOf(carlo);
const noted = (...notes: CustomerCard['lastNotes']): CustomerCard => ({
  ...carlo,
  lastNotes: notes,
  notes: notes.length,
});

describe('notes', () => {
  it('are written with a key, kept with Enter, and stand on the card as not sent yet', async () => {
    const programs = withCard(carlo);
    const { agent, settled } = await open(programs);
    expect(screen.queryByTestId('notes')).toBeNull();
    await agent.keyboard('{Alt>}w{/Alt}');
    await agent.type(byId('note-input'), 'Prima riga{Shift>}{Enter}{/Shift}seconda{Enter}');
    await settled();
    const customerId = carlo.customer.id;
    expect(wished(programs, 'writeNote')).toEqual([{ customerId, id: null, seen: null, text: 'Prima riga\nseconda' }]);
    expect(byId('note').textContent).toContain('seconda');
    expect(byId('note').textContent).toContain('da inviare');
    expect(screen.queryByTestId('note-input')).toBeNull();
  });

  it('give the focus back to where the agent was, and a note that was changed or spared to what can be done with it', async () => {
    const programs = withCard(noted(mine));
    const { agent, settled } = await open(programs);
    byId('edit-email').focus();
    await agent.keyboard('{Alt>}w{/Alt}prova{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(byId('edit-email')));
    await agent.click(byId('edit-note'));
    await agent.keyboard(' La sera.{Enter}');
    await settled();
    await waitFor(() => expect(document.activeElement).toBe(byId('edit-note')));
    await agent.click(byId('delete-note'));
    await agent.click(screen.getByText('Annulla'));
    await waitFor(() => expect(document.activeElement).toBe(byId('edit-note')));
  });

  it('are kept when the agent goes on elsewhere, and not with Esc', async () => {
    const programs = withCard(carlo);
    const { agent, settled } = await open(programs);
    await agent.keyboard('{Alt>}w{/Alt}');
    await agent.type(byId('note-input'), 'per sbaglio{Escape}');
    await agent.keyboard('{Alt>}w{/Alt}');
    await agent.type(byId('note-input'), 'a metà');
    await agent.keyboard('{Control>}k{/Control}');
    await settled();
    expect(wished(programs, 'writeNote')).toMatchObject([{ text: 'a metà' }]);
  });

  it('are changed and taken away by their author on the same day', async () => {
    const programs = withCard(noted(mine));
    const { agent, settled } = await open(programs);
    await agent.click(byId('edit-note'));
    await agent.clear(byId('note-input'));
    await agent.type(byId('note-input'), 'La sera.{Enter}');
    await settled();
    await agent.click(byId('delete-note'));
    await agent.click(byId('delete-note-sure'));
    await settled();
    const common = { customerId: carlo.customer.id, id: mine.id };
    expect(wished(programs, 'writeNote')).toEqual([
      { ...common, seen: mine.text, text: 'La sera.' },
      { ...common, seen: 'La sera.', text: null },
    ]);
  });

  it.each([
    ['somebody else’s', noteOf(carlo, { agentId: ulid('A', 2) as never })],
    ['yesterday’s', noteOf(carlo, { at: secondsAgo(day) })],
  ])('are only read where they are %s', async (_whose, note) => {
    await open(withCard(noted(note)));
    expect(byId('note').textContent).toContain(note.text);
    expect(screen.queryByTestId('edit-note')).toBeNull();
    expect(screen.queryByTestId('delete-note')).toBeNull();
  });
});

const contact = (n: number): ShownItem => ({
  kind: 'contact',
  row: {
    ...(carlo.lastContacts[0] as CustomerCard['lastContacts'][number]),
    id: ulid('D', n) as never,
    at: secondsAgo(n * day),
    note: `n. ${n}`,
  },
});

/** Pages of two from the PC, pages of two from the backend. */
function withTimeline(here: readonly ShownItem[], there: readonly ShownItem[]): DeskPrograms {
  const programs = withCard(carlo);
  const page =
    (all: readonly ShownItem[]) =>
    ({ kinds, before }: { kinds: readonly string[]; before: { at: string; id: string } | null }) => {
      const older = all
        .filter(({ kind }) => kinds.includes(kind))
        .filter((item) => before === null || newestFirst(before, placeOf(item)) < 0);
      return { items: older.slice(0, 2), more: older.length > 2 };
    };
  programs.answers.data.timeline = page(here);
  programs.answers.data.timelineThere = page(there) as never;
  return programs;
}
const shown = () =>
  within(byId('timeline'))
    .queryAllByTestId('contact')
    .map((item) => /n\. \d+/.exec(item.textContent ?? '')?.[0]);

describe('the timeline', () => {
  it('opens with a key, page by page from this PC, then from the backend, each once', async () => {
    const here = [1, 2, 3].map(contact);
    const programs = withTimeline(here, [...here, contact(4), contact(5), contact(6)]);
    const { agent, settled } = await open(programs);
    await agent.keyboard('{Alt>}y{/Alt}');
    await settled();
    expect(shown()).toEqual(['n. 1', 'n. 2']);
    expect(wished(programs, 'timelineThere')).toEqual([]);
    for (
      let more = screen.queryByTestId('timeline-more');
      more !== null;
      more = screen.queryByTestId('timeline-more')
    ) {
      await agent.click(more);
      await settled();
      await settled();
    }
    expect(shown()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `n. ${n}`));
  });

  it('says while the backend is away what is here, and asks again when it is there', async () => {
    const programs = withTimeline([contact(1)], [contact(1), contact(2)]);
    const { timelineThere } = programs.answers.data;
    programs.answers.data.timelineThere = () => {
      throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
    };
    programs.state.data.sync = { ...programs.state.data.sync, link: { kind: 'offline', sinceAt: secondsAgo(60) } };
    const { agent, settled } = await open(programs);
    await agent.keyboard('{Alt>}y{/Alt}');
    await settled();
    await settled();
    expect(shown()).toEqual(['n. 1']);
    expect(within(byId('timeline')).getByText('Il servizio non risponde')).toBeTruthy();
    programs.answers.data.timelineThere = timelineThere as NonNullable<typeof timelineThere>;
    programs.tellData({ kind: 'syncChanged', sync: { ...programs.state.data.sync, link: { kind: 'online' } } });
    await settled();
    await settled();
    expect(shown()).toEqual(['n. 1', 'n. 2']);
    expect(within(byId('timeline')).queryByText('Il servizio non risponde')).toBeNull();
  });

  it('shows closed cases from the card, and one kind alone when asked to', async () => {
    const found = { ...(carlo.openCases[0] as CustomerCard['openCases'][number]), status: 'closed' as const };
    const programs = withTimeline([{ kind: 'case', row: found }, contact(30)], []);
    programs.answers.data.getCustomer = () => ({ ...carlo, closedCases: 1 });
    const { agent, settled } = await open(programs);
    await agent.click(byId('more-case'));
    await settled();
    expect(byId('case').textContent).toContain('T-21 Internet assente');
    expect(byId('case').textContent).toContain('Chiusa');
    expect(shown()).toEqual([]);
    await agent.click(within(byId('timeline-show')).getByText('Tutto'));
    await settled();
    expect(shown()).toEqual(['n. 30']);
  });

  it('follows what is written meanwhile', async () => {
    const programs = withTimeline([{ kind: 'note', row: mine }], []);
    const { agent, settled } = await open(programs);
    await agent.keyboard('{Alt>}y{/Alt}');
    await settled();
    programs.answers.data.timeline = () => ({ items: [], more: false });
    await agent.click(within(byId('timeline')).getByTestId('delete-note'));
    await agent.click(byId('delete-note-sure'));
    await settled();
    await settled();
    expect(within(byId('timeline')).queryByTestId('note')).toBeNull();
  });
});

it('draws no part that has nothing to say', async () => {
  const programs = withCard({ ...elisa, lastContacts: [], openCases: [] });
  await open(programs);
  expect(screen.queryAllByRole('heading', { level: 2 })).toEqual([]);
});

describe('needs', () => {
  const withNeeds = (needs: CustomerCard['customer']['needs']): CustomerCard => ({
    ...carlo,
    customer: { ...carlo.customer, needs },
  });

  it('stand as tags below the name, in the agent’s language, one that is on no list by its code', async () => {
    await open(
      withCard(
        withNeeds([
          { code: 'email', detail: 'la mattina' },
          { code: 'gone', detail: '' },
        ]),
      ),
    );
    expect(byId('needs').textContent).toContain('Preferisce e-mail: la mattina');
    expect(byId('needs').textContent).toContain('gone');
  });

  it('are chosen from the company’s list with a key, with a few words, and kept together', async () => {
    const programs = withCard(withNeeds([{ code: 'slowly', detail: '' }]));
    const { agent, settled } = await open(programs);
    await agent.keyboard('{Alt>}9{/Alt}');
    await agent.click(byId('need-slowly'));
    await agent.click(byId('need-email'));
    await agent.type(byId('need-detail-email'), 'la mattina{Enter}');
    await settled();
    const { id, version } = carlo.customer;
    const details = { needs: [{ code: 'email', detail: 'la mattina' }] };
    expect(wished(programs, 'editCustomer')).toEqual([{ id, base: version, details }]);
    expect(screen.queryByTestId('needs-sheet')).toBeNull();
  });
});
