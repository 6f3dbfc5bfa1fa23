// What a workstation reports of a conversation that has been closed, as it goes to the backend.

/** Carlo Bassi's number has called and was answered; nobody was chosen. `differing` takes the place of what this one is like. */
export const interactionReport = (id: string, differing: object = {}) => ({
  id,
  channel: 'call',
  direction: 'incoming',
  caller: { kind: 'number', number: '+390000000103', e164: '+390000000103', displayName: null },
  queueId: null,
  language: 'it',
  continues: null,
  customerId: null,
  startedAt: '2026-03-02T08:50:00.000Z',
  answeredAt: '2026-03-02T08:50:10.000Z',
  endedAt: '2026-03-02T08:55:00.000Z',
  closedAt: '2026-03-02T08:56:00.000Z',
  reasonCode: 'REC-04',
  outcomeCode: 'INO-3',
  note: '',
  events: [],
  ...differing,
});
