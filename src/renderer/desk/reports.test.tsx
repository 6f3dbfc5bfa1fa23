// Reports at the desk: made of a day, written, sent for confirmation, signed by somebody else or sent back, saved as paper and table.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Report } from '#shared/protocol/reports';
import { figuresFor } from '#test/support/deskFigures';
import { asked } from '#test/support/deskPrograms';
import { reportOf as dayReportOf, reportPrograms, said } from '#test/support/deskReports';
import { at, showDesk, textField } from '../../../test/support/deskUnderTest.tsx';

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
