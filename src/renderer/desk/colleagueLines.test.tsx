// Who can be passed a call to: what their telephones are doing, by the backend where it sees the PBX, by the phone where it does not.
import { within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { boards } from '#test/support/deskBoards';
import { callFor, interactionOf, talking } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const open = interactionOf({ stage: 'live' });

function inCall(change: Partial<DeskPrograms['state']['data']> = {}): DeskPrograms {
  return createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open], ...change },
  });
}

const rowOf = (number: string) =>
  within(must(document.querySelector<HTMLElement>(`[data-testid=transfer-target][data-number="${number}"]`), number));
const watched = ({ wishes }: DeskPrograms) => wishes.filter(({ method }) => method === 'watchLines');

describe('a colleague', () => {
  it('is available or not, as the backend sees it, and the phone asks nobody', async () => {
    const programs = inCall({ boards: boards() });
    const { agent } = await showDesk(programs);
    await agent.click(at('transfer'));
    rowOf('1002').getByText('disponibile');
    rowOf('1100').getByText('non disponibile');
    expect(watched(programs)).toEqual([]);
  });

  it('has a telephone that the PBX is asked about as long as the list is open, where the backend does not see it', async () => {
    const programs = inCall();
    let left = false;
    programs.answers.phone.watchLines = (_params, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          left = true;
          resolve(null);
        }),
      );
    const { agent, settled } = await showDesk(programs);
    expect(watched(programs)).toEqual([]);
    await agent.click(at('transfer'));
    expect(watched(programs)).toEqual([{ method: 'watchLines', params: { extensions: ['1002', '1100'] } }]);
    programs.state.phone = { ...programs.state.phone, lines: { '1002': 'taken', '1100': 'free' } };
    programs.publish();
    await settled();
    rowOf('1002').getByText('non disponibile');
    rowOf('1100').getByText('non al telefono');
    expect(left).toBe(false);
    await agent.keyboard('{Escape}');
    await settled();
    expect(left).toBe(true);
  });
});
