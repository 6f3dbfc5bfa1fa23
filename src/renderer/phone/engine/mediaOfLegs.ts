// Which media belong to which leg. Those of a call that rings are made while it rings: this machine's addresses, and those that servers
// beyond it are asked for, are known by the time somebody answers, and the answer need not wait for them.

export interface MediaOfLegs<Session, Media> {
  /** It rings. */
  prepare(session: Session): void;
  /** For good: those that were prepared, or others. */
  take(session: Session): Media;
  /** Null until they are taken. */
  of(session: Session): Media | null;
  /** The call is over: what was prepared in vain is closed. What was taken is the taker's to close. */
  drop(session: Session): void;
}

export function createMediaOfLegs<Session extends WeakKey, Media extends { close(): void }>(
  create: (session: Session, beforehand: boolean) => Media,
): MediaOfLegs<Session, Media> {
  const prepared = new Map<Session, Media>();
  const taken = new WeakMap<Session, Media>();
  return {
    prepare: (session) => void prepared.set(session, create(session, true)),
    take(session) {
      const own = prepared.get(session) ?? create(session, false);
      prepared.delete(session);
      taken.set(session, own);
      return own;
    },
    of: (session) => taken.get(session) ?? null,
    drop(session) {
      prepared.get(session)?.close();
      prepared.delete(session);
    },
  };
}
