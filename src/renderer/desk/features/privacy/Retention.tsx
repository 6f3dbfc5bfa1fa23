// For how long what is kept: the rules, what each would delete today, and what the last night has deleted.
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { keptForSchema, type RetentionRule, type RuleReport } from '#shared/protocol/privacy';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { count, moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import type { PanelProps } from './panel.ts';

const units = ['D', 'M', 'Y'] as const;
type Unit = (typeof units)[number];

const partsOf = (keptFor: string): { number: string; unit: Unit } => ({
  number: keptFor.slice(1, -1),
  unit: units.find((unit) => keptFor.endsWith(unit)) ?? 'M',
});

function usePeriod() {
  const { t } = useWords();
  return (keptFor: string): string => {
    const { number, unit } = partsOf(keptFor);
    return t(`privacy.retention.units.${unit}`, { count: Number(number) });
  };
}

interface DecidingProps {
  readonly rule: RetentionRule;
  readonly onDecide: (keptFor: string, inForce: boolean) => Promise<unknown>;
  readonly onLeave: () => void;
}

function Deciding({ rule, onDecide, onLeave }: DecidingProps) {
  const { t } = useWords();
  const period = usePeriod();
  const [{ number, unit }, setParts] = useState(partsOf(rule.keptFor));
  const [state, setState] = useState<'inForce' | 'proposal'>(rule.inForce ? 'inForce' : 'proposal');
  const [isAsking, setAsking] = useState(false);
  const keptFor = `P${number}${unit}`;
  const isRight = keptForSchema.safeParse(keptFor).success;
  return (
    <div className="form rule-form">
      <p className="sub">{t('privacy.retention.edit')}</p>
      <div className="rule-parts">
        <TextInput
          label={t('privacy.retention.number')}
          value={number}
          onChange={(typed) => setParts({ number: typed, unit })}
          error={isRight ? null : t('privacy.retention.wrong')}
          testId="rule-number"
        />
        <Dropdown
          label={t('privacy.retention.unit')}
          options={units.map((id) => ({ id, name: t(`privacy.retention.unitNames.${id}`) }))}
          chosen={unit}
          onChoose={(id) => setParts({ number, unit: units.find((known) => known === id) ?? 'M' })}
          testId="rule-unit"
        />
        <Segments
          label={t('privacy.retention.state')}
          options={(['proposal', 'inForce'] as const).map((id) => ({ id, name: t(`privacy.retention.${id}`) }))}
          chosen={state}
          onChoose={setState}
          testId="rule-state"
        />
      </div>
      {isAsking ? (
        <Sure
          tone={state === 'inForce' ? 'stop' : 'hold'}
          keepsAll={state === 'proposal'}
          title={t(state === 'inForce' ? 'privacy.retention.setAsk' : 'privacy.retention.setOff', {
            period: period(keptFor),
          })}
          body={t(state === 'inForce' ? 'privacy.retention.setAbout' : 'privacy.retention.setOffAbout')}
          does={t('privacy.retention.setSure')}
          onDo={() => onDecide(keptFor, state === 'inForce')}
          onLeave={() => setAsking(false)}
          testId="rule-sure"
        />
      ) : (
        <div className="form-actions">
          <Button look="primary" disabled={!isRight} onClick={() => setAsking(true)} data-testid="rule-decide">
            {t('privacy.retention.set')}
          </Button>
          <Button look="ghost" onClick={onLeave}>
            {t('actions.cancel')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  readonly rule: RetentionRule;
  /** What it would have done at the last try; null: it was not tried. */
  readonly tried: RuleReport | null;
  readonly isTried: boolean;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onDecide: DecidingProps['onDecide'];
  readonly onLeave: () => void;
}

function Row({ rule, tried, isTried, isOpen, onOpen, onDecide, onLeave }: RowProps) {
  const { t, language } = useWords();
  const period = usePeriod();
  const figure = (value: number | undefined) => (value === undefined ? '–' : count(value, language));
  return (
    <>
      <tr data-testid="rule" data-code={rule.code}>
        <th scope="row">
          {rule.why[language]}
          {rule.portfolioId === null ? null : (
            <span className="faint"> · {t('privacy.retention.only', { what: rule.portfolioId })}</span>
          )}
        </th>
        <td className="fixed num">{period(rule.keptFor)}</td>
        <td>{t(`privacy.retention.bases.${rule.basis}`)}</td>
        <td>
          <Tag tone={rule.inForce ? 'live' : 'plain'}>
            {t(rule.inForce ? 'privacy.retention.inForce' : 'privacy.retention.proposal')}
          </Tag>
        </td>
        {isTried ? (
          <>
            <td className="figure num">{figure(tried?.due)}</td>
            <td className="figure num">{figure(tried === null ? undefined : tried.deleted + tried.emptied)}</td>
            <td className="figure num">
              {figure(tried === null ? undefined : tried.heldBack.holds + tried.heldBack.openCases)}
            </td>
          </>
        ) : null}
        <td className="figure">
          <Button size="small" onClick={onOpen} disabled={isOpen} data-testid="change-rule">
            {t('privacy.retention.change')}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={isTried ? 8 : 5}>
            <Deciding rule={rule} onDecide={onDecide} onLeave={onLeave} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

const sum = (report: readonly RuleReport[], of: (one: RuleReport) => number): number =>
  report.reduce((total, one) => total + of(one), 0);

export function Retention({ overview, take }: PanelProps) {
  const { t, language } = useWords();
  const now = useNow();
  const [open, setOpen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { rules, lastPurge, lastDryRun } = overview;
  const tried = lastDryRun?.report ?? null;

  async function tryPurge() {
    setBusy(true);
    await take({ kind: 'tryPurge' });
    setBusy(false);
  }
  async function decide(code: string, keptFor: string, inForce: boolean) {
    if (await take({ kind: 'setRule', code, keptFor, inForce })) setOpen(null);
  }

  function purged(): string {
    if (lastPurge === null) return t('privacy.retention.noPurge');
    const when = moment(lastPurge.at, now, language);
    const { report } = lastPurge;
    if (report === null) return t('privacy.retention.purging', { when });
    return t('privacy.retention.lastPurge', {
      when,
      deleted: count(
        sum(report, (one) => (one.inForce ? one.deleted : 0)),
        language,
      ),
      emptied: count(
        sum(report, (one) => (one.inForce ? one.emptied : 0)),
        language,
      ),
      held: count(
        sum(report, (one) => (one.inForce ? one.heldBack.holds + one.heldBack.openCases : 0)),
        language,
      ),
    });
  }

  return (
    <>
      <div className="page-head">
        <div>
          <p className="sub">{t('privacy.retention.about')}</p>
          <p className="sub num" data-testid="last-purge">
            {purged()}
          </p>
        </div>
        <div className="retention-try">
          <Button icon={ListChecks} busy={busy} disabled={busy} onClick={() => void tryPurge()} data-testid="try-purge">
            {t(busy ? 'privacy.retention.trying' : 'privacy.retention.try')}
          </Button>
          <p className="faint num">
            {lastDryRun === null
              ? t('privacy.retention.never')
              : t('privacy.retention.tried', { when: moment(lastDryRun.at, now, language) })}
          </p>
        </div>
      </div>
      <div className="wide-table">
        <table className="table rules">
          <thead>
            <tr>
              <th scope="col">{t('privacy.retention.what')}</th>
              <th scope="col">{t('privacy.retention.keptFor')}</th>
              <th scope="col">{t('privacy.retention.basis')}</th>
              <th scope="col">{t('privacy.retention.state')}</th>
              {tried === null ? null : (
                <>
                  <th scope="col" className="figure">
                    {t('privacy.retention.due')}
                  </th>
                  <th scope="col" className="figure">
                    {t('privacy.retention.goes')}
                  </th>
                  <th scope="col" className="figure">
                    {t('privacy.retention.heldBack')}
                  </th>
                </>
              )}
              <td />
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row
                key={rule.code}
                rule={rule}
                tried={tried?.find((one) => one.rule === rule.code) ?? null}
                isTried={tried !== null}
                isOpen={open === rule.code}
                onOpen={() => setOpen(rule.code)}
                onDecide={(keptFor, inForce) => decide(rule.code, keptFor, inForce)}
                onLeave={() => setOpen(null)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
