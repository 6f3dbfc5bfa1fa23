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
  document.body.replaceChildren(
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

Object.assign(window, { plain: { start, painted } });
