import { expect, it } from 'vitest';
import { type Mapping, mappingOf, slotsOf, writtenAs } from './slots.ts';

it('a mapping is the same after it was shown and nothing was written', () => {
  const mapping: Mapping = {
    name: ['/properties/firstname', '/properties/lastname'],
    nameElse: ['/properties/company'],
    company: { at: '/is_company', is: true },
    email: '/properties/email',
    phones: [
      { at: '/properties/mobilephone', kind: 'mobile' },
      { at: '/properties/phone', kind: 'other' },
      { at: '/properties/phone2', kind: 'other' },
    ],
    phoneList: { at: '/numbers', number: '/phoneNumber' },
    address: { street: ['/street', '/street2'], city: '/city' },
    taxCode: '/vat',
  };
  expect(mappingOf(slotsOf(mapping), mapping)).toEqual(mapping);
});

it('several fields are parted by spaces; a field of ours that takes one has one; a name there has to be', () => {
  const nothing = slotsOf({ name: [], nameElse: [], phones: [] });
  const written = { ...nothing, name: 'nome /cognome', mobile: 'cellulare' };
  expect(mappingOf(written, { name: [], nameElse: [], phones: [] })).toEqual({
    name: ['/nome', '/cognome'],
    nameElse: [],
    phones: [{ at: '/cellulare', kind: 'mobile' }],
  });
  expect(mappingOf({ ...written, email: 'uno due' }, { name: [], nameElse: [], phones: [] })).toEqual({
    wrong: 'email',
  });
  expect(mappingOf({ ...written, name: ' ' }, { name: [], nameElse: [], phones: [] })).toEqual({ wrong: 'name' });
});

it('a field that the CRM does not have is called as it was written', () => {
  expect(writtenAs('mapping.properties.mobile')).toBe('properties/mobile');
});
