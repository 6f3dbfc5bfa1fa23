// Links from other programs: they show and never act, wait for the sign-in, and take nothing away from a call; and links that are copied.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type CaseShelf, caseShelfSchema } from '#shared/model/caseShelf';
import type { Place } from '#shared/model/place';
import { hours, knowledgePrograms } from '#test/support/deskArticles';
import { callFor, carlo, interactionOf, talking, ulid } from '#test/support/deskPeople';
import {
  asked,
  createDeskPrograms,
  type DeskPrograms,
  quietData,
  readyPhone,
  signedInMain,
} from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const nowhere = 'Il collegamento non porta a nulla che da qui si possa aprire';
const toCarlo: Place = { kind: 'customer', id: carlo.customer.id };

const linked = (place: Place, state: Partial<DeskPrograms['state']> = {}) =>
  createDeskPrograms({ main: { ...signedInMain(), placeLink: { id: 7, place, wanted: false } }, ...state });

function inCall(): Partial<DeskPrograms['state']> {
  const open = interactionOf({ stage: 'live' });
  return {
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  };
}

describe('a link to a place', () => {
  it('shows it, once, and does nothing else', async () => {
    const programs = linked(toCarlo);
    const { desk } = await showDesk(programs);
    await waitFor(() => expect(at('customer-card').dataset.code).toBe(carlo.customer.code));
    expect(desk.store.getState().page).toEqual({ kind: 'customer', id: carlo.customer.id });
    expect(programs.wishes.map(({ method }) => method)).toEqual(['getCustomer', 'closePlaceLink', 'getCustomer']);
    expect(asked(programs, 'closePlaceLink')).toEqual([{ id: 7 }]);
  });

  it('finds a customer by the code, also by the one before two were made one', async () => {
    const programs = linked({ kind: 'customer', id: 'AU-90001' });
    programs.answers.data.search = () => [
      {
        customer: carlo.customer,
        city: null,
        nameMarks: [],
        matched: { field: 'code', text: 'AU-90001', marks: [] },
        lastContactAt: null,
      },
    ];
    await showDesk(programs);
    await waitFor(() => expect(at('customer-card').dataset.code).toBe(carlo.customer.code));
  });

  it('reads an article of the knowledge base', async () => {
    const programs = knowledgePrograms();
    programs.state.main = {
      ...programs.state.main,
      placeLink: { id: 7, place: { kind: 'article', id: hours.id }, wanted: false },
    };
    await showDesk(programs);
    await waitFor(() => expect(at('one-article')).toBeDefined());
  });

  it.each<[string, Place]>([
    ['a customer who is not here or not to be seen', { kind: 'customer', id: ulid('C', 99) as never }],
    ['a code of nobody', { kind: 'customer', id: 'AU-99999' }],
    ['a case', { kind: 'case', id: 'T-99' }],
    ['an article', { kind: 'article', id: ulid('A', 99) as never }],
    ['a colleague’s chat', { kind: 'chat', id: ulid('X', 99) }],
    ['a page that is not for this agent', { kind: 'page', id: 'board' }],
  ])('to %s is one and the same sentence', async (_what, place) => {
    const programs = linked(place);
    programs.answers.data.listCases = () => ({
      cases: [],
      counts: Object.fromEntries(caseShelfSchema.options.map((shelf) => [shelf, 0])) as Record<CaseShelf, number>,
    });
    programs.answers.data.search = () => [];
    const { desk } = await showDesk(programs);
    await screen.findByText(nowhere);
    expect(desk.store.getState().page).toEqual({ kind: 'desk' });
    expect(asked(programs, 'closePlaceLink')).toEqual([{ id: 7 }]);
  });

  it('opens a page that stands at the left', async () => {
    await showDesk(linked({ kind: 'page', id: 'knowledge' }));
    await waitFor(() => expect(at('knowledge-page')).toBeDefined());
  });

  it('waits for the sign-in, and says so', async () => {
    const programs = linked(toCarlo, { data: { ...quietData(), session: { kind: 'signedOut', failure: null } } });
    const { settled } = await showDesk(programs);
    screen.getByText('Un collegamento aspetta');
    expect(asked(programs, 'closePlaceLink')).toEqual([]);
    programs.state.data = quietData();
    programs.tellData({ kind: 'sessionChanged', session: programs.state.data.session });
    await settled();
    await waitFor(() => expect(at('customer-card').dataset.code).toBe(carlo.customer.code));
  });

  it('during a call leaves screen and focus as they are; its key goes there', async () => {
    const programs = createDeskPrograms(inCall());
    const { agent, desk, settled } = await showDesk(programs);
    await agent.click(at('promised'));
    programs.state.main = {
      ...programs.state.main,
      placeLink: { id: 8, place: { kind: 'page', id: 'knowledge' }, wanted: false },
    };
    programs.publish();
    await settled();
    screen.getByText('Collegamento aperto: Procedure');
    expect(desk.store.getState().page).toEqual({ kind: 'desk' });
    expect(document.activeElement).toBe(at('promised'));
    await agent.keyboard('{Control>}g{/Control}');
    await waitFor(() => expect(at('knowledge-page')).toBeDefined());
    expect(asked(programs, 'closePlaceLink')).toEqual([{ id: 8 }]);
  });

  it('is followed during a call too where the agent has pressed it in what the system said', async () => {
    const programs = createDeskPrograms(inCall());
    const { desk, settled } = await showDesk(programs);
    const place: Place = { kind: 'page', id: 'knowledge' };
    programs.state.main = { ...programs.state.main, placeLink: { id: 8, place, wanted: true } };
    programs.publish();
    await settled();
    await waitFor(() => expect(at('knowledge-page')).toBeDefined());
    expect(desk.store.getState().page.kind).toBe('knowledge');
    expect(asked(programs, 'closePlaceLink')).toEqual([{ id: 8 }]);
  });

  it('that waited during a call does not jump in when the call is over', async () => {
    const programs = linked(toCarlo, inCall());
    const { desk, settled } = await showDesk(programs);
    programs.state.phone = readyPhone();
    programs.publish();
    await settled();
    screen.getByText('Collegamento aperto: scheda di un cliente');
    expect(desk.store.getState().page).toEqual({ kind: 'desk' });
  });

  it('is not wanted: then it is gone', async () => {
    const programs = linked(toCarlo, inCall());
    const { agent } = await showDesk(programs);
    await agent.click(screen.getByRole('button', { name: 'Ho capito' }));
    expect(asked(programs, 'closePlaceLink')).toEqual([{ id: 7 }]);
  });
});

describe('a link that is copied', () => {
  it('has the customer’s id in it and nothing else, by the button and by its key', async () => {
    const { agent } = await showDesk(linked(toCarlo));
    await waitFor(() => expect(at('copy-link')).toBeDefined());
    await agent.click(at('copy-link'));
    const link = `cornetta://customer/${carlo.customer.id}`;
    expect(await navigator.clipboard.readText()).toBe(link);
    await waitFor(() => expect(at('copy-link').dataset.done).toBe('true'));
    await navigator.clipboard.writeText('');
    fireEvent.keyDown(window, { key: 'l', code: 'KeyL', ctrlKey: true });
    expect(await navigator.clipboard.readText()).toBe(link);
  });
});
