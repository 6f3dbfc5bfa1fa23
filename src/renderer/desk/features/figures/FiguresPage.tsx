// Figures of a period, for who leads the team or looks after quality: how each went over time, how it is counted, and the same as a table.
// Of the team as a whole; a number of so few people that one could be made out is not shown, and it says so.
import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { civilDate } from '#shared/lib/civilDate';
import type { Language } from '#shared/model/ids';
import { definitions, type KpiCode, type Mean, type PeopleCount, wilson } from '#shared/model/kpi';
import type { PeriodStep } from '#shared/model/periods';
import {
  better,
  chatFiguresIn,
  complaintFigure,
  complaintFigures,
  contactFigures,
  type Figure,
  filledDefinition,
  hasHalfHours,
  isTimed,
  isWork,
  type SumFigure,
  satisfactionCounted,
  sumFigure,
  sumFigures,
  timedFigure,
} from '#shared/protocol/figureLines';
import { type Figures, type FiguresQuery, soonDays } from '#shared/protocol/figures';
import { workstationOf } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { useQueueChoice } from '../../store/useQueueChoice.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { count, localeOf, localTime, share, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Chart, Twin } from './Chart.tsx';
import { OpenWork } from './OpenWork.tsx';
import { type PeriodName, periodNames, periodOf, stepsOf } from './periods.ts';
import { TransfersCard } from './Transfers.tsx';

const none = '—';
/** Of a day. */
const halfHours = 48;

const numberText = (unit: Figure['unit'], value: number, language: Language): string =>
  unit === 'share'
    ? share(value, 1, language)
    : unit === 'seconds'
      ? wait(value * 1_000)
      : count(Math.round(value), language);

const figureText = ({ unit, value }: Figure, language: Language): string =>
  value === null ? none : numberText(unit, value, language);

/** "fra 71% e 76%"; where nothing is a sample there is none. */
function useConfidence() {
  const { t, language } = useWords();
  return (part: number, of: number): string => {
    const range = wilson({ part, of, value: null });
    const between =
      range === null
        ? ''
        : t('figures.between', { low: share(range.from, 1, language), high: share(range.to, 1, language) });
    return [t('figures.of', { count: of, n: count(of, language) }), between].filter((text) => text !== '').join(', ');
  };
}

/** When it was, as short as it can be told apart: on a day on which clocks are set, an hour comes twice. */
function timeLabel(start: string, by: PeriodStep, { timeZone, buckets }: Figures, language: Language): string {
  const zone = by === 'interval' ? timeZone : 'UTC';
  const parts: Record<PeriodStep, Intl.DateTimeFormatOptions> = {
    interval: {
      ...{ weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false },
      ...(buckets.length % halfHours !== 0 && { timeZoneName: 'short' }),
    },
    day: { day: 'numeric', month: 'short' },
    week: { day: 'numeric', month: 'short' },
    month: { month: 'short', year: '2-digit' },
  };
  return new Intl.DateTimeFormat(localeOf[language], { ...parts[by], timeZone: zone }).format(new Date(start));
}

export function FiguresPage() {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { saveFigures } = useIntents();
  const [name, setName] = useState<PeriodName>('yesterday');
  const [by, setBy] = useState<PeriodStep>('interval');
  const { queueId, field } = useQueueChoice();
  const today = civilDate(new Date(now()), Intl.DateTimeFormat().resolvedOptions().timeZone);
  const { from, to } = periodOf(name, today);
  const query: FiguresQuery = { from, to, by, ...(queueId !== null && { queueId }) };
  return (
    <section className="page figures" data-testid="figures-page">
      <div>
        <h1>{t('figures.title')}</h1>
        <p className="sub">{t('figures.about')}</p>
      </div>
      <div className="figures-ask">
        <Dropdown
          label={t('figures.period')}
          options={periodNames.map((id) => ({ id, name: t(`figures.periods.${id}`) }))}
          chosen={name}
          onChoose={(id) => {
            const chosen = periodNames.find((one) => one === id) ?? 'yesterday';
            setName(chosen);
            setBy(stepsOf[chosen][0] ?? 'day');
          }}
          testId="figures-period"
        />
        {stepsOf[name].length > 1 ? (
          <Segments
            label={t('figures.by')}
            options={stepsOf[name].map((id) => ({ id, name: t(`figures.steps.${id}`) }))}
            chosen={by}
            onChoose={setBy}
            testId="figures-by"
          />
        ) : null}
        <Dropdown {...field} testId="figures-queue" />
        <Button
          icon={Download}
          onClick={() => void saveFigures(`${t('figures.fileName')} ${from} ${to}.csv`, query, language)}
          data-testid="figures-csv"
        >
          {t('figures.csv')}
        </Button>
      </div>
      <Answered key={JSON.stringify(query)} query={query} />
    </section>
  );
}

function Answered({ query }: { readonly query: FiguresQuery }) {
  const { readFigures } = useIntents();
  const text = JSON.stringify(query);
  const read = useCallback(() => readFigures(JSON.parse(text) as FiguresQuery), [readFigures, text]);
  const { asked, again } = useAsked(read);
  return (
    <AskedFor asked={asked} onAgain={again}>
      {(figures) => <Shown figures={figures} by={query.by} />}
    </AskedFor>
  );
}

/** Of the page, and of a report, whose figures are those of another day. */
export function Shown({ figures, by }: { readonly figures: Figures; readonly by: PeriodStep }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<SumFigure>('serviceLevel');
  const told = usePeople();
  const names = useNames();
  const ofChats = chatFiguresIn(figures);
  const { offered } = figures.total.calls;
  return (
    <>
      <p className="sub" role="status">
        {[
          t('figures.asOf', { time: localTime(figures.asOf) }),
          figures.provisionalDays > 0 ? t('figures.provisional', { count: figures.provisionalDays }) : '',
          offered === 0 ? t('figures.empty') : '',
        ]
          .filter((words) => words !== '')
          .join(' ')}
      </p>
      <Tiles codes={sumFigures} {...{ figures, chosen }} onChoose={setChosen} />
      {ofChats.length === 0 ? null : (
        <section className="section" aria-labelledby="figures-chats" data-testid="figures-chats">
          <SectionTitle id="figures-chats">{t('figures.chats')}</SectionTitle>
          <Tiles codes={ofChats} {...{ figures, chosen }} onChoose={setChosen} />
        </section>
      )}
      <Chosen code={chosen} figures={figures} by={by} />
      <SatisfactionCard figures={figures} />
      <div className="figures-body">
        <Reasons figures={figures} />
        <Complaints figures={figures} />
        <OpenWork figures={figures} told={told} />
      </div>
      <TransfersCard transfers={figures.transfers} told={told} nameOf={names.queue} />
    </>
  );
}

interface TilesProps {
  readonly codes: readonly SumFigure[];
  readonly figures: Figures;
  readonly chosen: SumFigure;
  readonly onChoose: (code: SumFigure) => void;
}

function Tiles({ codes, figures, chosen, onChoose }: TilesProps) {
  return (
    <div className="figures-list">
      {codes.map((code) => (
        <Tile key={code} code={code} figures={figures} chosen={chosen === code} onChoose={() => onChoose(code)} />
      ))}
    </div>
  );
}

interface TileProps {
  readonly code: SumFigure;
  readonly figures: Figures;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Tile({ code, figures, chosen, onChoose }: TileProps) {
  const { t, language } = useWords();
  const confidence = useConfidence();
  const figure = sumFigure(code, figures.total);
  const before = sumFigure(code, figures.before);
  const team = code === 'chatHandlingTime' ? figures.total.chats?.work : figures.total.work;
  const change =
    figure.value === null || before.value === null || better[code] === null || figure.value === before.value
      ? ''
      : figure.value > before.value === (better[code] === 'more')
        ? t('figures.betterNow')
        : t('figures.worseNow');
  const about =
    isWork(code) && team == null
      ? t('figures.tooFew', { people: figures.rules.leastPeople, contacts: figures.rules.leastContacts })
      : figure.unit === 'share' && contactFigures.some((one) => one === code)
        ? figure.value === null
          ? t('figures.fewer', { than: figures.rules.leastPeople })
          : confidence(figure.part, figure.of)
        : figure.unit === 'count'
          ? ''
          : figure.unit === 'seconds' && figure.value === null && figure.of > 0
            ? t('figures.fewer', { than: figures.rules.leastContacts })
            : t('figures.of', { count: figure.of, n: count(figure.of, language) });
  return (
    <button type="button" className="figure" aria-pressed={chosen} onClick={onChoose} data-testid={`figure-${code}`}>
      <span className="figure-name">{definitions[code].name[language]}</span>
      <span className="figure-value num">{figureText(figure, language)}</span>
      {about === '' ? null : <span className="figure-about num">{about}</span>}
      {before.value === null ? null : (
        <span className="figure-about num">
          {[t('figures.before', { value: figureText(before, language) }), change]
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      )}
    </button>
  );
}

interface ChosenProps {
  readonly code: SumFigure;
  readonly figures: Figures;
  readonly by: PeriodStep;
}

function Chosen({ code, figures, by }: ChosenProps) {
  const { t, language } = useWords();
  const [shown, setShown] = useState('chart');
  const name = definitions[code].name[language];
  const unit = sumFigure(code, figures.total).unit;
  const hasTimes = isTimed(code) && (hasHalfHours(code) || by !== 'interval');
  const points = hasTimes
    ? figures.buckets.map(({ start, ...sums }) => {
        const figure = timedFigure(code, sums);
        const label = timeLabel(start, by, figures, language);
        return { key: start, label, figure, text: figureText(figure, language) };
      })
    : [];
  const { goal } = figures.rules.serviceLevel;
  const aim =
    code === 'serviceLevel' ? { value: goal, text: t('figures.goal', { value: share(goal, 1, language) }) } : null;
  const definition = (
    <section className="section" aria-label={t('figures.how')} data-testid="figure-how">
      <h3>{t('figures.how')}</h3>
      <p>{filledDefinition(definitions[code].counts[language], figures)}</p>
    </section>
  );
  return (
    <section className="board-card" data-testid="figure-chosen">
      <SectionTitle>{name}</SectionTitle>
      {points.length === 0 ? (
        <p className="sub">{t('figures.whole')}</p>
      ) : (
        <Tabs
          label={name}
          shown={shown}
          onShow={setShown}
          testId="figure-as"
          tabs={[
            {
              id: 'chart',
              name: t('figures.chart'),
              content: () => (
                <Chart
                  name={name}
                  about={t('figures.alsoTable')}
                  points={points}
                  goal={aim}
                  textOf={(value) => numberText(unit, value, language)}
                />
              ),
            },
            {
              id: 'table',
              name: t('figures.table'),
              content: () => <Twin name={name} time={t('figures.time')} points={points} />,
            },
          ]}
        />
      )}
      {definition}
    </section>
  );
}

function usePeople() {
  const { t, language } = useWords();
  return (people: PeopleCount): string =>
    people.kind === 'count'
      ? count(people.n, language)
      : people.kind === 'fewer'
        ? t('figures.fewer', { than: people.than })
        : t('figures.withheld');
}

/** What customers say in surveys, each figure with how many have answered and its interval, and what says it without being asked. */
function SatisfactionCard({ figures }: { readonly figures: Figures }) {
  const { t, language } = useWords();
  const confidence = useConfidence();
  const names = useNames();
  const { satisfaction: said } = figures.total;
  const { before, rules } = figures;
  const decimal = (value: number) =>
    new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 1 }).format(value);
  const few = (of: number) => (of < rules.enoughAnswers ? t('figures.fewAnswers') : '');
  const joined = (...parts: readonly string[]) => parts.filter((text) => text !== '').join(' · ');
  const nothing = t('figures.fewer', { than: rules.leastPeople });
  const shareText = (told: Told) =>
    told === null ? nothing : joined(share(told.part, told.of, language), confidence(told.part, told.of), few(told.of));
  const earlier = (told: Told) =>
    told === null ? '' : t('figures.before', { value: share(told.part, told.of, language) });
  const meanText = (mean: Mean | null, times: number) =>
    mean === null
      ? nothing
      : joined(
          decimal(mean.value * times),
          `${t('figures.of', { count: mean.of, n: count(mean.of, language) })}, ${t('figures.between', {
            low: decimal(mean.from * times),
            high: decimal(mean.to * times),
          })}`,
          few(mean.of),
        );
  const lines: readonly { readonly code: KpiCode; readonly name: string; readonly text: string }[] = [
    ...satisfactionCounted(said).map(({ code, told }) => ({
      ...{ code, name: definitions[code].name[language] },
      text: joined(shareText(told), earlier(before.satisfaction[code] ?? null)),
    })),
    { code: 'netPromoters', name: definitions.netPromoters.name[language], text: meanText(said.netPromoters, 100) },
    { code: 'satisfied', name: t('figures.meanOfFive'), text: meanText(said.satisfiedMean, 1) },
    { code: 'foundItEasy', name: t('figures.meanOfSeven'), text: meanText(said.foundItEasyMean, 1) },
  ];
  const signs = [
    { code: 'repeatRate', told: figures.total.repeated },
    { code: 'transferRate', told: figures.total.transferred },
    { code: 'reopenedRate', told: figures.complaints.reopened.of === 0 ? null : figures.complaints.reopened },
  ] as const;
  const rows = [
    ...figures.satisfied.queues.map(({ queueId, satisfied }) => ({ name: names.queue(queueId), satisfied })),
    ...figures.satisfied.reasons.map(({ code, satisfied }) => ({ name: names.reason(code), satisfied })),
  ];
  return (
    <section className="board-card" data-testid="figures-satisfaction">
      <SectionTitle>{t('figures.satisfaction')}</SectionTitle>
      <p className="sub">{t('figures.satisfactionAbout')}</p>
      <div className="figures-body">
        <div>
          <dl className="figures-facts">
            {lines.map(({ code, name, text }) => (
              <Fact key={name} code={code} name={name} text={text} figures={figures} />
            ))}
          </dl>
          <SectionTitle>{t('figures.signs')}</SectionTitle>
          <dl className="figures-facts">
            {signs.map(({ code, told }) => (
              <Fact
                key={code}
                code={code}
                name={definitions[code].name[language]}
                text={
                  told === null ? none : joined(share(told.part, told.of, language), confidence(told.part, told.of))
                }
                figures={figures}
              />
            ))}
          </dl>
        </div>
        <div>
          {rows.length === 0 ? (
            <p className="sub">{t('figures.noAnswers')}</p>
          ) : (
            <table className="board-table num">
              <thead>
                <tr>
                  <th scope="col">{t('figures.queueOrReason')}</th>
                  <th scope="col">{definitions.satisfied.name[language]}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, satisfied }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{satisfied === null ? t('figures.withheld') : shareText(satisfied)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </div>
      {figures.comments.length === 0 ? null : (
        <details className="figures-comments">
          <summary>{t('figures.comments', { count: figures.comments.length })}</summary>
          <ul>
            {figures.comments.map((comment, place) => (
              <li key={place}>{comment}</li>
            ))}
          </ul>
        </details>
      )}
      <details className="figures-comments">
        <summary>{t('figures.how')}</summary>
        <dl className="figures-facts">
          {[
            ...satisfactionCounted(said).map(({ code }) => code),
            'netPromoters' as const,
            ...signs.map(({ code }) => code),
          ].map((code) => (
            <div key={code}>
              <dt>{definitions[code].name[language]}</dt>
              <dd>{filledDefinition(definitions[code].counts[language], figures)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

type Told = { readonly part: number; readonly of: number } | null;

interface FactProps {
  readonly code: KpiCode;
  readonly name: string;
  readonly text: string;
  readonly figures: Figures;
}

function Fact({ code, name, text, figures }: FactProps) {
  const { language } = useWords();
  return (
    <div>
      <dt title={filledDefinition(definitions[code].counts[language], figures)}>{name}</dt>
      <dd className="num">{text}</dd>
    </div>
  );
}

/** What queues and reasons are called; '' is none. */
function useNames() {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  return {
    queue: (id: string): string =>
      id === '' ? t('figures.noQueue') : (workstation?.queues.find((one) => one.id === id)?.name[language] ?? id),
    reason: (code: string): string => {
      const reason = workstation?.reasons.flatMap(({ reasons }) => reasons).find((one) => one.code === code);
      return code === '' ? t('figures.noReason') : reason === undefined ? code : `${code} ${reason.labels[language]}`;
    },
  };
}

function Reasons({ figures }: { readonly figures: Figures }) {
  const { t, language } = useWords();
  const confidence = useConfidence();
  const told = usePeople();
  const names = useNames();
  const { rows, sum } = figures.reasons;
  const most = Math.max(1, ...rows.map(({ count: people }) => (people.kind === 'count' ? people.n : 0)));
  return (
    <section className="board-card" data-testid="figures-reasons">
      <SectionTitle right={told(sum)}>{t('figures.reasons')}</SectionTitle>
      {rows.length === 0 ? (
        <p className="sub">{t('figures.noContacts')}</p>
      ) : (
        <table className="board-table num">
          <thead>
            <tr>
              <th scope="col">{t('figures.reason')}</th>
              <th scope="col">{t('figures.contacts')}</th>
              <th scope="col">{t('figures.earlier')}</th>
              <th scope="col" title={filledDefinition(definitions.firstContactResolution.counts[language], figures)}>
                {t('figures.firstContact')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, count: people, before, firstContact }) => (
              <tr key={code}>
                <th scope="row">
                  {names.reason(code)}
                  {people.kind === 'count' ? (
                    <span className="reason-bar" style={{ width: `${(100 * people.n) / most}%` }} />
                  ) : null}
                </th>
                <td>{told(people)}</td>
                <td>{told(before)}</td>
                <td>
                  {firstContact === null ? (
                    t('figures.withheld')
                  ) : (
                    <>
                      {share(firstContact.part, firstContact.of, language)}
                      <span className="reason-about">{confidence(firstContact.part, firstContact.of)}</span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Complaints({ figures }: { readonly figures: Figures }) {
  const { t, language } = useWords();
  const confidence = useConfidence();
  const { received, daysToClose } = figures.complaints;
  const days = (value: number) => new Intl.NumberFormat(localeOf[language], { maximumFractionDigits: 1 }).format(value);
  return (
    <section className="board-card" data-testid="figures-complaints">
      <SectionTitle right={count(received, language)}>{t('figures.complaints')}</SectionTitle>
      <dl className="figures-facts">
        {complaintFigures.map((code) => {
          const { part, of, value } = complaintFigure(code, figures);
          return (
            <div key={code}>
              <dt>{definitions[code].name[language]}</dt>
              <dd className="num">
                {value === null ? none : `${share(value, 1, language)} · ${confidence(part, of)}`}
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t('figures.daysToClose')}</dt>
          <dd className="num">
            {daysToClose === null
              ? none
              : t('figures.medianNinety', { median: days(daysToClose.median), ninety: days(daysToClose.ninety) })}
          </dd>
        </div>
        {(['dueSoon', 'overdueNow', 'inConciliation'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`figures.${name}`, { days: soonDays })}</dt>
            <dd className="num">{count(figures.complaints[name === 'overdueNow' ? 'overdue' : name], language)}</dd>
          </div>
        ))}
      </dl>
      <details className="figures-how">
        <summary>{t('figures.howAll')}</summary>
        {complaintFigures.map((code) => (
          <p key={code}>
            <strong>{definitions[code].name[language]}</strong>:{' '}
            {filledDefinition(definitions[code].counts[language], figures)}
          </p>
        ))}
      </details>
      <SectionTitle>{t('figures.backlog')}</SectionTitle>
      <table className="board-table num">
        <thead>
          <tr>
            {(['age', 'open', 'overdue'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`figures.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.backlog.map(({ upTo, open, overdue }) => (
            <tr key={upTo ?? 'older'}>
              <th scope="row">{upTo === null ? t('figures.older') : t('figures.upTo', { count: upTo })}</th>
              <td>{count(open, language)}</td>
              <td className={overdue > 0 ? 'urgent' : ''}>{count(overdue, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
