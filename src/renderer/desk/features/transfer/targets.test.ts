// Where a call can go, found by typing.
import { describe, expect, it } from 'vitest';
import { type QueueId, queueIdSchema } from '#shared/model/ids';
import { workstation } from '#test/support/deskPeople';
import { destinations, suggestedQueue } from './targets.ts';

const names = (typed: string, language: 'it' | 'en' = 'it', suggested: QueueId | null = null) =>
  destinations(workstation(), { language, typed, suggested }).map(({ target }) => target.name);

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

  it('begin with the queue of the contact reason, unless the call comes from there', () => {
    const welcome = queueIdSchema.parse('welcome');
    const complaints = suggestedQueue(workstation(), 'REC-04', welcome);
    expect(names('', 'it', complaints).slice(0, 2)).toEqual(['Ufficio reclami', 'Accoglienza']);
    expect(suggestedQueue(workstation(), 'REC-04', complaints)).toBeNull();
    expect(suggestedQueue(workstation(), 'INF-01', welcome)).toBeNull();
    expect(suggestedQueue(workstation(), null, welcome)).toBeNull();
  });

  it('speak the language of the agent', () => {
    expect(names('complaints', 'en')).toEqual(['Complaints']);
  });
});
