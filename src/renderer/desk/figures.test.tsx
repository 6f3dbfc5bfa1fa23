// Figures at the desk: asked for by period and queue, read as chart or table with how each is counted, and what few people are behind is not told.
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { figuresPrograms, noFigures } from '#test/support/deskFigures';
import { asked } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

async function atFigures(differing: Parameters<typeof figuresPrograms>[0] = {}) {
  const programs = figuresPrograms(differing);
  const desk = await showDesk(programs);
  await desk.agent.click(at('figures'));
  await screen.findByTestId('figure-serviceLevel');
  return { ...desk, programs };
}

describe('figures', () => {
  it('are those of yesterday by the half hour, until another period is asked for', async () => {
    const { agent, programs } = await atFigures();
    expect(asked(programs, 'figures')).toEqual([{ from: '2026-11-23', to: '2026-11-23', by: 'interval' }]);
    await agent.click(at('figures-period'));
    await agent.click(screen.getByRole('option', { name: 'Mese scorso' }));
    expect(asked(programs, 'figures').at(-1)).toEqual({ from: '2026-10-01', to: '2026-10-31', by: 'day' });
  });

  it('say how they are counted, by the company’s own numbers, and are the same in a table', async () => {
    const { agent } = await atFigures();
    expect(at('figure-how').textContent).toContain('Risposte entro 20 secondi');
    screen.getByRole('img', { name: /^Livello di servizio/ });
    await agent.click(at('figure-averageWait'));
    expect(at('figure-how').textContent).toContain('Dall’ingresso in coda alla risposta');
    await agent.click(at('figure-as-table'));
    expect(within(screen.getByRole('region', { name: 'Tempo medio di attesa' })).getAllByRole('row')).toHaveLength(49);
  });

  it('say with how many answers and how surely a share of customers holds', async () => {
    await atFigures();
    expect(at('figure-firstContactResolution').textContent).toContain('74%su 1.204, fra 71% e 76%');
  });

  it('do not tell the work of few, nor a reason that few have called for', async () => {
    await atFigures({ total: noFigures.total });
    expect(at('figure-handlingTime').textContent).toContain('Non si mostra: meno di 5 persone o di 30 contatti');
    expect(at('figures-reasons').textContent).toMatch(/non mostrato.*meno\u00a0di\u00a05/);
  });

  it('have chats where there were any, each with how it is counted, by the half hour but for the first response and the handling', async () => {
    const { agent } = await atFigures();
    expect(within(at('figures-chats')).getAllByRole('button')).toHaveLength(7);
    await agent.click(at('figure-chatsOffered'));
    screen.getByRole('img', { name: /^Chat offerte/ });
    await agent.click(at('figure-firstWord'));
    expect(at('figure-how').textContent).toContain('alla prima parola di un operatore');
    expect(screen.queryByRole('img', { name: /^Prima risposta in chat/ })).toBeNull();
    await agent.click(at('figure-chatHandlingTime'));
    expect(screen.queryByRole('img', { name: /^Tempo medio di gestione delle chat/ })).toBeNull();
  });

  it('do not tell the first response in fewer than thirty chats', async () => {
    const chats = { offered: 4, answered: 4, abandoned: 0, left: 0, firstWord: null, work: null };
    await atFigures({ total: { ...noFigures.total, chats } });
    expect(at('figure-firstWord').textContent).toContain('—meno\u00a0di\u00a030');
  });

  it('have nothing of chats where there were none', async () => {
    await atFigures(noFigures);
    expect(screen.queryByTestId('figures-chats')).toBeNull();
  });

  it('say from which queue to which calls were passed on, and of each reason what was solved at first', async () => {
    await atFigures();
    const rows = within(at('figures-transfers'))
      .getAllByRole('row')
      .map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['Da', 'Assistenza', 'Clienti in inglese', 'Ufficio reclami', 'A un collega o altrove'],
      ['Accoglienza', '41', '0', '12', '9'],
      ['Assistenza', '0', '0', 'non mostrato', '17'],
      ['Senza coda', '0', 'meno\u00a0di\u00a05', '0', '0'],
    ]);
    expect(within(at('figures-reasons')).getAllByRole('row')[1]?.lastElementChild?.textContent).toMatch(
      /^87%su 371, fra 8\d% e \d\d%$/,
    );
  });

  it('of a period without calls say so', async () => {
    await atFigures(noFigures);
    screen.getByText(/Nessuna chiamata in questo periodo/);
    screen.getByText('Nessun contatto in questo periodo.');
  });

  it('are saved as the table of what is shown', async () => {
    const { agent, programs } = await atFigures();
    await agent.click(at('figures-csv'));
    expect(asked(programs, 'figuresTable')).toEqual([
      { asked: { from: '2026-11-23', to: '2026-11-23', by: 'interval' }, language: 'it' },
    ]);
  });
});
