// The line check, as the agent runs and reads it.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { LineCheck } from '#shared/contract/deskPhone';
import { lineAdvices } from '#shared/contract/deskPhone';
import { failure } from '#shared/contract/failure';
import { createWords } from '#shared/words/words';
import { callFor, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const check = (change: Partial<LineCheck> = {}): LineCheck => ({
  startedAt: secondsAgo(9),
  running: false,
  steps: [
    { part: 'microphone', target: null, result: { kind: 'fine', ms: 2_041 } },
    { part: 'server', target: 'pbx.esempio.it', result: { kind: 'wrong', advice: 'serverAway' } },
  ],
  ...change,
});

describe('the trace of the line', () => {
  it('is saved for support: the phone’s masked messages into a file that the agent chooses', async () => {
    const programs = createDeskPrograms();
    programs.answers.phone.lineTrace = () => ['REGISTER <sip:*>', 'SIP/2.0 200'];
    programs.answers.main.saveTrace = () => 'saved';
    const { agent } = await showDesk(programs);
    await agent.click(at('settings'));
    await agent.click(at('open-line-check'));
    await agent.click(at('save-trace'));
    await waitFor(() => expect(at('trace-saved').textContent).toBe('Salvata.'));
    expect(programs.wishes.slice(-2)).toEqual([
      { method: 'lineTrace', params: null },
      { method: 'saveTrace', params: { messages: ['REGISTER <sip:*>', 'SIP/2.0 200'] } },
    ]);
  });

  it('is not said to be saved when the agent wants no file, and says why when it cannot be written', async () => {
    const programs = createDeskPrograms();
    programs.answers.phone.lineTrace = () => [];
    programs.answers.main.saveTrace = () => 'notWanted';
    const { agent, settled } = await showDesk(programs);
    await agent.click(at('settings'));
    await agent.click(at('open-line-check'));
    await agent.click(at('save-trace'));
    await settled();
    expect(at('trace-saved').textContent).toBe('');
    programs.answers.main.saveTrace = () => {
      throw failure('file.notSaved', 'main');
    };
    await agent.click(at('save-trace'));
    await screen.findByText('Il file non è stato salvato');
    expect(at('trace-saved').textContent).toBe('');
  });
});

describe('the line check', () => {
  it('is begun from the settings, and fills in as it goes', async () => {
    const programs = createDeskPrograms();
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    await desk.agent.click(at('open-line-check'));
    await desk.agent.click(at('check-line'));
    expect(programs.wishes.at(-1)).toEqual({ method: 'checkLine', params: null });
    programs.state.phone.lineCheck = check({ running: true, steps: check().steps.slice(0, 1) });
    programs.publish();
    await desk.settled();
    expect(at('line-check-outcome').textContent).toBe('Verifica in corso…');
    expect((at('check-line') as HTMLButtonElement).disabled).toBe(true);
    screen.getByText('A posto · 2,0 s');
    programs.state.phone.lineCheck = check();
    programs.publish();
    await desk.settled();
    expect(at('line-check-outcome').textContent).toBe('Qualcosa non va: ecco che cosa fare.');
    screen.getByText(/^Non risponde: controllare la rete/);
    expect((at('check-line') as HTMLButtonElement).disabled).toBe(false);
  });

  it('is offered where there is no line', async () => {
    const programs = createDeskPrograms();
    programs.state.phone.registration = {
      kind: 'failed',
      failure: { code: 'pbx.unreachable', origin: 'network', message: '' },
      retryAt: null,
    };
    const desk = await showDesk(programs);
    await desk.agent.click(at('line-check'));
    expect(at('line-check-page')).toBeDefined();
  });

  it('is not for the middle of a call', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open] },
    });
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    await desk.agent.click(at('open-line-check'));
    expect((at('check-line') as HTMLButtonElement).disabled).toBe(true);
  });

  it('has a sentence for all that it can find', () => {
    for (const language of ['it', 'en'] as const) {
      const { t } = createWords(language);
      for (const advice of lineAdvices) expect(t(`lineCheck.advices.${advice}`)).not.toContain('advices');
    }
  });
});
