// The line of one of Asterisk's agents, as their workstation would tell it to the phone.

import type { LineState } from '#shared/contract/phoneData';
import { plainSite } from '#shared/model/site';
import type { Asterisk } from './asterisk.ts';

export const lineOf = (
  { wsUrl, domain }: Asterisk,
  extension: string,
  change: Partial<NonNullable<LineState['pbx']>> = {},
): LineState => ({
  pbx: {
    servers: [wsUrl],
    domain,
    extension,
    authUser: extension,
    password: `s3cret-${extension}`,
    iceServers: [],
    featureCodes: { pause: '*73', resume: '*74' },
    agentState: 'codes',
    ...change,
  },
  site: plainSite('IT'),
  wrapUps: [],
  autoAnswer: [],
});
