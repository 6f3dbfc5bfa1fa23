import { describe, expect, it } from 'vitest';
import type { ParkedCall } from '#shared/model/parking';
import { parkedCallSchema } from '#shared/model/parking';
import { boards } from '#test/support/deskBoards';
import { caller, carlo, elisa, interactionOf, numberOf, secondsAgo, ulid } from '#test/support/deskPeople';
import { quietData, readyPhone } from '#test/support/deskPrograms';
import { type DeskState, emptyDeskState } from './deskState.ts';
import { freePlace, parkedRows } from './parked.ts';

const withCarlo = interactionOf({ stage: 'wrapUp', draft: { customerId: carlo.customer.id } });
const own = (place: string, seconds: number): ParkedCall =>
  parkedCallSchema.parse({
    place,
    since: secondsAgo(seconds),
    interactionId: withCarlo.interaction.id,
    caller: numberOf(carlo),
    customerId: null,
    queue: 'support',
    language: 'it',
  });
const onBoard = (place: string, seconds: number, change: object = {}) => ({
  place,
  since: secondsAgo(seconds),
  number: '+390000000106',
  interactionId: ulid('X', 50),
  customers: [{ id: elisa.customer.id, name: 'Elisa Grandi' }],
  ...change,
});

const state = (parked: readonly ParkedCall[], change: Parameters<typeof boards>[0] = {}): DeskState => {
  const data = { ...quietData(), boards: boards(change), open: [withCarlo] };
  if (data.session.kind === 'signedIn') data.session.workstation.parking = ['701', '702', '703'];
  return { ...emptyDeskState, phone: { ...readyPhone(), parked: [...parked] }, data };
};

describe('who is parked', () => {
  it('is what the PBX says, the longest parked first, by name where one customer has the number', () => {
    const rows = parkedRows(
      state([], {
        parked: [onBoard('702', 20), onBoard('701', 90, { customers: [], interactionId: null })] as never,
      }),
    );
    expect(rows.map(({ place, name }) => [place, name])).toEqual([
      ['701', '+390000000106'],
      ['702', 'Elisa Grandi'],
    ]);
  });

  it('is the agent’s own once, by the name that this desk knows', () => {
    const { id } = withCarlo.interaction;
    const rows = parkedRows(state([own('701', 30)], { parked: [onBoard('701', 30, { interactionId: id })] as never }));
    expect(rows).toMatchObject([{ place: '701', name: 'Carlo Bassi', interactionId: id }]);
  });

  it('is not who has left the place since, but is who was parked after the PBX was asked', () => {
    expect(parkedRows(state([own('701', 30)]))).toEqual([]);
    expect(parkedRows(state([own('701', -1)]))).toMatchObject([{ place: '701', name: 'Carlo Bassi' }]);
  });

  it('is whom this phone has parked where the PBX cannot be seen', () => {
    const there = [onBoard('702', 20)] as never;
    for (const change of [{ current: false, parked: there }, { board: null }]) {
      expect(parkedRows(state([own('701', 30)], change)).map(({ place }) => place)).toEqual(['701']);
    }
  });

  it('may be nobody known', () => {
    const unknown = { ...own('701', 30), interactionId: ulid('X', 99), caller: { kind: 'withheld' } } as ParkedCall;
    const [row] = parkedRows(state([unknown], { current: false }));
    expect(row).toMatchObject({ number: null, name: null });
    const stranger = { ...unknown, caller: caller('+39 000 000 0199') };
    expect(parkedRows(state([stranger], { current: false }))[0]).toMatchObject({ number: '+390000000199' });
  });
});

describe('a free place', () => {
  it('is the first where nobody is known to be', () => {
    expect(freePlace(state([], { parked: [onBoard('701', 20)] as never }))).toBe('702');
    expect(freePlace(state([own('701', 9), own('702', 8), own('703', 7)], { current: false }))).toBeNull();
  });
});
