// Who it may be, in one line and a half: a name when one is sure enough, the plain truth when none is.
import { useShallow } from 'zustand/shallow';
import type { ScreenPop } from '#shared/contract/screenPop';
import { never } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { callerNumber } from '../../store/callerWords.ts';
import { knownCustomer, newestCard, openInteraction } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';

interface Lines {
  readonly title: string;
  readonly lead: string;
  readonly rest: string | null;
}

export function useHeadline(call: Call): Lines {
  const { t } = useWords();
  const [customer, by] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, call.interactionId);
      return [known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer ?? null), known.by];
    }),
  );
  const pop = useDeskState((state) => openInteraction(state, call.interactionId)?.pop ?? null);
  const number = callerNumber(call.caller) ?? '';
  const display = call.caller.kind === 'number' ? call.caller.displayName : null;

  if (customer !== null) {
    const from = pop?.handover.kind === 'here' ? pop.handover.handover.from.name : '';
    const lead = { agent: t('customer.confirmed'), handover: t('arrival.passedBy'), number: t('arrival.probable') };
    const shown = by === 'handover' ? [from, number].filter((part) => part !== '').join(' · ') : number;
    return { title: customer.name, lead: by === 'nobody' ? '' : lead[by], rest: `${shown} · ${customer.code}` };
  }
  if (pop === null) return { title: display ?? number, lead: t('arrival.looking'), rest: null };
  return withoutCustomer(pop.match, { number, display });

  function withoutCustomer(match: ScreenPop['match'], caller: { number: string; display: string | null }): Lines {
    switch (match.kind) {
      case 'number':
        return { title: t('arrival.several'), lead: caller.number, rest: t('arrival.severalAbout') };
      case 'guess':
        return { title: t('arrival.guesses'), lead: caller.number, rest: t('arrival.guessesAbout') };
      case 'notFound':
        return { title: caller.display ?? caller.number, lead: t('arrival.notFound'), rest: t('arrival.notFoundAbout') };
      case 'withheld':
        return { title: t('arrival.withheld'), lead: t('arrival.withheldAbout'), rest: null };
      case 'unreadable':
        return { title: t('arrival.unreadable'), lead: t('arrival.unreadableAbout'), rest: null };
      case 'failed':
        return {
          title: caller.number === '' ? t('arrival.noCard') : caller.number,
          lead: t(`failures.${match.failure.code}.what`),
          rest: t(`failures.${match.failure.code}.todo`),
        };
      default:
        return never(match);
    }
  }
}
