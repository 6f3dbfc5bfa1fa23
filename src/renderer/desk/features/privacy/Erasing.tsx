// Erasing somebody: what is kept about them and what forbids it is said before, and that it is for good.
import { Eraser } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Binding, PrivacyRequest, PrivacyStep } from '#shared/protocol/privacy';
import { useIntents } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { count, fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface ErasingProps {
  readonly requestId: PrivacyRequest['id'];
  readonly name: string;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
}

function useBinding() {
  const { t, language } = useWords();
  return (binding: Binding): string => {
    const { kind } = binding;
    if (kind === 'openCase') return t('privacy.requests.binds.openCase', { number: binding.number });
    if (kind === 'hold') {
      const { reason, reference, reviewOn } = binding;
      return t('privacy.requests.binds.hold', { reason, reference, day: fullDay(reviewOn, language) });
    }
    const { why, rows, until } = binding;
    return t('privacy.requests.binds.rule', { why: why[language], count: rows, day: fullDay(until, language) });
  };
}

export function Erasing({ requestId, name, take }: ErasingProps) {
  const { t, language } = useWords();
  const { erasureOutlook } = useIntents();
  const say = useBinding();
  const ask = useCallback(() => erasureOutlook(requestId), [erasureOutlook, requestId]);
  const { asked, again } = useAsked(ask);
  const [isAsking, setAsking] = useState(false);
  async function erase() {
    // Refused: something has come up that forbids it.
    if (await take({ kind: 'erase', requestId })) return;
    setAsking(false);
    again();
  }
  return (
    <AskedFor asked={asked} onAgain={again}>
      {({ bindings, held, toTell }) => (
        <>
          {bindings.length === 0 ? (
            <p className="sub" data-testid="erasure-free">
              {t('privacy.requests.free')}
            </p>
          ) : (
            <Notice tone="hold" title={t('privacy.requests.bound')} body="">
              <ul data-testid="erasure-bound">
                {bindings.map((binding) => (
                  <li key={JSON.stringify(binding)}>{say(binding)}</li>
                ))}
              </ul>
            </Notice>
          )}
          <p className="faint num">
            {t('privacy.requests.kept')}:{' '}
            {held.map(({ what, rows }) => `${what[language].toLowerCase()} (${count(rows, language)})`).join(', ')}.
          </p>
          {toTell.length === 0 ? null : (
            <p className="sub">
              {t('privacy.toTell')}: {toTell.join(', ')}.
            </p>
          )}
          {isAsking ? (
            <Sure
              tone="stop"
              title={t('privacy.requests.eraseAsk', { name })}
              body={t('privacy.requests.eraseAbout')}
              does={t('privacy.requests.eraseSure')}
              onDo={erase}
              onLeave={() => setAsking(false)}
              testId="erase-sure"
            />
          ) : (
            <div>
              <Button
                look="stop"
                icon={Eraser}
                disabled={bindings.length > 0}
                onClick={() => setAsking(true)}
                data-testid="erase"
              >
                {t('privacy.requests.erase')}
              </Button>
            </div>
          )}
        </>
      )}
    </AskedFor>
  );
}
