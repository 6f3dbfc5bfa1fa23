// Watches a page from within: how long what a key has asked for takes to the glass, and what kept the page from hearing anything.

export interface Probe {
  /** Each task that kept the page for more than 50 ms since the last time of asking, and what it was. */
  longTasks(): { readonly ms: number; readonly by: string }[];
  /** Of each letter that reached the field: milliseconds from the key to the frame that shows it. */
  letters(selector: string): void;
  lettersDone(): number[];
  /** From the next key or click until something fits the selector, painted. */
  untilPainted(selector: string): void;
  painted(): number | null;
}

/** Runs in the page, and must stand alone. */
export function installProbe(): void {
  /** The frame with what has just changed has been handed over for painting. */
  const afterFrame = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        then();
      };
      port2.postMessage(null);
    });

  let tasks: { ms: number; at: number }[] = [];
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) tasks.push({ ms: duration, at: startTime });
  }).observe({ type: 'longtask' });
  /** What was run in a frame that came late, and how long it was drawn (Long Animation Frames API). */
  interface Frame extends PerformanceEntry {
    readonly renderStart: number;
    readonly scripts: readonly {
      readonly invoker: string;
      readonly duration: number;
      readonly forcedStyleAndLayoutDuration: number;
    }[];
  }
  let frames: Frame[] = [];
  new PerformanceObserver((list) => {
    frames.push(...(list.getEntries() as Frame[]));
  }).observe({ type: 'long-animation-frame' });
  const whole = (ms: number) => Math.round(ms);
  const saidOf = ({ startTime, duration, renderStart, scripts }: Frame) =>
    [
      ...scripts.map(
        (each) => `${each.invoker} ${whole(each.duration)} (layout ${whole(each.forcedStyleAndLayoutDuration)})`,
      ),
      `drawn ${renderStart === 0 ? 0 : whole(startTime + duration - renderStart)}`,
    ].join(', ');

  let field = '';
  let letters: number[] = [];
  let pressed = 0;
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      pressed = timeStamp;
    },
    true,
  );
  addEventListener('input', ({ target }) => {
    if (field === '' || !(target instanceof Element) || !target.matches(field)) return;
    const from = pressed;
    afterFrame(() => letters.push(performance.now() - from));
  });

  let painted: number | null = null;
  const probe: Probe = {
    longTasks() {
      const seen = tasks.map(({ ms, at }) => {
        const frame = frames.find(({ startTime, duration }) => startTime <= at && at < startTime + duration);
        return { ms, by: frame === undefined ? '' : saidOf(frame) };
      });
      tasks = [];
      frames = [];
      return seen;
    },
    letters(selector) {
      field = selector;
      letters = [];
    },
    lettersDone: () => letters,
    untilPainted(selector) {
      painted = null;
      const begin = ({ timeStamp }: Event) => {
        removeEventListener('keydown', begin, true);
        removeEventListener('click', begin, true);
        const watcher = new MutationObserver(() => {
          if (document.querySelector(selector) === null) return;
          watcher.disconnect();
          afterFrame(() => {
            painted = performance.now() - timeStamp;
          });
        });
        watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      };
      addEventListener('keydown', begin, true);
      addEventListener('click', begin, true);
    },
    painted: () => painted,
  };
  Object.assign(window, { probe });
}
