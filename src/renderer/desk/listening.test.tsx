// Listening to a colleague's call by an agreement: the lead's side, and what stands on the screen of who is heard.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { listeningSchema } from '#shared/protocol/listening';
import { agreement, board, boards, team } from '#test/support/deskBoards';
import { ownCall } from '#test/support/deskCalls';
import { callFor, interactionOf, secondsAgo, talking, workstation } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

const id = '3f0e2f1c-6f0f-4a53-9f5c-0d3a1c5b7e21';
const me = { id: workstation().agent.id, name: 'Giulia Serra' };
const luca = { id: workstation().colleagues.find(({ name }) => name === 'Luca Moro')?.id ?? me.id, name: 'Luca Moro' };
const one = (lead: typeof me, agent: typeof me, seenAt: string | null) =>
  listeningSchema.parse({ id, lead, agent, extension: '1002', askedAt: secondsAgo(1), seenAt });
const heard = (...listening: ReturnType<typeof one>[]) =>
  boards({ board: { ...board(), team: team() }, help: { asOf: secondsAgo(0), help: [], listening } });
const methods = (programs: DeskPrograms) => programs.wishes.map(({ method }) => method);

describe('who is listened to', () => {
  it('reads by whom and by which agreement, is told so at once, and only then is it let happen', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
      data: { ...quietData(), open: [open], boards: heard() },
    });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') session.workstation.policy.supervision = agreement;
    const { settled } = await showDesk(programs);
    expect(screen.queryByTestId('listened')).toBeNull();
    programs.tellData({ kind: 'boardsChanged', boards: heard(one(luca, me, null)) });
    await settled();
    expect(at('listened').getAttribute('role')).toBe('alert');
    expect(at('listened').textContent).toBe(
      'Luca Moro ascolta questa chiamataAccordo sindacale n. 14 del 12 marzo 2026',
    );
    expect(programs.wishes).toEqual([{ method: 'listeningSeen', params: { id } }]);
    programs.tellData({ kind: 'boardsChanged', boards: heard() });
    await settled();
    expect(screen.queryByTestId('listened')).toBeNull();
  });
});

describe('a lead', () => {
  async function atBoard(listenCode: string | null = '*75') {
    const programs = createDeskPrograms({ data: { ...quietData(), boards: heard() } });
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') {
      session.workstation.agent.role = 'lead';
      session.workstation.policy.supervision = agreement;
      session.workstation.listenCode = listenCode;
    }
    programs.state.data.boards.board = {
      ...board(),
      team: team().map((member) => ({ ...member, state: member.id === luca.id ? 'inCall' : 'ready' })),
    };
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Alt>}o{/Alt}');
    return { programs, ...desk };
  }

  it('is offered nothing where no agreement allows it', async () => {
    await atBoard(null);
    expect(screen.queryByTestId('listen')).toBeNull();
  });

  it('asks, and the phone dials when the screen of the colleague has said so; the end of the call is the end of it', async () => {
    const { programs, agent, settled } = await atBoard();
    expect(screen.getAllByTestId('listen')).toHaveLength(1);
    await agent.click(at('listen'));
    screen.getByText('in attesa del suo schermo…');
    programs.tellData({ kind: 'boardsChanged', boards: heard(one(me, luca, null)) });
    await settled();
    expect(methods(programs)).toEqual(['askToListen']);

    programs.tellData({ kind: 'boardsChanged', boards: heard(one(me, luca, secondsAgo(0))) });
    await waitFor(() => expect(methods(programs)).toEqual(['askToListen', 'listen']));
    expect(programs.wishes.at(-1)?.params).toEqual({ number: '*751002', name: 'Luca Moro' });

    const call = ownCall(interactionOf({ number: 70 }), {
      purpose: { kind: 'listening', name: 'Luca Moro' },
      phase: talking(),
    });
    programs.state.phone.calls = [call];
    programs.publish();
    await settled();
    screen.getByText('In ascolto: Luca Moro');
    expect(screen.queryByTestId('transfer')).toBeNull();
    programs.state.phone.calls = [];
    programs.publish();
    await waitFor(() => expect(methods(programs)).toEqual(['askToListen', 'listen', 'endListening']));
    expect(at('announce-calm').textContent).toBe('Ascolto chiuso.');
  });

  it('who comes back to a window that has died does not listen on unawares: it is over', async () => {
    const { programs, settled } = await atBoard();
    programs.tellData({ kind: 'boardsChanged', boards: heard(one(me, luca, secondsAgo(0))) });
    await settled();
    await waitFor(() => expect(methods(programs)).toEqual(['endListening']));
  });

  it('who comes late is asked for nothing more', async () => {
    const { programs, agent, settled } = await atBoard();
    programs.answers.data.askToListen = () => 'late';
    await agent.click(at('listen'));
    await settled();
    expect(screen.queryByText('in attesa del suo schermo…')).toBeNull();
  });
});
