// The desk in one named state: `?state=arrival&language=it&theme=dark&contrast=more&density=compact`.
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/desk/tokens.css';
import '../../../src/renderer/desk/desk.css';
import { createRoot } from 'react-dom/client';
import { must } from '#shared/lib/must';
import { App } from '../../../src/renderer/desk/app.tsx';
import { PopOutScreen } from '../../../src/renderer/desk/screens/PopOutScreen.tsx';
import { deskInState, lookOf } from './deskInState.ts';
import { galleryStates } from './states.ts';

export interface GalleryWindow extends Window {
  /** The desk as an address asks for it, in the place of what was there before; nothing of that goes on. */
  showState?: (asked: string) => void;
}

const place = must(document.getElementById('desk'), '#desk');
let leave = () => {};

function showState(asked: string): void {
  leave();
  const query = new URLSearchParams(asked);
  const name = query.get('state') ?? 'ready';
  const state = must(galleryStates[name], `a gallery state named ${name}`)();
  const desk = deskInState(state, lookOf(Object.fromEntries(query)));
  const root = createRoot(place);
  root.render(<App desk={desk}>{state.isPopOut ? <PopOutScreen /> : undefined}</App>);
  leave = () => {
    root.unmount();
    desk.dispose();
  };
}

(window as GalleryWindow).showState = showState;
showState(location.search);
