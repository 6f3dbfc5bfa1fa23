// Finished interactions: kept whole, and shown to everybody as a contact in the customer's timeline.
import { z } from 'zod';
import { problemSchema } from '#shared/protocol/errors';
import { acceptedSchema, type InteractionReport, interactionReportSchema } from '#shared/protocol/interactions';
import { audit, ofCustomers } from '../audit/audit.ts';
import { linkCases } from '../cases/linked.ts';
import { asHouse, type Seen } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { identityOf } from '../identity/authenticate.ts';
import { reportWithoutErased } from '../privacy/lateReports.ts';
import { ProblemError, refuseOthers } from '../problems.ts';
import { keepCallback, promiseCallback } from '../repositories/callbacks.ts';
import { chatIsWith } from '../repositories/chats.ts';
import { isCustomer } from '../repositories/customers.ts';
import { endHelp } from '../repositories/help.ts';
import { saveContact, saveInteraction } from '../repositories/interactions.ts';
import { lockLed } from '../repositories/merges.ts';
import { invitationIsWith } from '../repositories/surveys.ts';
import { markSuspicious } from '../repositories/suspicions.ts';
import { knownCodes } from '../repositories/workstation.ts';
import { reportByOurClock, sendersClock, sentAtHeader } from '../sendersClock.ts';
import { inviteByLink } from '../surveys/asking.ts';
import { keysWereAbout } from '../surveys/byKeys.ts';
import type { App } from './app.ts';
import { idempotencyKeyHeader, idempotent } from './idempotent.ts';

export function interactionRoutes(app: App, deps: ServerDeps): void {
  app.post(
    '/v1/interactions',
    {
      config: { audit: { each: ['interactionReported'] } },
      schema: {
        summary: 'Report a finished interaction; reporting it again corrects it',
        headers: z.object({ 'idempotency-key': idempotencyKeyHeader, 'sent-at': sentAtHeader }),
        body: interactionReportSchema,
        response: { 201: acceptedSchema, '4xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const told = reportByOurClock(request.body, sendersClock(request.headers['sent-at'], deps.clock));
      const { body } = await idempotent(deps, request, acceptedSchema, async (tx) => {
        const report = await withWhoIsThere(tx, await reportWithoutErased(tx, told));
        await refuseUnknown(tx, report);
        const version = await saveInteraction(tx, agent, report, deps.clock()).catch(refuseOthers);
        if (version === null) throw new ProblemError('forbidden');
        // It may land in the portfolio of a closed queue on whose behalf the agent has called.
        const isShown = await asHouse(tx, (all) => saveContact(all, agent, report, version));
        if (!isShown) throw new ProblemError('forbidden');
        await asHouse(tx, (all) => markSuspicious(all, report, deps.clock()));
        await linkCases(deps, tx, agent, report);
        if (report.channel === 'chat' && report.customerId !== null) {
          const { id, customerId } = report;
          await asHouse(tx, async (all) => {
            await chatIsWith(all, id, customerId);
            await invitationIsWith(all, id, customerId);
          });
        }
        await asHouse(tx, (all) => keysWereAbout(deps, all, report));
        if (version === 1) await asHouse(tx, (all) => inviteByLink(deps, all, report));
        await promiseCallback(tx, agent.id, report);
        await keepCallback(tx, report, deps.clock());
        await endHelp(tx, report.id, 'over', deps.clock());
        await audit(tx, {
          by: agent,
          at: deps.clock(),
          action: 'interactionReported',
          subject: report.customerId === null ? null : ofCustomers(report.customerId),
          detail: { interaction: report.id, version },
        });
        return { status: 201, body: { id: report.id, version } };
      });
      return reply.code(201).send(body);
    },
  );
}

/** Whoever was made one with another meanwhile is that other. They stay as they are until the end of this transaction. */
async function withWhoIsThere(tx: Seen, report: InteractionReport): Promise<InteractionReport> {
  const customer = report.customerId === null ? null : await lockLed(tx, report.customerId);
  return customer === null ? report : { ...report, customerId: customer.id };
}

async function refuseUnknown(tx: Seen, report: InteractionReport): Promise<void> {
  const { reasonCode: reason, secondary, outcomeCode: outcome } = report;
  const known = await knownCodes(tx, { reason, secondary, outcome });
  const errors = [
    ...(known.reason ? [] : [{ field: 'reasonCode', message: 'not on the list of contact reasons' }]),
    ...(known.secondary ? [] : [{ field: 'secondary', message: 'not on the list of contact reasons' }]),
    ...(known.outcome ? [] : [{ field: 'outcomeCode', message: 'not on the list of outcomes' }]),
    ...(report.customerId === null || (await isCustomer(tx, report.customerId))
      ? []
      : [{ field: 'customerId', message: 'no such customer' }]),
  ];
  if (errors.length > 0) throw new ProblemError('invalid-request', { errors });
}
