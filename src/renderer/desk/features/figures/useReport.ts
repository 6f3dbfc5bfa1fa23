// A report's words while they are typed: on this PC's disk a moment after the fingers rest, and at the service when they are saved. Somebody else's
// writing is never written over unseen.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReportOutcome } from '#shared/contract/reports';
import { isSameWords, type ReportPart, type ReportRefusal, type ReportWords } from '#shared/model/report';
import type { Report, ReportStep } from '#shared/protocol/reports';
import { useIntents } from '../../store/useDesk.ts';

/** How far the disk may lag behind the fingers. */
const diskMs = 250;

/** `disk`: the service does not have all of it; `failed`: not even this PC's disk has. */
export type Keeping = 'saved' | 'writing' | 'disk' | 'failed';

export interface Writing {
  readonly report: Report;
  readonly words: ReportWords;
  /** Which version the words were typed over. */
  readonly base: number;
  readonly keeping: Keeping;
}

/** `state` undefined: not read yet; null: it cannot be had now. */
export function useReport(id: string) {
  const { openReport, keepReportDraft, writeReport, stepReport } = useIntents();
  const [state, setState] = useState<Writing | null>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = useRef<Pick<Writing, 'words' | 'base'> | null>(null);

  const shown = useCallback((report: Report, draft: Pick<Writing, 'words' | 'base'> | null) => {
    const isMine = draft !== null && report.state === 'draft' && !isSameWords(draft.words, report.words);
    typed.current = isMine ? draft : null;
    setState({
      report,
      words: isMine ? draft.words : report.words,
      base: isMine ? draft.base : report.version,
      keeping: isMine ? 'disk' : 'saved',
    });
  }, []);

  const read = useCallback(async () => {
    const found = await openReport(id);
    if (found === null) return setState((before) => before ?? null);
    shown(found.report, found.draft);
  }, [id, openReport, shown]);

  const toDisk = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    if (typed.current === null) return;
    const kept = (await keepReportDraft(id, typed.current)) === true;
    setState((before) => (before ? { ...before, keeping: kept ? 'disk' : 'failed' } : before));
  }, [id, keepReportDraft]);

  useEffect(() => {
    void read();
    return () => void toDisk();
  }, [read, toDisk]);

  function write(part: ReportPart, text: string): void {
    if (!state) return;
    const words = { ...state.words, [part]: text };
    typed.current = { words, base: state.base };
    setState({ ...state, words, keeping: 'writing' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void toDisk(), diskMs);
  }

  /** Resolves to why it was refused; null: it was not, or it is shown otherwise. */
  async function take(outcome: ReportOutcome | null, mine: ReportWords | null): Promise<ReportRefusal | null> {
    if (outcome === null || outcome.kind === 'gone') return null;
    if (outcome.kind === 'refused') {
      await read();
      return outcome.refusal;
    }
    if (outcome.kind === 'conflict') {
      const now = typed.current;
      setState((before) => (before ? { ...before, report: outcome.report } : before));
      if (now === null) shown(outcome.report, null);
      return null;
    }
    const since = typed.current;
    const isAll = since === null || (mine !== null && isSameWords(since.words, mine));
    if (isAll) await keepReportDraft(id, null);
    shown(outcome.report, isAll || since === null ? null : { ...since, base: outcome.report.version });
    return null;
  }

  /** Resolves to the report as the service has it with all of it; null: it does not. */
  async function save(over = state?.base): Promise<Report | null> {
    if (!state || over === undefined) return null;
    if (typed.current === null) return state.report;
    await toDisk();
    const sent = typed.current.words;
    const outcome = await writeReport(id, over, sent);
    await take(outcome, sent);
    return outcome?.kind === 'done' ? outcome.report : null;
  }

  /** What was typed is nowhere any more. */
  async function forget(): Promise<void> {
    clearTimeout(timer.current);
    typed.current = null;
    await keepReportDraft(id, null);
  }

  async function step(what: ReportStep): Promise<ReportRefusal | 'gone' | null> {
    // What is thrown away need not be saved.
    const report = what.kind === 'discard' ? state?.report : await save();
    if (report == null) return null;
    const outcome = await stepReport(id, report.version, what);
    if (outcome?.kind === 'gone') {
      await forget();
      return 'gone';
    }
    return take(outcome, null);
  }

  async function takeTheirs(): Promise<void> {
    await forget();
    await read();
  }

  const isConflict = state != null && typed.current !== null && state.base !== state.report.version;
  return {
    state,
    isConflict,
    write,
    save,
    step,
    keepMine: () => save(state?.report.version),
    takeTheirs,
  };
}
