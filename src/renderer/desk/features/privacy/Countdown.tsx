// How long there is to tell the authority of a breach: 72 hours from when it was found (art. 33).
import { type Breach, hoursToTellAuthority } from '#shared/protocol/privacy';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { appointment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const hourMs = 3_600_000;
/** From here on the hours are pressing. */
const pressingHours = 12;

export const authorityDueOf = (foundAt: Date): number => foundAt.getTime() + hoursToTellAuthority * hourMs;

/** "restano 5 ore", in the last hour the minutes; what is over says for how long. */
export function useTimeLeft() {
  const { t } = useWords();
  const now = useNow();
  return (due: number): { readonly words: string; readonly tone: 'hold' | 'stop' } => {
    const left = (due - now) / hourMs;
    if (left < 0) return { words: t('privacy.breaches.late', { count: Math.ceil(-left) }), tone: 'stop' };
    if (left < 1) return { words: t('privacy.breaches.leftMinutes', { count: Math.floor(left * 60) }), tone: 'stop' };
    const tone = left < pressingHours ? 'stop' : 'hold';
    return { words: t('privacy.breaches.left', { count: Math.floor(left) }), tone };
  };
}

/** Whether its hours run still. */
export const isRunning = ({ closedAt, authorityToldAt, risk }: Breach): boolean =>
  closedAt === null && authorityToldAt === null && risk !== 'none';

export function Countdown({ breach }: { readonly breach: Breach }) {
  const { t } = useWords();
  const timeLeft = useTimeLeft();
  if (breach.closedAt !== null) return <Tag>{t('privacy.breaches.closed')}</Tag>;
  if (breach.authorityToldAt !== null) return <Tag tone="live">{t('privacy.breaches.told')}</Tag>;
  if (breach.risk === 'none') return <Tag>{t('privacy.breaches.noRisk')}</Tag>;
  const { words, tone } = timeLeft(Date.parse(breach.authorityDue));
  return <Tag tone={tone}>{words}</Tag>;
}

interface RunningHoursProps {
  readonly breaches: readonly Breach[];
  /** Leads to them; null where they are in sight. */
  readonly onOpen: (() => void) | null;
}

/** Above everything that the officer does: the breach whose hours end first. */
export function RunningHours({ breaches, onOpen }: RunningHoursProps) {
  const { t } = useWords();
  const timeLeft = useTimeLeft();
  const running = breaches.filter(isRunning);
  const due = Math.min(...running.map(({ authorityDue }) => Date.parse(authorityDue)));
  if (running.length === 0) return null;
  const { words, tone } = timeLeft(due);
  return (
    <div data-testid="running-hours">
      <Notice
        tone={tone}
        title={t('privacy.breaches.running', { count: running.length })}
        body={t('privacy.breaches.runningAbout', { left: words })}
        {...(onOpen === null
          ? {}
          : {
              beside: (
                <Button size="small" onClick={onOpen} data-testid="open-running">
                  {t('privacy.breaches.openRunning')}
                </Button>
              ),
            })}
      />
    </div>
  );
}

/** For whoever reports one: until when the authority has to be told, counted from when it was found. */
export function HoursFrom({ foundAt }: { readonly foundAt: Date }) {
  const { t, language } = useWords();
  const now = useNow();
  const timeLeft = useTimeLeft();
  const due = authorityDueOf(foundAt);
  const when = appointment(new Date(due).toISOString(), now, language);
  return (
    <p className="sub num" data-testid="breach-hours">
      {t('breach.hours', { when, left: timeLeft(due).words })}
    </p>
  );
}
