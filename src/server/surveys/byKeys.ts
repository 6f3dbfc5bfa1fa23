// Surveys by telephone keys: whoever an agent has let go of, and who is still on the line, is asked by the PBX, as the company's list and the lot say.
// Of several instances on one database each hears of every call; the one that has written the invitation asks.
import { readArriving } from '#shared/model/arriving';
import type { Language } from '#shared/model/ids';
import { beginTalk, type KeyTalk, type KeyTurn, keySurveyOf, nextTurn } from '#shared/model/keySurvey';
import { plainSite } from '#shared/model/site';
import { isDrawn, mayInvite, type Survey, type Surveys, surveyOn } from '#shared/model/survey';
import type { InteractionReport } from '#shared/protocol/interactions';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { BridgeAway, bridgeOf } from '../pbx/bridge.ts';
import type { ReleasedCall } from '../pbx/picture.ts';
import type { QueueWatch } from '../pbx/watch.ts';
import * as rows from '../repositories/surveys.ts';
import { firstSite, languageOfQueue } from '../repositories/workstation.ts';
import { askNoMore, keepWish, surveysFor, todayOf } from './asking.ts';

/** Nobody is asked for longer: whoever was by then has hung up. */
const longestMs = 10 * 60_000;

/** Somebody who is being asked by this instance. */
interface Asked {
  readonly language: Language;
  readonly customerId: string;
  /** At which they are called back, where they want to be. */
  readonly number: string;
  readonly surveys: Surveys;
  readonly since: number;
  readonly talk: KeyTalk;
}

type Decision =
  | { readonly kind: 'ask'; readonly survey: Survey; readonly asked: Omit<Asked, 'talk'> }
  | { readonly kind: 'letGo' }
  /** Another instance has them. */
  | { readonly kind: 'elsewhere' };

export function startKeySurveys(deps: ServerDeps, watch: QueueWatch): { stop(): Promise<void> } {
  const { db, clock, logger } = deps;
  const byCall = new Map<string, Asked>();
  let last: Promise<void> = Promise.resolve();
  const asHouse = <T>(work: (tx: Seen) => Promise<T>) => seenBy(db.query, house, work);

  async function released(call: ReleasedCall): Promise<void> {
    forgetOld();
    const decision = await asHouse((tx) => decide(tx, call));
    if (decision.kind === 'elsewhere') return;
    if (decision.kind === 'letGo') return bridgeOf(deps).letGo(call.id);
    const { survey, asked } = decision;
    const turn = beginTalk(keySurveyOf(survey, asked.surveys));
    const isThere = await said(call.id, asked, turn).catch((error: unknown) => {
      if (error instanceof BridgeAway) return false;
      throw error;
    });
    // They were asked once they have heard it.
    await asHouse(async (tx) => {
      const invitation = await rows.lockInvitation(tx, { id: call.id });
      if (invitation === null) return;
      const closesAt = new Date(clock().getTime() + longestMs);
      if (isThere) await rows.openInvitation(tx, invitation, { tokenHash: null, closesAt, today: todayOf(deps) });
      else await rows.dropInvitation(tx, call.id);
    });
  }

  /** Whoever is asked has an invitation by then. */
  async function decide(tx: Seen, { id, queue: queueId, number, language }: ReleasedCall): Promise<Decision> {
    const ofQueue = await languageOfQueue(tx, queueId);
    const surveys = await surveysFor(tx, queueId);
    const survey = surveys && surveyOn(surveys, 'keys');
    if (ofQueue === null || surveys === null || survey === null || !isDrawn(survey, id)) return { kind: 'letGo' };
    const e164 = number === null ? null : readArriving(number, (await firstSite(tx)) ?? plainSite('IT'));
    const customerId = e164 === null ? null : await rows.onlyCustomerWith(tx, e164);
    const customer =
      customerId === null ? null : await rows.askedCustomer(tx, customerId, surveys.never, todayOf(deps));
    const occasion = {
      id,
      direction: 'incoming',
      answered: true,
      queueId,
      reasonCode: null,
      outcomeCode: null,
    } as const;
    const may = mayInvite(survey, surveys.never, { ...occasion, customer });
    if (!may.ok || customerId === null || e164 === null) {
      // Asked lately may be: asked just now, by another instance.
      return (await rows.isInvitation(tx, id)) ? { kind: 'elsewhere' } : { kind: 'letGo' };
    }
    const contact = { id, customerId, queueId, reasonCode: null, language: language ?? ofQueue };
    const isOurs = await rows.addInvitation(tx, contact, survey.code, clock());
    if (!isOurs) return { kind: 'elsewhere' };
    const asked = { language: contact.language, customerId, number: e164, surveys, since: clock().getTime() };
    return { kind: 'ask', survey, asked };
  }

  async function pressed(id: string, key: string): Promise<void> {
    const asked = byCall.get(id);
    if (asked === undefined) return;
    const turn = nextTurn(asked.talk, key);
    const { scores } = turn;
    await asHouse(async (tx) => {
      if (turn.wish === 'never')
        await askNoMore(deps, tx, { invitation: { id, ...asked }, surveys: asked.surveys }, 'call');
      if (Object.keys(scores).length > 0) await rows.keepGiven(tx, id, { scores, comment: '' }, todayOf(deps));
      if (turn.wish === 'callBack') await keepWish(deps, tx, asked.surveys, { invitationId: id, number: asked.number });
    });
    await said(id, asked, turn);
  }

  /** False: they have hung up. */
  function said(id: string, asked: Omit<Asked, 'talk'>, { talk, say }: KeyTurn): Promise<boolean> {
    if (talk === null) byCall.delete(id);
    else byCall.set(id, { ...asked, talk });
    return bridgeOf(deps).say(id, { language: asked.language, prompts: say, hears: talk !== null });
  }

  function forgetOld(): void {
    const now = clock().getTime();
    for (const [id, { since }] of byCall) if (now - since > longestMs) byCall.delete(id);
  }

  /** One after the other, as they come: what fails leaves the caller to the PBX, which ends the call after a moment. */
  function then(work: () => Promise<void>): void {
    last = last.then(work).catch((error: unknown) => {
      if (!(error instanceof BridgeAway)) logger.warn({ err: error }, 'a survey by keys went wrong');
    });
  }

  const stopListening = watch.onFact(({ fact }) => {
    if (fact.kind === 'released') then(() => released(fact.call));
    if (fact.kind === 'pressed') then(() => pressed(fact.id, fact.key));
  });
  return {
    async stop() {
      stopListening();
      await last;
    },
  };
}

/** What its report says a call was about, whose caller was asked at its end. */
export async function keysWereAbout(deps: Pick<ServerDeps, 'clock' | 'config'>, tx: Seen, report: InteractionReport) {
  if (report.channel === 'call' && report.direction === 'incoming' && report.answeredAt !== null)
    await rows.callWasAbout(tx, report, todayOf(deps));
}
