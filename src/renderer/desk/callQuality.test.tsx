// How a call sounds and through which devices, as the agent sees and hears of it.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import type { Sound } from '#shared/model/callQuality';
import { callFor, carlo, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const good: Sound = {
  mos: 4.36,
  verdict: 'good',
  fault: null,
  delayMs: 83,
  lossPercent: 0,
  jitterMs: 4,
  silent: false,
};
const open = interactionOf({ stage: 'live', draft: { customerId: carlo.customer.id } });

async function inCall() {
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  const desk = await showDesk(programs);
  const callId = must(programs.state.phone.calls[0], 'a call').id;
  return {
    desk,
    programs,
    async sounds(quality: Sound) {
      programs.state.phone = { ...programs.state.phone, quality: { [callId]: quality } };
      programs.publish();
      await desk.settled();
    },
  };
}

describe('the sound of a call', () => {
  it('is a quiet sign, and says on request why and by how much', async () => {
    const { desk, sounds } = await inCall();
    await sounds({ ...good, verdict: 'fair', fault: 'farEnd', mos: 3.9, lossPercent: 2.4 });
    expect(at('call-quality').getAttribute('aria-label')).toBe('Audio discreto');
    expect(at('announce-quality').textContent).toBe('');
    await desk.agent.click(at('call-quality'));
    const why = within(document.querySelector<HTMLElement>('.quality-dialog') ?? document.body);
    why.getByText('La voce arriva rovinata dalla linea del cliente');
    why.getByText('3,9 su 4,5');
    why.getByText('2,4 %');
  });

  it('is announced when it becomes poor, and only then', async () => {
    const { sounds } = await inCall();
    await sounds(good);
    expect(at('announce-quality').textContent).toBe('');
    await sounds({ ...good, verdict: 'poor', fault: 'microphone' });
    expect(at('announce-quality').textContent).toContain('Dal microfono non arriva alcun suono');
    expect(screen.getByRole('button', { name: 'Il cliente non sente' }).querySelector('[data-word]')).toBeTruthy();
    await sounds(good);
    expect(at('announce-quality').textContent).toBe('');
  });
});

describe('a headset pulled out in the middle of a call', () => {
  it('is named, with what is used instead, until it is back', async () => {
    const { desk, programs } = await inCall();
    const { audio } = programs.state.phone;
    const sinceAt = secondsAgo(1);
    const standIns = [
      { role: 'microphone' as const, wanted: 'Cuffia USB', used: 'Webcam', sinceAt },
      { role: 'speaker' as const, wanted: 'Cuffia USB', used: null, sinceAt },
    ];
    programs.state.phone = { ...programs.state.phone, audio: { ...audio, standIns } };
    programs.publish();
    await desk.settled();
    screen.getByText('Manca «Cuffia USB»');
    screen.getByText(/^Microfono: Webcam\. Ascolto: Predefinito del computer\./);
    programs.state.phone = { ...programs.state.phone, audio };
    programs.publish();
    await desk.settled();
    expect(screen.queryByText('Manca «Cuffia USB»')).toBeNull();
  });
});
