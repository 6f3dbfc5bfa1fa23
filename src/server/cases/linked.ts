// What a reported conversation leaves in the cases that it was about: one entry in the log of each, with what was checked with the customer. A case
// that was registered or chased in it has its entry already, by that act.
import type { Article } from '#shared/model/article';
import type { InteractionReport } from '#shared/protocol/interactions';
import type { Agent } from '#shared/protocol/sessions';
import { asHouse, type Seen } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import { findArticles } from '../repositories/articles.ts';
import { changeCase, hasContact, lockCases } from '../repositories/cases.ts';

const longest = 2_000;

/** Of the report's customer alone; a case that is gone, or another's, is passed over. Reported again it is not written again. */
export async function linkCases(deps: ServerDeps, tx: Seen, agent: Agent, report: InteractionReport): Promise<void> {
  const { id: contactId, customerId, cases, checks, closedAt: at } = report;
  const about = cases.filter(({ how }) => how === 'about' || checks.length > 0);
  if (customerId === null || about.length === 0) return;
  const text = await checkedWords(tx, checks);
  await asHouse(tx, async (all) => {
    const locked = await lockCases(
      all,
      about.map(({ caseId }) => caseId),
    );
    for (const { id, customerId: whose, queueId, file } of locked) {
      if (whose !== customerId || (await hasContact(all, id, contactId))) continue;
      const entry = { id: newId(deps), at, by: agent.name, act: 'contact', step: null, text, was: {}, told: null };
      await changeCase(all, {
        id,
        file: { ...file, log: [...file.log, entry] },
        queueId,
        agentId: agent.id,
        contactId,
      });
    }
  });
}

/** As the articles ask and answer now; what they have no more is left out. */
async function checkedWords(tx: Seen, checks: InteractionReport['checks']): Promise<string> {
  const articles = await findArticles(tx, [...new Set(checks.map(({ articleId }) => articleId))]);
  const lines = articles.map((article) => {
    const said = checks
      .filter(({ articleId }) => articleId === article.id)
      .flatMap((check) => answerOf(article, check));
    return `${written(article.title)}: ${said.join('; ')}`;
  });
  return lines.join('\n').slice(0, longest);
}

function answerOf({ steps }: Article, { step, answer }: InteractionReport['checks'][number]): string[] {
  const found = steps.find(({ code }) => code === step);
  if (found === undefined) return [];
  if (found.kind === 'tick') return [written(found.ask)];
  const option = found.options.find(({ code }) => code === answer);
  return option === undefined ? [] : [`${written(found.ask)} ${written(option.name)}`];
}

/** In the house's first language, or in the one in which it is written. */
const written = ({ it, en }: { readonly it: string; readonly en: string }): string => (it === '' ? en : it);
