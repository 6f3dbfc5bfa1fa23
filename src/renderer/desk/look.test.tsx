// How the desk looks: as the agent has chosen, else as the computer is set.
import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDeskPrograms } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

/** A computer whose settings are changed while the desk is open. */
function computer() {
  const set = new Set<string>();
  const listeners = new Map<string, () => void>();
  vi.stubGlobal('matchMedia', (query: string) => ({
    get matches() {
      return set.has(query);
    },
    addEventListener: (_event: string, listener: () => void) => listeners.set(query, listener),
    removeEventListener: () => listeners.delete(query),
  }));
  return (query: string) =>
    act(async () => {
      set.add(query);
      listeners.get(query)?.();
    });
}
afterEach(() => vi.unstubAllGlobals());

const root = document.documentElement.dataset;

describe('the look of the desk', () => {
  it('follows the computer, also where that changes', async () => {
    const change = computer();
    const programs = createDeskPrograms();
    programs.state.main = { ...programs.state.main, settings: { ...programs.state.main.settings, theme: 'system' } };
    await showDesk(programs);
    expect(root).toMatchObject({ theme: 'light', contrast: 'usual', density: 'comfortable' });
    await change('(prefers-contrast: more)');
    await change('(prefers-color-scheme: dark)');
    expect(root).toMatchObject({ theme: 'dark', contrast: 'more' });
  });

  it('is what the agent has chosen, whatever the computer says', async () => {
    const change = computer();
    const programs = createDeskPrograms();
    const { settings } = programs.state.main;
    programs.state.main = { ...programs.state.main, settings: { ...settings, contrast: 'usual', density: 'compact' } };
    await showDesk(programs);
    await change('(prefers-contrast: more)');
    expect(root).toMatchObject({ contrast: 'usual', density: 'compact' });
  });

  it('is chosen in the settings', async () => {
    const programs = createDeskPrograms();
    const desk = await showDesk(programs);
    await desk.agent.click(at('settings'));
    await desk.agent.click(within(at('contrast')).getByText('Alto'));
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { contrast: 'more' } });
    await desk.agent.click(within(at('density')).getByText('Compatta'));
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { density: 'compact' } });
    await desk.agent.click(within(at('single-keys')).getByText('Spenti'));
    expect(programs.wishes.at(-1)).toEqual({ method: 'changeSettings', params: { singleKeys: false } });
    screen.getByText(/^Ingrandimento: Ctrl/);
  });
});
