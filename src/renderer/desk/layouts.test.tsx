// Where there is no room for three columns: who it is in one line, the card when it is asked for, the note always there.
import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callFor, interactionOf, talking } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

/** A window of this many CSS px, which may become another while the desk is open. */
function windowOf(width: number) {
  const tell = new Set<() => void>();
  let now = width;
  vi.stubGlobal('matchMedia', (query: string) => ({
    get matches() {
      const [, most] = /max-width: (\d+)px/.exec(query) ?? [];
      return most !== undefined && now <= Number(most);
    },
    addEventListener: (_event: string, listener: () => void) => tell.add(listener),
    removeEventListener: (_event: string, listener: () => void) => tell.delete(listener),
  }));
  return (next: number) =>
    act(async () => {
      now = next;
      for (const each of tell) each();
    });
}
afterEach(() => vi.unstubAllGlobals());

const inCall = (open: ReturnType<typeof interactionOf>) =>
  createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
const known = interactionOf({ stage: 'live' });
const card = () => screen.queryByRole('complementary', { name: 'Scheda cliente' });

describe('with three columns', () => {
  it('the card is beside the note, and nothing is said twice', async () => {
    windowOf(1280);
    await showDesk(inCall(known));
    expect(card()).not.toBeNull();
    expect(screen.queryByTestId('who-line')).toBeNull();
  });
});

describe.each([900, 380])('in a window of %i px', (width) => {
  it('who it is stands above the note; Alt C opens the card and goes there, Esc leads back to the note', async () => {
    windowOf(width);
    const desk = await showDesk(inCall(known));
    expect(card()).toBeNull();
    within(at('who-line')).getByText('Carlo Bassi');
    await desk.agent.keyboard('{Alt>}c{/Alt}');
    expect(card()).not.toBeNull();
    expect(document.activeElement).toBe(card());
    await desk.agent.keyboard('{Escape}');
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(at('note'));
  });

  it('the card opens and closes by its button too, which says which it does', async () => {
    windowOf(width);
    const desk = await showDesk(inCall(known));
    await desk.agent.click(at('card-toggle'));
    expect(at('card-toggle').getAttribute('aria-expanded')).toBe('true');
    await desk.agent.click(at('card-toggle'));
    expect(card()).toBeNull();
  });

  it('a panel that is opened takes the place of the card, and Alt C of the panel', async () => {
    windowOf(width);
    const desk = await showDesk(inCall(known));
    await desk.agent.keyboard('{Alt>}c{/Alt}{F9}');
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(at('prefer-find'));
    await desk.agent.keyboard('{Alt>}c{/Alt}');
    expect(card()).not.toBeNull();
    expect(screen.queryByTestId('words-panel')).toBeNull();
  });

  it('becoming wide again, it has its columns', async () => {
    const become = windowOf(width);
    await showDesk(inCall(known));
    await become(1280);
    expect(card()).not.toBeNull();
    expect(screen.queryByTestId('who-line')).toBeNull();
  });
});

describe('who is not known', () => {
  const unknown = interactionOf({ stage: 'live', match: { kind: 'notFound' } });

  it('is looked for in place of what helps, where there are two columns', async () => {
    windowOf(900);
    await showDesk(inCall(unknown));
    expect(card()).not.toBeNull();
  });

  it('is looked for with Alt C where there is one: the note comes first', async () => {
    windowOf(380);
    const desk = await showDesk(inCall(unknown));
    expect(card()).toBeNull();
    await desk.agent.keyboard('{Alt>}c{/Alt}');
    expect(card()).not.toBeNull();
  });
});

describe('the window at the side of the screen', () => {
  it('goes there with one key, and back with the same', async () => {
    windowOf(1280);
    const programs = createDeskPrograms();
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}');
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { dock: 'right' } });
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, dock: 'left' } };
    programs.publish();
    await desk.settled();
    await desk.agent.keyboard('{Control>}{Shift>}d{/Shift}{/Control}');
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { dock: 'none' } });
  });
});
