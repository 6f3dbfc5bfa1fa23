// Carlo Bassi, who was entered twice, as the desk sees it: for an agent, and for a lead, who may merge.
import { FailureError } from '#shared/contract/failure';
import { type Customer, customerSchema } from '#shared/model/customer';
import type { Role } from '#shared/model/role';
import type { Duplicates, OpenPairs } from '#shared/protocol/merges';
import { afternoon, at, carlo, marta, secondsAgo, ulid } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms } from './deskPrograms.ts';

const day = 86_400;

/** The same man, entered again by somebody who heard his name otherwise; changed later than Carlo. */
export const basi: Customer = customerSchema.parse({
  ...carlo.customer,
  id: ulid('C', 77),
  code: 'AU-20077',
  name: 'Carlo Basi',
  email: 'carlo.basi@esempio.it',
  preference: null,
  phones: [...carlo.customer.phones, { raw: '+39 000 000 0777', e164: '+390000000777', kind: 'mobile' }],
  version: 5,
  updatedAt: secondsAgo(2 * day),
});

export const pairOfCarlo: Duplicates['pairs'][number] = {
  customer: basi,
  score: 0.95,
  reasons: ['sameIban', 'sameNumber'],
  reported: false,
};

export const merged: Duplicates['merges'][number] = {
  id: ulid('M', 1),
  gone: { code: basi.code, name: basi.name },
  at: secondsAgo(3 * day),
  by: 'Sara Conti',
  undoUntil: at(afternoon + 27 * day * 1_000),
};

const long = customerSchema.parse({
  ...marta.customer,
  id: ulid('C', 78),
  code: 'AU-20078',
  kind: 'company',
  name: 'Officine Meccaniche Riunite della Bassa Lodigiana e del Cremasco di Bassi & Figli S.r.l.',
});
const longer = customerSchema.parse({
  ...long,
  id: ulid('C', 79),
  code: 'AU-20079',
  name: 'Officine Mecc. Riunite Bassa Lodigiana e Cremasco',
  address: {
    street: 'Viale dell’Industria e dell’Artigianato 128, capannone 14/B',
    postcode: '26900',
    city: 'Sant’Angelo Lodigiano',
  },
  preference: 'solo e-mail, in orario di ufficio, con oggetto che inizi per il numero della pratica e mai il venerdì',
});

export const openPairs: OpenPairs = {
  total: 3,
  next: null,
  pairs: [
    { one: carlo.customer, other: basi, score: 0.95, reasons: ['sameIban', 'sameNumber'], reportedBy: 'Giulia Serra' },
    {
      one: long,
      other: longer,
      score: 0.9,
      reasons: ['sameTaxCode', 'sameEmail', 'sameNumber', 'similarNameSameStreet'],
      reportedBy: null,
    },
    {
      one: marta.customer,
      other: { ...marta.customer, id: basi.id, code: 'AU-20080' },
      score: 0,
      reasons: [],
      reportedBy: 'Luca Moro',
    },
  ],
};

/** `found`: of Carlo. */
export function programsWithDuplicates(
  role: Role,
  found: Partial<Duplicates> = { pairs: [pairOfCarlo] },
): DeskPrograms {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn') session.workstation.agent.role = role;
  const all = { pairs: [], merges: [], ...found };
  programs.answers.data.duplicatesHere = () => ({ ...all, merges: [] });
  programs.answers.data.duplicates = () => all;
  programs.answers.data.openPairs = () => openPairs;
  programs.answers.data.mergeCustomers = (wish) => ({
    kind: 'merged',
    merged: { id: merged.id, customer: wish.keep === basi.id ? basi : carlo.customer, undoUntil: merged.undoUntil },
  });
  return programs;
}

/** The backend is away: what this PC knows is all there is. */
export function away(programs: DeskPrograms): DeskPrograms {
  programs.state.data.sync.link = { kind: 'offline', sinceAt: secondsAgo(300) };
  programs.answers.data.duplicates = () => {
    throw new FailureError({ code: 'backend.unreachable', origin: 'network', message: '' });
  };
  return programs;
}
