import { expect, it } from 'vitest';
import { type Mapping, mappingOf, slotsOf, writtenAs } from './slots.ts';

it('a mapping is the same after it was shown and nothing was written', () => {
  const mapping: Mapping = {
    name: ['/properties/firstname', '/properties/lastname'],
    nameElse: ['/properties/company'],
    company: { at: '/is_company', is: true },
    email: '/properties/email',
    phones: [
      { at: '/properties/phone', kind: 'other' },
      { at: '/properties/mobilephone', kind: 'mobile' },
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
    why: 'several',
  });
  expect(mappingOf({ ...written, name: ' ' }, { name: [], nameElse: [], phones: [] })).toEqual({
    wrong: 'name',
    why: 'none',
  });
});

it('numbers stay in the order of their kinds, and in the one that was written within a kind', () => {
  const usual: Mapping = {
    ...{ name: ['/name'], nameElse: [] },
    phones: [
      { at: '/phone', kind: 'other' },
      { at: '/mobile', kind: 'mobile' },
      { at: '/phone2', kind: 'other' },
    ],
  };
  const written = { ...slotsOf(usual), other: 'phone2 phone', landline: 'home' };
  expect(mappingOf(written, usual)).toMatchObject({
    phones: [{ at: '/phone2' }, { at: '/mobile' }, { at: '/phone' }, { at: '/home', kind: 'landline' }],
  });
});

it('more fields than are taken are refused where they were written', () => {
  const usual: Mapping = { name: ['/name'], nameElse: [], phones: [] };
  const six = 'a b c d e f';
  expect(mappingOf({ ...slotsOf(usual), street: `${six} g` }, usual)).toEqual({ wrong: 'street', why: 'many' });
  const twelve = { ...slotsOf(usual), mobile: six, landline: six };
  expect(mappingOf(twelve, usual)).not.toHaveProperty('wrong');
  expect(mappingOf({ ...twelve, other: 'g' }, usual)).toEqual({ wrong: 'other', why: 'many' });
});

it.each([true, 1, 0, null, 'S.r.l.', 'true', '1', 'persona giuridica'])(
  'who is a company where a field says %j is so after it was shown',
  (is) => {
    const mapping: Mapping = { name: ['/name'], nameElse: [], phones: [], company: { at: '/tipo', is } };
    expect(mappingOf(slotsOf(mapping), mapping)).toEqual(mapping);
  },
);

it('who is a company is said by a field and by what it says; without both, all are people', () => {
  const usual: Mapping = { name: ['/name'], nameElse: [], phones: [], company: { at: '/is_company', is: true } };
  const slots = slotsOf(usual);
  expect(slots).toMatchObject({ company: 'is_company', companyIs: 'true' });
  expect(mappingOf({ ...slots, company: ' /tipo ', companyIs: ' azienda ' }, usual)).toMatchObject({
    company: { at: '/tipo', is: 'azienda' },
  });
  expect(mappingOf({ ...slots, company: '', companyIs: '' }, usual)).not.toHaveProperty('company');
  expect(mappingOf({ ...slots, companyIs: ' ' }, usual)).toEqual({ wrong: 'companyIs', why: 'noValue' });
  expect(mappingOf({ ...slots, company: '' }, usual)).toEqual({ wrong: 'company', why: 'none' });
  expect(mappingOf({ ...slots, company: 'uno due' }, usual)).toEqual({ wrong: 'company', why: 'several' });
});

it('a field that the CRM does not have is called as it was written', () => {
  expect(writtenAs('mapping.properties.mobile')).toBe('properties/mobile');
});
