// What a colleague passed on with the call: who, why, and the note, readable before answering.
import { ArrowLeftRight } from 'lucide-react';
import type { ScreenPop } from '#shared/contract/screenPop';
import { inThrees } from '#shared/model/caseNumber';
import type { InteractionId } from '#shared/model/ids';
import { isCaseOwed } from '#shared/model/wrapUp';
import { openInteraction, workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { day } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

function Here({ handover }: { readonly handover: Extract<ScreenPop['handover'], { kind: 'here' }>['handover'] }) {
  const { t, language } = useWords();
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const { promised, checks, cases } = handover;
  const isOwed = useDeskState((state) => {
    const lists = workstationOf(state);
    return lists !== null && cases.length === 0 && isCaseOwed(handover.reasonCode, lists);
  });
  const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === handover.reasonCode);
  return (
    <>
      <p className="handover-reason">
        {handover.reasonCode === null
          ? t('handover.noReason')
          : `${handover.reasonCode} ${reason?.labels[language] ?? ''}`}
      </p>
      <p className="handover-note">{handover.note.trim() === '' ? t('handover.noNote') : handover.note}</p>
      <dl className="handover-facts">
        <dt>{t('identification.title')}</dt>
        <dd data-testid="handover-level" data-level={handover.identification}>
          {t(`handover.levels.${handover.identification}`)}
        </dd>
        {handover.speaker === null || handover.speaker.kind === 'holder' ? null : (
          <>
            <dt>{t('speaker.title')}</dt>
            <dd data-testid="handover-speaker">
              {t(`speaker.kinds.${handover.speaker.kind}`)}, {t(`speaker.upTo.${handover.speaker.upTo}`)}
            </dd>
          </>
        )}
        {promised.text === '' && promised.by === null ? null : (
          <>
            <dt>{t('promised.title')}</dt>
            <dd className="num" data-testid="handover-promised">
              {[
                ...(promised.text === '' ? [] : [promised.text]),
                ...(promised.by === null ? [] : [t('promised.byDay', { day: day(promised.by, language) })]),
              ].join(', ')}
            </dd>
          </>
        )}
        {cases.length === 0 && !isOwed ? null : (
          <>
            <dt>{t('wrapUp.parts.case')}</dt>
            <dd className="num" data-testid="handover-cases">
              {isOwed
                ? t('handover.caseOwed')
                : cases.map(({ number, how }) => t(`handover.cases.${how}`, { number: inThrees(number) })).join(', ')}
            </dd>
          </>
        )}
        {checks.length === 0 ? null : (
          <>
            <dt>{t('knowledge.steps')}</dt>
            <dd className="num" data-testid="handover-checks">
              {t('knowledge.checked', { count: checks.length })}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

export function HandoverNote({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const handover = useDeskState((state) => openInteraction(state, id)?.pop.handover);
  if (handover === undefined || handover.kind === 'none') return null;
  return (
    <section className="handover" aria-label={t('handover.title')} data-testid="handover">
      <h2 className="section-title">
        <ArrowLeftRight aria-hidden="true" />
        <span>
          {t('handover.title')}{' '}
          {handover.kind === 'here' ? t('handover.from', { name: handover.handover.from.name }) : null}
        </span>
      </h2>
      {handover.kind === 'here' ? <Here handover={handover.handover} /> : <p>{t(`handover.${handover.kind}`)}</p>}
    </section>
  );
}
