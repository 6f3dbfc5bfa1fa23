import { describe, expect, it } from 'vitest';
import { isAnsweredElsewhere } from './incomingLeg.ts';
import { statusOf } from './transfer.ts';

describe('a CANCEL', () => {
  it.each([
    [['SIP;cause=200;text="Call completed elsewhere"'], true],
    [['SIP ;cause=200'], true],
    [['Q.850;cause=26'], true],
    [['Q.850;cause=0'], false],
    [['SIP;cause=487;text="ORIGINATOR_CANCEL"'], false],
    [['Q.850;cause=16', 'SIP;cause=200'], true],
    [['SIP;cause=2001'], false],
    [[], false],
  ])('with the reasons %j, answered elsewhere: %s', (reasons, elsewhere) => {
    expect(isAnsweredElsewhere(reasons)).toBe(elsewhere);
  });
});

it('the progress of a transfer is read from its sipfrag', () => {
  expect(statusOf('SIP/2.0 100 Trying\r\n')).toBe(100);
  expect(statusOf('SIP/2.0 200 OK')).toBe(200);
  expect(statusOf('nonsense')).toBeNull();
});
