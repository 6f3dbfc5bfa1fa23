// What is in front of the agent, and how the customer is known.
import { describe, expect, it } from 'vitest';
import { callFor, carlo, elisa, interactionOf, marta, numberOf, talking } from '#test/support/deskPeople';
import { quietData, readyPhone, signedInMain } from '#test/support/deskPrograms';
import { type DeskState, emptyDeskState } from './deskState.ts';
import { currentInteractionId, draftToKeep, knownCustomer, newestCard } from './selectors.ts';

const state = (change: Partial<DeskState>): DeskState => ({
  ...emptyDeskState,
  main: signedInMain(),
  phone: readyPhone(),
  data: quietData(),
  ...change,
});

describe('in front of the agent', () => {
  const wrapUp = interactionOf({ number: 1, stage: 'wrapUp' });
  const second = interactionOf({ number: 2 });

  it('is the call on the line, before any wrap-up', () => {
    const phone = { ...readyPhone(), calls: [callFor(second, { phase: talking() })] };
    const data = { ...quietData(), open: [wrapUp, { ...second }] };
    expect(currentInteractionId(state({ phone, data }))).toBe(second.interaction.id);
  });

  it('stays the wrap-up while another call only rings', () => {
    const phone = { ...readyPhone(), calls: [callFor(second)] };
    expect(currentInteractionId(state({ phone, data: { ...quietData(), open: [wrapUp, second] } }))).toBe(
      wrapUp.interaction.id,
    );
  });

  it('is the wrap-up that ended last', () => {
    const older = interactionOf({ number: 3, stage: 'wrapUp' });
    const open = [wrapUp, { ...older, interaction: { ...older.interaction, endedAt: '2026-11-24T08:00:00.000Z' } }];
    expect(currentInteractionId(state({ data: { ...quietData(), open } }))).toBe(wrapUp.interaction.id);
  });

  it('is nothing when a call rings on a free desk', () => {
    const phone = { ...readyPhone(), calls: [callFor(second)] };
    expect(currentInteractionId(state({ phone, data: { ...quietData(), open: [second] } }))).toBeNull();
  });
});

describe('the customer', () => {
  const known = (open: ReturnType<typeof interactionOf>, change: Partial<DeskState> = {}) =>
    knownCustomer(state({ data: { ...quietData(), open: [open] }, ...change }), open.interaction.id);

  it('is suggested by the number when it is one person’s', () => {
    expect(known(interactionOf())).toEqual({ by: 'number', customerId: carlo.customer.id });
  });

  it('is nobody when several share the number, or when it is only a guess', () => {
    expect(known(interactionOf({ match: { kind: 'number', cards: [carlo, marta] } }))).toEqual({ by: 'nobody' });
    expect(known(interactionOf({ match: { kind: 'guess', cards: [carlo] } }))).toEqual({ by: 'nobody' });
  });

  it('is whom the agent chose, whatever the number says', () => {
    expect(known(interactionOf({ draft: { customerId: elisa.customer.id } }))).toEqual({
      by: 'agent',
      customerId: elisa.customer.id,
    });
  });

  it('is nobody once the agent has said that it is somebody else, and is kept so', () => {
    const open = interactionOf({ caller: numberOf(carlo) });
    const now = state({ data: { ...quietData(), open: [open] }, unlinked: [open.interaction.id] });
    expect(knownCustomer(now, open.interaction.id)).toEqual({ by: 'nobody' });
    expect(draftToKeep(now, open.interaction.id)?.customerId).toBeNull();
  });

  it('shows the newest card: the one asked for, unless a newer came with the call', () => {
    const open = interactionOf();
    const data = { ...quietData(), open: [open] };
    const edited = { ...carlo, pendingFields: ['email' as const] };
    const { id } = carlo.customer;
    expect(newestCard(state({ data, cards: { [id]: edited } }), id)?.pendingFields).toEqual(['email']);
    const old = { ...carlo, customer: { ...carlo.customer, version: 1 } };
    expect(newestCard(state({ data, cards: { [id]: old } }), id)?.customer.version).toBe(3);
  });
});
