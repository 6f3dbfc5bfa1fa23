// What may be done to a case now, as buttons with keys: what leads it on and what is done often; everything else behind one more.
import { useState } from 'react';
import type { ActOnCase } from '#shared/contract/cases';
import type { CaseStep } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { Button } from '../../ui/Button.tsx';
import { useChord, useKey } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

/** Those of tasks, confirmations, letters and what is to be told stand with what they are about. */
const first = [
  ...['work', 'acknowledge', 'assess', 'resume', 'propose', 'close', 'settle', 'reopen', 'waitCustomer', 'waitThird'],
  ...['note', 'remind', 'addTask'],
] as const satisfies readonly (ActOnCase & CaseStep)[];
const further = [
  ...['assign', 'amend', 'dispute', 'setSubject', 'merge', 'toAdr', 'withdraw', 'cancel'],
] as const satisfies readonly (ActOnCase & CaseStep)[];
type Step = (typeof first)[number] | (typeof further)[number];
/** Digits that are keys. */
const keys = 9;

interface ActButtonsProps {
  readonly possible: readonly ActOnCase[];
  /** It cannot be begun while the service is away. */
  readonly mustWait: (kind: ActOnCase) => boolean;
  readonly onChoose: (kind: ActOnCase) => void;
}

export function ActButtons({ possible, mustWait, onChoose }: ActButtonsProps) {
  const { t } = useWords();
  const [isAll, setIsAll] = useState(false);
  const [near, far] = [first, further].map((acts) => acts.filter((kind: Step) => possible.includes(kind))) as [
    Step[],
    Step[],
  ];
  useKey('0', () => setIsAll(!isAll), { bare: true, enabled: far.length > 0 });
  const shown = isAll ? [...near, ...far] : near;
  if (near.length + far.length === 0) return null;
  const waiting = shown.some(mustWait);
  return (
    <div className="case-can">
      <fieldset className="case-acts" aria-label={t('cases.possible')}>
        {shown.map((kind, nth) => (
          <ActButton
            key={kind}
            kind={kind}
            chord={nth < keys ? String(nth + 1) : null}
            isFirst={nth === 0}
            mustWait={mustWait(kind)}
            onChoose={onChoose}
          />
        ))}
        {far.length === 0 ? null : (
          <Button
            look="ghost"
            size="small"
            chord="0"
            aria-expanded={isAll}
            onClick={() => setIsAll(!isAll)}
            data-testid="more-acts"
          >
            {t(isAll ? 'cases.fewer' : 'cases.more')}
          </Button>
        )}
      </fieldset>
      {isAll ? null : far.map((kind) => <FarAct key={kind} {...{ kind, onChoose }} mustWait={mustWait(kind)} />)}
      {waiting ? (
        <p className="sub" id="case-waits">
          {t('cases.refused.away')}
        </p>
      ) : null}
    </div>
  );
}

interface ActButtonProps {
  readonly kind: Step;
  readonly chord: string | null;
  readonly isFirst: boolean;
  readonly mustWait: boolean;
  readonly onChoose: (kind: ActOnCase) => void;
}

/** What stands behind one more button is found by its name. */
function FarAct({ kind, mustWait, onChoose }: Pick<ActButtonProps, 'kind' | 'mustWait' | 'onChoose'>) {
  useCommand(`case.${kind}`, () => onChoose(kind), { enabled: !mustWait });
  return null;
}

function ActButton({ kind, chord, isFirst, mustWait, onChoose }: ActButtonProps) {
  const { t } = useWords();
  const shownKey = useChord(chord ?? undefined);
  useCommand(`case.${kind}`, () => onChoose(kind), { enabled: !mustWait, placed: shownKey });
  useKey(chord ?? '', () => onChoose(kind), { bare: true, enabled: chord !== null && !mustWait });
  return (
    <Button
      look={isFirst ? 'primary' : 'plain'}
      size="small"
      disabled={mustWait}
      aria-describedby={mustWait ? 'case-waits' : undefined}
      onClick={() => onChoose(kind)}
      data-testid={`act-${kind}`}
      {...(chord === null ? {} : { chord })}
    >
      {t(`cases.verbs.${kind}`)}
    </Button>
  );
}
