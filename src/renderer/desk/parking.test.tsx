// Parking a caller, who is parked, and picking them up.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import { parkedCallSchema } from '#shared/model/parking';
import { callFor, carlo, interactionOf, numberOf, secondsAgo, talking, ulid } from '#test/support/deskPeople';
import { asked, createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const open = interactionOf({ stage: 'live', draft: { note: 'Quarta chiamata.', customerId: carlo.customer.id } });
const spoken = callFor(open, { phase: talking() });
const closing = interactionOf({ stage: 'wrapUp', draft: { customerId: carlo.customer.id } });
const inPlace = parkedCallSchema.parse({
  place: '701',
  since: secondsAgo(74),
  interactionId: closing.interaction.id,
  caller: numberOf(carlo),
  customerId: null,
  queue: 'support',
  language: 'it',
});

function desk(phone: Partial<DeskPrograms['state']['phone']>, opened = [open], parking = ['701', '702']): DeskPrograms {
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), ...phone },
    data: { ...quietData(), open: opened },
  });
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.parking = parking;
  return programs;
}

describe('parking', () => {
  it('sends the caller to a free place with one key, and what was written goes along', async () => {
    const programs = desk({ calls: [spoken], parked: [inPlace] });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}j{/Alt}');
    const target = { kind: 'parking', name: 'parcheggio 702', number: '702' };
    expect(asked(programs, 'prepareHandover')).toEqual([
      { interactionId: open.interaction.id, target, manner: 'blind' },
    ]);
    expect(asked(programs, 'transferBlind')).toEqual([{ callId: spoken.id, target }]);
  });

  it('parks all the same where the note cannot be kept', async () => {
    const programs = desk({ calls: [spoken] });
    programs.answers.data.prepareHandover = () => {
      throw failure('files.diskFull', 'data');
    };
    const { agent } = await showDesk(programs);
    await agent.click(at('park'));
    expect(asked(programs, 'transferBlind')).toHaveLength(1);
  });

  it('is not offered where the PBX has no places', async () => {
    await showDesk(desk({ calls: [spoken] }, [open], []));
    expect(screen.queryByTestId('park')).toBeNull();
  });

  it('waits for a place where all are taken', async () => {
    await showDesk(desk({ calls: [spoken], parked: [inPlace] }, [open], ['701']));
    expect(at('park')).toHaveProperty('disabled', true);
  });
});

describe('who is parked', () => {
  it('is shown with the time, and fetched with one click or one key', async () => {
    const programs = desk({ parked: [inPlace] }, [closing]);
    const { agent } = await showDesk(programs);
    const card = within(at('parked'));
    card.getByText('Carlo Bassi');
    card.getByText('701 · 1:14');
    await agent.click(screen.getByRole('button', { name: /^Riprendi ?: Carlo Bassi, parcheggio 701/ }));
    await agent.keyboard('{Alt>}i{/Alt}');
    const there = { place: '701', number: '+390000000103', interactionId: closing.interaction.id };
    expect(asked(programs, 'pickUp')).toEqual([there, there]);
  });

  it('is not spoken of while nobody is', async () => {
    await showDesk(desk({}, []));
    expect(screen.queryByTestId('parked')).toBeNull();
  });

  it('comes back with the truth: nobody has picked them up', async () => {
    const back: Call = callFor(closing, { parking: { place: '701', how: 'returned' } });
    await showDesk(desk({ calls: [back] }, [closing]));
    within(at('arrival')).getByText('Nessuno ha ripreso: torna dal 701');
  });

  it('is said to be there no longer where nobody was', async () => {
    const ended = { kind: 'ended' as const, at: secondsAgo(1), reason: 'notParked' as const, answeredAt: null };
    const stranger = interactionOf({ number: 8 });
    const call = callFor(stranger, { parking: { place: '703', how: 'pickedUp' }, phase: ended });
    await showDesk(desk({ calls: [call] }, []));
    screen.getByText('Al parcheggio 703 non c’è più nessuno');
    expect(screen.queryByTestId('redial')).toBeNull();
  });

  it('goes on with the note that was being written', async () => {
    const programs = desk({ parked: [inPlace] }, [closing]);
    const { settled } = await showDesk(programs);
    const again: Call = callFor(closing, {
      id: ulid('K', 60) as never,
      parking: { place: '701', how: 'pickedUp' },
      phase: talking(),
    });
    programs.state.phone = { ...programs.state.phone, parked: [], calls: [again] };
    programs.publish();
    await settled();
    within(at('call-bar')).getByText('Carlo Bassi');
    expect(screen.queryByTestId('parked')).toBeNull();
  });
});
