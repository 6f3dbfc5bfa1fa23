// What was set aside and has no other side: a report to be mended, or something that can only be read and put away.
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { SetAside } from '#shared/contract/setAside';
import { inThrees } from '#shared/model/caseNumber';
import { useNameOfPurpose } from '../../store/consentWords.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Covered } from './Covered.tsx';
import { DiscardAsk } from './DiscardAsk.tsx';
import { Who } from './Who.tsx';

type Other = Exclude<SetAside, { readonly kind: 'edit' | 'file' }>;

/** What can still be done with it. */
function wayOf(aside: Other): 'reopen' | 'keepNote' | 'actAgain' | null {
  if (aside.kind === 'report') return 'reopen';
  if (aside.kind === 'caseAct') return 'actAgain';
  return aside.kind === 'note' && aside.mine !== null && aside.customer !== null ? 'keepNote' : null;
}

function textsOf(aside: Other, t: ReturnType<typeof useWords>['t']): string[] {
  switch (aside.kind) {
    case 'note':
      return [
        ...(aside.mine === null ? [] : [aside.mine]),
        ...(aside.theirs === null ? [] : [t('conflicts.noteStands', { text: aside.theirs })]),
      ];
    case 'caseAct':
      return [aside.title, aside.text].filter((text) => text !== '');
    case 'unreadable':
    case 'consent':
    case 'editOfRestricted':
      return [];
    default:
      return aside.note === '' ? [] : [aside.note];
  }
}

export function OtherQuestion({ aside }: { readonly aside: Other }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { discardSetAside, reopen, keepNote, actAgain } = useIntents();
  const [isAsking, setIsAsking] = useState(false);
  const nameOf = useNameOfPurpose();
  const customer = 'customer' in aside ? aside.customer : null;
  const at = aside.kind === 'report' ? aside.startedAt : aside.kind === 'consent' ? aside.saidAt : aside.at;
  const when = moment(at, now, language);
  const way = wayOf(aside);
  const mend = () => void (way === null ? null : { reopen, keepNote, actAgain }[way](aside.id));
  const discardKey = way === null ? '1' : '2';
  const written = textsOf(aside, t);
  const isCovered = !useCardOpen(customer?.id ?? null).shows('notes') && written.length > 0;
  const texts = isCovered ? [] : written;
  const [isCopied, setIsCopied] = useState(false);
  /** Refused by the system: then nothing is said to be done. */
  const copy = () =>
    void navigator.clipboard.writeText(texts.join('\n')).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    );
  useKey('C', copy, { bare: true, enabled: texts.length > 0 });
  useKey('1', mend, { bare: true, enabled: way !== null && !isAsking });
  useKey(discardKey, () => setIsAsking(true), { bare: true, enabled: !isAsking });

  function title(): string {
    if (aside.kind === 'handover') return t('conflicts.kinds.handover', { when, name: aside.to });
    if (aside.kind === 'caseAct') {
      const act = t(`cases.acts.${aside.act}`);
      const { number } = aside;
      if (number === '') return t('conflicts.kinds.caseActOfNone', { when, act });
      return t('conflicts.kinds.caseAct', { when, act, number: inThrees(number) });
    }
    if (aside.kind !== 'consent') return t(`conflicts.kinds.${aside.kind}`, { when });
    const { purpose, word } = aside;
    return t('conflicts.kinds.consent', { when, purpose: nameOf(purpose), word: t(`consents.said.${word}`) });
  }

  return (
    <article className="conflict" data-testid="conflict" data-kind={aside.kind}>
      <Who customer={customer} />
      <h2>{title()}</h2>
      <p className="sub">
        {/* Of what cannot be read, why it was not taken over says nothing. */}
        {aside.kind === 'unreadable' ? '' : `${t(`failures.${aside.failure.code}.what`)}. `}
        {t(`conflicts.todo.${aside.kind}`)}
      </p>
      {isCovered ? <Covered /> : null}
      {texts.length === 0 ? null : (
        <div className="box conflict-text">
          {texts.map((text, index) => (
            <p key={text} className={index === 0 ? undefined : 'sub'}>
              {text}
            </p>
          ))}
        </div>
      )}
      {isAsking ? (
        <DiscardAsk onDiscard={() => void discardSetAside(aside.id)} onLeave={() => setIsAsking(false)} />
      ) : (
        <div className="conflict-actions">
          {way === null ? null : (
            <Button look="primary" chord="1" onClick={mend} data-testid={way}>
              {t(`conflicts.${way}`)}
            </Button>
          )}
          <Button
            look={way === null ? 'plain' : 'ghost'}
            chord={discardKey}
            onClick={() => setIsAsking(true)}
            data-testid="discard"
          >
            {t('conflicts.discard')}
          </Button>
          {texts.length === 0 ? null : (
            <Button look="ghost" icon={isCopied ? Check : Copy} chord="C" onClick={copy} data-testid="copy-text">
              {t(isCopied ? 'conflicts.copied' : 'conflicts.copy')}
            </Button>
          )}
        </div>
      )}
    </article>
  );
}
