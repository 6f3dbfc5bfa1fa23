// The register of breaches: how long there is to tell the authority, what was decided and why, who was told.
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import type { Breach, PrivacyStep } from '#shared/protocol/privacy';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { appointment, localDay, moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Countdown } from './Countdown.tsx';
import { isSaid } from './isSaid.ts';
import type { PanelProps } from './panel.ts';

interface OneProps {
  readonly breach: Breach;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
}

function Facts({ breach }: Pick<OneProps, 'breach'>) {
  const { t, language } = useWords();
  const now = useNow();
  const { facts, risk, why, lessons } = breach;
  return (
    <dl>
      <dt>{t('privacy.breaches.foundAt')}</dt>
      <dd className="num">{appointment(breach.foundAt, now, language)}</dd>
      <dt>{t('privacy.breaches.reportedBy')}</dt>
      <dd>{breach.reportedBy}</dd>
      <dt>{t('privacy.breaches.due')}</dt>
      <dd className="num">{appointment(breach.authorityDue, now, language)}</dd>
      <dt>{t('privacy.breaches.natures')}</dt>
      <dd>{facts.nature.map((nature) => t(`privacy.breaches.nature.${nature}`)).join(', ')}</dd>
      {facts.data === '' ? null : (
        <>
          <dt>{t('privacy.breaches.data')}</dt>
          <dd>{facts.data}</dd>
        </>
      )}
      <dt>{t('privacy.breaches.people')}</dt>
      <dd className="num">{facts.people ?? t('privacy.breaches.unknown')}</dd>
      {facts.measures === '' ? null : (
        <>
          <dt>{t('privacy.breaches.measures')}</dt>
          <dd>{facts.measures}</dd>
        </>
      )}
      {risk === null ? null : (
        <>
          <dt>{t('privacy.breaches.risk')}</dt>
          <dd>{t('privacy.breaches.judged', { risk: t(`privacy.breaches.risks.${risk}`), why })}</dd>
        </>
      )}
      {(['authority', 'persons'] as const).map((whom) => {
        const at = whom === 'authority' ? breach.authorityToldAt : breach.personsToldAt;
        return at === null ? null : (
          <div key={whom} className="facts-row">
            <dt>{t(`privacy.breaches.${whom}`)}</dt>
            <dd className="num">{t('privacy.breaches.toldAt', { when: appointment(at, now, language) })}</dd>
          </div>
        );
      })}
      {lessons === '' ? null : (
        <>
          <dt>{t('privacy.breaches.closed')}</dt>
          <dd>{lessons}</dd>
        </>
      )}
    </dl>
  );
}

function Judging({ breach, take }: OneProps) {
  const { t } = useWords();
  const [risk, setRisk] = useState(breach.risk ?? 'risk');
  const [why, setWhy] = useState(breach.why);
  const [tried, setTried] = useState(false);
  const isWhy = isSaid(why);
  return (
    <div className="form rule">
      <h3>{t('privacy.breaches.judge')}</h3>
      <Segments
        label={t('privacy.breaches.risk')}
        options={(['none', 'risk', 'high'] as const).map((id) => ({ id, name: t(`privacy.breaches.risks.${id}`) }))}
        chosen={risk}
        onChoose={setRisk}
        testId="breach-risk"
      />
      <TextBox
        label={t('privacy.breaches.why')}
        value={why}
        onChange={setWhy}
        hint={t(`privacy.breaches.riskAbout.${risk}`)}
        error={tried && !isWhy ? t('office.toSay') : null}
        testId="breach-why"
      />
      <div>
        <Button
          onClick={() => {
            setTried(true);
            if (isWhy) void take({ kind: 'judgeBreach', breachId: breach.id, risk, why: why.trim() });
          }}
          data-testid="judge-breach"
        >
          {t('privacy.breaches.keepJudgement')}
        </Button>
      </div>
    </div>
  );
}

function Telling({ breach, take }: OneProps) {
  const { t } = useWords();
  const [asking, setAsking] = useState<'authority' | 'persons' | null>(null);
  const open = (['authority', 'persons'] as const).filter(
    (whom) => (whom === 'authority' ? breach.authorityToldAt : breach.personsToldAt) === null,
  );
  if (open.length === 0) return null;
  return (
    <div className="form rule">
      <h3>{t('privacy.breaches.toTell')}</h3>
      {asking === null ? (
        <div className="form-actions">
          {open.map((whom) => (
            <Button key={whom} onClick={() => setAsking(whom)} data-testid={`told-${whom}`}>
              {t(`privacy.breaches.${whom}Told`)}
            </Button>
          ))}
        </div>
      ) : (
        <Sure
          keepsAll
          title={`${t(`privacy.breaches.${asking}Told`)}. ${t('privacy.breaches.tellAsk')}`}
          body={t('privacy.breaches.tellAbout')}
          does={t('privacy.breaches.tellSure')}
          onDo={() => take({ kind: 'breachTold', breachId: breach.id, whom: asking }).then(() => setAsking(null))}
          onLeave={() => setAsking(null)}
          testId="told-sure"
        />
      )}
    </div>
  );
}

function Closing({ breach, take }: OneProps) {
  const { t } = useWords();
  const [lessons, setLessons] = useState('');
  const [tried, setTried] = useState(false);
  if (breach.risk === null) return null;
  return (
    <div className="form rule">
      <h3>{t('privacy.breaches.close')}</h3>
      <TextBox
        label={t('privacy.breaches.lessons')}
        value={lessons}
        onChange={setLessons}
        hint={t('privacy.breaches.closeAbout')}
        error={tried && !isSaid(lessons) ? t('office.toSay') : null}
        testId="breach-lessons"
      />
      <div>
        <Button
          onClick={() => {
            setTried(true);
            if (isSaid(lessons)) void take({ kind: 'closeBreach', breachId: breach.id, lessons: lessons.trim() });
          }}
          data-testid="close-breach"
        >
          {t('privacy.breaches.closeDo')}
        </Button>
      </div>
    </div>
  );
}

/** Of one, or (null) of the whole register. */
function SaveReport({ breach }: { readonly breach: Breach | null }) {
  const { t, language } = useWords();
  const { saveBreachReport } = useIntents();
  const today = localDay(new Date(useNow(false)).toISOString());
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    const name =
      breach === null
        ? t('privacy.breaches.registerFile', { day: today })
        : t('privacy.breaches.file', { day: localDay(breach.foundAt) });
    await saveBreachReport(name, breach?.id ?? null, language);
    setBusy(false);
  }
  return (
    <Button
      size="small"
      icon={FileDown}
      busy={busy}
      disabled={busy}
      onClick={() => void save()}
      data-testid={breach === null ? 'save-register' : 'save-breach'}
    >
      {t(breach === null ? 'privacy.breaches.saveRegister' : 'privacy.breaches.save')}
    </Button>
  );
}

function One({ breach, take }: OneProps) {
  return (
    <article className="card" data-testid="breach-detail">
      <h2 className="breach-what">{breach.facts.what}</h2>
      <div className="form-actions">
        <Countdown breach={breach} />
        <SaveReport breach={breach} />
      </div>
      <Facts breach={breach} />
      {breach.closedAt !== null ? null : (
        <>
          <Judging breach={breach} take={take} />
          <Telling breach={breach} take={take} />
          <Closing breach={breach} take={take} />
        </>
      )}
    </article>
  );
}

export function Breaches({ overview, take }: PanelProps) {
  const { t, language } = useWords();
  const now = useNow();
  const { breaches } = overview;
  const [chosen, setChosen] = useState<string | null>(null);
  const one = breaches.find(({ id }) => id === chosen) ?? null;
  return (
    <>
      <div className="page-head">
        <p className="sub">{t('privacy.breaches.about')}</p>
        <SaveReport breach={null} />
      </div>
      {breaches.length === 0 ? (
        <p className="faint">{t('privacy.breaches.none')}</p>
      ) : (
        <div className="panes">
          <ul className="choices">
            {breaches.map((breach) => (
              <li key={breach.id}>
                <button
                  type="button"
                  className="choice"
                  aria-current={breach.id === chosen}
                  onClick={() => setChosen(breach.id)}
                  data-testid="breach"
                >
                  <strong className="breach-line">{breach.facts.what}</strong>
                  <span className="sub num">
                    {moment(breach.foundAt, now, language)} · {breach.reportedBy}
                  </span>
                  <Countdown breach={breach} />
                </button>
              </li>
            ))}
          </ul>
          <div className="pane">
            {one === null ? (
              <p className="sub">{t('privacy.breaches.choose')}</p>
            ) : (
              <One key={`${one.id} ${one.closedAt}`} breach={one} take={take} />
            )}
          </div>
        </div>
      )}
    </>
  );
}
