// The queues as this instance sees them: the bridge's facts folded into a picture, and passed on with the picture before each.
import { createEmitter } from '#shared/lib/emitter';
import type { Board } from '#shared/protocol/board';
import type { ServerDeps } from '../deps.ts';
import { nextPicture, type PbxFact, type Picture } from './picture.ts';

export interface SeenFact {
  readonly fact: PbxFact;
  /** Null: the PBX was away until then. */
  readonly before: Picture | null;
}

export interface QueueWatch {
  status(): Board['bridge'];
  /** Null while the PBX is away, or there is no bridge. */
  picture(): Picture | null;
  onFact(listener: (seen: SeenFact) => void): () => void;
  /** The picture is another one. */
  onChange(listener: () => void): () => void;
}

/** Begins at once, and ends when the bridge is stopped. */
export function startWatch({ bridge, logger }: Pick<ServerDeps, 'bridge' | 'logger'>): QueueWatch {
  const seen = createEmitter<SeenFact>((error) => logger.error({ err: error }, 'a fact of the PBX was not taken'));
  const change = createEmitter<void>((error) => logger.error({ err: error }, 'a change of the board was not told'));
  let picture: Picture | null = null;
  bridge?.start((fact) => {
    const before = picture;
    picture = nextPicture(before, fact);
    if (fact.kind === 'here' && before === null) logger.info('the PBX is there');
    if (fact.kind === 'away' && before !== null) logger.warn('the PBX is away; agents go on with feature codes');
    seen.emit({ fact, before });
    if (picture !== before) change.emit();
  });
  return {
    status: () => (bridge === null ? 'none' : picture === null ? 'away' : 'connected'),
    picture: () => picture,
    onFact: seen.listen,
    onChange: change.listen,
  };
}
