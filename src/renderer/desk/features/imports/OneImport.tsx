// One file: what its columns are, what would become of it, how far it has got, what has become of it.
import { ArrowLeft, FileDown, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  faultOf,
  type Import,
  type ImportCheck,
  type ImportOptions,
  importOptionsSchema,
} from '#shared/protocol/imports';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { fullDay, localDay, share } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Counts, FirstRows, Refusals } from './Found.tsx';
import { Reading } from './Reading.tsx';

const followMs = 1_000;

interface ReadyProps {
  readonly one: Import;
  readonly onChange: (one: Import) => void;
}

/** Before it is run: how it is read, and what a run would do. */
function Ready({ one, onChange }: ReadyProps) {
  const { t } = useWords();
  const { checkImport, runImport } = useIntents();
  const [options, setOptions] = useState<ImportOptions>({
    mapping: one.guess,
    dates: 'dayFirst',
    present: 'skip',
    codePrefix: 'CL',
  });
  const [check, setCheck] = useState<ImportCheck | null>(null);
  const [busy, setBusy] = useState(false);
  const fault = faultOf(options.mapping);
  const isRight = fault === null && importOptionsSchema.safeParse(options).success;

  async function whileBusy<T>(work: Promise<T | null>, then: (value: T) => void) {
    setBusy(true);
    const value = await work;
    setBusy(false);
    if (value !== null) then(value);
  }
  const change = (part: Partial<ImportOptions>) => {
    setOptions({ ...options, ...part });
    setCheck(null);
  };
  const comes = check === null ? 0 : check.counts.created + check.counts.updated;
  return (
    <div className="import-body">
      <Reading one={one} options={options} onChange={change} />
      <div className="import-found">
        <p className="sub urgent" role="status">
          {fault === null
            ? ''
            : fault.kind === 'noName'
              ? t('imports.faults.noName')
              : t('imports.faults.twice', { target: t(`imports.targets.${fault.target}`) })}
        </p>
        <div className="import-actions">
          <Button
            look={check === null ? 'primary' : 'plain'}
            busy={busy && check === null}
            disabled={!isRight || busy}
            onClick={() => void whileBusy(checkImport(one.id, options), setCheck)}
            data-testid="check-import"
          >
            {t(busy && check === null ? 'imports.checking' : 'imports.check')}
          </Button>
          {check === null ? null : (
            <Button
              look="primary"
              busy={busy}
              disabled={busy || comes === 0}
              onClick={() => void whileBusy(runImport(one.id, options), onChange)}
              data-testid="run-import"
            >
              {t('imports.run')}
            </Button>
          )}
        </div>
        {check === null ? null : (
          <>
            <Counts title={t('imports.found')} counts={check.counts} />
            <FirstRows rows={check.rows} />
            <Refusals refusals={check.refusals} />
          </>
        )}
      </div>
    </div>
  );
}

interface EndedProps extends ReadyProps {
  readonly state: Extract<Import['state'], { kind: 'done' | 'undone' }>;
}

function Ended({ one, state, onChange }: EndedProps) {
  const { t, language } = useWords();
  const { undoImport, saveRefused } = useIntents();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  async function undo() {
    setBusy(true);
    const undone = await undoImport(one.id);
    setBusy(false);
    setAsking(false);
    if (undone !== null) onChange(undone);
  }
  const { refused } = state.counts;
  return (
    <div className="import-found">
      <Counts title={t('imports.happened')} counts={state.counts} />
      {state.kind === 'undone' ? (
        <p role="status">
          {t('imports.undone')} {state.stayed === 0 ? '' : t('imports.stayed', { count: state.stayed })}
        </p>
      ) : null}
      <div className="import-actions">
        {refused === 0 ? null : (
          <Button icon={FileDown} onClick={() => void saveRefused(one)} data-testid="save-refused">
            {t('imports.saveRefused')}
          </Button>
        )}
        {state.kind === 'undone' ? null : asking ? (
          <>
            <Button look="stop" busy={busy} disabled={busy} onClick={() => void undo()} data-testid="undo-sure">
              {t('imports.undoSure')}
            </Button>
            <Button look="ghost" disabled={busy} onClick={() => setAsking(false)}>
              {t('imports.undoNot')}
            </Button>
          </>
        ) : (
          <Button look="ghost" icon={Undo2} onClick={() => setAsking(true)} data-testid="undo-import">
            {t('imports.undo')}
          </Button>
        )}
      </div>
      {state.kind === 'done' ? (
        <p className="sub">{t('imports.undoUntil', { day: fullDay(localDay(state.undoUntil), language) })}</p>
      ) : null}
    </div>
  );
}

function Running({ one, onChange }: ReadyProps) {
  const { t, language } = useWords();
  const { followImport } = useIntents();
  useEffect(() => {
    const timer = setInterval(() => void followImport(one.id).then((now) => now !== null && onChange(now)), followMs);
    return () => clearInterval(timer);
  }, [followImport, one.id, onChange]);
  if (one.state.kind !== 'running') return null;
  const { counts, bytesDone } = one.state;
  const words = t('imports.running', { percent: share(bytesDone, one.bytes, language) });
  return (
    <div className="import-found">
      <p className="num">{words}</p>
      <progress value={bytesDone} max={one.bytes} aria-label={words} />
      <Counts title={t('imports.soFar')} counts={counts} />
    </div>
  );
}

export function OneImport({ opened, onBack }: { readonly opened: Import; readonly onBack: () => void }) {
  const { t } = useWords();
  const [one, setOne] = useState(opened);
  const { state } = one;
  return (
    <div className="page" data-testid="import-page" data-state={state.kind}>
      <div>
        <Button look="ghost" size="small" icon={ArrowLeft} className="page-back" onClick={onBack}>
          {t('imports.back')}
        </Button>
        <h1>{one.name}</h1>
      </div>
      {state.kind === 'ready' ? <Ready one={one} onChange={setOne} /> : null}
      {state.kind === 'running' ? <Running one={one} onChange={setOne} /> : null}
      {state.kind === 'done' || state.kind === 'undone' ? <Ended one={one} state={state} onChange={setOne} /> : null}
    </div>
  );
}
