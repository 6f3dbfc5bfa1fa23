// To which queue a contact reason is usually passed on.

export const reasonQueues = {
  number: 50,
  name: 'reason-queues',
  statements: ['alter table reasons add column queue_id text references queues on delete set null'],
} as const;
