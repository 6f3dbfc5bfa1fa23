import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identificationLevels } from '#shared/model/identification';
import type { Asked } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import { type FactorKind, identificationListSchema } from '#shared/model/lists/identification';
import { afternoon, carlo, ulid } from '#test/support/deskPeople';
import written from '../../../../assets/lists/identification.json' with { type: 'json' };
import { identifying, recordOf } from './identity.ts';

const rules = identificationListSchema.parse(written);
const contact = ulid('I', 1) as InteractionId;
const record = recordOf(carlo, afternoon);

const asking = (asked: readonly Asked[], target: 'basic' | 'standard' | 'strong' = 'standard') =>
  identifying(record, rules, target, contact, asked);
const open = (asked: readonly Asked[]) =>
  asking(asked).questions.flatMap(({ factor, answer }) => (answer === null ? [factor.kind] : []));

/** Answers every question that stands open, one after the other. */
function answerAll(how: (kind: FactorKind, nth: number) => Asked['answer']): Asked[] {
  const asked: Asked[] = [];
  for (let nth = 0; nth < 30; nth += 1) {
    const [factor] = open(asked);
    if (factor === undefined) return asked;
    asked.push({ factor, answer: how(factor, nth) });
  }
  return expect.unreachable('there is always another question');
}

describe('the questions on the screen', () => {
  test('are as many as are needed, and no more', () => {
    const { questions, left } = asking([]);
    expect(questions.filter(({ answer }) => answer === null)).toHaveLength(left);
  });

  test('what is right reaches the level, and nothing is asked any more', () => {
    const asked = answerAll(() => 'right');
    expect(asking(asked)).toMatchObject({ reached: 'standard', left: 0 });
    expect(open(asked)).toEqual([]);
  });

  test('who does not know an answer is asked another one, and it is no mistake', () => {
    const [first] = open([]);
    const asked: Asked[] = [{ factor: first ?? 'code', answer: 'silent' }];
    expect(open(asked)).not.toContain(first);
    expect(asking(asked).attempts).toBe(rules.attempts);
  });

  test('after the last wrong answer nothing more is asked', () => {
    const asked = answerAll(() => 'wrong');
    expect(asked).toHaveLength(rules.attempts);
    expect(asking(asked)).toMatchObject({ attempts: 0, reached: 'none' });
  });

  test('are never the pair that the customer answered in the contact before, where there is another', () => {
    const [last] = carlo.lastContacts;
    if (last === undefined) return expect.unreachable('there was a contact before');
    const pairAfter = (factors: FactorKind[], nth: number): FactorKind[] => {
      // In between somebody had the wrong number.
      const card = {
        ...carlo,
        lastContacts: [
          { ...last, factors: [] },
          { ...last, factors },
        ],
      };
      const { questions } = identifying(
        recordOf(card, afternoon),
        rules,
        'standard',
        ulid('I', nth) as InteractionId,
        [],
      );
      return questions.map(({ factor }) => factor.kind).filter((kind) => kind !== 'code' && kind !== 'name');
    };
    fc.assert(
      fc.property(fc.nat(31), (nth) => {
        const pair = pairAfter([], nth);
        expect(pair).toHaveLength(2);
        expect(pairAfter(['code', 'name', ...pair], nth).toSorted()).not.toEqual(pair.toSorted());
      }),
    );
  });

  test('never show the whole of what they are compared with', () => {
    for (const target of ['standard', 'strong'] as const)
      for (const { mask } of asking([], target).questions)
        for (const secret of [carlo.customer.email, carlo.customer.iban, carlo.customer.birthDate, carlo.customer.code])
          if (secret !== null) expect(mask ?? '').not.toContain(secret);
  });

  test('however it is answered, it comes to an end, and each is asked once', () => {
    const answer = fc.constantFrom('right' as const, 'wrong' as const, 'silent' as const);
    fc.assert(
      fc.property(fc.array(answer, { minLength: 30, maxLength: 30 }), (answers) => {
        const asked = answerAll((_kind, nth) => answers[nth] ?? 'silent');
        expect(new Set(asked.map(({ factor }) => factor)).size).toBe(asked.length);
        expect(identificationLevels).toContain(asking(asked).reached);
      }),
    );
  });
});
