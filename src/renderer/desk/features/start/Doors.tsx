// The first choice: practise with a made-up company, or connect to a real service.
import {
  ArrowRight,
  Building2,
  GraduationCap,
  Headset,
  KeyRound,
  Link2,
  type LucideIcon,
  Phone,
  Users,
} from 'lucide-react';
import { useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import { StartFrame } from './StartFrame.tsx';

interface DoorProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly about: string;
  readonly points: readonly (readonly [LucideIcon, string])[];
  readonly enter: string;
  readonly onEnter: () => void;
  readonly tone: 'live' | 'ink';
  readonly testId: string;
}

function Door({ icon: Icon, title, about, points, enter, onEnter, tone, testId }: DoorProps) {
  return (
    <button type="button" className={`door ${tone}`} onClick={onEnter} data-testid={testId}>
      <span className="door-icon">
        <Icon aria-hidden="true" />
      </span>
      <span className="door-title">{title}</span>
      <span className="door-about">{about}</span>
      <span className="door-points">
        {points.map(([PointIcon, point]) => (
          <span key={point}>
            <PointIcon aria-hidden="true" />
            {point}
          </span>
        ))}
      </span>
      <span className="door-enter">
        {enter}
        <ArrowRight aria-hidden="true" />
      </span>
    </button>
  );
}

export function Doors({ onConnect }: { readonly onConnect: () => void }) {
  const { t } = useWords();
  const { practise } = useIntents();
  return (
    <StartFrame title={t('start.title')} subtitle={t('start.subtitle')}>
      <div className="doors">
        <Door
          icon={GraduationCap}
          title={t('start.practise.title')}
          about={t('start.practise.about')}
          points={[
            [Building2, t('start.practise.points.company')],
            [Users, t('start.practise.points.customers')],
            [Phone, t('start.practise.points.calls')],
          ]}
          enter={t('start.practise.enter')}
          onEnter={() => void practise()}
          tone="live"
          testId="door-practise"
        />
        <Door
          icon={Headset}
          title={t('start.connect.title')}
          about={t('start.connect.about')}
          points={[
            [Link2, t('start.connect.points.address')],
            [KeyRound, t('start.connect.points.account')],
            [Headset, t('start.connect.points.headset')],
          ]}
          enter={t('start.connect.enter')}
          onEnter={onConnect}
          tone="ink"
          testId="door-connect"
        />
      </div>
    </StartFrame>
  );
}
