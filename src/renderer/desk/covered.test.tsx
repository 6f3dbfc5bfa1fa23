// With a customer in front who has not shown who they are: what other places than the card keep from the screen as well.
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { SetAside } from '#shared/contract/setAside';
import { correction, note } from '#test/support/deskAsides';
import { basi, pairOfCarlo } from '#test/support/deskDuplicates';
import { callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, hitsFor, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const { id } = carlo.customer;

function inCall(identification: 'none' | 'strong', ...asides: SetAside[]): DeskPrograms {
  const open = interactionOf({ stage: 'live', draft: { customerId: id, identification } });
  const data = { ...quietData(), open: [open] };
  data.sync = { ...data.sync, outbox: { waiting: 0, setAside: asides.length } };
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data,
  });
  programs.answers.data.setAside = () => asides;
  programs.answers.data.duplicates = () => ({ pairs: [pairOfCarlo], merges: [] });
  return programs;
}

const written = () => document.body.textContent ?? '';

it.each([
  [correction, 'mia@esempio.it'],
  [note, 'Ha due cani.'],
] as const)('what was set aside about them', async (aside, text) => {
  const covered = await showDesk(inCall('none', aside));
  await covered.agent.click(at('review'));
  await screen.findByTestId('covered');
  expect(written()).not.toContain(text);
  await covered.agent.keyboard('1');
  expect(screen.queryByTestId('take-mine')).toBeNull();
});

it('is decided once it is sure enough that it is them', async () => {
  const { agent } = await showDesk(inCall('strong', correction));
  await agent.click(at('review'));
  await screen.findByTestId('take-mine');
  expect(written()).toContain('mia@esempio.it');
});

it('the comparison with whom they may be one and the same', async () => {
  const { agent } = await showDesk(inCall('strong'));
  await agent.click(await screen.findByTestId('compare'));
  await screen.findByTestId('covered');
  expect(written()).not.toContain(basi.email);
  expect(screen.queryByTestId('report')).toBeNull();
});

it('of who is looked for, more than was typed of a number, and the town', async () => {
  const programs = inCall('none');
  programs.answers.data.search = () =>
    hitsFor('marta').map((hit) => ({
      ...hit,
      city: 'Cremona',
      nameMarks: [],
      matched: { field: 'number', text: '+39 000 000 0106', marks: [[12, 16]] },
    }));
  const { agent } = await showDesk(programs);
  await agent.keyboard('{Control>}k{/Control}0106');
  const hit = await screen.findByTestId('search-hit');
  expect(hit.textContent).toContain('numero: •••0106 · C•••');
});
