// The agent's own voice messages: how many are new, and listening to them.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ownCall } from '#test/support/deskCalls';
import { callFor, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const withMessages = (voiceMessages: DeskPrograms['state']['phone']['voiceMessages']) =>
  createDeskPrograms({ phone: { ...readyPhone(), voiceMessages } });

const asked = (programs: DeskPrograms) => programs.wishes.filter(({ method }) => method === 'callVoicemail');

describe('voice messages', () => {
  it.each([
    [{ kind: 'counted', fresh: 0 }, 'Nessun messaggio vocale nuovo. Ascolta la segreteria'],
    [{ kind: 'counted', fresh: 1 }, '1 messaggio vocale nuovo. Ascolta la segreteria'],
    [{ kind: 'counted', fresh: 12 }, '12 messaggi vocali nuovi. Ascolta la segreteria'],
    [{ kind: 'some' }, 'Ci sono messaggi vocali nuovi. Ascolta la segreteria'],
  ] as const)('%o are said in words', async (voiceMessages, words) => {
    await showDesk(withMessages(voiceMessages));
    screen.getByRole('button', { name: words });
  });

  it('are not spoken of where the PBX has said nothing', async () => {
    await showDesk(withMessages({ kind: 'unknown' }));
    expect(screen.queryByTestId('voicemail')).toBeNull();
  });

  it('are listened to with one key or one click', async () => {
    const programs = withMessages({ kind: 'counted', fresh: 2 });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}v{/Alt}');
    await agent.click(at('voicemail'));
    expect(asked(programs)).toHaveLength(2);
  });

  it('wait while somebody is on the line', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: {
        ...readyPhone(),
        voiceMessages: { kind: 'counted', fresh: 2 },
        calls: [callFor(open, { phase: talking() })],
      },
      data: { ...quietData(), open: [open] },
    });
    const { agent } = await showDesk(programs);
    await agent.keyboard('{Alt>}v{/Alt}');
    expect(asked(programs)).toEqual([]);
    expect(at('voicemail')).toHaveProperty('disabled', true);
  });

  it('are played in the bar, with tones and no transfer, and leave the desk as it was', async () => {
    const nobody = interactionOf({
      number: 70,
      caller: { kind: 'number', number: '*97', e164: null, displayName: null },
    });
    const call = ownCall(nobody, { purpose: { kind: 'voicemail' }, phase: talking() });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), voiceMessages: { kind: 'counted', fresh: 2 }, calls: [call] },
    });
    const { settled } = await showDesk(programs);
    const bar = within(at('call-bar'));
    bar.getByText('Segreteria telefonica');
    expect(screen.queryByTestId('transfer')).toBeNull();
    bar.getByTestId('keypad');
    screen.getByRole('heading', { name: 'Ultime conversazioni' });
    programs.state.phone.calls = [];
    programs.publish();
    await settled();
    expect(at('announce-calm').textContent).toBe('Segreteria chiusa.');
  });

  it('that cannot be reached say why, and are asked for again with a click', async () => {
    const nobody = interactionOf({ number: 71 });
    const ended = { kind: 'ended' as const, at: secondsAgo(0), reason: 'unknownNumber' as const, answeredAt: null };
    const call = ownCall(nobody, { purpose: { kind: 'voicemail' }, phase: ended });
    const programs = createDeskPrograms({ phone: { ...readyPhone(), calls: [call] } });
    const { agent, settled } = await showDesk(programs);
    programs.state.phone.calls = [];
    programs.publish();
    await settled();
    const notice = within(screen.getByRole('region', { name: 'Avvisi' }));
    notice.getByText('Segreteria telefonica');
    notice.getByText('Numero inesistente');
    await agent.click(at('redial'));
    expect(asked(programs)).toHaveLength(1);
    expect(screen.queryByTestId('redial')).toBeNull();
  });
});
