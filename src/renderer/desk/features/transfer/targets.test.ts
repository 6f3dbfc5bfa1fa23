// Where a call can go, found by typing.
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { type QueueId, queueIdSchema } from '#shared/model/ids';
import { type Board, nobodyCame } from '#shared/protocol/board';
import { workstation } from '#test/support/deskPeople';
import { destinations, suggestedQueue } from './targets.ts';

const wanted = { language: 'it', typed: '', suggested: null, favourites: [], board: null, lines: {} } as const;
const names = (typed: string, language: 'it' | 'en' = 'it', suggested: QueueId | null = null) =>
  destinations(workstation(), { ...wanted, language, typed, suggested }).map(({ target }) => target.name);

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

  it('have the favourites before the rest, but after the queue of the reason', () => {
    const suggested = queueIdSchema.parse('complaints');
    const rows = destinations(workstation(), { ...wanted, suggested, favourites: ['1100', '8001'] });
    expect(rows.slice(0, 4).map(({ group, target }) => [group, target.name])).toEqual([
      ['suggested', 'Ufficio reclami'],
      ['favourite', 'Assistenza'],
      ['favourite', 'Sara Conti'],
      ['queue', 'Accoglienza'],
    ]);
  });

  it('are any number that is typed, as it can be dialled', () => {
    const [row, ...others] = destinations(workstation(), { ...wanted, typed: '+39 000-000 0177' });
    expect(row?.target).toEqual({ kind: 'number', name: '+39 000 000 0177', number: '+390000000177' });
    expect(others).toEqual([]);
    expect(names('8002')).toEqual(['Ufficio reclami']);
    expect(names('33 tre')).toEqual([]);
  });

  it('show who is free and how many wait, as far as it is known', () => {
    const queueId = queueIdSchema.parse('support');
    const moro = workstation().colleagues.find(({ name }) => name === 'Luca Moro');
    const few = { kind: 'fewer', than: 5 } as const;
    const people = { talking: few, ready: few, notReady: few, free: false };
    const now = { waiting: 2, longestSince: '2026-11-24T13:31:12.000Z', ...people };
    const today = { ...nobodyCame, withinSeconds: 20 };
    const board: Board = {
      asOf: '2026-11-24T13:32:00.000Z',
      bridge: 'connected',
      queues: [{ queueId, now, today }],
      halfHours: null,
      chats: null,
      colleagues: [{ id: must(moro, 'Luca Moro').id, reachable: false }],
      parked: [],
      callers: null,
      team: null,
    };
    const live = destinations(workstation(), { ...wanted, board }).map(({ target, live }) => [target.name, live]);
    expect(Object.fromEntries(live)).toMatchObject({
      Assistenza: { kind: 'queue', waiting: 2, longestSince: '2026-11-24T13:31:12.000Z', free: false },
      Accoglienza: { kind: 'unknown' },
      'Luca Moro': { kind: 'person', presence: 'unreachable' },
      'Sara Conti': { kind: 'unknown' },
    });
  });

  it('show whether a colleague’s telephone is free where nothing better is known', () => {
    const live = destinations(workstation(), { ...wanted, lines: { '1002': 'taken', '1100': 'free' } });
    expect(Object.fromEntries(live.map(({ target, live: is }) => [target.name, is]))).toMatchObject({
      'Luca Moro': { kind: 'person', presence: 'unreachable' },
      'Sara Conti': { kind: 'person', presence: 'telephoneFree' },
    });
  });

  it('speak the language of the agent', () => {
    expect(names('complaints', 'en')).toEqual(['Complaints']);
  });
});
