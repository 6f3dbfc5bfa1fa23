// Cases at the agent's desk: registered in a conversation by key, their number read aloud, and worked on their page.
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

function inCall(reasonCode: string, number: number | null = 11_840) {
  const draft = { customerId: carlo.customer.id, note: 'Pagata due volte.', reasonCode };
  const open = interactionOf({ stage: 'live', draft });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  return withCases(programs, [], number);
}
const acts = (programs: ReturnType<typeof inCall>) =>
  asked(programs, 'actOnCase').map((deed) => (deed as { doing: { kind: string } }).doing.kind);

it('a complaint is registered by key, with what was written and by when the answer is due; its number is read in threes', async () => {
  const programs = inCall('REC-04');
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  expect(at('case-kind').dataset.chosen).toBe('complaint');
  expect(at('case-words')).toHaveProperty('value', 'Pagata due volte.');
  expect(at('case-due').textContent).toMatch(/^Risposta entro /);
  await agent.click(at('register'));
  await settled();
  expect(at('case-number').textContent).toMatch(/^26\d \d{3} \d{3}$/);
  expect(at('read-aloud').textContent).toContain('Ho registrato il reclamo numero');
  await agent.keyboard('{Enter}');
  await settled();
  expect(screen.queryByTestId('read-aloud')).toBeNull();
  expect(acts(programs)).toEqual(['register', 'tell']);
});

it('left with Esc, the number is still to be told', async () => {
  const programs = inCall('REC-04');
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.click(at('register'));
  await settled();
  await agent.keyboard('{Escape}');
  expect(acts(programs)).toEqual(['register']);
});

it('without a number on this computer it says that one will come', async () => {
  const { agent, settled } = await showDesk(inCall('REC-04', null));
  await agent.keyboard('{Alt>}0{/Alt}');
  await settled();
  await agent.click(at('register'));
  await settled();
  expect(screen.queryByTestId('case-number')).toBeNull();
  expect(at('read-aloud').textContent).toContain('quando torna il servizio');
});

it('on the page the case that is one’s own shows what may be done now, and does it', async () => {
  const own = caseAfter(1, registration({ of: 'case', title: 'Internet assente', backOffice: 'FL' }));
  const programs = withCases(createDeskPrograms(), [own]);
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('cases'));
  await settled();
  await agent.click(at('case-row'));
  await settled();
  expect(at('case-whole').textContent).toContain('In carico a');
  await agent.click(at('act-note'));
  await agent.type(at('act-words'), 'Richiamato');
  await agent.click(at('do-act'));
  await settled();
  expect(asked(programs, 'actOnCase')).toMatchObject([{ caseId: own.id, doing: { kind: 'note', text: 'Richiamato' } }]);
});

it('arrows go through the list', async () => {
  const two = [1, 2].map((nth) =>
    caseAfter(nth, registration({ of: 'case', title: `Pratica ${nth}`, backOffice: 'FL' })),
  );
  const { agent, settled } = await showDesk(withCases(createDeskPrograms(), two));
  await agent.click(at('cases'));
  await settled();
  const [first, second] = screen.getAllByTestId('case-row');
  first?.focus();
  await agent.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(second);
});
