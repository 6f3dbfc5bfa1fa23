// The knowledge base at the desk: found and read by key while one talks, its checks kept with the call, written by those who may.
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import {
  compensation,
  hours,
  instalments,
  knowledgePrograms,
  noInternet,
  withArticles,
} from '#test/support/deskArticles';
import { caller, callFor, carlo, at as instant, interactionOf, talking, ulid } from '#test/support/deskPeople';
import { asked, createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { at, showDesk } from '../../../test/support/deskUnderTest.tsx';

type Situation = NonNullable<Parameters<typeof interactionOf>[0]>;
const all = [hours, compensation, noInternet, instalments];

function inCall(situation: Situation = {}, articles = all, here = true): DeskPrograms {
  const open = interactionOf({ stage: 'live', ...situation });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  return withArticles(programs, articles, here);
}
const codes = () => screen.queryAllByTestId('article-option').map((option) => option.dataset.code);
const note = () => at('note') as HTMLTextAreaElement;
const draft = (programs: DeskPrograms) => (asked(programs, 'saveDraft').at(-1) as { draft: object }).draft;
async function find(programs: DeskPrograms, typed: string) {
  const desk = await showDesk(programs);
  await desk.agent.keyboard('{F7}');
  if (typed !== '') await desk.agent.keyboard(typed);
  return desk;
}

describe('beside a call', () => {
  it('one key leads there, words find, Enter reads, and Esc leads back: to the list, then to the note', async () => {
    const { agent } = await find(inCall(), 'orari');
    await waitFor(() => expect(codes()).toEqual(['KB-011']));
    await agent.keyboard('{Enter}');
    const read = await screen.findByTestId('article');
    expect(read.textContent).toContain('«Lo sportello di via Verdi è aperto dal lunedì al venerdì dalle 9 alle 13.»');
    expect(within(read).getByText('14:30–17')).toBeDefined();
    await agent.keyboard('{Escape}');
    expect(document.activeElement).toBe(at('article-find'));
    expect((at('article-find') as HTMLInputElement).value).toBe('orari');
    await agent.keyboard('{Escape}');
    expect(document.activeElement).toBe(note());
  });

  it('arrows choose among what was found', async () => {
    const { agent } = await find(inCall(), '');
    await waitFor(() => expect(codes()).toHaveLength(4));
    await agent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
    expect((await screen.findByTestId('article')).textContent).toContain('KB-118');
  });

  it('the contact reason brings its articles before anybody looks for them, and puts them first', async () => {
    const { agent } = await showDesk(inCall({ draft: { reasonCode: 'REC-04' } }));
    const suggested = await screen.findByTestId('suggested-articles');
    expect([...suggested.querySelectorAll('strong')].map((title) => title.textContent)).toEqual([
      'Internet non funziona: luci, cavo, riavvio',
      'Indennizzi per il servizio che manca',
    ]);
    expect(suggested.textContent).toContain('Da rivedere');
    await agent.keyboard('{F7}');
    await waitFor(() => expect(codes()).toEqual(['KB-301', 'KB-210', 'KB-011', 'KB-118']));
    await agent.keyboard('{F7}');
    await agent.click(within(await screen.findByTestId('suggested-articles')).getByText(/Indennizzi/));
    expect((await screen.findByTestId('article')).textContent).toContain('KB-210');
  });

  it('what has expired is found and read all the same, and says so', async () => {
    const { agent } = await find(inCall(), 'rateizzare');
    await waitFor(() => expect(codes()).toEqual(['KB-118']));
    expect(at('article-option').textContent).toContain('Scaduta');
    await agent.keyboard('{Enter}');
    await waitFor(() => expect(at('standing').textContent).toBe('Scaduta il 31 ottobre 2026'));
  });

  it('to a customer who speaks English it is said in English first', async () => {
    const programs = inCall();
    for (const call of programs.state.phone.calls) Object.assign(call, { language: 'en' });
    const { agent } = await find(programs, 'orari');
    await waitFor(() => expect(codes()).toEqual(['KB-011']));
    await agent.keyboard('{Enter}');
    const [said, beside] = (await screen.findByTestId('article')).querySelectorAll('.say p');
    expect(said?.textContent).toContain('The branch in via Verdi is open');
    expect(beside?.textContent).toContain('Lo sportello di via Verdi');
  });

  it('what is nowhere is reported in the words that were typed, with the reason and nothing else', async () => {
    const programs = inCall({ draft: { reasonCode: 'INF-04' } });
    const { agent } = await find(programs, 'bonus sociale');
    await agent.click(await screen.findByTestId('tell-gap'));
    expect(asked(programs, 'tellGap')).toEqual([{ words: 'bonus sociale', reasonCode: 'INF-04' }]);
    expect((await screen.findByTestId('gap-told')).textContent).toBe('Segnalato: «bonus sociale»');
  });

  it.each([
    [[], true, 'Non c’è ancora nessuna procedura.'],
    [[], false, 'Le procedure stanno arrivando…'],
  ])('nothing there yet is said', async (articles, here, said) => {
    await find(inCall({}, articles, here), '');
    expect(await screen.findByText(said)).toBeDefined();
  });

  it('what comes meanwhile is there without asking again', async () => {
    const programs = inCall({}, [hours]);
    await find(programs, '');
    await waitFor(() => expect(codes()).toEqual(['KB-011']));
    withArticles(programs, all);
    await act(async () => programs.tellData({ kind: 'articlesChanged', articles: 'another' }));
    await waitFor(() => expect(codes()).toHaveLength(4));
  });
});

describe('checks', () => {
  async function ticking(programs = inCall({ draft: { note: 'Linea assente.', reasonCode: 'TEC-01' } })) {
    const { agent } = await find(programs, 'internet');
    await waitFor(() => expect(codes()).toEqual(['KB-301']));
    await agent.keyboard('{Enter}');
    await screen.findByTestId('article');
    return { programs, agent };
  }
  const steps = () =>
    [...document.querySelectorAll('[data-testid^=step-]')].map((step) => step.getAttribute('data-testid'));

  it('each answer brings the next question, and all are kept with the call', async () => {
    const { programs, agent } = await ticking();
    expect(steps()).toEqual(['step-guasto-di-zona', 'step-luci']);
    await agent.click(screen.getByRole('checkbox', { name: 'Nessun guasto di zona' }));
    await agent.click(screen.getByRole('radio', { name: 'Rossa' }));
    await waitFor(() => expect(steps()).toHaveLength(3));
    await agent.click(screen.getByRole('radio', { name: 'No: spostato' }));
    expect(screen.getByText('Motivo TEC-01, esito RIS-1.')).toBeDefined();
    expect(screen.getByText('Verifiche finite.')).toBeDefined();
    await waitFor(() =>
      expect(draft(programs)).toMatchObject({
        checks: [
          { articleId: noInternet.id, edition: 1, step: 'guasto-di-zona', answer: 'done' },
          { step: 'luci', answer: 'rossa' },
          { step: 'cavo', answer: 'spostato' },
        ],
      }),
    );
  });

  it('another answer takes back what the former one had led to', async () => {
    const { programs, agent } = await ticking();
    await agent.click(screen.getByRole('radio', { name: 'Rossa' }));
    await agent.click(await screen.findByRole('radio', { name: 'Sì' }));
    await agent.click(screen.getByRole('radio', { name: 'Verde fissa' }));
    expect(steps()).toEqual(['step-guasto-di-zona', 'step-luci']);
    expect(screen.getByText('Riavviare la scatola.')).toBeDefined();
    await waitFor(() => expect(draft(programs)).toMatchObject({ checks: [{ step: 'luci', answer: 'verde' }] }));
  });

  it('are written into the note on one press, behind what stands there', async () => {
    const { agent } = await ticking();
    await agent.click(screen.getByRole('checkbox', { name: 'Nessun guasto di zona' }));
    await agent.click(screen.getByRole('radio', { name: 'Verde fissa' }));
    await agent.click(at('checks-to-note'));
    expect(note().value).toBe(
      'Linea assente.\nVerifica fatta: Nessun guasto di zona.\nVerifica: La luce «Linea» com’è? Verde fissa. Riavviare la scatola.\n',
    );
  });

  it('of the colleague who has passed the call on are there, and go on from there', async () => {
    const check = { articleId: noInternet.id, edition: 1, step: 'luci', answer: 'rossa', at: instant(0) };
    const handover = {
      ...{ id: ulid('X', 9) as never, to: { kind: 'person' as const, name: 'Giulia', number: '1001' } },
      ...{
        caller: caller('+39 000 000 0103'),
        queueId: null,
        customerId: carlo.customer.id,
        reasonCode: 'TEC-01',
        secondary: [],
        note: '',
      },
      ...{
        identification: 'basic' as const,
        promised: { text: '', by: null, owner: null },
        factors: [],
        speaker: null,
        checks: [check],
        cases: [],
        at: instant(0),
      },
      from: { id: carlo.customer.id as never, name: 'Luca Moro' },
    };
    const { programs, agent } = await ticking(inCall({ handover: { kind: 'here', card: carlo, handover } }));
    expect(at('handover-checks').textContent).toBe('una verifica fatta');
    expect(steps()).toHaveLength(3);
    await agent.click(screen.getByRole('radio', { name: 'Sì' }));
    await waitFor(() => expect(draft(programs)).toMatchObject({ checks: [{ step: 'luci' }, { step: 'cavo' }] }));
  });
});

it('a wrap-up, and whoever passes the call on, is told how much was checked', async () => {
  const checks = ['guasto-di-zona', 'luci'].map((step) => ({
    ...{ articleId: noInternet.id, edition: 1, step, answer: 'done', at: instant(0) },
  }));
  const wrapUp = interactionOf({ stage: 'wrapUp', draft: { checks } });
  await showDesk(createDeskPrograms({ data: { ...quietData(), open: [wrapUp] } }));
  expect(at('checked').textContent).toBe('2 verifiche fatte');
});

describe('the page', () => {
  async function open(programs: DeskPrograms, code?: string) {
    const desk = await showDesk(programs);
    await desk.agent.click(at('knowledge'));
    await screen.findByTestId('knowledge-page');
    if (code !== undefined) {
      await desk.agent.type(at('article-find'), code);
      await waitFor(() => expect(codes()).toEqual([code]));
      await desk.agent.keyboard('{Enter}');
      await screen.findByTestId('article');
    }
    return { programs, ...desk };
  }

  it('is there without a call, for reading; nobody who may not write is offered to', async () => {
    await open(knowledgePrograms(), 'KB-011');
    expect(screen.queryByTestId('edit-article')).toBeNull();
    expect(screen.queryByTestId('new-article')).toBeNull();
    expect(screen.queryByTestId('gaps')).toBeNull();
  });

  it('shows those who write what was missed, and drafts as such', async () => {
    await open(knowledgePrograms('quality'));
    expect((await screen.findByTestId('gaps')).textContent).toContain('bonus sociale');
    await waitFor(() => expect(codes()).toContain('KB-302'));
    expect(screen.getByText('Bozza')).toBeDefined();
  });

  it('saves an edition with what was read, and says which one it is', async () => {
    const { programs, agent } = await open(knowledgePrograms('lead'), 'KB-011');
    await agent.click(at('edit-article'));
    const title = at('article-title-it') as HTMLInputElement;
    await agent.clear(title);
    await agent.type(title, 'Orari di via Verdi');
    await agent.click(at('article-save'));
    expect((await screen.findByTestId('article-saved')).textContent).toBe('Salvata l’edizione 2.');
    expect(asked(programs, 'saveArticle')).toMatchObject([
      {
        id: hours.id,
        edition: 1,
        content: { code: 'KB-011', title: { it: 'Orari di via Verdi' }, reasons: ['INF-01'] },
      },
    ]);
  });

  it('says what is wrong, and sends nothing', async () => {
    const { programs, agent } = await open(knowledgePrograms('admin'));
    await agent.click(at('new-article'));
    await agent.type(at('article-title-it'), 'Resi');
    await agent.click(at('article-save'));
    expect((await screen.findByTestId('article-wrong')).textContent).toBe('Non è un codice come KB-042.');
    expect(asked(programs, 'saveArticle')).toEqual([]);
  });

  it('loses nothing where somebody else was quicker: it is said, theirs can be read, and the next save is over theirs', async () => {
    const programs = knowledgePrograms('lead');
    const theirs = { ...hours, edition: 4, byName: 'Luca Moro', about: { it: 'Cambiato da Luca.', en: '' } };
    programs.answers.data.saveArticle = () => ({ kind: 'conflict', current: theirs });
    const { agent } = await open(programs, 'KB-011');
    await agent.click(at('edit-article'));
    await agent.type(at('article-about-it'), ' Mio.');
    await agent.click(at('article-save'));
    expect(await screen.findByText('Nel frattempo Luca Moro ha salvato l’edizione 4.')).toBeDefined();
    expect((at('article-about-it') as HTMLTextAreaElement).value).toContain('Mio.');
    await agent.click(at('article-preview'));
    expect(screen.getAllByTestId('article').map((one) => one.textContent)).toEqual([
      expect.stringContaining('Mio.'),
      expect.stringContaining('Cambiato da Luca.'),
    ]);
    await agent.click(at('article-save'));
    await waitFor(() => expect(asked(programs, 'saveArticle')).toMatchObject([{ edition: 1 }, { edition: 4 }]));
  });

  it('keeps what is written while the service is away, and says that it could not be saved', async () => {
    const programs = knowledgePrograms('lead');
    programs.answers.data.saveArticle = () => {
      throw failure('backend.unreachable', 'network', 'gone');
    };
    const { agent } = await open(programs, 'KB-011');
    await agent.click(at('edit-article'));
    await agent.type(at('article-about-it'), ' Mio.');
    await agent.click(at('article-save'));
    await waitFor(() => expect(document.querySelector('.notice')).not.toBeNull());
    expect((at('article-about-it') as HTMLTextAreaElement).value).toContain('Mio.');
    expect(screen.queryByTestId('article-saved')).toBeNull();
  });
});
