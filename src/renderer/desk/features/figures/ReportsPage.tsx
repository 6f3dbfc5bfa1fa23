// Reports: those that there are and where each stands, how to make another, and one of them open.
import { FileChartColumn, PenLine } from 'lucide-react';
import { useCallback, useState } from 'react';
import { civilDate } from '#shared/lib/civilDate';
import { type ReportSpan, reportSpans } from '#shared/model/report';
import type { ReportHead } from '#shared/protocol/reports';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { useDesk, useIntents, useNow } from '../../store/useDesk.ts';
import { useQueueChoice } from '../../store/useQueueChoice.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { HourField } from '../../ui/HourField.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { spanAround } from './periods.ts';
import { ReportPage } from './ReportPage.tsx';
import { periodText, useQueueName } from './reportNames.ts';
import './figures.css';

export function ReportsPage({ open }: { readonly open: string | null }) {
  return open === null ? <ReportList /> : <ReportPage key={open} id={open} />;
}

function ReportList() {
  const { t } = useWords();
  const { readReports } = useIntents();
  const { asked, again } = useAsked(readReports);
  const [isMaking, setMaking] = useState(false);
  return (
    <section className="page" data-testid="reports-page">
      <div>
        <h1>{t('reports.title')}</h1>
        <p className="sub">{t('reports.about')}</p>
      </div>
      {isMaking ? (
        <Making onLeave={() => setMaking(false)} />
      ) : (
        <div>
          <CommandButton
            does="newReport"
            look="primary"
            icon={PenLine}
            onClick={() => setMaking(true)}
            data-testid="new-report"
          >
            {t('reports.begin')}
          </CommandButton>
        </div>
      )}
      <AskedFor asked={asked} onAgain={again}>
        {({ reports }) =>
          reports.length === 0 ? (
            <p className="sub">{t('reports.none')}</p>
          ) : (
            <ul className="report-rows">
              {reports.map((report) => (
                <Row key={report.id} report={report} />
              ))}
            </ul>
          )
        }
      </AskedFor>
    </section>
  );
}

function Row({ report }: { readonly report: ReportHead }) {
  const { t, language } = useWords();
  const { show } = useIntents();
  const now = useNow(false);
  const queue = useQueueName(report.asked.queueId ?? null);
  const { span, asked, state, by, changedAt, signed } = report;
  const about = [queue, ...(asked.hours === undefined ? [] : [t('reports.shiftOf', { hours: asked.hours })])].join(
    ' · ',
  );
  return (
    <li>
      <button
        type="button"
        className="report-row"
        onClick={() => show({ kind: 'reports', open: report.id })}
        data-testid="report-row"
      >
        <FileChartColumn aria-hidden="true" />
        <span className="report-name">
          <strong>{t(`reports.titles.${span}`)}</strong> {periodText(asked, span, language)}
          <span className="sub">{about}</span>
        </span>
        <Tag tone={state === 'asked' || report.isReturned ? 'hold' : state === 'confirmed' ? 'live' : 'plain'}>
          {t(report.isReturned ? 'reports.states.returned' : `reports.states.${state}`)}
        </Tag>
        <span className="sub num">
          {signed === null
            ? t('reports.by', { name: by, when: moment(changedAt, now, language) })
            : t('reports.signedBy', { name: signed.by, when: moment(signed.at, now, language) })}
        </span>
      </button>
    </li>
  );
}

function Making({ onLeave }: { readonly onLeave: () => void }) {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { makeReport, show } = useIntents();
  const today = civilDate(new Date(now()), Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [span, setSpan] = useState<ReportSpan>('day');
  const [day, setDay] = useState<string | null>(today);
  const { queueId, field } = useQueueChoice();
  const [isShift, setShift] = useState(false);
  const [hours, setHours] = useState<{ from: string | null; to: string | null }>({ from: '08:00', to: '14:00' });
  const [busy, setBusy] = useState(false);
  const wrong = isShift && span === 'day' ? hoursWrong(hours) : null;
  const make = useCallback(
    async (chosen: string) => {
      setBusy(true);
      const period = spanAround(span, chosen);
      const outcome = await makeReport({
        span,
        asked: {
          ...period,
          by: span === 'day' ? 'interval' : 'day',
          ...(queueId !== null && { queueId }),
          ...(isShift && span === 'day' && { hours: `${hours.from}-${hours.to}` }),
        },
      });
      setBusy(false);
      if (outcome?.kind === 'done') show({ kind: 'reports', open: outcome.report.id });
    },
    [span, queueId, isShift, hours, makeReport, show],
  );
  return (
    <section className="board-card report-making" data-testid="report-making">
      <Segments
        label={t('reports.span')}
        options={reportSpans.map((id) => ({ id, name: t(`reports.spans.${id}`) }))}
        chosen={span}
        onChoose={setSpan}
        testId="report-span"
      />
      <DayField label={t(`reports.dayOf.${span}`)} day={day} onChange={setDay} testId="report-day" />
      {day === null || span === 'day' ? null : (
        <p className="sub">{periodText(spanAround(span, day), span, language)}</p>
      )}
      <Dropdown {...field} testId="report-queue" />
      {span === 'day' ? (
        <Segments
          label={t('reports.calls')}
          options={(['all', 'shift'] as const).map((id) => ({ id, name: t(`reports.hours.${id}`) }))}
          chosen={isShift ? 'shift' : 'all'}
          onChoose={(id) => setShift(id === 'shift')}
          testId="report-hours"
        />
      ) : null}
      {isShift && span === 'day' ? (
        <div className="figures-ask">
          <HourField
            label={t('reports.from')}
            time={hours.from}
            onChange={(from) => setHours({ ...hours, from })}
            testId="report-from"
          />
          <HourField
            label={t('reports.to')}
            time={hours.to}
            onChange={(to) => setHours({ ...hours, to })}
            testId="report-to"
          />
        </div>
      ) : null}
      {wrong === null ? null : (
        <p className="urgent" role="status">
          {t('reports.wrongHours')}
        </p>
      )}
      <p className="sub">{t('reports.frozen')}</p>
      <div className="figures-ask">
        <Button
          look="primary"
          busy={busy}
          disabled={day === null || wrong !== null}
          onClick={() => day !== null && void make(day)}
          data-testid="make-report"
        >
          {t('reports.make')}
        </Button>
        <Button look="ghost" onClick={onLeave}>
          {t('actions.cancel')}
        </Button>
      </div>
    </section>
  );
}

/** Half hours are counted, in their order. */
function hoursWrong({ from, to }: { readonly from: string | null; readonly to: string | null }): 'hours' | null {
  const isHalf = (time: string | null) => time?.endsWith(':00') === true || time?.endsWith(':30') === true;
  return from !== null && to !== null && isHalf(from) && isHalf(to) && from < to ? null : 'hours';
}
