// The company's lists on the desk of who edits them.
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import { listOf, listPrograms } from '#test/support/deskListEditing';
import { callFor, carlo, interactionOf, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function open(programs: DeskPrograms = listPrograms(), list?: string) {
  const desk = await showDesk(programs);
  await desk.agent.click(at('lists'));
  await screen.findByTestId('list-of-guide');
  if (list !== undefined) await desk.agent.click(at(`list-of-${list}`));
  await screen.findByTestId('list-standing');
  return { programs, ...desk };
}
const type = async (agent: Awaited<ReturnType<typeof open>>['agent'], testId: string, text: string) => {
  await agent.clear(at(testId));
  await agent.type(at(testId), text);
};

it.each(['agent', 'lead', 'privacy'] as const)('the page is not there for %s', async (role) => {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  await showDesk(programs);
  expect(screen.queryByTestId('lists')).toBeNull();
});

it('each list says whether it is the proposal still, and who has edited it', async () => {
  const { agent } = await open();
  expect(at('list-of-guide').textContent).toContain('Proposta');
  expect(at('list-of-words').textContent).toContain('Modificato');
  expect(at('list-standing').textContent).toContain('Proposta di Cornetta');
  await agent.click(at('list-of-words'));
  expect((await screen.findByTestId('list-standing')).textContent).toContain('da Sara Conti');
});

it('what is typed is saved whole, against the version that was read, with the rest as it was', async () => {
  const { agent, programs } = await open(listPrograms(), 'words');
  await agent.click(at('row-pairs.0'));
  await type(agent, 'list-pairs.0.avoid.it', 'Non si può');
  expect(at('list-of-words').textContent).toContain('Non salvato');
  await agent.click(at('save-list'));
  const [saved] = asked(programs, 'writeList') as [
    { code: string; version: number; body: { pairs: { avoid: object }[] } },
  ];
  expect(saved).toMatchObject({ code: 'words', clientId: null, version: 3 });
  const [first, ...others] = (listOf('words').body as { pairs: { avoid: object }[] }).pairs;
  expect(saved.body.pairs[0]).toEqual({ ...first, avoid: { ...first?.avoid, it: 'Non si può' } });
  expect(saved.body.pairs.slice(1)).toEqual(others);
  await within(at('list-of-words')).findByText('Modificato');
});

it('what is not right is said in its place, and nothing is saved', async () => {
  const { agent, programs } = await open(listPrograms(), 'words');
  await agent.click(at('row-pairs.0'));
  await agent.clear(at('list-pairs.0.prefer.en'));
  await agent.click(at('save-list'));
  expect(asked(programs, 'writeList')).toEqual([]);
  expect(await screen.findByText('Un valore non va ancora bene')).toBeDefined();
  expect(at('list-pairs.0.prefer.en').closest('.text-input')?.textContent).toContain('Manca il testo.');
});

it('rows are added, moved and taken out', async () => {
  const { agent, programs } = await open(listPrograms(), 'rootCauses');
  const codes = () =>
    (asked(programs, 'writeList').at(-1) as { body: { code: string }[] }).body.map(({ code }) => code);
  const before = (listOf('rootCauses').body as { code: string }[]).map(({ code }) => code);
  await agent.click(at('add-row'));
  const place = before.length;
  await type(agent, `list-${place}.code`, 'weather');
  await type(agent, `list-${place}.name.it`, 'Maltempo');
  await type(agent, `list-${place}.name.en`, 'Weather');
  await agent.click(screen.getByRole('button', { name: 'Sposta su: Maltempo' }));
  await agent.click(at('take-out-0'));
  await agent.click(at('save-list'));
  expect(codes()).toEqual([...before.slice(1, -1), 'weather', before.at(-1)]);
});

it('what somebody else has saved meanwhile is shown, and neither is lost', async () => {
  const programs = listPrograms();
  const theirs = listOf('words', { version: 7, editedBy: 'Davide Riva', proposal: false });
  programs.answers.data.writeList = ({ version }) =>
    version < 7 ? { kind: 'conflict', current: theirs } : { kind: 'saved', list: { ...theirs, version: 8 } };
  const { agent } = await open(programs, 'words');
  await agent.click(at('row-pairs.0'));
  await type(agent, 'list-pairs.0.avoid.it', 'Non si può');
  await agent.click(at('save-list'));
  expect(await screen.findByText('Nel frattempo l’ha modificato Davide Riva')).toBeDefined();
  expect((at('list-pairs.0.avoid.it') as HTMLInputElement).value).toBe('Non si può');
  await agent.click(at('keep-mine'));
  expect(asked(programs, 'writeList')).toMatchObject([{ version: 3 }, { version: 7 }]);
});

it('a row by which open cases go is not taken out, and it is said what to do instead', async () => {
  const programs = listPrograms();
  programs.answers.data.writeList = () => ({ kind: 'inUse', codes: ['LOG'] });
  const { agent } = await open(programs, 'backOffices');
  await agent.click(at('take-out-4'));
  await agent.click(at('save-list'));
  expect(await screen.findByText('Serve ancora a pratiche aperte: LOG')).toBeDefined();
  expect(at('list-of-backOffices').textContent).toContain('Non salvato');
});

it('what is not saved stays while another list is looked at', async () => {
  const { agent } = await open(listPrograms(), 'words');
  await agent.click(at('row-pairs.0'));
  await type(agent, 'list-pairs.0.avoid.it', 'Non si può');
  await agent.click(at('list-of-calming'));
  await agent.click(at('list-of-words'));
  await agent.click(await screen.findByTestId('row-pairs.0'));
  expect((at('list-pairs.0.avoid.it') as HTMLInputElement).value).toBe('Non si può');
});

it('an edition that was is taken up, to be looked at before it is saved', async () => {
  const programs = listPrograms();
  const { agent } = await open(programs, 'mandate');
  const older = [{ upToCents: null, by: 'lead' }];
  programs.answers.data.listEditions = () => ({
    editions: [
      { version: 2, at: '2026-11-20T15:10:00.000Z', by: 'Sara Conti', body: listOf('mandate').body },
      { version: 1, at: '2026-11-02T08:00:00.000Z', by: null, body: older },
    ],
  });
  await agent.click(at('show-editions'));
  await agent.click(await screen.findByTestId('take-edition-1'));
  expect(asked(programs, 'writeList')).toEqual([]);
  await agent.click(at('save-list'));
  expect(asked(programs, 'writeList')).toMatchObject([{ code: 'mandate', version: 2, body: older }]);
});

it('the proposal comes back after having been asked', async () => {
  const { agent, programs } = await open(listPrograms(), 'words');
  await agent.click(at('ask-reset'));
  expect(asked(programs, 'resetList')).toEqual([]);
  await agent.click(at('reset-list'));
  expect(asked(programs, 'resetList')).toMatchObject([{ code: 'words', clientId: null, version: 3 }]);
  expect((await screen.findByTestId('list-standing')).textContent).toContain('Proposta di Cornetta');
});

it('while the service is away the page says so, and asks again', async () => {
  const programs = listPrograms();
  let isAway = true;
  programs.answers.data.listHeads = () => {
    if (isAway) throw failure('backend.unreachable', 'network');
    return { lists: [] };
  };
  const { agent } = await showDesk(programs);
  await agent.click(at('lists'));
  expect(await screen.findByTestId('unread')).toBeDefined();
  isAway = false;
  await agent.click(at('read-again'));
  expect(await screen.findByTestId('list-of-guide')).toBeDefined();
});

it('contact reasons are a list too: one is taken out of use', async () => {
  const { agent, programs } = await open(listPrograms(), 'classification');
  await agent.click(at('row-reasons.0'));
  await agent.click(at('row-reasons.0.reasons.0'));
  await agent.click(screen.getByText('In uso'));
  await agent.click(at('save-list'));
  const [saved] = asked(programs, 'writeList') as [{ code: string; body: { reasons: { reasons: object[] }[] } }];
  expect(saved.code).toBe('classification');
  expect(saved.body.reasons[0]?.reasons[0]).toMatchObject({ code: 'FAT-01', active: false });
});

it('a draft with a reason that is out of use by now says so, and keeps it', async () => {
  const found = interactionOf({ stage: 'live', draft: { customerId: carlo.customer.id, reasonCode: 'FAT-01' } });
  const desk = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(found, { phase: talking() })] },
    data: { ...quietData(), open: [found] },
  });
  const { session } = desk.state.data;
  if (session.kind !== 'signedIn') throw new Error('nobody is signed in');
  await showDesk(desk);
  expect(screen.queryByTestId('retired')).toBeNull();
  const [billing, ...others] = session.workstation.reasons;
  if (billing === undefined) throw new Error('no reasons');
  const reasons = billing.reasons.map((each) => (each.code === 'FAT-01' ? { ...each, active: false } : each));
  desk.tellData({
    kind: 'sessionChanged',
    session: { ...session, workstation: { ...session.workstation, reasons: [{ ...billing, reasons }, ...others] } },
  });
  expect((await screen.findByTestId('retired')).textContent).toContain('non è più in uso');
  expect((at('reason') as HTMLInputElement).value).not.toBe('');
});
