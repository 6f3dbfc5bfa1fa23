// From which field of a CRM each of ours comes.
import { describe, expect, it } from 'vitest';
import { crmOf } from '#test/support/crm/all';
import { columnsOf, mapped, mappingSchema, pointersOf, unaskable, unknownIn } from './mapping.ts';

const descriptionOf = (kind: string) => crmOf(kind).description;

describe('A CRM that gives only what it is asked for', () => {
  it('is asked for what the mapping needs, and for what reading itself does', () => {
    const own = mappingSchema.parse({ name: ['/Name'], taxCode: '/CodiceFiscale__c', email: '/Email' });
    expect(columnsOf(mapped(descriptionOf('salesforce'), own))).toEqual({
      columns: ['Id', 'IsDeleted', 'SystemModstamp', 'Name', 'Email', 'CodiceFiscale__c'],
    });
    expect(columnsOf(descriptionOf('hubspot')).columns).toContain('mobilephone');
    expect(columnsOf(descriptionOf('zammad'))).toEqual({});
  });

  it.each(["/Name' OR Id > '0", '/Name, (SELECT Id FROM Cases)', '/Na.me', '/Name;'])(
    'is not asked for %s: a name is a name, and no question',
    (pointer) => {
      const own = mappingSchema.parse({ name: [pointer] });
      expect(unaskable(descriptionOf('salesforce'), own)).toBe(pointer);
    },
  );
});

it('the fields of rows are found wherever they are, and lists are not looked into', () => {
  expect(pointersOf([{ a: 1, b: { 'c/d': null, e: [1, 2] } }, { f: '' }])).toEqual(['/a', '/b/c~1d', '/b/e', '/f']);
});

it('what no row has is unknown, an empty field is not, and without rows nothing is', () => {
  const own = mappingSchema.parse({ name: ['/nome'], email: '/posta', phoneList: { at: '/numeri', number: '/n' } });
  const rows = [
    { nome: 'Zita', numeri: [{ n: '1' }] },
    { nome: 'Nino', email: null },
  ];
  expect(unknownIn(own, rows)).toEqual(['/posta']);
  expect(unknownIn(mappingSchema.parse({ name: ['/email'] }), rows)).toEqual([]);
  expect(unknownIn(own, [])).toEqual([]);
});
