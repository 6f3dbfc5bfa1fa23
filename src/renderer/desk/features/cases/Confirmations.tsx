// What of a case somebody else has to look at, and what came of it. Whoever asked for it, or whose work it is, is not offered to confirm it.
import type { CaseShown, Doing } from '#shared/contract/cases';
import type { Confirmation } from '#shared/model/caseFile';
import { cannotConfirm } from '#shared/model/caseShelf';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { moneyWords } from '../../store/money.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';

interface ConfirmationsProps {
  readonly shown: CaseShown;
  readonly onDo: (doing: Doing) => void;
  readonly onSendBack: (confirmationId: string) => void;
}

export function Confirmations({ shown: { case: found, possible }, onDo, onSendBack }: ConfirmationsProps) {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const all = found.file?.confirmations ?? [];
  if (all.length === 0 || workstation === null) return null;
  const { agent, colleagues } = workstation;
  const toDecide = all.filter(
    (each) => each.end.state === 'asked' && possible.includes('confirm') && !cannotConfirm(each).includes(agent.id),
  );
  const isOneOfSeveral = toDecide.length > 1;
  const nameOf = (id: string) => [agent, ...colleagues].find((each) => each.id === id)?.name ?? t('cases.somebody');
  const thingOf = ({ thing }: Confirmation) =>
    thing.of === 'proposal'
      ? t('cases.things.proposal', { sum: moneyWords(thing.cents, language) })
      : t(`cases.things.${thing.of}`);
  return (
    <section>
      <SectionTitle right={all.filter(({ end }) => end.state === 'asked').length}>
        {t('cases.confirmations')}
      </SectionTitle>
      <ul className="case-log" data-testid="confirmations">
        {all.toReversed().map((confirmation) => {
          const { id, end, askedBy } = confirmation;
          return (
            <li key={id}>
              <span className="sub">{t(`cases.confirmationStates.${end.state}`)}</span>
              <div>
                <p>{thingOf(confirmation)}</p>
                <p className="sub">
                  {t('cases.askedBy', { name: nameOf(askedBy) })}
                  {end.state === 'asked' ? '' : ` · ${nameOf(end.by)}`}
                </p>
                {end.state === 'returned' ? <p>{end.words}</p> : null}
                {toDecide.includes(confirmation) ? (
                  <p className="case-facts">
                    <CommandButton
                      does="case.confirm"
                      isOneOfSeveral={isOneOfSeveral}
                      look="primary"
                      size="small"
                      onClick={() => onDo({ kind: 'confirm', confirmationId: id })}
                      data-testid="confirm"
                    >
                      {t('cases.verbs.confirm')}
                    </CommandButton>
                    <CommandButton
                      does="case.sendBack"
                      isOneOfSeveral={isOneOfSeveral}
                      size="small"
                      onClick={() => onSendBack(id)}
                      data-testid="send-back"
                    >
                      {t('cases.verbs.sendBack')}
                    </CommandButton>
                  </p>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
