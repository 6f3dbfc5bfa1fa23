// A call rings: who it may be is on the screen, one key answers, nothing that the agent was doing is disturbed.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  caller,
  callFor,
  carlo,
  elisa,
  ferramenta,
  interactionOf,
  marta,
  numberOf,
  secondsAgo,
  talking,
  ulid,
} from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const ringing = (...open: ReturnType<typeof interactionOf>[]) =>
  createDeskPrograms({
    phone: { ...readyPhone(), calls: open.map((each) => callFor(each)) },
    data: { ...quietData(), open },
  });

describe('an arrival', () => {
  it('shows one name when one customer has the number, and says that it is only probable', async () => {
    const { painted } = await showDesk(ringing(interactionOf()));
    expect(at('arrival-name')).toHaveProperty('textContent', 'Carlo Bassi');
    const arrival = within(at('arrival'));
    expect(arrival.getByText(/probabile, dal numero/)).toBeTruthy();
    expect(arrival.getByText('+39 000 000 0103')).toBeTruthy();
    expect(arrival.getByText('Assistenza')).toBeTruthy();
    expect(arrival.getByText('in attesa da 0:48')).toBeTruthy();
    expect(arrival.getByText('1 pratica aperta, 2 solleciti')).toBeTruthy();
    expect(arrival.getByText(/Aurora Servizi, buongiorno, sono Giulia/)).toBeTruthy();
    await waitFor(() => expect(painted).toEqual([interactionOf().interaction.id]));
  });

  it('chooses nobody when several share the number', async () => {
    const { agent } = await showDesk(
      ringing(interactionOf({ match: { kind: 'number', cards: [carlo, marta, ferramenta] } })),
    );
    expect(screen.getAllByTestId('choose-customer')).toHaveLength(3);
    expect(screen.queryByText('1 pratica aperta, 2 solleciti')).toBeNull();
    await agent.click(screen.getByRole('button', { name: /Marta Bassi/ }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Marta Bassi');
    expect(screen.getByText('Altri con questo numero')).toBeTruthy();
  });

  it('marks a guess as one', async () => {
    await showDesk(
      ringing(interactionOf({ caller: caller('+41000000106'), match: { kind: 'guess', cards: [elisa] } })),
    );
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nessuna corrispondenza sicura');
    expect(screen.getByRole('button', { name: /Elisa Grandi/ })).toBeTruthy();
  });

  it.each([
    ['notFound', caller('+390000000199'), /^Numero non in archivio/],
    ['withheld', { kind: 'withheld' as const }, 'Numero nascosto'],
    ['unreadable', { kind: 'unreadable' as const }, 'Numero non leggibile'],
  ] as const)('has a screen of its own when the caller is %s', async (kind, who, sentence) => {
    await showDesk(ringing(interactionOf({ caller: who, match: { kind } })));
    expect(within(at('arrival')).getByText(sentence)).toBeTruthy();
    expect(at('answer')).toBeTruthy();
  });

  it('says what is wrong when the cache cannot be read, and can be answered all the same', async () => {
    const failure = { code: 'files.cacheDamaged' as const, origin: 'data' as const, message: '' };
    await showDesk(ringing(interactionOf({ match: { kind: 'failed', failure } })));
    expect(within(at('arrival')).getByText(/era danneggiato/)).toBeTruthy();
    expect(at('answer')).toBeTruthy();
  });

  it('shows before answering who passed the call on, why, the note, how surely they were identified, what was promised', async () => {
    await showDesk(
      ringing(
        interactionOf({
          match: { kind: 'number', cards: [carlo, marta] },
          handover: {
            kind: 'here',
            card: carlo,
            handover: {
              id: ulid('X', 9) as never,
              to: { kind: 'queue', queueId: 'complaints' as never, name: 'Ufficio reclami', number: '8002' },
              caller: numberOf(carlo),
              queueId: null,
              customerId: carlo.customer.id,
              reasonCode: 'REC-04',
              secondary: [],
              note: 'Chiede una data certa e una persona.',
              identification: 'standard',
              factors: [],
              speaker: null,
              checks: [],
              cases: [],
              promised: { text: 'Richiamata del responsabile', by: '2026-11-26', owner: null },
              at: secondsAgo(20),
              from: { id: ulid('A', 1) as never, name: 'Giulia Serra' },
            },
          },
        }),
      ),
    );
    const handover = within(at('handover'));
    expect(handover.getByText(/da Giulia Serra/)).toBeTruthy();
    expect(handover.getByText(/REC-04/)).toBeTruthy();
    expect(handover.getByText('Chiede una data certa e una persona.')).toBeTruthy();
    expect(handover.getByText('standard, resta valida')).toBeTruthy();
    expect(handover.getByText('Il reclamo è ancora da registrare.')).toBeTruthy();
    expect(handover.getByText('Richiamata del responsabile, entro gio 26 nov')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Carlo Bassi');
  });

  it('is announced: who, for which queue, since when', async () => {
    await showDesk(ringing(interactionOf()));
    expect(at('announce-urgent').textContent).toBe(
      'Chiamata in arrivo: Carlo Bassi. Assistenza, in attesa da 50 secondi',
    );
  });
});

describe('answering', () => {
  it('takes one press of Space, also when a button was used last', async () => {
    const programs = createDeskPrograms();
    const { agent, settled } = await showDesk(programs);
    at('state-pill').focus();
    const open = interactionOf();
    programs.state.phone = { ...readyPhone(), calls: [callFor(open)] };
    programs.publish();
    await settled();
    await agent.keyboard(' ');
    expect(programs.wishes).toContainEqual({ method: 'answer', params: { callId: callFor(open).id } });
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('leaves Space to whoever is typing, and takes F2', async () => {
    const programs = ringing(interactionOf());
    const { agent } = await showDesk(programs);
    await agent.click(at('search-input'));
    await agent.keyboard('elisa grandi');
    expect(at('search-input')).toHaveProperty('value', 'elisa grandi');
    expect(programs.wishes.map(({ method }) => method)).not.toContain('answer');
    await agent.keyboard('{F2}');
    expect(programs.wishes.map(({ method }) => method)).toContain('answer');
  });

  it('leaves Space to a button of the arrival that was reached by keyboard', async () => {
    const programs = ringing(interactionOf());
    const { agent } = await showDesk(programs);
    at('decline').focus();
    await agent.keyboard(' ');
    expect(programs.wishes.map(({ method }) => method)).toEqual(['decline']);
  });

  it('does not disturb the note of the conversation in front', async () => {
    const first = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(first, { phase: talking() })] },
      data: { ...quietData(), open: [first] },
    });
    const { agent, settled } = await showDesk(programs);
    await agent.type(at('note'), 'Linea assente');
    const second = interactionOf({ number: 2, caller: numberOf(elisa), match: { kind: 'number', cards: [elisa] } });
    programs.state.phone = { ...programs.state.phone, calls: [...programs.state.phone.calls, callFor(second)] };
    programs.publish();
    programs.tellData({ kind: 'interactionOpened', open: second });
    await settled();
    expect(within(at('arrival')).getByText('Elisa Grandi')).toBeTruthy();
    expect(document.activeElement).toBe(at('note'));
    await agent.keyboard(' da ieri');
    expect(at('note')).toHaveProperty('value', 'Linea assente da ieri');
    expect(programs.wishes.map(({ method }) => method)).not.toContain('answer');
  });
});

describe('declining for more than this once', () => {
  const declineNotReady = [
    { method: 'setWish', params: { kind: 'notReady', reasonCode: null } },
    { method: 'decline', params: { callId: callFor(interactionOf()).id } },
  ];

  it.each(['its button', 'its key'])(
    'tells the queues first, so that none of them rings again at once: %s',
    async (by) => {
      const programs = ringing(interactionOf());
      const { agent } = await showDesk(programs);
      if (by === 'its button')
        await agent.click(screen.getByRole('button', { name: /^Rifiuta e passa a «Non pronto»/ }));
      else await agent.keyboard('{Shift>}{F3}{/Shift}');
      expect(programs.wishes).toEqual(declineNotReady);
    },
  );

  it('is there beside other work too', async () => {
    const first = interactionOf({ number: 2, stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(first, { phase: talking() }), callFor(interactionOf())] },
      data: { ...quietData(), open: [first, interactionOf()] },
    });
    const { agent } = await showDesk(programs);
    await agent.click(at('decline-not-ready'));
    expect(programs.wishes).toEqual(declineNotReady);
  });

  it('is not offered for a direct call, nor to whoever is not ready', async () => {
    const programs = ringing(interactionOf());
    const { agent, settled } = await showDesk(programs);
    const { calls, availability } = programs.state.phone;
    for (const phone of [
      { ...readyPhone(), calls: calls.map((call) => ({ ...call, queue: null })) },
      {
        ...readyPhone(),
        calls,
        availability: { ...availability, wish: { kind: 'notReady' as const, reasonCode: null } },
      },
    ]) {
      programs.state.phone = phone;
      programs.publish();
      await settled();
      expect(at('decline')).toBeTruthy();
      expect(screen.queryByTestId('decline-not-ready')).toBeNull();
      await agent.keyboard('{Shift>}{F3}{/Shift}');
    }
    expect(programs.wishes).toEqual([]);
  });
});
