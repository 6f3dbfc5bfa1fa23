// Which media belong to which leg. Those of a call that rings are made, with the answer to its offer, while it rings: the addresses of
// this machine, and those that servers beyond it are asked for, are known by the time somebody answers.

export interface MediaOfLegs<Session, Media> {
  /** It rings, with this offer. */
  prepare(session: Session, offer: string): void;
  /** The network may be another one: what was prepared for it is prepared anew. */
  renew(): void;
  /** For good: those that were prepared, or others. */
  take(session: Session): Media;
  /** Null until they are taken. */
  of(session: Session): Media | null;
  /** The call is over: what was prepared in vain is closed. What was taken is the taker's to close. */
  drop(session: Session): void;
}

interface Preparable {
  prepareAnswer(offer: string): Promise<void>;
  close(): void;
}

export function createMediaOfLegs<Session extends WeakKey, Media extends Preparable>(
  create: (session: Session) => Media,
): MediaOfLegs<Session, Media> {
  const prepared = new Map<Session, { readonly offer: string; readonly media: Media }>();
  const taken = new WeakMap<Session, Media>();

  function prepare(session: Session, offer: string): void {
    const media = create(session);
    prepared.set(session, { offer, media });
    media.prepareAnswer(offer).catch(() => {
      // Whoever answers tries once more, and is told.
      if (prepared.get(session)?.media === media) drop(session);
    });
  }

  function drop(session: Session): void {
    prepared.get(session)?.media.close();
    prepared.delete(session);
  }

  return {
    prepare,
    renew() {
      for (const [session, { offer }] of [...prepared]) {
        drop(session);
        prepare(session, offer);
      }
    },
    take(session) {
      const own = prepared.get(session)?.media ?? create(session);
      prepared.delete(session);
      taken.set(session, own);
      return own;
    },
    of: (session) => taken.get(session) ?? null,
    drop,
  };
}
