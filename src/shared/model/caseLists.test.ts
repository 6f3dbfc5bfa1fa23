import { describe, expect, it } from 'vitest';
import shipped from '../../../assets/lists/mandate.json' with { type: 'json' };
import { mandateSchema, ownMandateCents } from './caseLists.ts';

describe('the mandate', () => {
  it('lets whoever has the case offer 50 €', () => expect(ownMandateCents(mandateSchema.parse(shipped))).toBe(5_000));
  it.each([
    ['without a last step', [{ upToCents: 100, by: 'owner' }]],
    [
      'with steps that fall',
      [
        { upToCents: 200, by: 'owner' },
        { upToCents: 100, by: 'owner' },
        { upToCents: null, by: 'lead' },
      ],
    ],
  ])('is refused %s', (_, list) => expect(mandateSchema.safeParse(list).success).toBe(false));
});
