// Answers to surveys as figures: none of fewer people than may be told, and none from which another would follow.
import {
  type Answers,
  type FiguresPolicy,
  foundItEasy,
  type Mean,
  meanOf,
  netPromoters,
  peopleCounts,
  type Share,
  satisfied,
  share,
  solvedForThem,
} from '#shared/model/kpi';
import type { ScoredCode } from '#shared/model/survey';
import type { Figures, Satisfaction } from '#shared/protocol/figures';
import type { ScoreCount, SurveyCounts } from '../repositories/surveyFigures.ts';

function answersOf(scores: readonly ScoreCount[], code: ScoredCode): Answers {
  const answers = new Map<number, number>();
  for (const one of scores) if (one.code === code) answers.set(one.score, (answers.get(one.score) ?? 0) + one.n);
  return answers;
}

export function satisfactionOf(
  { scores, asked, answered, wanted, reached }: SurveyCounts,
  { leastPeople }: FiguresPolicy,
): Satisfaction {
  const told = <T extends Share | Mean>(figure: T | null): T | null =>
    figure === null || figure.of < leastPeople ? null : figure;
  const part = (figure: Share) => told(figure);
  const [csat, ces] = [answersOf(scores, 'csat'), answersOf(scores, 'ces')];
  return {
    responseRate: part(share(Math.min(answered, asked), asked)),
    satisfied: part(satisfied(csat)),
    foundItEasy: part(foundItEasy(ces)),
    solvedForThem: part(solvedForThem(answersOf(scores, 'fcr'))),
    calledBack: part(share(reached, wanted)),
    netPromoters: told(netPromoters(answersOf(scores, 'nps'))),
    satisfiedMean: told(meanOf(csat)),
    foundItEasyMean: told(meanOf(ces)),
  };
}

/** Of each queue and of each reason; those that are told first, in the order of how many have answered. */
export function satisfiedBy({ scores }: SurveyCounts, policy: FiguresPolicy): Figures['satisfied'] {
  const by = (key: (one: ScoreCount) => string) => {
    const groups = [
      ...Map.groupBy(
        scores.filter(({ code }) => code === 'csat'),
        key,
      ),
    ]
      .map(([name, those]) => ({ name, share: satisfied(answersOf(those, 'csat')) }))
      .toSorted((one, other) => other.share.of - one.share.of || one.name.localeCompare(other.name));
    const counts = peopleCounts(
      groups.map((group) => group.share.of),
      policy,
    );
    return groups.map((group, at) => ({
      name: group.name,
      satisfied: counts.each[at]?.kind === 'count' ? group.share : null,
    }));
  };
  return {
    queues: by(({ queueId }) => queueId).map(({ name, satisfied }) => ({ queueId: name, satisfied })),
    reasons: by(({ reasonCode }) => reasonCode).map(({ name, satisfied }) => ({ code: name, satisfied })),
  };
}
