// The line check, as the agent runs and reads it.
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { LineCheck } from '#shared/contract/deskPhone';
import { lineAdvices } from '#shared/contract/deskPhone';
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
