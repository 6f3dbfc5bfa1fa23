// Somebody waits for the agent while another program is in front (a chat, a promised call, help in a call): the system says so once for each, and says
// nothing of who it is. It may stand on a lock screen, or on a wall.
import type { Awaiting } from '#shared/contract/main';
import type { Place } from '#shared/model/place';

/** Where the agent finds them; null: it is in sight on every page. */
const placeOf: Readonly<Record<Awaiting['kind'], Place | null>> = {
  chat: { kind: 'page', id: 'chats' },
  callback: null,
  helpAsked: { kind: 'page', id: 'board' },
  helpAnswered: null,
};

export interface AwaitingDeps {
  /** Says so, and returns what takes it away. Pressed, it brings the desk to the front, at `place`. */
  readonly notify: (awaiting: Awaiting, place: Place | null) => () => void;
  readonly isInFront: () => boolean;
  readonly isWanted: () => boolean;
}

export interface AwaitingNotices {
  /** Who waits now. */
  follow(awaiting: readonly Awaiting[]): void;
  /** The desk is in front now: nothing has to be said any more. */
  seen(): void;
}

const keyOf = ({ kind, id }: Awaiting): string => `${kind} ${id}`;
const silent = () => {};

export function createAwaitingNotices({ notify, isInFront, isWanted }: AwaitingDeps): AwaitingNotices {
  /** By who it is: what takes away what was said of them. */
  let told: ReadonlyMap<string, () => void> = new Map();

  return {
    follow(awaiting) {
      const isToBeSaid = isWanted() && !isInFront();
      const now = new Map(
        awaiting.map((each) => {
          const before = told.get(keyOf(each));
          return [keyOf(each), before ?? (isToBeSaid ? notify(each, placeOf[each.kind]) : silent)];
        }),
      );
      for (const [key, takeAway] of told) if (!now.has(key)) takeAway();
      told = now;
    },
    seen() {
      for (const takeAway of told.values()) takeAway();
      told = new Map([...told.keys()].map((key) => [key, silent]));
    },
  };
}
