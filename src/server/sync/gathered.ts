// Many reasons to tell are told together: the first at once, those that follow it closely when the gap is over.

export interface Gathered {
  tell(): void;
  stop(): void;
}

export function gathered(gapMs: number, run: () => void): Gathered {
  let timer: NodeJS.Timeout | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  return {
    tell() {
      if (stopped || timer !== null) return;
      timer = setTimeout(
        () => {
          timer = null;
          lastAt = performance.now();
          run();
        },
        Math.max(0, lastAt + gapMs - performance.now()),
      );
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
