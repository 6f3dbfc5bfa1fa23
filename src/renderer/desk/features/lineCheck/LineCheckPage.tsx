// The line check: a list that fills in, each part with its finding and, where something is wrong, what to do about it.
import { ArrowLeft, Check, FileDown, Minus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LineCheck, LineStep } from '#shared/contract/deskPhone';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { useWords } from '../../ui/words.tsx';

type Result = LineStep['result'];

function Sign({ kind }: { readonly kind: Result['kind'] }) {
  if (kind === 'running') return <Spinner />;
  if (kind === 'fine') return <Check aria-hidden="true" />;
  if (kind === 'wrong') return <TriangleAlert aria-hidden="true" />;
  return <Minus aria-hidden="true" />;
}

function Finding({ result }: { readonly result: Result }) {
  const { t, language } = useWords();
  const ms = result.kind === 'fine' ? Math.round(result.ms) : 0;
  const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const time = ms < 1_000 ? `${ms} ms` : `${seconds.format(ms / 1_000)} s`;
  return (
    <span className="line-step-word num">
      {ms > 0 ? t('lineCheck.fineAfter', { time }) : t(`lineCheck.${result.kind}`)}
    </span>
  );
}

function Step({ step: { part, target, result } }: { readonly step: LineStep }) {
  const { t } = useWords();
  return (
    <li className={`line-step ${result.kind}`} data-testid="line-step" data-part={part} data-result={result.kind}>
      <Sign kind={result.kind} />
      <div className="line-step-text">
        <span className="line-step-name">
          {t(`lineCheck.parts.${part}`)}
          {target === null ? null : <span className="num"> {target}</span>}
        </span>
        {'advice' in result ? <p>{t(`lineCheck.advices.${result.advice}`)}</p> : null}
      </div>
      <Finding result={result} />
    </li>
  );
}

function outcome(check: LineCheck): 'running' | 'calledOff' | 'wrong' | 'fine' {
  if (check.running) return 'running';
  const results = check.steps.map(({ result }) => result);
  if (results.some((result) => result.kind === 'skipped' && result.advice === 'calledOff')) return 'calledOff';
  return results.some(({ kind }) => kind === 'wrong') ? 'wrong' : 'fine';
}

/** What was said on the line lately, for whoever helps: masked before it was kept. */
function Trace() {
  const { t } = useWords();
  const { saveTrace } = useIntents();
  const [saved, setSaved] = useState(false);
  async function save() {
    setSaved(false);
    setSaved(await saveTrace());
  }
  return (
    <section className="section line-trace">
      <SectionTitle>{t('lineCheck.trace.title')}</SectionTitle>
      <p className="sub">{t('lineCheck.trace.about')}</p>
      <div className="line-check-actions">
        <Button icon={FileDown} onClick={() => void save()} data-testid="save-trace">
          {t('lineCheck.trace.save')}
        </Button>
        <p className="sub" role="status" data-testid="trace-saved">
          {saved ? t('lineCheck.trace.saved') : ''}
        </p>
      </div>
    </section>
  );
}

export function LineCheckPage() {
  const { t } = useWords();
  const { checkLine, show } = useIntents();
  const back = () => show({ kind: 'settings' });
  useKey('Esc', back, { bare: true });
  const check = useDeskState((state) => state.phone?.lineCheck ?? null);
  const inCall = useDeskState((state) => (state.phone?.calls ?? []).some(({ phase }) => phase.kind !== 'ended'));
  const running = check?.running === true;
  return (
    <div className="page settings-page" data-testid="line-check-page">
      <h1>{t('lineCheck.title')}</h1>
      <p className="sub">{t('lineCheck.about')}</p>
      <div className="line-check-actions">
        <Button
          look="primary"
          onClick={() => void checkLine()}
          busy={running}
          disabled={running || inCall}
          data-testid="check-line"
        >
          {t(check === null ? 'lineCheck.start' : 'lineCheck.again')}
        </Button>
        <Button look="ghost" icon={ArrowLeft} onClick={back}>
          {t('actions.settings')}
        </Button>
      </div>
      <p className="line-check-outcome" role="status" data-testid="line-check-outcome">
        {inCall ? t('lineCheck.inCall') : check === null ? '' : t(`lineCheck.outcomes.${outcome(check)}`)}
      </p>
      {check === null ? null : (
        <ol className="line-steps">
          {check.steps.map((step) => (
            <Step key={`${step.part} ${step.target}`} step={step} />
          ))}
        </ol>
      )}
      <Trace />
    </div>
  );
}
