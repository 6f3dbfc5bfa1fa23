// Reports at the desk: made of a day, written, sent for confirmation, signed by somebody else or sent back, saved as paper and table.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import type { ReportOutcome } from '#shared/contract/reports';
import { must } from '#shared/lib/must';
import { caseShelfSchema } from '#shared/model/caseShelf';
import { noWords } from '#shared/model/report';
import type { Report } from '#shared/protocol/reports';
import { figuresFor } from '#test/support/deskFigures';
import { ulid } from '#test/support/deskPeople';
import { asked, type DeskPrograms } from '#test/support/deskPrograms';
import { reportOf as dayReportOf, reportPrograms, said } from '#test/support/deskReports';
import { at, partOf, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

const week = { from: '2026-11-16', to: '2026-11-22', by: 'day' } as const;
/** Of seven columns: quickly drawn. */
const reportOf = (differing: Partial<Report> = {}) =>
  dayReportOf({ span: 'week', asked: week, figures: figuresFor(week), ...differing });

async function atReports(...reports: readonly Report[]) {
  const programs = reportPrograms(...reports);
  const desk = await showDesk(programs);
  await desk.agent.click(at('reports'));
  await screen.findByTestId('reports-page');
  const open = async () => {
    await desk.agent.click(await screen.findByTestId('report-row'));
    await screen.findByTestId('report-page');
  };
  return { ...desk, programs, open };
}

const drafts = (programs: DeskPrograms) => asked(programs, 'keepReportDraft');

describe('reports', () => {
  it('are made of the day, or of a shift of it', async () => {
    const { agent, programs } = await atReports();
    programs.answers.data.makeReport = () => ({ kind: 'done', report: reportOf() });
    await agent.click(at('new-report'));
    await agent.click(screen.getByRole('radio', { name: 'Solo un turno' }));
    await agent.click(at('make-report'));
    await screen.findByTestId('report-page');
    expect(asked(programs, 'makeReport')).toEqual([
      { span: 'day', asked: { from: '2026-11-24', to: '2026-11-24', by: 'interval', hours: '08:00-14:00' } },
    ]);
  });

  it('of a shift go from one half hour to a later one', async () => {
    const { agent, programs } = await atReports();
    await agent.click(at('new-report'));
    await agent.click(screen.getByRole('radio', { name: 'Solo un turno' }));
    const type = async (nth: number, digits: string) => {
      await agent.click(partOf('report-from', nth));
      await agent.keyboard(digits);
    };
    const isWrong = () =>
      screen.queryByText(/^Il turno va da una mezz’ora/) !== null && textField('make-report').disabled;
    expect(isWrong()).toBe(false);
    await type(1, '15');
    expect(isWrong()).toBe(true);
    await type(1, '30');
    expect(isWrong()).toBe(false);
    await type(0, '14');
    expect(isWrong()).toBe(true);
    await agent.click(at('make-report'));
    expect(asked(programs, 'makeReport')).toEqual([]);
  });

  it('are written, and go for confirmation with all that was typed', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    await agent.type(textField('report-volumes'), 'Alti.');
    await agent.click(at('report-ask'));
    await waitFor(() => expect(asked(programs, 'stepReport')).toHaveLength(1));
    expect(asked(programs, 'writeReport')).toMatchObject([{ version: 1, words: { volumes: 'Alti.' } }]);
    expect(asked(programs, 'stepReport')).toMatchObject([{ version: 2, step: { kind: 'ask' } }]);
    await screen.findByText('Vi ha scritto Lei: lo conferma un altro supervisore.');
  });

  it('of somebody else are signed, or sent back with words', async () => {
    const theirs = reportOf({ state: 'asked', isOwn: false, by: 'Paolo Villa', madeBy: 'Paolo Villa', words: said });
    const { agent, programs, open } = await atReports(theirs);
    await open();
    await agent.click(at('report-send-back'));
    await agent.type(textField('report-why'), 'Manca.');
    await agent.click(at('report-send-back-now'));
    await screen.findByText(/Rimandato indietro da Sara Conti: Manca\./);
    expect(asked(programs, 'stepReport')).toMatchObject([{ step: { kind: 'sendBack', words: 'Manca.' } }]);
  });

  it('that are signed say by whom, and are saved as paper', async () => {
    const signed = { by: 'Paolo Villa', at: '2026-11-24T13:00:00.000Z' };
    const { agent, programs, open } = await atReports(reportOf({ state: 'confirmed', signed, words: said }));
    await open();
    expect(at('report-signed').textContent).toContain('Confermato da Paolo Villa');
    expect(screen.queryByTestId('report-ask')).toBeNull();
    await agent.click(at('report-pdf'));
    expect(asked(programs, 'reportFile')).toMatchObject([{ file: { as: 'pdf', language: 'it' } }]);
  });
});

describe('the words of a report', () => {
  const theirs = { ...noWords, volumes: 'Nella norma.', toDo: 'Richiamare Rossi.' };
  /** Somebody else has written on it since it was read. */
  async function overtaken() {
    const it = await atReports(reportOf({ words: { ...noWords, volumes: 'Bassi.' } }));
    await it.open();
    const meanwhile = reportOf({ version: 7, words: theirs, by: 'Paolo Villa' });
    const writeReport = must(it.programs.answers.data.writeReport, 'an answer');
    it.programs.answers.data.writeReport = () => ({ kind: 'conflict', report: meanwhile });
    it.programs.answers.data.openReport = () => ({ report: meanwhile, draft: null });
    await it.agent.type(textField('report-faults'), 'Portale lento.');
    await it.agent.click(at('report-save'));
    await screen.findByText('Paolo Villa ha scritto nel frattempo');
    it.programs.answers.data.writeReport = writeReport;
    return it;
  }

  it('are on this PC’s disk as they are typed, and before the page is left', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    await agent.type(textField('report-volumes'), 'Alti.');
    await waitFor(() => expect(at('report-keeping').textContent).toBe('Su questo computer, non ancora al servizio'));
    expect(drafts(programs)).toMatchObject([{ draft: { base: 1, words: { volumes: 'Alti.' } } }]);
    await agent.type(textField('report-volumes'), ' E poi');
    await agent.click(at('report-back'));
    expect(drafts(programs).at(-1)).toMatchObject({ draft: { words: { volumes: 'Alti. E poi' } } });
  });

  it('that even the disk does not take are said not to be kept', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    programs.answers.data.keepReportDraft = () => {
      throw failure('files.diskFull', 'data');
    };
    await agent.type(textField('report-volumes'), 'Alti.');
    await waitFor(() => expect(at('report-keeping').textContent).toBe('Non salvato su questo computer'));
  });

  it('that are on the disk come back, as long as somebody may write', async () => {
    const draft = { base: 1, words: { ...noWords, volumes: 'Di ieri.' } };
    const { programs, open } = await atReports(reportOf());
    programs.answers.data.openReport = () => ({ report: reportOf(), draft });
    await open();
    expect(textField('report-volumes').value).toBe('Di ieri.');
    expect(at('report-keeping').textContent).toContain('non ancora al servizio');
  });

  it('that are on the disk are not what somebody else has signed', async () => {
    const signed = { by: 'Paolo Villa', at: '2026-11-24T13:00:00.000Z' };
    const report = reportOf({ state: 'confirmed', signed, words: theirs });
    const { programs, open } = await atReports(report);
    programs.answers.data.openReport = () => ({
      report,
      draft: { base: 1, words: { ...noWords, volumes: 'Di ieri.' } },
    });
    await open();
    expect(at('report-said').textContent).toContain('Nella norma.');
    expect(at('report-said').textContent).not.toContain('Di ieri.');
  });

  it('are off the disk once the service has all of them', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    await agent.type(textField('report-volumes'), 'Alti.');
    await agent.click(at('report-save'));
    await waitFor(() => expect(at('report-keeping').textContent).toBe('Salvato'));
    expect(drafts(programs).at(-1)).toMatchObject({ draft: null });
  });

  it('that are typed while others are on their way to the service stay in the field, and on the disk', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    const written = Promise.withResolvers<ReportOutcome>();
    programs.answers.data.writeReport = () => written.promise;
    await agent.type(textField('report-volumes'), 'Alti.');
    await agent.click(at('report-save'));
    await waitFor(() => expect(asked(programs, 'writeReport')).toHaveLength(1));
    await agent.type(textField('report-volumes'), ' E poi');
    const report = reportOf({ version: 2, words: { ...noWords, volumes: 'Alti.' } });
    written.resolve({ kind: 'done', report });
    await waitFor(() => expect(at('report-keeping').textContent).toContain('non ancora al servizio'));
    expect(textField('report-volumes').value).toBe('Alti. E poi');
    expect(drafts(programs)).not.toContainEqual(expect.objectContaining({ draft: null }));
  });

  it('of two stand one below the other, and nothing is done with it until one is chosen', async () => {
    const { programs } = await overtaken();
    const page = at('report-page').textContent;
    for (const text of ['Testo di Paolo Villa:', 'Nella norma.', 'Richiamare Rossi.', '(vuoto)'])
      expect(page).toContain(text);
    expect(textField('report-faults').value).toBe('Portale lento.');
    for (const one of ['report-ask', 'report-save', 'report-recount', 'report-discard'])
      expect(textField(one).disabled, one).toBe(true);
    expect(drafts(programs)).not.toContainEqual(expect.objectContaining({ draft: null }));
  });

  it('of one’s own are written over the other’s, which were read', async () => {
    const { agent, programs } = await overtaken();
    await agent.click(at('report-mine'));
    await waitFor(() => expect(screen.queryByTestId('report-mine')).toBeNull());
    expect(asked(programs, 'writeReport').at(-1)).toMatchObject({ version: 7, words: { faults: 'Portale lento.' } });
    expect(textField('report-faults').value).toBe('Portale lento.');
  });

  it('of the other are taken, and one’s own are gone from the disk', async () => {
    const { agent, programs } = await overtaken();
    await agent.click(at('report-theirs'));
    await waitFor(() => expect(screen.queryByTestId('report-theirs')).toBeNull());
    expect(textField('report-volumes').value).toBe('Nella norma.');
    expect(textField('report-faults').value).toBe('');
    expect(drafts(programs).at(-1)).toMatchObject({ draft: null });
    expect(asked(programs, 'writeReport')).toHaveLength(1);
  });

  it('that are longer than the service takes are kept here, and wait until they are shorter', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    await agent.click(textField('report-volumes'));
    await agent.paste('a'.repeat(1_001));
    await screen.findByText('Troppo lungo: al massimo 1.000 caratteri.');
    await waitFor(() => expect(at('report-keeping').textContent).toContain('Su questo computer'));
    expect(drafts(programs)).toMatchObject([{ draft: { words: { volumes: 'a'.repeat(1_001) } } }]);
    for (const one of ['report-ask', 'report-save']) expect(textField(one).disabled, one).toBe(true);
    expect(textField('report-discard').disabled).toBe(false);
    await agent.type(textField('report-volumes'), '{Backspace}');
    expect(screen.queryByText('Troppo lungo: al massimo 1.000 caratteri.')).toBeNull();
    expect(textField('report-save').disabled).toBe(false);
  });
});

describe('a step with a report', () => {
  it('that throws it away sends nothing of what was typed', async () => {
    const { agent, programs, open } = await atReports(reportOf());
    await open();
    programs.answers.data.stepReport = () => ({ kind: 'gone' });
    await agent.click(textField('report-volumes'));
    await agent.paste('a'.repeat(1_001));
    await agent.click(at('report-discard'));
    await agent.click(at('discard-now'));
    await screen.findByTestId('reports-page');
    expect(asked(programs, 'stepReport')).toMatchObject([{ step: { kind: 'discard' } }]);
    expect(asked(programs, 'writeReport')).toEqual([]);
    expect(drafts(programs).at(-1)).toMatchObject({ draft: null });
  });

  it('that is refused says why, and shows how it stands by now', async () => {
    const asking = reportOf({ state: 'asked', isOwn: false, by: 'Paolo Villa', words: said });
    const { agent, programs, open } = await atReports(asking);
    await open();
    const signed = { by: 'Elena Riva', at: '2026-11-24T13:00:00.000Z' };
    programs.answers.data.stepReport = () => ({ kind: 'refused', refusal: 'notNow' });
    programs.answers.data.openReport = () => ({
      report: reportOf({ ...asking, state: 'confirmed', signed }),
      draft: null,
    });
    await agent.click(at('report-confirm'));
    await screen.findByText('Nel frattempo è cambiato: sopra c’è come sta adesso.');
    expect(at('report-signed').textContent).toContain('Elena Riva');
  });

  it('is not offered while the service is away, and words are written all the same', async () => {
    const { programs, open, settled } = await atReports(reportOf());
    await open();
    const { sync } = programs.state.data;
    const link = { kind: 'offline', sinceAt: '2026-11-24T13:00:00.000Z' } as const;
    programs.tellData({ kind: 'syncChanged', sync: { ...sync, link } });
    await settled();
    for (const one of ['report-ask', 'report-save', 'report-pdf']) expect(textField(one).disabled, one).toBe(true);
    expect(textField('report-volumes').disabled).toBe(false);
  });

  it('back needs words for whoever wrote it', async () => {
    const theirs = reportOf({ state: 'asked', isOwn: false, by: 'Paolo Villa', words: said });
    const { agent, open } = await atReports(theirs);
    await open();
    await agent.click(at('report-send-back'));
    await agent.type(textField('report-why'), '  a ');
    expect(textField('report-send-back-now').disabled).toBe(true);
  });
});

describe('what waits for a lead’s confirmation', () => {
  const counts = (toConfirm: number) =>
    Object.fromEntries(caseShelfSchema.options.map((shelf) => [shelf, shelf === 'toConfirm' ? toConfirm : 9])) as never;

  async function shown(role: 'lead' | 'agent') {
    const asOthers = { state: 'asked', isOwn: false } as const;
    const programs = reportPrograms(reportOf(asOthers), reportOf({ id: ulid('K', 2), state: 'asked' }));
    const { session } = programs.state.data;
    if (session.kind === 'signedIn') session.workstation.agent.role = role;
    let cases = 2;
    programs.answers.data.listCases = () => ({ cases: [], counts: counts(cases) });
    const desk = await showDesk(programs);
    await desk.settled();
    return { ...desk, programs, confirmed: () => (cases -= 1) };
  }

  it('is on the rail, cases and reports, and follows what is done', async () => {
    const { programs, settled, confirmed, agent } = await shown('lead');
    expect(at('cases').dataset.count).toBe('2');
    expect(at('cases').getAttribute('aria-label')).toBe('Pratiche. 2 pratiche attendono la Sua conferma');
    // The other one is the lead’s own.
    expect(at('reports').getAttribute('aria-label')).toBe('Report. 1 report attende la Sua conferma');
    confirmed();
    programs.tellData({ kind: 'customersChanged', ids: [] });
    await settled();
    expect(at('cases').dataset.count).toBe('1');
    await agent.click(at('reports'));
    await agent.click((await screen.findAllByTestId('report-row'))[0] as HTMLElement);
    await agent.click(await screen.findByTestId('report-confirm'));
    await waitFor(() => expect(at('reports').dataset.count).toBe('0'));
  });

  it('is nothing for an agent, who confirms none', async () => {
    await shown('agent');
    expect(at('cases').dataset.count).toBe('0');
  });
});
