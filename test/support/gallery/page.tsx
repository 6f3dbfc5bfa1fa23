// The desk in one named state: `?state=arrival&language=it&theme=dark&contrast=more&density=compact`. The clock stands still.
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/desk/tokens.css';
import '../../../src/renderer/desk/desk.css';
import { createRoot } from 'react-dom/client';
import { must } from '#shared/lib/must';
import { App } from '../../../src/renderer/desk/app.tsx';
import { createDesk } from '../../../src/renderer/desk/store/desk.ts';
import { afternoon } from '../deskPeople.ts';
import { galleryStates } from './states.ts';

const query = new URLSearchParams(location.search);
const name = query.get('state') ?? 'ready';
const { programs } = must(galleryStates[name], `a gallery state named ${name}`)();
const language = query.get('language') === 'en' ? 'en' : 'it';
const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
const contrast = query.get('contrast') === 'more' ? 'more' : 'usual';
const density = query.get('density') === 'compact' ? 'compact' : 'comfortable';
programs.state.main = {
  ...programs.state.main,
  language,
  settings: { ...programs.state.main.settings, language, theme, contrast, density },
};

const desk = createDesk({
  now: () => afternoon,
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  onPopPainted: () => {},
  onRefused: (reason) => console.error(reason),
});
for (const program of ['main', 'phone', 'data'] as const) programs.open(program, desk.accept);
createRoot(must(document.getElementById('desk'), '#desk')).render(<App desk={desk} />);
