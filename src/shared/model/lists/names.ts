// What lists name that stands elsewhere: queues, reasons, calendars, phases, client companies. A list that names what is not there is not saved.
import type { ListCode, Lists } from './lists.ts';

export type NamedKind = 'queue' | 'reason' | 'calendar' | 'phase' | 'client';

export interface Named {
  /** Where in the list: `0.queueId`. */
  readonly path: string;
  readonly kind: NamedKind;
  readonly name: string;
}

type Finders = { readonly [Code in ListCode]?: (body: Lists[Code]) => Named[] };

const finders: Finders = {
  words: ({ pairs }) =>
    pairs.flatMap(({ phases }, at) =>
      phases.map((name, place): Named => ({ path: `pairs.${at}.phases.${place}`, kind: 'phase', name })),
    ),
  classification: ({ reasons }) =>
    reasons.flatMap((group, at) =>
      group.reasons.flatMap(({ queueId }, place): Named[] =>
        queueId == null ? [] : [{ path: `reasons.${at}.reasons.${place}.queueId`, kind: 'queue', name: queueId }],
      ),
    ),
  identification: ({ actions }) =>
    actions.flatMap(({ reasons }, at) =>
      reasons.map((name, place): Named => ({ path: `actions.${at}.reasons.${place}`, kind: 'reason', name })),
    ),
  backOffices: (offices) =>
    offices.flatMap(({ queueId }, at): Named[] =>
      queueId === null ? [] : [{ path: `${at}.queueId`, kind: 'queue', name: queueId }],
    ),
  chat: ({ sites }) =>
    sites.flatMap(({ calendar, client, queues }, at): Named[] => [
      { path: `sites.${at}.calendar`, kind: 'calendar', name: calendar },
      ...(client === null ? [] : [{ path: `sites.${at}.client`, kind: 'client' as const, name: client }]),
      ...queues.map(
        ({ queueId }, place): Named => ({
          path: `sites.${at}.queues.${place}.queueId`,
          kind: 'queue',
          name: queueId,
        }),
      ),
    ]),
  surveys: ({ never }) => [
    ...never.reasons.map((name, at): Named => ({ path: `never.reasons.${at}`, kind: 'reason', name })),
    ...never.queues.map((name, at): Named => ({ path: `never.queues.${at}`, kind: 'queue', name })),
  ],
};

/** In the order of the list. */
export const namedIn = <Code extends ListCode>(code: Code, body: Lists[Code]): Named[] =>
  (finders[code] as ((body: Lists[Code]) => Named[]) | undefined)?.(body) ?? [];
