// Cards that were opened here, from the cache: the backend's audit log is told, some at a time. On the disk at once.
import type { CustomerId } from '#shared/model/ids';
import { type Views, viewsSchema } from '#shared/protocol/audit';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';

export interface ViewsDeps {
  readonly files: Files;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly log: Log;
  readonly onOutbox: () => void;
}

/** Cards that are opened within it are told together. */
const gatheredMs = 60_000;
const mostTogether = 200;
/** A card that is on the screen is read again with each change of it: that is one look. */
const oneLookMs = 10 * 60_000;
const mostRemembered = 300;

/** The function to be called with whoever's card is opened. Without room on the disk the card is shown all the same, and told with its next look. */
export function createViews(deps: ViewsDeps): (agentId: string, customerId: CustomerId) => void {
  const looks = new Map<string, number>();

  function isNew(key: string, now: number): boolean {
    const last = looks.get(key);
    // A clock that was put back makes it a new one.
    if (last !== undefined && now >= last && now - last < oneLookMs) return false;
    looks.delete(key);
    looks.set(key, now);
    const oldest = looks.keys().next();
    if (looks.size > mostRemembered && !oldest.done) looks.delete(oldest.value);
    return true;
  }

  return (agentId, customerId) => {
    const at = deps.now();
    const key = `${agentId} ${customerId}`;
    if (!isNew(key, at.getTime())) return;
    try {
      deps.files.work(({ outbox }) => {
        const view = { customerId, at: at.toISOString() };
        const last = outbox.toSend(agentId, 'views').at(-1);
        const gathered = last?.state === 'waiting' && last.attempts === 0 ? viewsSchema.safeParse(last.body) : null;
        if (last !== undefined && gathered?.success === true && gathered.data.views.length < mostTogether) {
          const views: Views['views'] = [...gathered.data.views, view];
          outbox.rewrite(last.seq, { ...last, body: { views } });
          outbox.waitingAgain(last.seq, 0, last.nextAttemptAt);
          return;
        }
        const entry = {
          id: deps.newId(),
          agentId,
          kind: 'views',
          target: 'views',
          baseVersion: null,
          base: null,
        } as const;
        outbox.add({ ...entry, body: { views: [view] } }, at);
        const added = outbox.toSend(agentId, 'views').at(-1);
        if (added !== undefined) outbox.waitingAgain(added.seq, 0, at.getTime() + gatheredMs);
      });
    } catch (error) {
      looks.delete(key);
      deps.log.warn('view not kept', { error: errorName(error) });
      return;
    }
    deps.onOutbox();
  };
}
