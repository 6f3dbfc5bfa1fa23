// The settings of sound, as the agent works them.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { callFor, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

describe('the settings of sound', () => {
  it('show how loud the microphone is only while they are open', async () => {
    const programs = createDeskPrograms();
    programs.levels = { microphone: 0.62, voice: 0 };
    let stopped = 0;
    programs.answers.phone.showLevels = (_params, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          stopped += 1;
          resolve(null);
        });
      });
    const desk = await showDesk(programs);
    expect(programs.wishes.map(({ method }) => method)).not.toContain('showLevels');
    await desk.agent.click(at('settings'));
    expect(programs.wishes.map(({ method }) => method)).toContain('showLevels');
    expect(stopped).toBe(0);
    await desk.agent.keyboard('{Escape}');
    await desk.settled();
    expect(stopped).toBe(1);
  });

  it('let the agent hear the own voice, and say when to speak', async () => {
    const programs = createDeskPrograms();
    programs.levels = { microphone: 0.62, voice: 0 };
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    await desk.settled();
    expect(at('microphone-level').getAttribute('value')).toBe('0.62');
    await desk.agent.click(at('test-microphone'));
    expect(programs.wishes.at(-1)).toEqual({ method: 'testMicrophone', params: null });
    const { phone } = programs.state;
    programs.state.phone = { ...phone, audio: { ...phone.audio, microphoneTest: 'recording' } };
    programs.publish();
    await desk.settled();
    screen.getByText('Parlare adesso, per tre secondi.');
    expect((at('test-microphone') as HTMLButtonElement).disabled).toBe(true);
  });

  it('offer no test during a call', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open] },
    });
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    expect((at('test-microphone') as HTMLButtonElement).disabled).toBe(true);
  });

  it('switch the suppression of noise', async () => {
    const programs = createDeskPrograms();
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    await desk.agent.click(screen.getByRole('radio', { name: 'Spenta' }));
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { noiseSuppression: false } });
  });

  it('keep a headset that is not connected as the choice', async () => {
    const programs = createDeskPrograms();
    const { audio } = programs.state.phone;
    audio.outputs = audio.outputs.filter(({ id }) => id !== 'cuffia');
    audio.standIns = [{ role: 'speaker', wanted: 'Cuffia USB', used: 'Altoparlanti', sinceAt: secondsAgo(9) }];
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    expect(at('device-speaker').textContent).toContain('Cuffia USB (manca)');
  });
});
