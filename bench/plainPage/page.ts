// The same work as a plain page does it: bare sip.js with its defaults, and the backend asked over HTTP at each call.
import { type Invitation, Registerer, UserAgent } from 'sip.js';

export interface PlainSettings {
  readonly server: string;
  readonly extension: string;
  readonly password: string;
  readonly backend: string;
  readonly token: string;
}

/** Milliseconds from INVITE to painted customer, one for each call. */
const painted: number[] = [];

const rows = () => document.querySelector('#rows');

const afterPaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });

async function show(invitation: Invitation, settings: PlainSettings): Promise<void> {
  const from = performance.now();
  const number = invitation.remoteIdentity.uri.user ?? '';
  const answer = await fetch(`${settings.backend}/v1/customers?phone=${encodeURIComponent(number)}`, {
    headers: { authorization: `Bearer ${settings.token}` },
  });
  const { customers } = (await answer.json()) as { customers: { name: string; code: string; email: string }[] };
  rows()?.replaceChildren(
    ...customers.map((customer) => {
      const row = document.createElement('p');
      row.textContent = `${customer.name} ${customer.code} ${customer.email} ${number}`;
      return row;
    }),
  );
  await afterPaint();
  painted.push(performance.now() - from);
}

/** Registers. Its calls come past the queues, so it need not be ready. */
async function start(settings: PlainSettings): Promise<void> {
  const uri = UserAgent.makeURI(`sip:${settings.extension}@${new URL(settings.server).hostname}`);
  if (uri === undefined) throw new Error('no address');
  const agent = new UserAgent({
    uri,
    transportOptions: { server: settings.server, traceSip: false },
    authorizationUsername: settings.extension,
    authorizationPassword: settings.password,
    logLevel: 'error',
    delegate: { onInvite: (invitation) => void show(invitation, settings) },
  });
  await agent.start();
  await new Registerer(agent).register();
}

/** Draws some rows when a message comes through a port, as a screen would that does nothing else. Resolves with the milliseconds to the paint. */
function drawOnMessage(): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = async ({ data }: MessageEvent<number>) => {
      rows()?.replaceChildren(
        ...Array.from({ length: 30 }, (_, index) => {
          const row = document.createElement('p');
          row.textContent = `${index} ${data}`;
          return row;
        }),
      );
      await afterPaint();
      port1.close();
      resolve(performance.now() - data);
    };
    port2.postMessage(performance.now());
  });
}

Object.assign(window, { plain: { start, painted, drawOnMessage } });
