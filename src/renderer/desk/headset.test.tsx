// The headset's buttons in the settings: whose they are, whether they are heard, which one has just been pressed.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Headset } from '#shared/contract/headset';
import { callFor, interactionOf, talking } from '#test/support/deskPeople';
import { createDeskPrograms, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const jabra = { model: '0b0e:2453', name: 'Jabra BIZ 2400 II' };
const poly = { model: '047f:02e6', name: 'Poly BT700' };

async function settingsWith(headset: Headset) {
  const programs = createDeskPrograms({ phone: { ...readyPhone(), headset } });
  const shown = await showDesk(programs);
  await shown.agent.click(at('settings'));
  return { ...shown, programs };
}

describe('the headset’s buttons', () => {
  it.each<[Headset['buttons'], Headset['choice'], string]>([
    [{ kind: 'none' }, { kind: 'automatic' }, 'Nessuna cuffia con tasti collegata'],
    [{ kind: 'none' }, { kind: 'none' }, 'non vengono usati'],
    [{ kind: 'absent', name: poly.name }, { kind: 'model', ...poly }, 'Poly BT700 non è collegata'],
    [{ kind: 'ready', name: jabra.name, lastPress: null }, { kind: 'automatic' }, 'Jabra BIZ 2400 II: tasti pronti'],
  ])('%o', async (buttons, choice, sentence) => {
    await settingsWith({ choice, found: [jabra], buttons });
    expect(at('headset-state').textContent).toContain(sentence);
  });

  it('show which one has just been pressed', async () => {
    const ready = { kind: 'ready', name: jabra.name, lastPress: null } as const;
    const { programs, settled } = await settingsWith({ choice: { kind: 'automatic' }, found: [jabra], buttons: ready });
    const lastPress = { button: 'mute', at: '2026-11-24T13:32:00.000Z' } as const;
    programs.state.phone = {
      ...programs.state.phone,
      headset: { ...programs.state.phone.headset, buttons: { ...ready, lastPress } },
    };
    programs.publish();
    await settled();
    expect(at('headset-state').textContent).toContain('arrivato «Muto»');
  });

  it('say in a sentence why they cannot be used', async () => {
    const failure = { code: 'headset.refused', origin: 'device', message: '' } as const;
    await settingsWith({
      choice: { kind: 'automatic' },
      found: [jabra],
      buttons: { kind: 'failed', name: jabra.name, failure },
    });
    expect(screen.getByText('I tasti della cuffia non si possono usare')).toBeTruthy();
  });

  it('lead to the conversation when a call is answered with them, whatever page is open', async () => {
    const { programs, settled } = await settingsWith({
      choice: { kind: 'automatic' },
      found: [],
      buttons: { kind: 'none' },
    });
    const open = interactionOf({ stage: 'live' });
    programs.state.data = { ...programs.state.data, open: [open] };
    programs.tellData({ kind: 'interactionChanged', open });
    programs.state.phone = { ...programs.state.phone, calls: [callFor(open)] };
    programs.publish();
    await settled();
    expect(at('settings-page')).toBeTruthy();
    programs.state.phone = { ...programs.state.phone, calls: [callFor(open, { phase: talking() })] };
    programs.publish();
    await settled();
    expect(screen.queryByTestId('settings-page')).toBeNull();
    expect(at('note')).toBeTruthy();
  });

  it('are those of the headset that the agent chooses, the one that is away among them', async () => {
    const { agent, programs } = await settingsWith({
      choice: { kind: 'model', ...poly },
      found: [jabra],
      buttons: { kind: 'absent', name: poly.name },
    });
    await agent.click(at('headset-choice'));
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
      'Quella del microfono in uso',
      jabra.name,
      poly.name,
      'Nessuna',
    ]);
    await agent.click(screen.getByRole('option', { name: jabra.name }));
    expect(programs.wishes.at(-1)).toEqual({ method: 'chooseHeadset', params: { kind: 'model', ...jabra } });
  });
});
