// From the keyboard across the screen: from part to part with Ctrl F6, among a customer's details with the arrows, and the state during a call.
import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ownCall } from '#test/support/deskCalls';
import { callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

function inCall(): DeskPrograms {
  const open = interactionOf({
    stage: 'live',
    draft: { customerId: carlo.customer.id, identification: 'strong' },
  });
  return createDeskPrograms({
    phone: {
      ...readyPhone(),
      availability: { ...readyPhone().availability, heldOffBy: 'call' },
      calls: [callFor(open, { phase: talking() })],
    },
    data: { ...quietData(), open: [open] },
  });
}

const focused = () => document.activeElement as HTMLElement;

describe('the focus', () => {
  it('rests in the middle of the desk when what had it has gone and nobody takes it', async () => {
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(interactionOf())] },
      data: { ...quietData(), open: [interactionOf()] },
    });
    const { settled } = await showDesk(programs);
    at('decline').focus();
    programs.state.phone = readyPhone();
    programs.publish();
    await settled();
    await vi.waitFor(() => expect(focused().tagName).toBe('MAIN'));
  });

  it('goes home to the note where that is there', async () => {
    const programs = inCall();
    const { settled } = await showDesk(programs);
    at('hang-up').focus();
    programs.state.phone = { ...programs.state.phone, calls: [] };
    programs.state.data = {
      ...programs.state.data,
      open: programs.state.data.open.map((open) => ({
        ...open,
        interaction: { ...open.interaction, stage: 'wrapUp' },
      })),
    } as never;
    programs.publish();
    await settled();
    await vi.waitFor(() => expect(focused()).toBe(at('note')));
  });
});

describe('from part to part of the screen', () => {
  it('two keys lead from the note to the e-mail of whoever is on the line, and one back into the note', async () => {
    const { agent } = await showDesk(inCall());
    await agent.type(at('note'), 'Perde pagamenti');
    await agent.keyboard('{Control>}{Shift>}{F6}{/Shift}{/Control}');
    expect(focused().dataset.testid).toBe('edit-phone');
    await agent.keyboard('{ArrowDown}');
    expect(focused().dataset.testid).toBe('edit-email');
    await agent.keyboard('{Control>}{F6}{/Control}');
    expect(focused()).toBe(at('note'));
  });

  it('a part is entered where it was left', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{Control>}{Shift>}{F6}{/Shift}{/Control}{ArrowDown}{Control>}{F6}{/Control}');
    expect(focused()).toBe(at('note'));
    await agent.keyboard('{Control>}{Shift>}{F6}{/Shift}{/Control}');
    expect(focused().dataset.testid).toBe('edit-email');
  });

  it('all parts are gone through, and the first comes after the last', async () => {
    const { agent } = await showDesk(inCall());
    const through: (string | undefined)[] = [];
    for (let step = 0; step < 5; step += 1) {
      through.push(focused().closest('.call-bar, .rail, .column')?.className.split(' ')[0]);
      await agent.keyboard('{Control>}{F6}{/Control}');
    }
    expect(new Set(through)).toEqual(new Set(['column', 'rail', 'call-bar']));
    expect(focused()).toBe(at('note'));
  });

  it('what is behind an open sheet is left out', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{Alt>}6{/Alt}');
    const sheet = at('callback-sheet');
    expect(sheet.contains(focused())).toBe(true);
    for (let step = 0; step < 5; step += 1) {
      await agent.keyboard('{Control>}{F6}{/Control}');
      expect(focused().closest('main')).toBeNull();
    }
  });
});

describe('among the details', () => {
  it('the arrows go from one to the next, and no further than the last', async () => {
    const { agent } = await showDesk(inCall());
    await agent.keyboard('{Control>}{Shift>}{F6}{/Shift}{/Control}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(focused().dataset.testid).toBe('edit-preference');
    await agent.keyboard('{ArrowDown}');
    expect(focused().dataset.testid).toBe('edit-preference');
    await agent.keyboard('{ArrowUp}');
    expect(focused().dataset.testid).toBe('edit-address');
  });
});

describe('the state during a call', () => {
  it('is chosen with the same key, for when the wrap-up is closed', async () => {
    const programs = inCall();
    const { agent } = await showDesk(programs);
    expect(screen.queryByTestId('state-pill')).toBeNull();
    await agent.keyboard('{Alt>}p{/Alt}');
    expect(at('state-ready').textContent).toContain('Vale da quando si chiude la lavorazione');
    await agent.keyboard('{Home}{ArrowDown}{Enter}');
    expect(asked(programs, 'setWish')).toMatchObject([{ kind: 'notReady' }]);
  });

  it('is said beside the initials', async () => {
    await showDesk(inCall());
    expect(at('state-avatar').getAttribute('aria-label')).toMatch(/^GS, Giulia Serra\. /);
  });
});

describe('while the mailbox is listened to', () => {
  it('the waiting page does not promise that the next call comes now', async () => {
    const call = ownCall(interactionOf({ number: 70 }), { purpose: { kind: 'voicemail' }, phase: talking() });
    const programs = createDeskPrograms({ phone: { ...readyPhone(), calls: [call] } });
    const { settled } = await showDesk(programs);
    screen.getByText('Le code passano la prossima chiamata quando questa è finita.');
    programs.state.phone.calls = [];
    programs.publish();
    await settled();
    screen.getByText('La prossima chiamata compare qui, con il cliente già sullo schermo.');
  });
});

vi.setConfig({ testTimeout: 20_000 });
