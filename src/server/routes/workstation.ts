// What the app needs to work for this agent: company, PBX, queues, colleagues, lists.
import { civilDate } from '#shared/lib/civilDate';
import { may } from '#shared/model/role';
import { problemSchema } from '#shared/protocol/errors';
import type { Agent } from '#shared/protocol/sessions';
import { type Workstation, workstationSchema } from '#shared/protocol/workstation';
import { caseListsThere, officesOfAgent } from '../cases/lists.ts';
import { type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { textsFrom } from '../privacy/consents.ts';
import { ProblemError } from '../problems.ts';
import { findWorkstation } from '../repositories/workstation.ts';
import { supervisionNow } from '../supervision.ts';
import type { App } from './app.ts';

export function workstationRoutes(app: App, deps: ServerDeps): void {
  const { db, clock, config, bridge } = deps;
  app.get(
    '/v1/workstation',
    {
      schema: {
        summary: "The signed-in agent's workstation",
        response: { 200: workstationSchema, '4xx': problemSchema, 503: problemSchema },
      },
    },
    async (request, reply) => {
      const { agent, viewer } = identityOf(request);
      const kept = await findWorkstation(db.query, agent);
      if (kept === null) throw unavailable('the company or your extension has not been set up on this backend');
      const [first] = config.pbxServers;
      if (first === undefined) throw unavailable('no PBX has been set up on this backend (option --pbx)');
      // What an agreement has allowed until yesterday is said nowhere any more.
      const supervision = supervisionNow(kept.policy, deps);
      const { listen, ...featureCodes } = kept.pbx.featureCodes;
      const mayListen = may(agent.role, 'leadTeam') && supervision?.listening === true && bridge !== null;
      const workstation: Workstation = {
        ...kept,
        policy: { ...kept.policy, supervision },
        offices: await seenBy(db.query, viewer, officesIn(agent), { readOnly: true }),
        consentTexts: await textsFrom(db.query, civilDate(clock(), config.timeZone)),
        pbx: {
          ...kept.pbx,
          featureCodes: { ...featureCodes, ...(mayListen && listen !== undefined && { listen }) },
          servers: [...config.pbxServers],
          domain: new URL(first).hostname,
          iceServers: [...config.iceServers],
          agentState: bridge === null ? 'codes' : 'bridge',
        },
      };
      return reply.header('cache-control', 'no-store').send(workstation);
    },
  );
}

/** Nobody is kept from signing in by a list. */
const officesIn = (agent: Agent) => async (tx: Seen) => {
  const lists = await caseListsThere(tx, 'company');
  return lists === null ? [] : officesOfAgent(tx, agent, lists);
};

const unavailable = (detail: string): ProblemError =>
  new ProblemError('unavailable', { detail, retryAfterSeconds: 30 });
