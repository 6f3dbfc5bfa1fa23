// Draws a picture from its pieces, as they come: looked at before anything decodes it, and decoded no larger than it is shown.
import { type FileKind, mediaTypes } from '#shared/model/fileKind';
import { type PictureSize, pictureSize } from './pictureSize.ts';

/** Sharp on any screen, and no more memory than a screen of it takes. */
const longestSide = 2_400;
/** As many pixels as the largest cameras take: some 400 MB while it is decoded, where the format cannot be decoded smaller. */
const mostPixels = 100_000_000;
/** Cameras put a picture in small, a place, a maker's notes before the frame that says how large it is. */
const lookedAt = 1_048_576;

type Pieces = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** Resolves to whether it could be. `signal`: nobody looks at it any more. */
export async function drawPicture(
  kind: FileKind,
  pieces: Pieces,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { beginning, size } = await beginningOf(kind, pieces);
    if (size === null || size.width * size.height > mostPixels) return false;
    const decoder = new ImageDecoder({ type: mediaTypes[kind], data: streamOf(beginning, pieces), ...shownSize(size) });
    signal.addEventListener('abort', () => decoder.close());
    try {
      const { image } = await decoder.decode({ completeFramesOnly: true });
      draw(image, canvas);
      image.close();
      return true;
    } finally {
      if (!signal.aborted) decoder.close();
    }
  } catch {
    // A file that is none of its kind inside, or cannot be read to its end.
    return false;
  } finally {
    await pieces.return(undefined);
  }
}

/** As many pieces as have to be seen to know how large it is, none of which is lost. */
async function beginningOf(
  kind: FileKind,
  pieces: Pieces,
): Promise<{ readonly beginning: Uint8Array<ArrayBuffer>[]; readonly size: PictureSize | null }> {
  const beginning: Uint8Array<ArrayBuffer>[] = [];
  for (let length = 0; length < lookedAt; length += beginning.at(-1)?.length ?? 0) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    beginning.push(value);
    const size = pictureSize(kind, joined(beginning));
    if (size !== null) return { beginning, size };
  }
  return { beginning, size: null };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The next piece is read when the decoder wants it. */
const streamOf = (beginning: Uint8Array<ArrayBuffer>[], rest: Pieces): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const piece = beginning.shift() ?? (await rest.next()).value;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );

/** JPEG is decoded no larger than it is shown; of the others the decoder takes no notice of this. */
function shownSize({ width, height }: PictureSize): { desiredWidth: number; desiredHeight: number } | null {
  const scale = longestSide / Math.max(width, height);
  if (scale >= 1) return null;
  return { desiredWidth: Math.ceil(width * scale), desiredHeight: Math.ceil(height * scale) };
}

function draw(image: VideoFrame, canvas: HTMLCanvasElement): void {
  const { displayWidth: width, displayHeight: height } = image;
  const scale = Math.min(1, longestSide / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
}
