// Our pages come over our own scheme, with their content policy; nothing else is ever loaded, opened or granted.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, protocol, type Session, type WebContents } from 'electron';

const scheme = 'cornetta-app';
const host = 'pages';

/** The origin of all our pages. */
export const pagesOrigin = `${scheme}://${host}`;

/** Each window has a page of its own. `bar`: the small window of the live call, which comes and goes. */
export const windowNames = ['desk', 'phone', 'bar'] as const;
export type WindowName = (typeof windowNames)[number];

export const pageUrl = (page: WindowName): string => `${pagesOrigin}/${page}/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
};

const common =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const policies: Readonly<Record<string, string>> = {
  desk: common,
  /** The phone talks to the PBX, whose address only the backend knows, and plays what it hears. */
  phone: `${common}; connect-src ws: wss:; media-src 'self' blob: mediastream:; worker-src 'self'`,
};

/** Before the app is ready. A secure scheme: the microphone is not given to any other. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built pages from `root`; whatever is outside of it does not exist. */
export function servePages(session: Session, root: string): void {
  session.protocol.handle(scheme, async (request) => {
    const path = normalize(decodeURIComponent(new URL(request.url).pathname));
    const file = join(root, path);
    const type = types[extname(file)];
    if (!file.startsWith(root + sep) || type === undefined) return new Response(null, { status: 404 });
    try {
      const body = await readFile(file);
      const page = path.split(sep)[1] ?? '';
      const policy = policies[page] ?? common;
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': type,
          'content-security-policy': policy,
          'permissions-policy': page === 'phone' ? 'hid=(self)' : 'hid=()',
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** Refuses navigation, new windows and web views in every window, now and later. */
export function lockNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

const granted: Readonly<Record<WindowName, ReadonlySet<string>>> = {
  desk: new Set(['clipboard-sanitized-write']),
  bar: new Set(['clipboard-sanitized-write']),
  phone: new Set(['media', 'speaker-selection']),
};

/** The phone's window may hear and choose devices, the desk's and the small one may copy a number; no window may do anything else. */
export function grantLittle(session: Session, windowOf: (contents: WebContents) => WindowName | null): void {
  const mayDo = (contents: WebContents | null, permission: string): boolean => {
    const which = contents === null ? null : windowOf(contents);
    return which !== null && granted[which].has(permission);
  };
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const wantsVideo = 'mediaTypes' in details && details.mediaTypes?.includes('video') === true;
    answer(mayDo(contents, permission) && !wantsVideo);
  });
  session.setPermissionCheckHandler(mayDo);
}
