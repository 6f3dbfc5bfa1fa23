// A report: where it stands, the lead's words, what may be done with it, and its figures as they were when they were counted. Whoever signs it
// signs what stands there: from then on nobody changes it.
import { Check, FileDown, RefreshCw, Save, Send, Trash2, Undo2 } from 'lucide-react';
import { memo, useState } from 'react';
import { longestPart, type ReportRefusal, reportParts } from '#shared/model/report';
import type { Report, ReportStep } from '#shared/protocol/reports';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OnePage } from '../../ui/OnePage.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Shown } from './FiguresPage.tsx';
import { periodText, useQueueName } from './reportNames.ts';
import { useReport, type Writing } from './useReport.ts';

export function ReportPage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { show } = useIntents();
  const writing = useReport(id);
  const back = () => show({ kind: 'reports', open: null });
  return (
    <OnePage
      className="figures"
      testId="report-page"
      onBack={back}
      back={{ name: t('reports.back'), testId: 'report-back' }}
      thing={writing.state}
      gone={t('reports.gone')}
    >
      {(state) => <Opened {...writing} state={state} onGone={back} />}
    </OnePage>
  );
}

/** Not drawn anew with every letter that is typed above. */
const Frozen = memo(Shown);

interface OpenedProps extends Omit<ReturnType<typeof useReport>, 'state'> {
  readonly state: Writing;
  readonly onGone: () => void;
}

function Opened({ state, isConflict, write, save, step, keepMine, takeTheirs, onGone }: OpenedProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { report, words, keeping } = state;
  const { span, asked, figures, signed, returned } = report;
  const queue = useQueueName(asked.queueId ?? null);
  const mayWrite = report.may.includes('write');
  const isTooLong = reportParts.some((part) => words[part].length > longestPart);
  return (
    <>
      <div className="report-head">
        <h1>
          {t(`reports.titles.${span}`)} · {periodText(asked, span, language)}
        </h1>
        <p className="report-line">
          <Tag tone={report.state === 'asked' ? 'hold' : report.state === 'confirmed' ? 'live' : 'plain'}>
            {t(`reports.states.${report.state}`)}
          </Tag>
          <span className="sub num">
            {[
              queue,
              ...(asked.hours === undefined ? [] : [t('reports.shiftOf', { hours: asked.hours })]),
              t('reports.countedAt', { when: moment(figures.asOf, now, language) }),
              t('reports.by', { name: report.by, when: moment(report.changedAt, now, language) }),
            ].join(' · ')}
          </span>
          {mayWrite ? (
            <span className={keeping === 'failed' ? 'urgent' : 'sub'} role="status" data-testid="report-keeping">
              {t(`reports.saving.${keeping}`)}
            </span>
          ) : null}
        </p>
      </div>
      {signed === null ? null : (
        <p className="box" role="status" data-testid="report-signed">
          {t('reports.signed', { name: signed.by, when: moment(signed.at, now, language) })}
        </p>
      )}
      {returned === null ? null : (
        <p className="box hold" data-testid="report-returned">
          {t('reports.returned', { name: returned.by, words: returned.words })}
        </p>
      )}
      {isConflict ? (
        <Notice tone="hold" title={t('reports.conflict.title', { name: report.by })} body={t('reports.conflict.body')}>
          <Button size="small" disabled={isTooLong} onClick={() => void keepMine()} data-testid="report-mine">
            {t('reports.conflict.mine')}
          </Button>
          <Button size="small" onClick={() => void takeTheirs()} data-testid="report-theirs">
            {t('reports.conflict.theirs', { name: report.by })}
          </Button>
        </Notice>
      ) : null}
      <section className="board-card report-words" aria-label={t(`reports.notes.${span}`)}>
        <h2 className="section-title">{t(`reports.notes.${span}`)}</h2>
        {mayWrite ? (
          <div className="report-parts">
            {reportParts.map((part) => (
              <div key={part}>
                <TextBox
                  label={t(`reports.parts.${part}`)}
                  hint={t(`reports.hints.${part}`)}
                  value={words[part]}
                  onChange={(text) => write(part, text)}
                  rows={2}
                  error={words[part].length > longestPart ? t('reports.tooLong') : null}
                  testId={`report-${part}`}
                />
                {isConflict && report.words[part] !== words[part] ? (
                  <p className="box report-theirs">
                    <span className="sub">{t('reports.conflict.other', { name: report.by })}</span>
                    <br />
                    {report.words[part] === '' ? t('reports.conflict.empty') : report.words[part]}
                  </p>
                ) : null}
              </div>
            ))}
          </div>
        ) : (
          <dl className="figures-facts" data-testid="report-said">
            {reportParts.map((part) => (
              <div key={part}>
                <dt>{t(`reports.parts.${part}`)}</dt>
                <dd className="report-said">{words[part] === '' ? '—' : words[part]}</dd>
              </div>
            ))}
          </dl>
        )}
        <Doing report={report} isConflict={isConflict} isTooLong={isTooLong} save={save} step={step} onGone={onGone} />
      </section>
      <Frozen figures={figures} by={asked.by} />
    </>
  );
}

interface DoingProps extends Pick<OpenedProps, 'save' | 'step' | 'onGone'> {
  readonly report: Report;
  /** Two texts are to be decided between. */
  readonly isConflict: boolean;
  /** One is: nothing is done with it until it is shorter, but it may be thrown away. */
  readonly isTooLong: boolean;
}

/** What may be done with it by whoever reads it. */
function Doing({ report, isConflict, isTooLong, save, step, onGone }: DoingProps) {
  const { t, language } = useWords();
  const { saveReportFile } = useIntents();
  const isAway = useDeskState((desk) => desk.data?.sync.link.kind !== 'online');
  const half = useHalfForm(`report ${report.id}`, { open: '', why: '' });
  const { open, why } = half.form;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReportRefusal | null>(null);
  const may = (kind: Report['may'][number]) => report.may.includes(kind);
  async function run(work: () => Promise<unknown>) {
    setBusy(true);
    await work();
    setBusy(false);
  }
  const go = (what: ReportStep) =>
    run(async () => {
      const said = await step(what);
      setRefusal(said === 'gone' ? null : said);
      if (said === null || said === 'gone') half.forget();
      if (said === 'gone') onGone();
    });
  const { span, asked } = report;
  const file = (as: 'pdf' | 'csv') =>
    run(() => saveReportFile(report.id, `${t(`reports.titles.${span}`)} ${asked.from}.${as}`, { as, language }));
  const isStill = busy || isConflict || isTooLong || isAway;
  if (open === 'discard')
    return (
      <Sure
        title={t('reports.discardTitle')}
        body={t('reports.discardBody')}
        does={t('reports.discard')}
        onDo={() => go({ kind: 'discard' })}
        onLeave={half.forget}
        testId="discard-now"
      />
    );
  if (open === 'back')
    return (
      <div className="report-words">
        <TextBox
          label={t('reports.sendBackWhy')}
          value={why}
          onChange={(text) => half.write({ why: text })}
          testId="report-why"
        />
        <div className="figures-ask">
          <Button
            look="primary"
            busy={busy}
            disabled={isStill || why.trim().length < 3}
            onClick={() => void go({ kind: 'sendBack', words: why.trim() })}
            data-testid="report-send-back-now"
          >
            {t('reports.sendBack')}
          </Button>
          <Button look="ghost" onClick={half.forget}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    );
  return (
    <>
      {isAway ? (
        <p className="box hold" role="status">
          {t('reports.offline')}
        </p>
      ) : null}
      {refusal === null ? null : (
        <p className="box hold" role="alert" data-testid="report-refused">
          {t(`reports.refused.${refusal}`)}
        </p>
      )}
      {report.state === 'asked' && !may('confirm') ? (
        <p className="sub">{t(report.isOwn ? 'reports.ownWork' : 'reports.notYours')}</p>
      ) : null}
      {report.state === 'draft' ? <p className="sub">{t('reports.needsConfirmation')}</p> : null}
      <div className="figures-ask">
        {may('confirm') ? (
          <CommandButton
            does="confirmReport"
            look="primary"
            icon={Check}
            busy={busy}
            disabled={isStill}
            onClick={() => void go({ kind: 'confirm' })}
            data-testid="report-confirm"
          >
            {t('reports.confirm')}
          </CommandButton>
        ) : null}
        {may('sendBack') ? (
          <CommandButton
            does="sendBackReport"
            icon={Undo2}
            disabled={isStill}
            onClick={() => half.write({ open: 'back' })}
            data-testid="report-send-back"
          >
            {t('reports.sendBack')}
          </CommandButton>
        ) : null}
        {may('write') ? (
          <>
            <CommandButton
              does="askForReport"
              look="primary"
              icon={Send}
              busy={busy}
              disabled={isStill}
              onClick={() => void go({ kind: 'ask' })}
              data-testid="report-ask"
            >
              {t('reports.ask')}
            </CommandButton>
            <CommandButton
              does="saveReport"
              icon={Save}
              disabled={isStill}
              onClick={() => void run(() => save())}
              data-testid="report-save"
            >
              {t('reports.save')}
            </CommandButton>
            <CommandButton
              does="recountReport"
              icon={RefreshCw}
              disabled={isStill}
              onClick={() => void go({ kind: 'recount' })}
              data-testid="report-recount"
            >
              {t('reports.recount')}
            </CommandButton>
          </>
        ) : null}
        <CommandButton
          does="saveReportPdf"
          icon={FileDown}
          disabled={busy || isAway}
          onClick={() => void file('pdf')}
          data-testid="report-pdf"
        >
          {t('reports.pdf')}
        </CommandButton>
        <CommandButton
          does="saveReportCsv"
          icon={FileDown}
          disabled={busy || isAway}
          onClick={() => void file('csv')}
          data-testid="report-csv"
        >
          {t('figures.csv')}
        </CommandButton>
        {may('discard') ? (
          <CommandButton
            does="discardReport"
            look="ghost"
            icon={Trash2}
            disabled={busy || isConflict || isAway}
            onClick={() => half.write({ open: 'discard' })}
            data-testid="report-discard"
          >
            {t('reports.discard')}
          </CommandButton>
        ) : null}
      </div>
    </>
  );
}
