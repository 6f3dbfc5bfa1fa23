// A picture of a case, drawn from its bytes by the page itself: it has no address, and nothing of it is on the disk as it is. Its bytes go
// from hand to hand in pieces; only the decoder has them all.
import { useEffect, useRef, useState } from 'react';
import type { FileKind } from '#shared/model/fileKind';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { share } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { drawPicture } from './drawPicture.ts';

interface PictureProps {
  readonly at: { readonly caseId: string; readonly id: string };
  readonly file: { readonly name: string; readonly kind: FileKind; readonly bytes: number };
}

export function Picture({ at, file }: PictureProps) {
  const { t, language } = useWords();
  const { bytesOf } = useIntents();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'shown' | 'away' | 'unreadable'>('coming');
  const fetched = useDeskState((all) => all.data?.attachments.fetching.find(({ id }) => id === at.id)?.reached);
  const { caseId, id } = at;
  const { kind, bytes } = file;

  useEffect(() => {
    const stop = new AbortController();
    async function show(): Promise<typeof state> {
      const pieces = await bytesOf({ caseId, id }, bytes);
      if (pieces === null) return 'away';
      const isDrawn = canvas.current !== null && (await drawPicture(kind, pieces, canvas.current, stop.signal));
      return isDrawn ? 'shown' : 'unreadable';
    }
    void show().then((shown) => !stop.signal.aborted && setState(shown));
    return () => stop.abort();
  }, [caseId, id, kind, bytes, bytesOf]);

  const percent = fetched === undefined ? '' : share(fetched, bytes, language);
  const words = {
    coming: fetched === undefined ? t('attachments.coming') : t('attachments.states.fetching', { percent }),
    shown: '',
    away: t('attachments.away'),
    unreadable: t('attachments.unreadable'),
  };
  return (
    <div className="picture">
      <canvas
        ref={canvas}
        role="img"
        aria-label={file.name}
        hidden={state !== 'shown'}
        data-testid={state === 'shown' ? 'picture' : undefined}
      />
      {state === 'shown' ? null : (
        <p className="sub" role="status">
          {words[state]}
        </p>
      )}
    </div>
  );
}
