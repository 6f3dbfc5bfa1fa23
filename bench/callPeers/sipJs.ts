// The page that SIP.js's documentation builds: `SimpleUser` with its defaults, which also reconnects and registers again.
import { Web } from 'sip.js';
import { type BarePage, now, offer } from './barePage.ts';

let user: Web.SimpleUser;
let rangAt: number | null = null;
let agreed: () => void = () => undefined;

const page: BarePage = {
  async start({ server, domain, extension, password }) {
    const audio = new Audio();
    user = new Web.SimpleUser(server, {
      aor: `sip:${extension}@${domain}`,
      media: { remote: { audio } },
      userAgentOptions: {
        authorizationUsername: extension,
        authorizationPassword: password,
        // Its console output would be measured too.
        logBuiltinEnabled: false,
      },
      delegate: {
        onCallReceived: () => {
          rangAt = now();
        },
        onCallHold: () => agreed(),
      },
    });
    await user.connect();
    await user.register();
    domainOf = domain;
  },
  dial(number) {
    const orderedAt = now();
    void user.call(`sip:${number}@${domainOf}`);
    return orderedAt;
  },
  answer() {
    const orderedAt = now();
    void user.answer();
    return orderedAt;
  },
  hangUp: () => void user.hangup(),
  hold(on) {
    const orderedAt = now();
    return new Promise((resolve, reject) => {
      agreed = () => resolve({ orderedAt, agreedAt: now() });
      (on ? user.hold() : user.unhold()).catch(reject);
    });
  },
  rangAt: () => rangAt,
};

let domainOf = '';
offer(page);
