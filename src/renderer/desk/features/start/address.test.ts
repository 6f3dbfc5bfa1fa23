// Addresses as people write them.
import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';

describe('an address', () => {
  it.each([
    ['servizio.azienda.it', 'https://servizio.azienda.it'],
    [' https://servizio.azienda.it/cornetta/ ', 'https://servizio.azienda.it/cornetta'],
    ['localhost:8080', 'http://localhost:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
  ])('"%s" is read as %s', (typed, whole) => {
    expect(readAddress(typed)).toBe(whole);
  });

  it.each([[''], ['   '], ['servizio'], ['due parole.it'], ['https://chi@servizio.it'], ['http://']])(
    '"%s" is not complete',
    (typed) => {
      expect(readAddress(typed)).toBeNull();
    },
  );
});
