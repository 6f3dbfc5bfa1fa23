import { expect, it } from 'vitest';
import { crmOf } from '#test/support/crm/all';
import { placeOf } from './place.ts';

const place = (kind: string, address: string, settings: Record<string, string> = {}) =>
  placeOf(crmOf(kind).description, { address, settings });

it('the same CRM is the same place however its address was written, and whatever else was said of it', () => {
  const places = [
    place('zammad', 'https://Aiuto.example.test'),
    place('zammad', 'https://aiuto.example.test/', { group: 'Altro' }),
    place('zammad', 'http://aiuto.example.test:80'),
  ];
  expect(new Set(places).size).toBe(1);
  const odoo = [
    place('odoo', 'https://crm.example.test:443/', { database: 'MyDB' }),
    place('odoo', 'https://CRM.example.test', { database: 'mydb' }),
  ];
  expect(new Set(odoo)).toEqual(new Set(['odoo crm.example.test mydb']));
});

it('another CRM, another path or another database is another place', () => {
  const places = [
    place('zammad', 'https://crm.example.test'),
    place('odoo', 'https://crm.example.test', { database: 'uno' }),
    place('odoo', 'https://crm.example.test', { database: 'due' }),
    place('odoo', 'https://crm.example.test/altro', { database: 'due' }),
  ];
  expect(new Set(places).size).toBe(4);
});
