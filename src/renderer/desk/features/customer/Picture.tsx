// A picture of a case, drawn from its bytes by the page itself: it has no address, and nothing of it is on the disk as it is.
import { useEffect, useRef, useState } from 'react';
import type { FileKind } from '#shared/model/fileKind';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { share } from '../../ui/time.ts';
import { pictureSize } from './pictureSize.ts';

interface PictureProps {
  readonly at: { readonly caseId: string; readonly id: string };
  readonly file: { readonly name: string; readonly kind: FileKind; readonly bytes: number };
}

/** Sharp on any screen, and no more memory than a screen of it takes. */
const longestSide = 2_400;

export function Picture({ at, file }: PictureProps) {
  const { t, language } = useWords();
  const { pictureOf } = useIntents();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'coming' | 'shown' | 'away' | 'unreadable'>('coming');
  const fetched = useDeskState((all) => all.data?.attachments.fetching.find(({ id }) => id === at.id)?.reached);
  const { caseId, id } = at;
  const { kind, bytes } = file;

  useEffect(() => {
    let isOld = false;
    void pictureOf({ caseId, id }, kind, bytes).then(async (blob) => {
      if (isOld) return;
      if (blob === null) return setState('away');
      const drawn = (await isSmallEnough(blob, kind)) && (await draw(blob, canvas.current));
      if (!isOld) setState(drawn ? 'shown' : 'unreadable');
    });
    return () => {
      isOld = true;
    };
  }, [caseId, id, kind, bytes, pictureOf]);

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

/** As many pixels as the largest cameras take: some 400 MB while it is decoded. */
const mostPixels = 100_000_000;
/** Cameras put a picture in small, a place, a maker's notes before the frame that says how large it is. */
const lookedAt = 1_048_576;

async function isSmallEnough(blob: Blob, kind: FileKind): Promise<boolean> {
  const size = pictureSize(kind, new Uint8Array(await blob.slice(0, lookedAt).arrayBuffer()));
  return size !== null && size.width * size.height <= mostPixels;
}

/** Whether it could be. */
async function draw(blob: Blob, canvas: HTMLCanvasElement | null): Promise<boolean> {
  if (canvas === null) return false;
  try {
    const whole = await createImageBitmap(blob);
    const scale = Math.min(1, longestSide / Math.max(whole.width, whole.height));
    canvas.width = Math.max(1, Math.round(whole.width * scale));
    canvas.height = Math.max(1, Math.round(whole.height * scale));
    canvas.getContext('2d')?.drawImage(whole, 0, 0, canvas.width, canvas.height);
    whole.close();
    return true;
  } catch {
    return false;
  }
}
