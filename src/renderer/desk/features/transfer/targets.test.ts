// Where a call can go, found by typing.
import { describe, expect, it } from 'vitest';
import { workstation } from '#test/support/deskPeople';
import { destinations } from './targets.ts';

const names = (typed: string, language: 'it' | 'en' = 'it') =>
  destinations(workstation(), language, typed).map(({ target }) => target.name);

describe('transfer targets', () => {
  it('are the queues, then the colleagues, without the agent', () => {
    expect(names('')).toEqual([
      'Accoglienza',
      'Assistenza',
      'Ufficio reclami',
      'Clienti in inglese',
      'Luca Moro',
      'Sara Conti',
    ]);
  });

  it('are found by name, purpose or number, whatever the case', () => {
    expect(names('RECLAMI')).toEqual(['Ufficio reclami']);
    expect(names('guasti')).toEqual(['Assistenza']);
    expect(names('1100')).toEqual(['Sara Conti']);
    expect(names('moro luca')).toEqual(['Luca Moro']);
    expect(names('nessuno')).toEqual([]);
  });

  it('speak the language of the agent', () => {
    expect(names('complaints', 'en')).toEqual(['Complaints']);
  });
});
