// Calls that the agent makes: typed, pasted, from a card, from the last conversations, asked for by a link; and what becomes of them.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { queueIdSchema } from '#shared/model/ids';
import { ownCall } from '#test/support/deskCalls';
import {
  caller,
  callFor,
  elisa,
  interactionOf,
  numberOf,
  recentOf,
  secondsAgo,
  talking,
} from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone, signedInMain } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const dialled = (programs: DeskPrograms) =>
  programs.wishes.filter(({ method }) => method === 'dial').map(({ params }) => params);
const stranger = caller('+39 000 000 0199');
const elisaDialled = {
  number: '+390000000106',
  name: 'Elisa Grandi',
  customerId: elisa.customer.id,
  queueId: null,
};

describe('the dial pad', () => {
  it('opens with a key, knows whose number it is, and calls with Enter', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}n{/Alt}');
    expect(document.activeElement).toBe(at('dial-input'));
    await agent.keyboard('+39 000-000 0106');
    await waitFor(() => expect(at('dial-whose').textContent).toContain('Elisa Grandi · AU-10006'));
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(dialled(programs)).toEqual([elisaDialled]));
    expect(screen.queryByTestId('dial-sheet')).toBeNull();
  });

  it('takes a number as it is pasted, and shows it as it is read', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.click(at('dial'));
    await agent.paste('(+39) 000.000-0106');
    expect(textField('dial-input').value).toBe('+39 000 000 0106');
  });

  it('is worked by mouse too, and leaves the cursor in the number', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.click(at('dial'));
    for (const digit of ['1', '0', '0', '2']) await agent.click(within(at('dial-sheet')).getByText(digit));
    expect(document.activeElement).toBe(at('dial-input'));
    await agent.keyboard('{Enter}');
    expect(dialled(programs)).toMatchObject([{ number: '1002', name: null, customerId: null }]);
  });

  it('says what cannot be dialled, and dials nothing', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.click(at('dial'));
    await agent.keyboard('Elisa{Enter}');
    expect(at('dial-whose').textContent).toContain('Non si può comporre');
    expect(dialled(programs)).toEqual([]);
  });

  it('shows the number of the queue that the agent has chosen, and keeps the choice', async () => {
    const programs = createDeskPrograms();
    const { agent, settled } = await showDesk(programs);
    await agent.click(at('dial'));
    await agent.click(at('dial-as'));
    await agent.click(await screen.findByRole('option', { name: 'Quello di Assistenza' }));
    const callAs = queueIdSchema.parse('support');
    expect(programs.wishes).toContainEqual({ method: 'changeSettings', params: { callAs } });
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, callAs } };
    programs.publish();
    await settled();
    await agent.type(at('dial-input'), '1002{Enter}');
    expect(dialled(programs)).toMatchObject([{ number: '1002', queueId: 'support' }]);
  });

  it('says that the one spoken with will wait', async () => {
    const open = interactionOf({ stage: 'live' });
    const calls = [callFor(open, { phase: talking() })];
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls },
      data: { ...quietData(), open: [open] },
    });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}n{/Alt}');
    within(at('dial-sheet')).getByText('Carlo Bassi va in attesa.');
  });

  it('does not call without a line, and says why', async () => {
    const programs = createDeskPrograms();
    programs.state.phone.registration = { kind: 'connecting', attempt: 1 };
    const { agent } = await showDesk(programs);
    await agent.click(at('dial'));
    await agent.keyboard('1002{Enter}');
    expect(dialled(programs)).toEqual([]);
    screen.getByText('La linea non è collegata: per chiamare serve la linea.');
  });
});

describe('a call of one’s own', () => {
  it('begins at a number on the customer’s card, for that customer', async () => {
    const programs = createDeskPrograms();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Control>}k{/Control}elisa');
    await agent.click(await screen.findByTestId('search-hit'));
    await agent.click(await screen.findByTestId('call-number'));
    expect(dialled(programs)).toEqual([elisaDialled]);
  });

  it('begins at one of the last conversations', async () => {
    const recent = [
      recentOf({ customer: elisa }),
      recentOf({ number: 2, customer: null, caller: stranger }),
      recentOf({ number: 3, customer: null, caller: { kind: 'withheld' } }),
    ];
    const programs = createDeskPrograms({ data: { ...quietData(), recent } });
    const { agent } = await showDesk(programs);
    await agent.click(screen.getByRole('button', { name: 'Richiama Elisa Grandi' }));
    await agent.click(screen.getByRole('button', { name: 'Richiama +39 000 000 0199' }));
    expect(dialled(programs)).toEqual([
      elisaDialled,
      { number: '+390000000199', name: null, customerId: null, queueId: null },
    ]);
    expect(screen.getAllByTestId('call-back')).toHaveLength(2);
  });

  it.each([
    ['sent', 'chiama…'],
    ['ringing', 'suona'],
    ['heard', 'audio prima della risposta'],
  ] as const)('that is %s says "%s", takes tones ahead, and can be hung up', async (progress, words) => {
    const open = interactionOf({ caller: numberOf(elisa), match: { kind: 'number', cards: [elisa] } });
    const call = ownCall(open, { phase: { kind: 'dialling', progress } });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [call] },
      data: { ...quietData(), open: [open] },
    });
    const { agent } = await showDesk(programs);
    within(at('call-bar')).getByText('Elisa Grandi');
    within(at('call-bar')).getByText(words);
    await agent.keyboard('{Alt>}k{/Alt}');
    await agent.keyboard('7{Escape}{F4}');
    expect(programs.wishes).toEqual([
      { method: 'sendDigits', params: { callId: call.id, digits: '7' } },
      { method: 'hangUp', params: { callId: call.id } },
    ]);
  });

  it.each([
    ['busy', 'Occupato'],
    ['unknownNumber', 'Numero inesistente'],
    ['notAnswered', 'Senza risposta'],
  ] as const)('that ends as %s says so, and can be tried again', async (reason, words) => {
    const open = interactionOf({ caller: stranger });
    const ended = ownCall(open, { phase: { kind: 'ended', at: secondsAgo(0), reason, answeredAt: null } });
    const programs = createDeskPrograms({ phone: { ...readyPhone(), calls: [ended] } });
    const { agent, settled } = await showDesk(programs);
    programs.state.phone.calls = [];
    programs.publish();
    await settled();
    const notice = within(screen.getByRole('region', { name: 'Avvisi' }));
    notice.getByText('+39 000 000 0199');
    notice.getByText(words);
    await agent.click(at('redial'));
    expect(dialled(programs)).toMatchObject([{ number: '+39 000 000 0199'.replaceAll(' ', '') }]);
    expect(screen.queryByTestId('redial')).toBeNull();
  });
});

describe('a link with a number', () => {
  const linked = () => createDeskPrograms({ main: { ...signedInMain(), link: { id: 1, number: '+390000000106' } } });

  it('asks first, with the customer whose number it is; one Enter calls', async () => {
    const programs = linked();
    const { agent } = await showDesk(programs);
    screen.getByRole('heading', { name: 'Chiamare +39 000 000 0106?' });
    await waitFor(() => expect(at('dial-whose').textContent).toContain('Elisa Grandi'));
    expect(dialled(programs)).toEqual([]);
    await agent.keyboard('{Enter}');
    expect(programs.wishes.map(({ method }) => method)).toContain('closeLink');
    expect(dialled(programs)).toEqual([elisaDialled]);
  });

  it('is forgotten with Esc', async () => {
    const programs = linked();
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Escape}');
    expect(programs.wishes.filter(({ method }) => !['search', 'mayDial'].includes(method))).toEqual([
      { method: 'closeLink', params: null },
    ]);
  });

  it('is declined with a click, and nobody is called', async () => {
    const programs = linked();
    const { agent } = await showDesk(programs);
    await agent.click(at('dial-cancel'));
    expect(programs.wishes.map(({ method }) => method)).toContain('closeLink');
    expect(dialled(programs)).toEqual([]);
  });

  it('is refused with a sentence while nobody is signed in', async () => {
    const programs = linked();
    programs.state.data.session = { kind: 'signedOut', failure: null };
    await showDesk(programs);
    screen.getByText('Un collegamento chiede di chiamare un numero');
    expect(programs.wishes).toContainEqual({ method: 'closeLink', params: null });
    expect(dialled(programs)).toEqual([]);
  });
});

describe('do not disturb', () => {
  it('is switched in the menu of the state, and shown plainly while it is on', async () => {
    const programs = createDeskPrograms();
    const { agent, settled } = await showDesk(programs);
    expect(screen.queryByTestId('quiet')).toBeNull();
    await agent.click(at('state-pill'));
    await agent.click(await screen.findByTestId('do-not-disturb'));
    expect(programs.wishes).toEqual([{ method: 'setDoNotDisturb', params: { on: true } }]);
    programs.state.phone.doNotDisturb = true;
    programs.publish();
    await settled();
    expect(at('quiet').textContent).toBe('Non disturbare');
  });
});

vi.setConfig({ testTimeout: 20_000 });
