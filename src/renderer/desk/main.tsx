// The desk's window: ports in, pixels out. All that touches the browser is here.
import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './desk.css';
import { createRoot } from 'react-dom/client';
import { receivePorts } from '#shared/contract/messagePort';
import { must } from '#shared/lib/must';
import { App } from './app.tsx';
import { createDesk } from './store/desk.ts';

const desk = createDesk({
  now: Date.now,
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  onPopPainted: (interactionId) => {
    const name = 'cornetta:pop-painted';
    const told = performance
      .getEntriesByName(name)
      .some((mark) => (mark as PerformanceMark).detail?.interactionId === interactionId);
    if (!told) performance.mark(name, { detail: { interactionId } });
  },
  onRefused: (reason) => console.error(reason),
});

// What is being typed reaches the disk before the window goes away or out of sight.
addEventListener('pagehide', () => desk.intents.flushDrafts());
addEventListener('blur', () => desk.intents.flushDrafts());
document.addEventListener('visibilitychange', () => desk.intents.flushDrafts());

receivePorts(window, desk.accept);
createRoot(must(document.getElementById('desk'), '#desk')).render(<App desk={desk} />);
