// Profiles of complaints: what the shipped ones say, and what one inherits from another.
import { describe, expect, it } from 'vitest';
import profiles from '../../../assets/lists/complaintProfiles.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { answerTerm, complaintProfilesSchema } from './complaintProfile.ts';

const shipped = complaintProfilesSchema.parse(profiles);
const profile = (code: string) =>
  must(
    shipped.find((each) => each.code === code),
    code,
  );
const [generic] = profiles;

describe('the shipped profiles', () => {
  it.each([
    ['generic', null, 30, 'days'],
    ['telecom', null, 30, 'days'],
    ['telecom-45', null, 45, 'days'],
    ['energy', null, 30, 'days'],
    ['energy', 'correction', 60, 'days'],
    ['energy', 'correction-four-months', 90, 'days'],
    ['energy', 'double-billing', 15, 'days'],
    ['water', null, 30, 'workingDays'],
    ['waste', null, 30, 'workingDays'],
    ['bank', null, 60, 'days'],
    ['bank', 'payments', 15, 'workingDays'],
    ['insurance', null, 45, 'days'],
    ['transport', null, 30, 'days'],
    ['post', null, 45, 'days'],
    ['public', null, 30, 'days'],
  ])('%s (%s): an answer within %i %s', (code, variant, n, unit) =>
    expect(answerTerm(profile(code), variant)).toEqual({ n, unit }),
  );

  it('are to be verified, those of sectors all of them', () =>
    expect(shipped.filter(({ toVerify }) => !toVerify).map(({ code }) => code)).toEqual(['generic']));

  it('of energy run for written complaints alone, that of telecom for spoken ones too', () => {
    expect(profile('energy').written).not.toContain('call');
    expect(profile('telecom').written).toBeNull();
  });
});

describe('a profile that is like another', () => {
  it('takes over what it does not say, term by term, over two steps', () => {
    expect(profile('telecom-45')).toMatchObject({
      terms: { acknowledge: { n: 0, unit: 'workingDays' }, answer: { n: 45, unit: 'days' } },
      compensation: { perDayCents: 250 },
      bodies: [{ code: 'conciliaweb', mandatory: true }],
      confirm: ['answer', 'notUpheld'],
    });
  });

  it('is not verified because the other is', () =>
    expect(
      complaintProfilesSchema.parse([generic, { code: 'ours', name: generic?.name, like: 'generic' }])[1]?.toVerify,
    ).toBe(true));

  const name = { it: 'Uno', en: 'One' };
  it.each([
    ['like itself', [generic, { code: 'one', name, like: 'one' }]],
    [
      'like each other',
      [
        { code: 'one', name, like: 'two' },
        { code: 'two', name, like: 'one' },
      ],
    ],
    ['like none', [generic, { code: 'one', name, like: 'missing' }]],
    ['incomplete', [{ code: 'one', name }]],
    ['twice', [generic, generic]],
    ['with a word that nobody knows', [{ ...generic, colour: 'red' }]],
  ])('is refused when it is %s', (_, list) => expect(complaintProfilesSchema.safeParse(list).success).toBe(false));
});
