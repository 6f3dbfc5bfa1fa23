// A customer's card and what opens from it.

import { FailureError } from '#shared/contract/failure';
import type { FieldChange } from '#shared/protocol/history';
import { carlo, secondsAgo } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, type } from './gestures.ts';

const day = 86_400;

/** Carlo's card on a page of its own. */
const ofCarlo = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [type('search-input', 'carlo'), press('Enter'), ...gestures],
});

const change = (id: number, daysAgo: number, what: Partial<FieldChange>): FieldChange => ({
  id,
  field: 'email',
  was: null,
  becomes: null,
  at: secondsAgo(daysAgo * day + 5_000),
  by: 'Luca Moro',
  cause: 'edit',
  ...what,
});

const changes: readonly FieldChange[] = [
  change(9, 0, { was: 'carlo.bassi@esempio.it', becomes: 'c.bassi@esempio.it', by: 'Giulia Serra' }),
  change(8, 7, {
    field: 'phones',
    was: [{ raw: '+39 000 000 0777', e164: '+390000000777', kind: 'mobile' }],
    becomes: carlo.customer.phones,
  }),
  change(7, 7, {
    field: 'address',
    was: {
      street: 'Viale dell’Industria e dell’Artigianato 128, scala C interno 14',
      postcode: '27100',
      city: 'Pavia',
    },
    becomes: carlo.customer.address,
    cause: 'notTaken',
  }),
  change(6, 60, {
    field: 'iban',
    was: 'IT00X0000000000000000003301',
    becomes: carlo.customer.iban,
    cause: 'privacy',
    by: 'Sara Neri',
  }),
  change(5, 430, { field: 'preference', was: null, becomes: 'telefono, mattina', cause: 'import', by: '' }),
  change(4, 800, { field: 'taxCode', was: 'X', becomes: 'Y', cause: 'connector', by: '' }),
];

function withHistory(told: readonly FieldChange[], more = false): DeskPrograms {
  const programs = createDeskPrograms();
  programs.answers.data.history = ({ field }) => ({
    changes: told.filter((one) => field === null || one.field === field),
    more,
  });
  return programs;
}

/** The service is away: what was written here waits. */
function away(): DeskPrograms {
  const programs = createDeskPrograms();
  programs.state.data.sync = {
    ...programs.state.data.sync,
    link: { kind: 'offline', sinceAt: secondsAgo(240) },
    outbox: { waiting: 1, setAside: 0 },
  };
  programs.answers.data.history = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  programs.answers.data.unsentChanges = () => [
    { field: 'email', was: 'c.bassi@esempio.it', becomes: 'carlo@esempio.it', at: secondsAgo(120) },
  ];
  return programs;
}

export const cardStates: Readonly<Record<string, () => GalleryState>> = {
  'field-history': () => ofCarlo(withHistory(changes, true), press('Alt+q')),
  'field-history-one': () => ofCarlo(withHistory(changes), click('edit-email'), press('Alt+q')),
  'field-history-none': () => ofCarlo(withHistory([]), press('Alt+q')),
  'field-history-away': () => ofCarlo(away(), press('Alt+q')),
};
