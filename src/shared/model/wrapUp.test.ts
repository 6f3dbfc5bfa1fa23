import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workstation } from '#test/support/deskPeople';
import { caseIdSchema, customerIdSchema } from './ids.ts';
import { emptyDraft } from './interaction.ts';
import { policySchema } from './policy.ts';
import { missingFrom, missingParts, stillMissing, type WrapUpRules, type WrittenUp } from './wrapUp.ts';

const written = (differing: Partial<WrittenUp> = {}): WrittenUp => ({
  note: '',
  reasonCode: 'INF-01',
  outcomeCode: 'RIS-2',
  customerId: null,
  level: null,
  identificationFailed: false,
  promised: { text: '', by: null, owner: null },
  callback: null,
  linkedCases: 0,
  ...differing,
});

const nothingMore: WrapUpRules = { outcomeNeeds: [], needsCase: false, companyNeeds: [] };
const forwarded: WrapUpRules = { ...nothingMore, outcomeNeeds: ['promise', 'owner', 'day'] };
const me = { kind: 'agent', id: 'me' };

describe('a wrap-up', () => {
  test('closes with a reason and an outcome, and not before', () => {
    expect(missingFrom(written(), nothingMore)).toEqual([]);
    expect(missingFrom(written({ reasonCode: null, outcomeCode: null }), nothingMore)).toEqual(['reason', 'outcome']);
  });

  test('that leaves something to do says what, whose it is, and by when', () => {
    expect(missingFrom(written(), forwarded)).toEqual(['promise', 'owner', 'day']);
    const promised = { text: 'Rimborso', by: '2027-04-03', owner: me };
    expect(missingFrom(written({ promised }), forwarded)).toEqual([]);
    expect(missingFrom(written({ promised: { ...promised, text: '  ' } }), forwarded)).toEqual(['promise']);
    expect(missingFrom(written({ promised: { ...promised, by: null } }), forwarded)).toEqual(['day']);
  });

  test('with a promised call has said all that', () => {
    expect(missingFrom(written({ callback: { at: '2027-04-03T09:00:00.000Z' } }), forwarded)).toEqual([]);
  });

  test('of a complaint has a case', () => {
    const complaint = { ...nothingMore, needsCase: true };
    const theirs = written({ customerId: 'someone' });
    expect(missingFrom(theirs, complaint)).toEqual(['case']);
    expect(missingFrom({ ...theirs, linkedCases: 1 }, complaint)).toEqual([]);
  });

  test('of a complaint by somebody unknown closes without one: there is nobody whose case it could be', () => {
    expect(missingFrom(written(), { ...nothingMore, needsCase: true })).toEqual([]);
  });

  test('of a complaint needs no case where a colleague has taken the call over, nor where the company does not ask', () => {
    const { reasons, outcomes } = workstation();
    const customerId = customerIdSchema.parse('01J00000000000000000000001');
    const link = {
      caseId: caseIdSchema.parse('01J00000000000000000000002'),
      number: '261184000',
      how: 'about',
    } as const;
    const draft = { ...emptyDraft, reasonCode: 'REC-04', customerId, outcomeCode: 'RIS-1' };
    const lists = (complaints: object = {}) => ({ reasons, outcomes, policy: policySchema.parse({ complaints }) });
    expect(stillMissing(draft, null, lists())).toEqual(['case']);
    expect(stillMissing({ ...draft, reasonCode: 'FAT-02' }, null, lists())).toEqual([]);
    expect(stillMissing({ ...draft, cases: [link] }, null, lists())).toEqual([]);
    expect(stillMissing({ ...draft, outcomeCode: 'TRA-2' }, null, lists())).toEqual([]);
    // Nobody has taken it.
    expect(stillMissing({ ...draft, outcomeCode: 'TRA-3' }, null, lists())).toEqual(['case']);
    expect(stillMissing(draft, null, lists({ caseInWrapUp: false }))).toEqual([]);
    expect(stillMissing({ ...draft, outcomeCode: 'TRA-2' }, null, lists({ takenOverBy: [] }))).toEqual(['case']);
  });

  test('has a note, a customer and a level where the company wants them', () => {
    const all: WrapUpRules = { ...nothingMore, companyNeeds: ['note', 'customer', 'identification'] };
    expect(missingFrom(written({ note: ' \n' }), all)).toEqual(['customer', 'note']);
    const known = written({ note: 'Orari', customerId: 'someone' });
    expect(missingFrom(known, all)).toEqual(['identification']);
    expect(missingFrom({ ...known, level: 'none' }, all)).toEqual([]);
    expect(missingFrom({ ...known, identificationFailed: true }, all)).toEqual([]);
  });

  test('lacks each part once, in the order in which they are asked for, and never more when more is written', () => {
    const rules = fc.record({
      outcomeNeeds: fc.subarray(['promise', 'owner', 'day'] as const),
      needsCase: fc.boolean(),
      companyNeeds: fc.subarray(['note', 'customer', 'identification'] as const),
    });
    const some = fc.record({
      note: fc.constantFrom('', 'Fatti'),
      reasonCode: fc.constantFrom(null, 'INF-01'),
      outcomeCode: fc.constantFrom(null, 'RIS-2'),
      linkedCases: fc.nat(2),
    });
    fc.assert(
      fc.property(rules, some, (asked, parts) => {
        const missing = missingFrom(written(parts), asked);
        expect(missing).toEqual(missingParts.filter((part) => missing.includes(part)));
        const more = written({ ...parts, note: 'Fatti', reasonCode: 'INF-01', linkedCases: 2 });
        for (const part of missingFrom(more, asked)) expect(missing).toContain(part);
      }),
    );
  });
});
