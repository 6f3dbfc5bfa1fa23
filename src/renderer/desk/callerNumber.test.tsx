// The number that calls, attached to the chosen customer or taken off with two keys while a conversation goes on.
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { caller, callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { showDesk } from '../../../test/support/deskUnderTest.tsx';

/** Speaking with Carlo Bassi, who is chosen, identified, and calls from this number. */
async function speaking(e164: string) {
  const open = interactionOf({
    stage: 'live',
    caller: caller(e164),
    draft: { customerId: carlo.customer.id, identification: 'standard' },
  });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  const desk = await showDesk(programs);
  await desk.settled();
  await desk.agent.click(screen.getByTestId('note'));
  const edits = () => programs.wishes.filter(({ method }) => method === 'editCustomer').map(({ params }) => params);
  return { ...desk, edits };
}
const { id, version, phones } = carlo.customer;

it('is added with Alt D and A, and the note has the focus again', async () => {
  const { agent, settled, edits } = await speaking('+390000000777');
  await agent.keyboard('{Alt>}d{/Alt}a');
  expect(document.activeElement).toBe(screen.getByTestId('note'));
  await settled();
  const fresh = { raw: '+39 000 000 0777', e164: '+390000000777', kind: 'other' };
  expect(edits()).toEqual([{ id, base: version, details: { phones: [...phones, fresh] } }]);
});

it('leaves the focus to whatever is opened right after it', async () => {
  const { agent } = await speaking('+390000000777');
  await agent.keyboard('{Alt>}d{/Alt}a{F1}');
  await new Promise(requestAnimationFrame);
  expect(screen.getByTestId('palette').contains(document.activeElement)).toBe(true);
});

it('is taken off with Alt D and T', async () => {
  const { agent, settled, edits } = await speaking('+390000000103');
  expect(screen.queryByTestId('caller-number')).toBeNull();
  await agent.keyboard('{Alt>}d{/Alt}t');
  await settled();
  expect(edits()).toEqual([{ id, base: version, details: { phones: [] } }]);
});

it('changes nothing with Esc, nor what is so already', async () => {
  const { agent, settled, edits } = await speaking('+390000000777');
  await agent.keyboard('{Alt>}d{/Alt}{Escape}');
  await agent.keyboard('{Alt>}d{/Alt}t');
  await settled();
  expect(edits()).toEqual([]);
});

vi.setConfig({ testTimeout: 20_000 });
