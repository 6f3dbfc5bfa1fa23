// Copying a text by one click, and that it is done for as long as a tick shows it.
import { useEffect, useState } from 'react';

const shownDoneMs = 2_000;

export function useCopied(text: string): { readonly isDone: boolean; readonly copy: () => void } {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), shownDoneMs);
    return () => clearTimeout(timer);
  }, [isDone]);
  // Refused by the system: then there is no tick.
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => setDone(false),
    );
  return { isDone, copy };
}
