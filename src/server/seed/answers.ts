// Made-up answers to surveys of the days before the seeding, the same each time: of nobody, as all answers are.
import { seeded } from '#shared/lib/seeded';
import { daysLater } from '#shared/model/calendar';
import type { Language } from '#shared/model/ids';
import type { ScoredCode } from '#shared/model/survey';
import type { People } from './demoFiles.ts';

const days = 90;
/** Of each queue each day. */
const askedEachDay = 7;

export interface MadeAnswer {
  readonly queueId: string;
  readonly reasonCode: string;
  readonly survey: string;
  readonly day: string;
  readonly language: Language;
  readonly scores: Partial<Record<ScoredCode, number>>;
  readonly comment: string;
}

export interface MadeAnswers {
  readonly answers: readonly MadeAnswer[];
  readonly asked: readonly {
    readonly queueId: string;
    readonly survey: string;
    readonly day: string;
    readonly n: number;
  }[];
}

export function madeAnswers(
  queues: readonly { readonly id: string; readonly language: Language }[],
  { comments, contacts }: Pick<People, 'comments' | 'contacts'>,
  today: string,
): MadeAnswers {
  const roll = seeded(33);
  const upTo = (count: number): number => Math.floor(roll() * count);
  const one = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  /** Most are content, some are not. */
  const score = (least: number, most: number): number =>
    roll() < 0.78 ? most - upTo(Math.ceil((most - least + 1) / 3)) : least + upTo(most - least + 1);
  const each = queues.flatMap((queue) =>
    Array.from({ length: days }, (_, ago) => ({ queue, day: daysLater(today, -1 - ago) })),
  );
  const survey = 'by-link';
  return {
    asked: each.map(({ queue, day }) => ({ queueId: queue.id, survey, day, n: askedEachDay })),
    answers: each.flatMap(({ queue, day }) =>
      Array.from({ length: upTo(4) }, () => ({
        ...{ queueId: queue.id, reasonCode: one(contacts).reasonCode ?? '', survey, day, language: queue.language },
        scores: {
          ...{ csat: score(1, 5), ces: score(1, 7), fcr: roll() < 0.74 ? 1 : 2 + upTo(2) },
          ...(roll() < 0.6 && { nps: score(0, 10) }),
        },
        comment: roll() < 0.08 ? one(comments[queue.language]) : '',
      })),
    ),
  };
}
