// The small window of the live call: ports of its own in, pixels out. It paints what the desk paints, and needs no desk for it.
import '@fontsource-variable/inter/wght.css';
import '../desk/tokens.css';
import '../desk/desk.css';
import { createRoot } from 'react-dom/client';
import { receivePorts } from '#shared/contract/messagePort';
import { must } from '#shared/lib/must';
import { App } from '../desk/app.tsx';
import { PopOutScreen } from '../desk/screens/PopOutScreen.tsx';
import { createWatcher } from '../desk/store/watcher.ts';

const watcher = createWatcher({
  now: Date.now,
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  onRefused: (reason) => console.error(reason),
});

receivePorts(window, watcher.accept);
createRoot(must(document.getElementById('desk'), '#desk')).render(
  <App desk={watcher}>
    <PopOutScreen />
  </App>,
);
