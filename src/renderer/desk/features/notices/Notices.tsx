// The notices that stand, in a corner where they move nothing and take no focus.

import { Phone } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { formatNumber } from '#shared/model/phoneNumber';
import { useDeskSelection, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { type Dismissal, noticesOf, type Remedy, type Standing } from './noticesOf.ts';

const shownAtOnce = 3;

interface NoticesProps {
  /** Asks for the password again; lives with the sign-in. */
  readonly onSignInAgain: () => void;
}

export function Notices({ onSignInAgain }: NoticesProps) {
  const { t } = useWords();
  const intents = useIntents();
  const now = useNow();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const standing = useDeskSelection(noticesOf);
  // What was put away comes again when it happens again.
  useEffect(() => {
    setHidden((was) => was.filter((key) => standing.some((each) => each.key === key)));
  }, [standing]);
  const shown = standing.filter(({ key }) => !hidden.includes(key)).slice(0, shownAtOnce);
  if (shown.length === 0) return null;

  function remedy(way: Remedy): ReactNode {
    const { kind } = way;
    if (kind === 'callAgain') {
      const { called } = way;
      const call = () => void (called.kind === 'mailbox' ? intents.callVoicemail() : intents.dial(called.to));
      return (
        <Button size="small" icon={Phone} onClick={call} data-testid="redial">
          {t('dial.again')}
        </Button>
      );
    }
    if (kind === 'reconnect' || kind === 'checkLine') {
      const look = kind === 'reconnect' ? 'ghost' : 'plain';
      return (
        <>
          {kind === 'reconnect' ? (
            <Button size="small" onClick={() => void intents.reconnect()}>
              {t('actions.reconnect')}
            </Button>
          ) : null}
          <Button size="small" look={look} onClick={() => intents.show({ kind: 'lineCheck' })} data-testid="line-check">
            {t('lineCheck.title')}
          </Button>
        </>
      );
    }
    if (kind === 'acceptFileKey')
      return (
        <Button size="small" onClick={() => void intents.acceptFileKey()} data-testid="accept-file-key">
          {t('notices.acceptFileKey')}
        </Button>
      );
    if (kind === 'acceptNewKey')
      return (
        <Button size="small" onClick={() => void intents.acceptNewKey()} data-testid="accept-new-key">
          {t('notices.acceptNewKey')}
        </Button>
      );
    if (kind === 'signInAgain')
      return (
        <Button size="small" onClick={onSignInAgain}>
          {t('actions.signIn')}
        </Button>
      );
    if (kind === 'review')
      return (
        <Button size="small" onClick={() => intents.show({ kind: 'conflicts' })} data-testid="review">
          {t('conflicts.review')}
        </Button>
      );
    return (
      <Button size="small" onClick={() => intents.show({ kind: 'settings' })}>
        {t('actions.settings')}
      </Button>
    );
  }

  function dismiss(key: string, dismissal: Dismissal) {
    if (dismissal.kind === 'main') void intents.dismissNotice(dismissal.index);
    else if (dismissal.kind === 'refusal') intents.dismissRefusal(dismissal.id);
    else if (dismissal.kind === 'unreached') intents.dismissUnreached(dismissal.id);
    else setHidden((was) => [...was, key]);
  }

  const gaveUp = { dataGaveUp: 'gaveUpAbout', phoneGaveUp: 'gaveUpAbout' } as const;
  function words(notice: Standing): readonly [string, string] {
    if (notice.kind === 'transferFailed')
      return [
        t('transfer.failedTitle', { name: notice.name }),
        `${t(`failures.${notice.code}.what`)}. ${t(`failures.${notice.code}.todo`)}`,
      ];
    if (notice.kind === 'unreached') {
      const { called } = notice;
      const reason = t(`ends.${notice.reason}`);
      if (called.kind === 'mailbox') return [t('voicemail.name'), reason];
      if (called.kind === 'colleague') return [called.name, reason];
      if (called.kind === 'place')
        return notice.reason === 'notParked'
          ? [t('parking.gone', { place: called.place }), t('parking.goneAbout')]
          : [t('parking.who', { name: t('parking.unknown'), place: called.place }), reason];
      const { number, name } = called.to;
      const written = formatNumber(number);
      return name === null ? [written, reason] : [name, t('dial.unreached', { number: written, reason })];
    }
    if (notice.kind === 'failure') {
      const version = notice.version ?? '';
      return [t(`failures.${notice.code}.what`, { version }), t(`failures.${notice.code}.todo`, { version })];
    }
    if (notice.kind === 'standIn') {
      const used = notice.used.map(({ role, device }) =>
        t('notices.standInUses', { task: t(`settings.${role}`), device: device ?? t('settings.systemDevice') }),
      );
      return [t('notices.standIn', { device: notice.wanted }), [...used, t('notices.standInAbout')].join(' ')];
    }
    const { says } = notice;
    if (says === 'dataGaveUp' || says === 'phoneGaveUp') return [t(`notices.${says}`), t(`notices.${gaveUp[says]}`)];
    return [t(`notices.${says}`), t(`notices.${says}About`)];
  }

  return (
    <section className="notices" aria-label={t('notices.label')}>
      {shown.map((notice) => {
        const [title, body] = words(notice);
        const left = notice.retryAt === null ? null : Date.parse(notice.retryAt) - now;
        const small = [
          ...(left === null
            ? []
            : [left > 1_000 ? t('notices.retryIn', { time: wait(left) }) : t('notices.retrySoon')]),
          ...(notice.reference === null ? [] : [t('notices.reference', { reference: notice.reference })]),
        ].join(' ');
        const { dismissal } = notice;
        return (
          <Notice
            key={notice.key}
            tone={notice.tone}
            title={title}
            body={body}
            small={small === '' ? null : small}
            {...(dismissal === null
              ? {}
              : { dismiss: { name: t('actions.dismiss'), run: () => dismiss(notice.key, dismissal) } })}
          >
            {notice.remedy === null ? undefined : remedy(notice.remedy)}
          </Notice>
        );
      })}
    </section>
  );
}
