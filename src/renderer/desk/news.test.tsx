// What is new: told once after an update, quietly and never over a call; and read at any time.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import { type Edition, isLater, newestFor, news } from '#shared/words/news';
import { callFor, interactionOf, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone, signedInMain } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';
import { commandIds } from './commands/table.ts';
import { workstationOf } from './store/selectors.ts';

const data = () => ({ ...quietData(), preferences: { told: true, chosen: {} } });
const account = workstationOf({ data: data() } as never)?.agent.id ?? null;

/** An agent who has read what this version brought, or of an earlier one. */
function reading(newsSeen: string | null) {
  const main = signedInMain();
  const chosen = newsSeen === null ? {} : { newsSeen };
  return createDeskPrograms({
    main: { ...main, version: '0.1.0', settings: { ...main.settings, account, newsSeen } },
    data: { ...data(), preferences: { told: true, chosen } },
  });
}
const told = 'Novità nella versione 0.1.0';

describe('what is new', () => {
  it('is told after an update, and not again once it was read', async () => {
    const programs = reading('0.0.9');
    const { agent } = await showDesk(programs);
    screen.getByText(told);
    await agent.click(at('read-news'));
    expect(at('news-page').textContent).toContain('Collegamenti');
    await waitFor(() => expect(asked(programs, 'changePreferences')).toEqual([{ newsSeen: '0.1.0' }]));
  });

  it('is put away unread', async () => {
    const programs = reading('0.0.9');
    const { agent } = await showDesk(programs);
    await agent.click(screen.getByRole('button', { name: 'Ho capito' }));
    await waitFor(() => expect(asked(programs, 'changePreferences')).toEqual([{ newsSeen: '0.1.0' }]));
  });

  it.each(['0.1.0', '0.2.0'])('is not told to who has read that of %s, on whatever computer', async (seen) => {
    await showDesk(reading(seen));
    expect(screen.queryByText(told)).toBeNull();
  });

  it('is not told to somebody to whom everything is new; from the next version on it is', async () => {
    const programs = reading(null);
    const { settled } = await showDesk(programs);
    programs.publish();
    await settled();
    expect(screen.queryByText(told)).toBeNull();
    expect(asked(programs, 'changePreferences')).toEqual([{ newsSeen: '0.1.0' }]);
  });

  it('waits while there is a call', async () => {
    const programs = reading('0.0.9');
    const open = interactionOf({ stage: 'live' });
    programs.state.phone = { ...readyPhone(), calls: [callFor(open, { phase: talking() })] };
    programs.state.data = { ...programs.state.data, open: [open] };
    await showDesk(programs);
    expect(screen.queryByText(told)).toBeNull();
  });

  it('is found by its name at any time', async () => {
    const { agent } = await showDesk(createDeskPrograms());
    await agent.keyboard('{F1}novità{Enter}');
    await waitFor(() => expect(at('news-page')).toBeDefined());
  });
});

const edition = (version: string): Edition => ({ version, items: [] });

test('versions are in their order, and an app tells of none that came after it', () => {
  expect(isLater('0.10.0', '0.9.3')).toBe(true);
  expect(isLater('0.9.3', '0.10.0')).toBe(false);
  expect(isLater('1.0.0', '1.0.0')).toBe(false);
  const editions = ['2.0.0', '1.1.0', '1.0.0'].map(edition);
  expect(newestFor('1.1.4', editions)?.version).toBe('1.1.0');
  expect(newestFor('0.9.0', editions)).toBeNull();
});

test('every piece of news is in both languages, and what it is done by is a command', () => {
  expect(news.map(({ version }) => version)).toEqual(
    news.map(({ version }) => version).toSorted((a, b) => (isLater(a, b) ? -1 : 1)),
  );
  for (const { title, text, command } of news.flatMap(({ items }) => items)) {
    for (const words of [title, text]) expect(words.it !== '' && words.en !== '').toBe(true);
    if (command !== undefined) expect(commandIds).toContain(command);
  }
});
