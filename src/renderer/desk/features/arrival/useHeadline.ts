// Who it may be, in one line and a half: a name when one is sure enough, the plain truth when none is.
import { useShallow } from 'zustand/shallow';
import type { ScreenPop } from '#shared/contract/screenPop';
import { never } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { callerNumber } from '../../store/callerWords.ts';
import { knownCustomer, newestCard, openInteraction } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';

export interface Headline {
  readonly title: string;
  /** How the caller is known, and the facts that go with it. */
  readonly lead: string;
  readonly facts: readonly string[];
  /** What to do about it, where that takes more than the line. */
  readonly advice: string | null;
}

export function useHeadline(call: Call): Headline {
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

  if (customer !== null && customer.restrictedAt !== null) {
    return {
      ...{ title: customer.name, lead: '', facts: [customer.code] },
      advice: t('restricted.arrivalAbout'),
    };
  }
  if (customer !== null) {
    const facts = [number, customer.code].filter((fact) => fact !== '');
    const lead = { agent: t('arrival.chosen'), handover: t('arrival.passedBy'), number: t('arrival.probable') };
    return { title: customer.name, lead: by === 'nobody' ? '' : lead[by], facts, advice: null };
  }
  if (pop === null) return { title: display ?? number, lead: t('arrival.looking'), facts: [], advice: null };
  return withoutCustomer(pop.match, { number, display });

  function withoutCustomer(match: ScreenPop['match'], caller: { number: string; display: string | null }): Headline {
    switch (match.kind) {
      case 'number':
        return { title: t('arrival.several'), lead: '', facts: [caller.number], advice: t('arrival.severalAbout') };
      case 'guess':
        return { title: t('arrival.guesses'), lead: '', facts: [caller.number], advice: t('arrival.guessesAbout') };
      case 'notFound':
        return {
          title: caller.display ?? caller.number,
          lead: `${t('arrival.notFound')}. ${t('arrival.notFoundAbout')}`,
          facts: [],
          advice: null,
        };
      case 'withheld':
        return { title: t('arrival.withheld'), lead: t('arrival.withheldAbout'), facts: [], advice: null };
      case 'visitor':
        return { title: t('chat.visitor'), lead: '', facts: [], advice: null };
      case 'unreadable':
        return { title: t('arrival.unreadable'), lead: t('arrival.unreadableAbout'), facts: [], advice: null };
      case 'failed':
        return {
          title: caller.number === '' ? t('arrival.noCard') : caller.number,
          lead: t(`failures.${match.failure.code}.what`),
          facts: [],
          advice: t(`failures.${match.failure.code}.todo`),
        };
      default:
        return never(match);
    }
  }
}
