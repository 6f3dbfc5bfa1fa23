// Where the small window of the live call stands.
import type { Rectangle } from 'electron';

/** Between it and the corner that it first opens in. */
const margin = 16;

/** Where it opens: within what is free of its screen, which may not be there any more as it was. */
export function popOutBounds(
  wanted: { readonly width: number; readonly height: number },
  left: { readonly x: number; readonly y: number } | null,
  workArea: Rectangle,
): Rectangle {
  const width = Math.min(wanted.width, workArea.width);
  const height = Math.min(wanted.height, workArea.height);
  const within = (at: number, from: number, room: number) => Math.max(from, Math.min(at, from + room));
  const at = left ?? { x: workArea.x + workArea.width - width - margin, y: workArea.y + margin };
  return {
    width,
    height,
    x: within(at.x, workArea.x, workArea.width - width),
    y: within(at.y, workArea.y, workArea.height - height),
  };
}
