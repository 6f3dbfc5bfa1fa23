// Who is asked after a contact, and what becomes of their answers, by the company's list. A link goes out some time after the report, and only
// where nothing stands in its way by then; in a chat the question stands in the visitor's own page. With the house's eyes throughout.
import { createHash } from 'node:crypto';
import { civilDate } from '#shared/lib/civilDate';
import { err, ok, type Result } from '#shared/lib/result';
import { customerIdSchema, portfolioIdSchema } from '#shared/model/ids';
import { keptListSchema, listsFor } from '#shared/model/lists/lists';
import { beginOf } from '#shared/model/periods';
import {
  type Given,
  isDrawn,
  mayInvite,
  mayWantCall,
  type NotGiven,
  readGiven,
  type Survey,
  type Surveys,
  surveyOn,
  withoutPeople,
} from '#shared/model/survey';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { SurveyMessage, VisitorSurvey } from '#shared/protocol/surveys';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId, newSecret, type ServerDeps } from '../deps.ts';
import { keepWord } from '../privacy/consents.ts';
import type { KeptChat } from '../repositories/chats.ts';
import { writtenLists } from '../repositories/lists.ts';
import { tellNews } from '../repositories/news.ts';
import { midnight } from '../repositories/queueJournal.ts';
import { addRecontact, forgetRecontacts, hasRecontact, type Wanted } from '../repositories/recontacts.ts';
import * as rows from '../repositories/surveys.ts';
import { clientOfQueue } from '../repositories/workstation.ts';

type Deps = Pick<ServerDeps, 'clock' | 'random' | 'config'>;

const dayMs = 24 * 3_600_000;
/** An instance's share of what is due at one time. */
const mostTaken = 100;
/** In a chat that has ended the question stands for so long. */
const chatMinutes = 60;
/** What nobody has taken to send it by then is not sent any more. */
const unsentDays = 7;
/** A wish to be called back that nobody has settled is kept for so long after it was due. */
const overdueDays = 14;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
export const todayOf = ({ clock, config }: Pick<ServerDeps, 'clock' | 'config'>): string =>
  civilDate(clock(), config.timeZone);

/** As the client company of that queue asks, or as the company does; null: the list is not one that can be read. */
export async function surveysFor(tx: Seen, queueId: string | null): Promise<Surveys | null> {
  const written = await writtenLists(tx, ['surveys']);
  const kept = written.flatMap((list) => keptListSchema.safeParse(list).data ?? []);
  const client = queueId === null ? null : await clientOfQueue(tx, queueId);
  return listsFor(kept, client === null ? null : portfolioIdSchema.parse(client)).surveys ?? null;
}

/** After the first report of a call. Nobody is asked by a link where no gateway could send one. */
export async function inviteByLink(deps: Deps, tx: Seen, report: InteractionReport): Promise<void> {
  const { surveyToken, publicUrl } = deps.config;
  if (surveyToken === null || publicUrl === null || report.channel !== 'call') return;
  const surveys = await surveysFor(tx, report.queueId);
  const survey = surveys && surveyOn(surveys, 'link');
  if (surveys === null || survey === null || !isDrawn(survey, report.id)) return;
  const { id, customerId, queueId, reasonCode, outcomeCode, direction } = report;
  const customer = customerId === null ? null : await rows.askedCustomer(tx, customerId, surveys.never, todayOf(deps));
  const occasion = { id, direction, answered: report.answeredAt !== null, queueId, reasonCode, outcomeCode, customer };
  if (!mayInvite(survey, surveys.never, occasion).ok) return;
  const dueAt = new Date(Date.parse(report.closedAt) + surveys.link.afterMinutes * 60_000);
  const contact = { id, customerId, queueId, reasonCode, language: report.language ?? 'it' };
  await rows.addInvitation(tx, contact, survey.code, dueAt);
}

/** What is due now, each with a link of its own, and given out once: whoever loses one has lost it. */
export async function takeDue(deps: Deps & Pick<ServerDeps, 'db'>): Promise<SurveyMessage[]> {
  const now = deps.clock();
  return seenBy(deps.db.query, house, async (tx) => {
    const messages: SurveyMessage[] = [];
    for (const invitation of await rows.lockDue(tx, now, mostTaken)) {
      const message = await openLink(deps, tx, invitation);
      if (message === null) await rows.dropInvitation(tx, invitation.id);
      else messages.push(message);
    }
    return messages;
  });
}

/** Null: what has happened since the report stands in its way. */
async function openLink(deps: Deps, tx: Seen, invitation: rows.Invitation): Promise<SurveyMessage | null> {
  const { id, customerId, queueId, reasonCode, language } = invitation;
  const surveys = await surveysFor(tx, queueId);
  const survey = surveys && surveyOn(surveys, 'link');
  if (surveys === null || survey === null || customerId === null) return null;
  const customer = await rows.askedCustomer(tx, customerId, surveys.never, todayOf(deps));
  const over = { direction: 'incoming', answered: true, queueId, reasonCode, outcomeCode: null } as const;
  const reach = await rows.reachOf(tx, customerId);
  if (!mayInvite(survey, surveys.never, { ...over, id, customer }).ok) return null;
  if (reach === null || (reach.email === null && reach.phone === null)) return null;
  const token = newSecret(deps.random);
  const closesAt = new Date(deps.clock().getTime() + surveys.link.validDays * dayMs);
  await rows.openInvitation(tx, invitation, { tokenHash: hashOf(token), closesAt, today: todayOf(deps) });
  const link = `${deps.config.publicUrl}/survey/${token}`;
  return { ...reach, language, link, text: surveys.link.message[language].replace('{link}', link) };
}

/**
 * After a chat that somebody had, as it has ended: null where the visitor is not asked, or has answered. Asked again, the token before opens
 * nothing any more.
 */
export async function askInChat(
  deps: Deps,
  tx: Seen,
  chat: Pick<KeptChat, 'id' | 'queueId' | 'customerId' | 'interactionId' | 'language'>,
): Promise<VisitorSurvey | null> {
  const surveys = await surveysFor(tx, chat.queueId);
  const survey = surveys && surveyOn(surveys, 'chat');
  if (surveys === null || survey === null) return null;
  const now = deps.clock();
  const today = todayOf(deps);
  let invitation = await rows.lockInvitation(tx, { id: chat.id });
  if (invitation === null) {
    const { id, customerId, queueId, language } = chat;
    const customer = customerId === null ? null : await rows.askedCustomer(tx, customerId, surveys.never, today);
    const over = { id, direction: 'incoming', queueId, reasonCode: null, outcomeCode: null, customer } as const;
    if (!mayInvite(survey, surveys.never, { ...over, answered: chat.interactionId !== null }).ok) return null;
    await rows.addInvitation(tx, { id, customerId, queueId, reasonCode: null, language }, survey.code, now);
    invitation = await rows.lockInvitation(tx, { id });
  }
  if (invitation === null || invitation.isAnswered) return null;
  const closesAt = invitation.closesAt ?? new Date(now.getTime() + chatMinutes * 60_000);
  if (closesAt <= now) return null;
  const token = newSecret(deps.random);
  await rows.openInvitation(tx, invitation, { tokenHash: hashOf(token), closesAt, today });
  const { language } = chat;
  return {
    ...{ token, longestComment: surveys.longestComment, thanks: surveys.thanks[language] },
    questions: survey.questions.map(({ code, text, scale, labels }) => ({
      ...{ code, text: text[language], scale, labels: labels.map((label) => label[language]) },
    })),
  };
}

/** What a link opens. `answered`: nothing is asked any more, and whoever looks again reads that it has arrived. */
export interface Opened {
  readonly survey: Survey;
  readonly surveys: Surveys;
  readonly invitation: rows.Invitation;
  readonly answered: boolean;
}

/** Null: it opens nothing (any more). */
export async function openedBy(deps: Pick<Deps, 'clock'>, tx: Seen, token: string): Promise<Opened | null> {
  const invitation = await rows.lockInvitation(tx, { tokenHash: hashOf(token) });
  if (invitation === null || invitation.closesAt === null || invitation.closesAt <= deps.clock()) return null;
  const surveys = await surveysFor(tx, invitation.queueId);
  const survey = surveys?.surveys.find(({ code }) => code === invitation.survey);
  return surveys && survey ? { invitation, survey, surveys, answered: invitation.isAnswered } : null;
}

/** Once; said again it stays as it was said first. Names and numbers in a comment are kept as dots, as far as they are known. */
export async function answer(deps: Deps, tx: Seen, opened: Opened, given: Given): Promise<Result<null, NotGiven>> {
  if (opened.answered) return ok(null);
  const fits = readGiven(opened.survey, opened.surveys, given);
  if (!fits.ok) return err(fits.error);
  const { scores, comment } = fits.value;
  const masked = comment === '' ? '' : withoutPeople(comment, await rows.peopleNamed(tx, opened.invitation.id));
  await rows.keepGiven(tx, opened.invitation.id, { scores, comment: masked }, todayOf(deps));
  return ok(null);
}

/** An objection (GDPR art. 21): kept with the customer, and obeyed by `mayInvite`. Of somebody unknown there is nobody to ask again. */
export async function askNoMore(
  deps: Deps,
  tx: Seen,
  {
    invitation,
    surveys,
  }: { readonly invitation: Pick<rows.Invitation, 'id' | 'customerId'>; readonly surveys: Surveys },
  channel: 'web' | 'call',
): Promise<void> {
  const at = deps.clock();
  const { id, customerId } = invitation;
  await rows.closeInvitation(tx, id);
  if (customerId === null) return;
  const word = { purpose: surveys.never.objected, word: 'objected', channel, edition: null } as const;
  await keepWord(
    tx,
    {
      ...word,
      id: newId(deps),
      customerId: customerIdSchema.parse(customerId),
      interactionId: null,
      at: at.toISOString(),
    },
    { agentId: null, at },
  );
  await tellNews(tx, 'callbacks');
}

/** Whether somebody is asked whether they want to be called back. `wanted`: they have said so. `atNumber`: none of theirs is known. */
type CallOffer = { readonly kind: 'no' | 'wanted' | 'atNumber' } | { readonly kind: 'onFile'; readonly number: string };

export async function callOffer(tx: Seen, { invitation, surveys }: Opened): Promise<CallOffer> {
  const { customerId, askedOn } = invitation;
  const scores = await rows.scoresOf(tx, invitation.id);
  if (scores === null || askedOn === null || !mayWantCall(surveys, scores)) return { kind: 'no' };
  if (customerId === null) return { kind: 'atNumber' };
  if (await hasRecontact(tx, customerId, askedOn)) return { kind: 'wanted' };
  const number = await rows.numberOf(tx, customerId);
  return number === null ? { kind: 'atNumber' } : { kind: 'onFile', number };
}

/**
 * Whoever was not satisfied wants to be called back: for the leads' list, without what was answered. False: nobody asks them, or nobody knows at
 * which number.
 * @param given their number, as they were asked for it: it counts though by now it is known who they are.
 */
export async function wantCall(deps: Deps, tx: Seen, opened: Opened, given: string | null = null): Promise<boolean> {
  const offer = await callOffer(tx, opened);
  if (offer.kind === 'wanted') return true;
  const number = given ?? (offer.kind === 'onFile' ? offer.number : null);
  if (offer.kind === 'no' || number === null) return false;
  const { id: invitationId, customerId } = opened.invitation;
  await keepWish(deps, tx, opened.surveys, { invitationId, number });
  // Nothing else could tell that it is they who say it again.
  if (customerId === null) await rows.closeInvitation(tx, invitationId);
  return true;
}

/** Its id says the day alone: by a moment the contact could be found, and its agent (ADR 0039). */
export async function keepWish(deps: Deps, tx: Seen, { callBack }: Surveys, wish: Omit<Wanted, 'id'>): Promise<void> {
  const today = todayOf(deps);
  const midnightThere = new Date(beginOf(today, deps.config.timeZone));
  const id = newId({ random: deps.random, clock: () => midnightThere });
  await addRecontact(tx, { id, ...wish }, callBack, today);
}

/** When a day is over, what was answered on it becomes nobody's; and who was asked is forgotten once they may be asked again. */
export async function tidySurveys(deps: Deps & Pick<ServerDeps, 'db'>): Promise<void> {
  const [now, today] = [deps.clock(), todayOf(deps)];
  await seenBy(deps.db.query, house, async (tx) => {
    const surveys = await surveysFor(tx, null);
    const everyDays = Math.max(0, ...(surveys?.surveys ?? []).map((survey) => survey.everyDays));
    await rows.letAnswersGo(tx, today);
    const since = await midnight(tx, now, deps.config.timeZone);
    await forgetRecontacts(tx, { midnight: since, today, overdueDays });
    await rows.forgetInvitations(tx, { now, today, everyDays, unsentDays });
  });
}
