// What was set aside, as the desk is told of it: about Carlo Bassi.
import type { SetAside } from '#shared/contract/setAside';
import { carlo, secondsAgo, ulid } from './deskPeople.ts';

const { id, code, name } = carlo.customer;
const common = {
  id: ulid('S', 1),
  at: secondsAgo(600),
  failure: { code: 'backend.conflict', origin: 'server', message: '' },
  customer: { id, code, name },
} as const;

/** Of an e-mail address that somebody else has changed meanwhile. */
export const correction = {
  ...common,
  kind: 'edit',
  version: 4,
  mine: { email: 'mia@esempio.it' },
  theirs: { email: 'loro@esempio.it' },
  theirsAt: secondsAgo(300),
} as const satisfies SetAside;

export const report: SetAside = {
  ...common,
  kind: 'report',
  interactionId: ulid('X', 1) as never,
  startedAt: secondsAgo(900),
  note: 'Linea assente.',
};

export const note: SetAside = { ...common, kind: 'note', mine: 'Ha due cani.', theirs: null };
