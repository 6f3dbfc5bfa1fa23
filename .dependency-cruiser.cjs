// The arrows of import, one rule for each sentence of the table in docs/architecture.md. Tests are left out:
// they may reach across to set a scene.
const pkg = (names) => `node_modules/(${names})(/|$)`;
const program = (names) => `^src/(${names})/`;

/** Whatever lies under `from` may not reach what matches `to`. */
const never = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: typeof to === 'string' ? { path: to } : to,
});
const core = { dependencyTypes: ['core'] };

module.exports = {
  forbidden: [
    never('no-cycle', 'No circles: the house is read from one end.', {}, { circular: true }),
    never('no-unresolved', 'An import that nothing answers.', {}, { couldNotResolve: true }),
    never(
      'no-dev-tools-at-run-time',
      'Tools of development stay out of the programs.',
      '^src',
      pkg('vitest|playwright-core|@testing-library/[^/]+|fast-check|jssip|jsdom'),
    ),

    never('shared-is-pure', 'shared imports no Node.', program('shared'), core),
    never(
      'shared-imports-no-program',
      'shared knows none of the programs.',
      program('shared'),
      program('main|preload|renderer|data|server|simulator'),
    ),
    never('shared-takes-small-pure-libraries', 'shared takes zod and small pure libraries only.', program('shared'), {
      dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'],
      pathNot: pkg('zod|libphonenumber-js|ulid|i18next|sip\\.js|@internationalized/date'),
    }),
    never(
      'model-is-the-bottom',
      'model <- protocol <- contract; model knows neither.',
      '^src/shared/model/',
      '^src/shared/(protocol|contract|words)/',
    ),
    never(
      'protocol-below-contract',
      'protocol knows no contract.',
      '^src/shared/protocol/',
      '^src/shared/(contract|words)/',
    ),
    never(
      'contract-without-words',
      'Sentences for people are not part of a contract.',
      '^src/shared/contract/',
      '^src/shared/words/',
    ),
    never(
      'connectors-know-the-model-alone',
      'The engine that reads other CRMs is pure and beside the protocol: model and lib, nothing else.',
      '^src/shared/connector/',
      '^src/shared/(protocol|contract|words|sip)/',
    ),
    never('lib-is-a-leaf', 'shared/lib imports nothing of the house but itself.', '^src/shared/lib/', {
      path: '^src/',
      pathNot: '^src/shared/lib/',
    }),
    never('words-is-a-leaf', 'shared/words imports nothing of the house but itself.', '^src/shared/words/', {
      path: '^src/',
      pathNot: '^src/shared/words/',
    }),

    never(
      'main-starts-and-does-not-import',
      'main and preload start the other programs; they do not import them.',
      program('main|preload'),
      program('data|renderer|server|simulator'),
    ),
    never('preload-is-narrow', 'A preload knows shared and electron only.', program('preload'), program('main')),

    never(
      'widget-knows-the-protocol-alone',
      'What a visitor’s browser loads is small, has no Node, and knows no other program.',
      program('widget'),
      `${program('main|preload|renderer|data|server|simulator')}|^src/shared/(contract|words|sip)/|${pkg('electron|react|zod')}`,
    ),
    never('renderer-has-no-node', 'Pages have no Node.', program('renderer'), core),
    never('renderer-has-no-electron', 'Pages have no Electron.', program('renderer'), `${pkg('electron')}|^electron$`),
    never(
      'renderer-knows-no-other-program',
      'A page knows shared and itself.',
      program('renderer'),
      program('main|preload|data|server|simulator'),
    ),
    never(
      'phone-has-no-react',
      'The phone draws nothing.',
      '^src/renderer/phone/',
      pkg('react|react-dom|react-aria-components|zustand'),
    ),
    never(
      'phone-knows-no-desk',
      'The phone and the desk talk by contract.',
      '^src/renderer/phone/',
      '^src/renderer/desk/',
    ),
    never(
      'desk-knows-no-phone',
      'The desk and the phone talk by contract.',
      '^src/renderer/desk/',
      '^src/renderer/phone/',
    ),
    never(
      'desk-fetches-nothing',
      'The desk asks data, never the backend.',
      '^src/renderer/desk/',
      pkg('undici|axios|ky|ws'),
    ),
    never(
      'feature-imports-no-feature',
      'Features meet in the store and in app, never in one another.',
      { path: '^src/renderer/desk/features/([^/]+)' },
      { path: '^src/renderer/desk/features/', pathNot: '^src/renderer/desk/features/$1(/|\\.tsx?$)' },
    ),
    never(
      'ui-imports-no-feature',
      'The design system knows no customer.',
      '^src/renderer/desk/ui/',
      '^src/renderer/desk/(features|store)/',
    ),

    never(
      'sip-stays-in-its-engine',
      'SIP.js lives in phone/engine and in the simulator; what both do to it, in shared/sip.',
      { path: '^src', pathNot: '^src/(renderer/phone/engine|simulator|shared/sip)/' },
      `${pkg('sip\\.js')}|^src/shared/sip/`,
    ),
    never('sip-is-a-leaf', 'shared/sip imports nothing of the house but itself.', '^src/shared/sip/', {
      path: '^src/',
      pathNot: '^src/shared/sip/',
    }),
    never(
      'sqlite-stays-in-db',
      'The SQLite driver lives in data/db.',
      { path: '^src', pathNot: '^src/data/db/' },
      pkg('better-sqlite3'),
    ),
    never(
      'data-has-no-electron',
      'data sees its parent through entry alone.',
      { path: program('data'), pathNot: '^src/data/entry\\.ts$' },
      `${pkg('electron')}|^electron$`,
    ),
    never(
      'data-knows-no-other-program',
      'data knows shared and itself.',
      program('data'),
      program('main|preload|renderer|server|simulator'),
    ),

    never(
      'server-knows-no-contract',
      "The backend speaks protocol, never the contracts inside the app; of the app's words it has the names in what it draws for people.",
      program('server'),
      '^src/shared/(contract/|words/(?!(it|en)/caseNames))',
    ),
    never(
      'server-knows-no-client',
      'The backend knows no program of the app.',
      program('server'),
      program('main|preload|renderer|data|simulator'),
    ),
    never(
      'server-has-no-electron',
      'The backend is a service of its own.',
      program('server'),
      `${pkg('electron')}|^electron$`,
    ),
    never(
      'drivers-stay-in-db',
      "PostgreSQL's drivers live in server/db.",
      { path: '^src', pathNot: '^src/server/db/' },
      pkg('pg|@electric-sql/pglite'),
    ),
    never(
      'simulator-knows-no-app',
      'The simulator is used by any phone.',
      program('simulator'),
      program('main|preload|renderer|data|server'),
    ),
    never(
      'simulator-knows-no-contract',
      'The simulator speaks SIP and protocol.',
      program('simulator'),
      '^src/shared/(contract|words)/',
    ),
  ],
  options: {
    exclude: { path: ['\\.test\\.tsx?$', '\\.css$', '\\.woff2$', '\\.svg'] },
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    builtInModules: { add: ['node:sqlite', 'node:test'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
