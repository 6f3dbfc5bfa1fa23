// Consents at the agent's desk, recorded with two keys, and customers whose data may be kept and not be used.
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { FailureError } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { ConsentWord } from '#shared/model/consent';
import { callFor, carlo, interactionOf, recentOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const said = (word: ConsentWord['word'], daysAgo: number, purpose = 'marketing'): ConsentWord => ({
  ...{ purpose, word, at: secondsAgo(daysAgo * 86_400), channel: 'call' },
  edition: word === 'given' ? '2026-1' : null,
});
const carloWith = (differing: Partial<CustomerCard['customer']>, rest: Partial<CustomerCard> = {}): CustomerCard => ({
  ...carlo,
  ...rest,
  customer: { ...carlo.customer, ...differing },
});
const restricted = carloWith({ restrictedAt: secondsAgo(9 * 86_400), phones: [], email: null });

function inCall(card: CustomerCard, stage: 'ringing' | 'live' = 'live'): DeskPrograms {
  const open = interactionOf({
    match: { kind: 'number', cards: [card] },
    stage,
    ...(stage === 'live' && { draft: { customerId: card.customer.id, identification: 'basic' } }),
  });
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, stage === 'live' ? { phase: talking({}) } : {})] },
    data: { ...quietData(), open: [open] },
  });
}
const interactionId = interactionOf().interaction.id;
const told = ({ wishes }: DeskPrograms) => wishes.filter(({ method }) => method === 'tellConsent').map((w) => w.params);

it('the card says in a line what was said, and two keys record what is said now, in this call', async () => {
  const programs = inCall(carloWith({ consents: [said('given', 40)] }));
  const { agent, settled } = await showDesk(programs);
  expect(at('consents').textContent).toContain('Offerte sì');
  expect(at('consents').textContent).toContain('Sondaggi mai chiesto');
  await agent.keyboard('{Alt>}z{/Alt}');
  await settled();
  expect(at('consent-text').textContent).toContain('Acconsente a ricevere offerte');
  await agent.keyboard('r');
  await settled();
  expect(told(programs)).toEqual([
    {
      ...{ customerId: carlo.customer.id, interactionId, purpose: 'marketing', word: 'withdrawn' },
      ...{ channel: 'call', edition: '2026-1', at: null },
    },
  ]);
  expect(screen.getByText('Registrato. Offerte: rifiuta o ritira.')).toBeTruthy();
  await agent.keyboard('{Escape}');
  expect(screen.queryByTestId('consent-sheet')).toBeNull();
});

it('each purpose apart, by the arrows; the text is in the customer’s language', async () => {
  const programs = inCall(carloWith({ language: 'en' }));
  const { agent, settled } = await showDesk(programs);
  await agent.keyboard('{Alt>}z{/Alt}');
  await settled();
  await agent.keyboard('{ArrowDown}');
  expect(at('consent-text').getAttribute('lang')).toBe('en');
  expect(at('consent-text').textContent).toContain('to rate the service');
  await agent.keyboard('a');
  await settled();
  expect(told(programs)).toMatchObject([{ purpose: 'survey', word: 'given', edition: '2026-1' }]);
});

it('an objection is said to stand until consent is given, and what waits is marked', async () => {
  const card = carloWith(
    { consents: [said('given', 40), said('objected', 12), said('withdrawn', 3)] },
    { pendingPurposes: ['survey'] },
  );
  const { agent, settled } = await showDesk(inCall(card));
  await agent.keyboard('{Alt>}z{/Alt}');
  await settled();
  const sheet = within(at('consent-sheet'));
  expect(sheet.getByText('Si è opposto')).toBeTruthy();
  expect(sheet.getByText(/L’opposizione vale finché/)).toBeTruthy();
  expect(sheet.getByText('salvato qui, da inviare')).toBeTruthy();
});

it('on the card without a call one says how and when; the history comes from the service, or is said to be away', async () => {
  const programs = createDeskPrograms({ data: { ...quietData(), recent: [recentOf()] } });
  programs.answers.data.consentHistory = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('open-recent'));
  await settled();
  await agent.click(at('consents'));
  await settled();
  expect(screen.getByText(/Lo storico compare appena/)).toBeTruthy();
  await agent.click(screen.getByText('Sito'));
  await agent.click(at('consent-objected'));
  await settled();
  expect(told(programs)).toMatchObject([{ interactionId: null, channel: 'web', word: 'objected', at: null }]);
});

it('whose data are restricted: the card says so, and shows and offers nothing that would use them', async () => {
  const { agent, settled } = await showDesk(inCall(restricted));
  expect(screen.getByText('T-21')).toBeDefined();
  expect(screen.queryByTestId('case-files')).toBeNull();
  expect(document.body.textContent).not.toContain('0103');
  expect(at('limitation').textContent).toContain('Trattamento limitato: i dati si conservano, ma non si usano');
  for (const id of ['edit-email', 'edit-phone', 'call-number', 'edit-preference', 'caller-number'])
    expect(screen.queryByTestId(id)).toBeNull();
  await agent.keyboard('{Alt>}q{/Alt}');
  await settled();
  expect(screen.queryByTestId('field-history')).toBeNull();
  // What they say about it is recorded all the same.
  await agent.keyboard('{Alt>}z{/Alt}');
  expect(at('consent-sheet')).toBeTruthy();
});

it('whose data are restricted ring without their number, with what to do', async () => {
  await showDesk(inCall(restricted, 'ringing'));
  const arrival = at('arrival');
  expect(arrival.textContent).toContain('Carlo Bassi');
  expect(arrival.textContent).toContain('Trattamento limitato');
  expect(arrival.textContent).toContain('passare la chiamata al responsabile privacy');
  expect(arrival.textContent).not.toContain('0103');
});

it('a number that is only theirs is not called', async () => {
  const programs = createDeskPrograms();
  programs.answers.data.mayDial = ({ number }) => number !== '+390000000103';
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('dial'));
  await agent.type(at('dial-input'), '+390000000103');
  await settled();
  expect(at('dial-whose').textContent).toContain('trattamento limitato');
  expect(at('dial-call')).toHaveProperty('disabled', true);
  await agent.keyboard('{Enter}');
  expect(programs.wishes.map(({ method }) => method)).not.toContain('dial');
});

it('a callback for offers is promised only to who has agreed', async () => {
  const programs = inCall(carlo);
  const { agent, settled } = await showDesk(programs);
  await agent.click(at('callback'));
  await settled();
  await agent.click(at('callback-purpose'));
  await agent.click(screen.getByRole('option', { name: 'Offerte' }));
  expect(at('callback-sheet').textContent).toContain('Serve il consenso «Offerte»');
  await agent.click(at('callback-promise'));
  expect(at('callback-sheet')).toBeTruthy();
});
