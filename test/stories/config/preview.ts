// What every story has: the desk's fonts, tokens and styles, and a look that is chosen in the toolbar.
import '@fontsource-variable/inter/wght.css';
import '../../../src/renderer/desk/tokens.css';
import '../../../src/renderer/desk/desk.css';
import '../stories.css';
import type { Preview } from '@storybook/react-vite';

const choice = (title: string, ...items: string[]) => ({ toolbar: { title, items, dynamicTitle: true } });

const preview: Preview = {
  globalTypes: {
    language: choice('Language', 'it', 'en'),
    theme: choice('Theme', 'light', 'dark'),
    contrast: choice('Contrast', 'usual', 'more'),
    density: choice('Density', 'comfortable', 'compact'),
  },
  initialGlobals: { language: 'it', theme: 'light', contrast: 'usual', density: 'comfortable' },
  parameters: { layout: 'fullscreen' },
};

export default preview;
