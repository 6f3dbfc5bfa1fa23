// The agent's own day at the desk: what rings, when a break is due, one's own figures, a minute to breathe, the workstation.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ownCall } from '#test/support/deskCalls';
import { checked, dayPrograms, workedFor } from '#test/support/deskDay';
import { callFor, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { asked, createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

describe('a promised callback that rings', () => {
  it('says whom and for when, aloud too, and sounds once', async () => {
    const programs = dayPrograms({ rings: true });
    const { settled } = await showDesk(programs);
    expect(at('callback-rings').textContent).toContain('Carlo Bassi');
    expect(screen.getAllByRole('alert').some((each) => each.textContent?.includes('Carlo Bassi'))).toBe(true);
    programs.publish();
    await settled();
    expect(asked(programs, 'remind')).toHaveLength(1);
  });

  it('is called with F2: taken first, as from the list', async () => {
    const programs = dayPrograms({ rings: true });
    const { agent } = await showDesk(programs);
    programs.answers.data.takeToCall = () => 'taken';
    await agent.keyboard('{F2}');
    await waitFor(() => expect(asked(programs, 'dial')).toHaveLength(1));
  });

  it('is put off with F3, and left to the others with Shift F2', async () => {
    const programs = dayPrograms({ rings: true });
    const { agent } = await showDesk(programs);
    const [id] = programs.state.data.boards.ringing;
    await agent.keyboard('{F3}');
    await agent.keyboard('{Shift>}{F2}{/Shift}');
    expect(asked(programs, 'ringLater')).toEqual([{ id }]);
    expect(asked(programs, 'ringNoMore')).toEqual([{ id }]);
    expect(asked(programs, 'dial')).toEqual([]);
  });

  it('does not hear a key that was meant for a call which has just given up', async () => {
    const programs = dayPrograms({ rings: true });
    const quiet = programs.state.phone;
    programs.state.phone = { ...readyPhone(), calls: [callFor(interactionOf({ stage: 'ringing' }))] };
    const { agent, settled } = await showDesk(programs);
    programs.state.phone = quiet;
    programs.publish();
    await settled();
    expect(at('callback-rings').textContent).toContain('Carlo Bassi');
    await agent.keyboard('{F2}{F3}{Shift>}{F2}{/Shift}');
    await settled();
    const done = () => ['dial', 'takeToCall', 'ringLater', 'ringNoMore'].flatMap((what) => asked(programs, what));
    expect(done()).toEqual([]);
    await waitFor(
      async () => {
        await agent.keyboard('{F3}');
        expect(asked(programs, 'ringLater')).toHaveLength(1);
      },
      { timeout: 3_000 },
    );
  });

  it('is not there while the agent is in a call', async () => {
    const programs = dayPrograms({ rings: true });
    programs.state.phone = {
      ...readyPhone(),
      calls: [ownCall(interactionOf({ stage: 'live' }), { phase: talking() })],
    };
    await showDesk(programs);
    expect(screen.queryByTestId('callback-rings')).toBeNull();
    expect(asked(programs, 'remind')).toEqual([]);
  });
});

describe('the break from the screen', () => {
  it('is one quiet line when it is near, and none before', async () => {
    await showDesk(dayPrograms({ day: { activity: workedFor(104) } }));
    expect(screen.queryByTestId('break-line')).toBeNull();
  });

  it('is begun with one key, for the reason that the company has for it', async () => {
    const programs = dayPrograms({ day: { activity: workedFor(121) } });
    const { agent } = await showDesk(programs);
    expect(at('break-line').textContent).toContain('La pausa spetta');
    await agent.keyboard('{Control>}b{/Control}');
    expect(asked(programs, 'setWish')).toEqual([{ kind: 'notReady', reasonCode: 'screen-break' }]);
  });

  it('is counted down while it runs', async () => {
    await showDesk(dayPrograms({ day: { activity: workedFor(121, 4) }, reason: 'screen-break' }));
    expect(at('break-left').textContent).toBe('Mancano 11:00');
  });

  it('closed, is silent until the next break', async () => {
    const programs = dayPrograms({ day: { activity: workedFor(121) } });
    const { agent, settled } = await showDesk(programs);
    const works = async (minutes: number) => {
      programs.tellData({ kind: 'dayChanged', day: { ...programs.state.data.day, activity: workedFor(minutes) } });
      await settled();
    };
    await agent.click(within(at('break-line')).getByRole('button', { name: 'Nascondi l’avviso' }));
    await works(125);
    expect(screen.queryByTestId('break-line')).toBeNull();
    await works(30);
    await works(121);
    expect(at('break-line').textContent).toContain('La pausa spetta');
  });

  it('says nothing over a call', async () => {
    const programs = dayPrograms({ day: { activity: workedFor(130) } });
    programs.state.phone = {
      ...readyPhone(),
      calls: [ownCall(interactionOf({ stage: 'live' }), { phase: talking() })],
    };
    await showDesk(programs);
    expect(screen.queryByTestId('break-line')).toBeNull();
  });
});

describe('the page', () => {
  async function open(programs = dayPrograms()) {
    const desk = await showDesk(programs);
    await desk.agent.keyboard('{Control>}4{/Control}');
    return { programs, ...desk };
  }

  it('has one’s own promised calls alone, and says since when one works at the screen', async () => {
    await open();
    const own = screen.getAllByTestId('own-callback');
    expect(own).toHaveLength(1);
    expect(own[0]?.textContent).toContain('Carlo Bassi');
    expect(at('break-card').textContent).toContain('1 ora e 20 minuti al videoterminale');
    expect(at('break-card').textContent).toContain('Pausa tra 40 minuti');
  });

  it('says that nobody else sees one’s figures, and deletes them when that is wanted', async () => {
    const { programs, agent } = await open();
    expect(at('own-figures').textContent).toContain('Non vengono inviate a nessuno');
    expect(at('own-figures').textContent).toContain('61');
    await agent.click(at('figures-forget'));
    expect(asked(programs, 'forgetOwnFigures')).toEqual([]);
    await agent.click(at('figures-forgotten'));
    expect(asked(programs, 'forgetOwnFigures')).toHaveLength(1);
  });

  it('keeps the workstation’s check-list when every item has an answer', async () => {
    const { programs, agent } = await open();
    await agent.click(at('checks-open'));
    await agent.click(at('checks-save'));
    expect(at('checks').textContent).toContain('Mancano 10 risposte');
    for (const each of screen.getAllByRole('radio', { name: 'Va bene' })) fireEvent.click(each);
    const chair = screen.getAllByRole('radio', { name: 'Non va bene' })[6] as HTMLElement;
    await agent.click(chair);
    await agent.type(textField('check-words-chair'), 'Lo schienale');
    await agent.click(at('checks-save'));
    expect(asked(programs, 'keepChecks')).toMatchObject([
      { answers: { chair: { isRight: false, words: 'Lo schienale' }, noise: { isRight: true, words: '' } } },
    ]);
  });

  it('asks for the check-list again when the list’s days are over', async () => {
    const old = { ...checked(), at: secondsAgo(366 * 86_400) };
    await open(dayPrograms({ day: { checks: old } }));
    expect(at('checks').textContent).toContain('è ora di rifarlo');
  });
});

describe('a minute to breathe', () => {
  const written = () => {
    const open = interactionOf({ stage: 'wrapUp' });
    return createDeskPrograms({ data: { ...quietData(), open: [open] } });
  };

  it('is not offered after a conversation like any other', async () => {
    await showDesk(written());
    expect(screen.queryByTestId('breath-offer')).toBeNull();
  });

  it('is offered after calm had to be brought back, and never during the call', async () => {
    const open = interactionOf({ stage: 'live' });
    const programs = createDeskPrograms({
      phone: { ...readyPhone(), calls: [callFor(open, { startedAt: secondsAgo(60), phase: talking() })] },
      data: { ...quietData(), open: [open] },
    });
    const { agent, settled } = await showDesk(programs);
    await agent.keyboard('{Shift>}{F6}{/Shift}');
    expect(screen.queryByTestId('breath-offer')).toBeNull();
    programs.state.phone = readyPhone();
    programs.publish();
    const over = { ...open, interaction: { ...open.interaction, stage: 'wrapUp' as const } };
    programs.tellData({ kind: 'interactionChanged', open: over });
    await settled();
    await agent.click(at('breath-start'));
    await agent.click(at('breathe-begin'));
    expect(at('breathing').textContent).toContain('Inspirare');
    expect(programs.wishes.filter(({ method }) => /keep|save|draft/i.test(method))).toEqual([]);
  });
});
