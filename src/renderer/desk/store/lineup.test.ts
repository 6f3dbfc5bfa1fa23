// Who is in front, who waits, who belongs to whom.
import { describe, expect, it } from 'vitest';
import type { Call } from '#shared/model/call';
import type { CallId } from '#shared/model/ids';
import { consultAbout, onHold } from '#test/support/deskCalls';
import { callFor, elisa, interactionOf, marta, numberOf, secondsAgo, talking } from '#test/support/deskPeople';
import { lineupOf } from './lineup.ts';

const carlo = callFor(interactionOf({ number: 1 }), { phase: talking() });
const waiting = callFor(interactionOf({ number: 2, caller: numberOf(elisa) }), { phase: onHold(72) });
const older = callFor(interactionOf({ number: 3, caller: numberOf(marta) }), { phase: onHold(300) });

const lineup = (calls: readonly Call[], conference: readonly CallId[] = []) => {
  const found = lineupOf({ calls: [...calls], conference: [...conference] });
  if (found === null) return null;
  const { front, swap, consult } = found;
  return {
    front: front.id,
    swap: swap?.id ?? null,
    consult: consult === null ? null : [consult.caller.id, consult.asked.id],
    conference: found.conference.map(({ id }) => id),
  };
};

describe('who is on the line', () => {
  it('is nobody while a call only rings, or has ended', () => {
    expect(lineupOf(null)).toBeNull();
    expect(lineup([callFor(interactionOf())])).toBeNull();
  });

  it('is in front whom the agent speaks with, and one key goes to the one who has waited longest', () => {
    expect(lineup([waiting, older, carlo])).toMatchObject({ front: carlo.id, swap: older.id, consult: null });
  });

  it('changes as soon as the agent wants it, before the PBX has agreed', () => {
    const leaving = { ...carlo, phase: talking({ hold: { wanted: true, actual: false } }) };
    const coming = { ...waiting, phase: { ...onHold(72), hold: { wanted: false, actual: true } } };
    expect(lineup([leaving, coming])).toMatchObject({ front: waiting.id, swap: carlo.id });
  });

  it('keeps in front the one put on hold last, where all wait', () => {
    expect(lineup([waiting, older])).toMatchObject({ front: waiting.id, swap: older.id });
    const leaving = { ...carlo, phase: talking({ hold: { wanted: true, actual: false } }) };
    expect(lineup([waiting, leaving])?.front).toBe(carlo.id);
  });

  it('knows the caller and the one who is asked about them, and swaps between the two before all others', () => {
    const held = { ...carlo, phase: onHold(10) };
    const asked = consultAbout(held, talking({ answeredAt: secondsAgo(4) }));
    expect(lineup([older, held, asked])).toMatchObject({
      front: asked.id,
      swap: held.id,
      consult: [held.id, asked.id],
    });
    const swapped = [
      { ...held, phase: talking() },
      { ...asked, phase: onHold(1) },
    ];
    expect(lineup([older, ...swapped])).toMatchObject({ front: held.id, swap: asked.id, consult: [held.id, asked.id] });
  });

  it('has nobody to swap to while it still rings there', () => {
    const held = { ...carlo, phase: onHold(10) };
    const asked = consultAbout(held, { kind: 'dialling', progress: 'ringing' });
    expect(lineup([held, asked])).toMatchObject({ front: asked.id, swap: null });
  });

  it('goes back to the caller as soon as the other is let go', () => {
    const held = { ...carlo, phase: { ...onHold(10), hold: { wanted: false, actual: true } } };
    const asked = consultAbout(held, { kind: 'ending', answeredAt: secondsAgo(4) });
    expect(lineup([held, asked])).toMatchObject({ front: held.id, consult: null });
  });

  it('has all of a conference together', () => {
    const asked = consultAbout(carlo, talking());
    const ids = [carlo.id, asked.id];
    expect(lineup([waiting, carlo, asked], ids)).toMatchObject({ conference: ids, swap: null, consult: ids });
  });
});
