// Storybook: the components of `ui/`, each with its states on a sheet, and every state of the gallery as a screen. `npm run storybook`.
import type { StorybookConfig } from '@storybook/react-vite';
import react from '@vitejs/plugin-react';
import { screenNames } from '../screenNames.ts';

/** Screens are no exports that anybody writes: each state of the gallery becomes one. */
const screens = /\/screens\.stories\.tsx$/;

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../ui/*.stories.tsx', '../screens.stories.tsx'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: false },
  experimental_indexers: (indexers = []) => [
    {
      test: screens,
      createIndex: async (importPath) =>
        (await screenNames()).map(({ name, part }) => ({
          type: 'story',
          importPath,
          exportName: name,
          name,
          title: `Screens/${part}`,
        })),
    },
    ...indexers,
  ],
  viteFinal: (vite) => ({
    ...vite,
    plugins: [
      ...(vite.plugins ?? []),
      react(),
      {
        name: 'screen-stories',
        enforce: 'pre',
        async transform(code, id) {
          if (!screens.test(id)) return undefined;
          const made = (await screenNames()).map(
            ({ name }, index) => `const s${index} = screen('${name}');\nexport { s${index} as '${name}' };`,
          );
          return { code: [code, ...made].join('\n'), map: null };
        },
      },
    ],
  }),
};

export default config;
