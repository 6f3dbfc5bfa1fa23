// Figures of a contact centre: what each counts, from when, and what it leaves out, as words that stand beside it and as pure functions of
// counts. Standards: EN ISO 18295-1:2017 (which asks for such figures and sets no goals); goals are the company's. Never of one person.
import { z } from 'zod';
import type { Text } from './lists/text.ts';

/** Waits are kept in classes of five seconds. */
const fiveSeconds = z.int().multipleOf(5);

export const figuresPolicySchema = z.strictObject({
  serviceLevel: z.strictObject({ seconds: fiveSeconds.min(5).max(600), goal: z.number().gt(0).max(1) }),
  /** Who hangs up sooner has not waited: neither offered nor abandoned. */
  shortAbandonSeconds: fiveSeconds.min(0).max(30),
  /** Without another contact for the same within so many days it was solved at the first. */
  firstContactDays: z.int().min(1).max(30),
  /** Groups of outcomes by which something was solved, */
  solvedBy: z.array(z.string().min(1).max(20)).default(['RIS']),
  /** and reasons that repeat nothing and solve nothing: a line that dropped, a wrong number. */
  notCounted: z.array(z.string().min(1).max(20)).default(['ALT-01', 'ALT-02']),
  /** Groups of outcomes by which a contact goes on with somebody else. */
  passedOnBy: z.array(z.string().min(1).max(20)).default(['TRA']),
  longHoldSeconds: z.int().min(10).max(600),
  callbackGraceMinutes: z.int().min(0).max(120),
  /** Upper ends of the classes of age of what is open, in days. */
  ageDays: z
    .array(z.int().positive())
    .min(1)
    .refine((days) => days.every((day, at) => at === 0 || day > (days[at - 1] ?? 0))),
  /** Fewer people than so many are not counted out loud; no figure of agents' work is shown of fewer, */
  leastPeople: z.int().min(5),
  /** nor of fewer contacts than so many. */
  leastContacts: z.int().min(30),
  /** Fewer answers to a survey than so many are said to be few. */
  enoughAnswers: z.int().min(5).default(30),
});
export type FiguresPolicy = z.infer<typeof figuresPolicySchema>;

/** So many of so many; `value` null: of none there is no share. */
export type Share = { readonly part: number; readonly of: number; readonly value: number | null };
export const share = (part: number, of: number): Share => ({ part, of, value: of === 0 ? null : part / of });

const mean = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);

/** Of a queue, in some time. A call is counted where it entered the queue; who chose something in the voice menu alone never did. */
export type QueueCounts = {
  readonly offered: number;
  readonly answered: number;
  /** Within the seconds of the service level. */
  readonly answeredInTime: number;
  /** Hung up before the answer, short ones aside. */
  readonly abandoned: number;
  readonly abandonedInTime: number;
  /** Hung up sooner than `shortAbandonSeconds`. */
  readonly shortAbandoned: number;
  /** Of those who were answered, together. */
  readonly waitedSeconds: number;
};

const counted = ({ offered, shortAbandoned }: QueueCounts): number => offered - shortAbandoned;

/** Answered within T ÷ (offered − short). */
export const serviceLevel = (counts: QueueCounts): Share => share(counts.answeredInTime, counted(counts));

/** The variant of others, never shown under the same name: (answered within T + abandoned within T) ÷ (answered + abandoned). */
export const serviceLevelWithAbandoned = ({
  answeredInTime,
  abandonedInTime,
  answered,
  abandoned,
}: QueueCounts): Share => share(answeredInTime + abandonedInTime, answered + abandoned);

/** Abandoned ÷ (offered − short). */
export const abandonRate = (counts: QueueCounts): Share => share(counts.abandoned, counted(counts));

/** ARERA's level of service, which is another thing: who has spoken to somebody ÷ who has asked to. */
export const reachedShare = (counts: QueueCounts): Share => share(counts.answered, counted(counts));

/** Mean seconds until the answer (ASA, «tempo medio di attesa»), of who was answered; null: nobody was. */
export const averageWait = ({
  waitedSeconds,
  answered,
}: Pick<QueueCounts, 'waitedSeconds' | 'answered'>): number | null => mean(waitedSeconds, answered);

/** Of the team, in seconds; a call that was passed on counts once for each who had it. */
export type HandlingCounts = {
  readonly handled: number;
  readonly talkSeconds: number;
  readonly holdSeconds: number;
  readonly wrapUpSeconds: number;
  readonly readySeconds: number;
  /** Calls with a hold longer than `longHoldSeconds`. */
  readonly longHolds: number;
};

/** Mean seconds of (talk + hold + wrap-up): AHT, «TMG». */
export const handlingTime = (counts: HandlingCounts): number | null =>
  mean(counts.talkSeconds + counts.holdSeconds + counts.wrapUpSeconds, counts.handled);

/** Mean seconds of (talk + hold): «TMC», which many a floor calls AHT. */
export const conversationTime = ({ talkSeconds, holdSeconds, handled }: HandlingCounts): number | null =>
  mean(talkSeconds + holdSeconds, handled);

export const wrapUpTime = ({ wrapUpSeconds, handled }: HandlingCounts): number | null => mean(wrapUpSeconds, handled);

export const longHoldShare = ({ longHolds, handled }: HandlingCounts): Share => share(longHolds, handled);

/** Busy ÷ (busy + ready). Above 85 % it wants more people; it blames nobody. */
export function occupancy({ talkSeconds, holdSeconds, wrapUpSeconds, readySeconds }: HandlingCounts): Share {
  const busy = talkSeconds + holdSeconds + wrapUpSeconds;
  return share(busy, busy + readySeconds);
}

/** 95 % of a normal distribution lie within so many deviations. */
const Z95 = 1.959964;

/** Where the true share lies with 95 % confidence (E. B. Wilson, 1927); null: nobody has answered. */
export function wilson({ part, of }: Share): { readonly from: number; readonly to: number } | null {
  if (of === 0) return null;
  const p = part / of;
  const z2 = Z95 ** 2;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of ** 2));
  return { from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

/** How many have answered with each figure of a scale. */
export type Answers = ReadonlyMap<number, number>;

const answersFrom = (answers: Answers, least: number, most: number): number =>
  [...answers].reduce((sum, [score, n]) => (score >= least && score <= most ? sum + n : sum), 0);

/** 4 or 5 of 5 (CSAT), of who has answered. */
export const satisfied = (answers: Answers): Share => share(answersFrom(answers, 4, 5), answersFrom(answers, 1, 5));

/** 5 to 7 of 7 (CES): it was easy. */
export const foundItEasy = (answers: Answers): Share => share(answersFrom(answers, 5, 7), answersFrom(answers, 1, 7));

/** 1 of 1 to 3, yes, partly and no: as customers see it, beside what the contacts themselves say (`firstContactResolution`). */
export const solvedForThem = (answers: Answers): Share => share(answersFrom(answers, 1, 1), answersFrom(answers, 1, 3));

/** Of so many answers; the true mean lies between with 95 % confidence. */
export interface Mean {
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/**
 * The mean and its interval by the normal approximation, with the deviation of the sample: good from some thirty answers on. Null: fewer than two
 * have answered, and nothing is known of how they differ.
 */
export function meanOf(answers: Answers): Mean | null {
  const of = answersFrom(answers, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (of < 2) return null;
  const value = [...answers].reduce((sum, [score, n]) => sum + score * n, 0) / of;
  const squares = [...answers].reduce((sum, [score, n]) => sum + n * (score - value) ** 2, 0);
  const half = Z95 * Math.sqrt(squares / (of - 1) / of);
  return { value, from: value - half, to: value + half, of };
}

/** Share of 9–10 less share of 0–6, from −1 to 1 (NPS): the mean of one, nought and minus one. */
export const netPromoters = (answers: Answers): Mean | null =>
  meanOf(
    new Map([
      [1, answersFrom(answers, 9, 10)],
      [0, answersFrom(answers, 7, 8)],
      [-1, answersFrom(answers, 0, 6)],
    ]),
  );

/** A number of people as it may be told. `withheld`: large enough by itself, but another that is not would follow from it. */
const told = z.object({ kind: z.literal('count'), n: z.int().nonnegative() });
const fewer = z.object({ kind: z.literal('fewer'), than: z.int().positive() });
export const peopleCountSchema = z.discriminatedUnion('kind', [told, fewer, z.object({ kind: z.literal('withheld') })]);
export type PeopleCount = Readonly<z.infer<typeof peopleCountSchema>>;

/** Of one number by itself. */
export const plainCountSchema = z.discriminatedUnion('kind', [told, fewer]);
export type PlainCount = Readonly<z.infer<typeof plainCountSchema>>;

export const peopleCount = (n: number, { leastPeople }: FiguresPolicy): PlainCount =>
  n < leastPeople ? { kind: 'fewer', than: leastPeople } : { kind: 'count', n };

/** Whether a figure of agents' work (handling, hold, occupancy) may be shown at all. */
export const mayShowWork = (agents: number, contacts: number, policy: FiguresPolicy): boolean =>
  agents >= policy.leastPeople && contacts >= policy.leastContacts;

/**
 * Counts of people beside their sum, so that none of fewer than `leastPeople` is shown and none follows from the others: where the sum would
 * tell what was left out, the smallest that could be shown is left out too.
 */
export function peopleCounts(
  counts: readonly number[],
  policy: FiguresPolicy,
): { readonly each: readonly PeopleCount[]; readonly sum: PeopleCount } {
  const hidden = new Set(counts.flatMap((n, at) => (n < policy.leastPeople ? [at] : [])));
  const hiddenSum = (): number => [...hidden].reduce((sum, at) => sum + (counts[at] ?? 0), 0);
  const smallestFirst = counts.map((n, at) => ({ n, at })).toSorted((one, other) => one.n - other.n);
  for (const { at } of smallestFirst) {
    if (hidden.size === 0 || hiddenSum() >= policy.leastPeople) break;
    hidden.add(at);
  }
  const all = counts.reduce((sum, n) => sum + n, 0);
  // Where even that does not hide it, the sum is not told.
  const sumTells = hidden.size > 0 && hiddenSum() < policy.leastPeople && all >= policy.leastPeople;
  return {
    each: counts.map((n, at) =>
      hidden.has(at) && n >= policy.leastPeople ? { kind: 'withheld' } : peopleCount(n, policy),
    ),
    sum: sumTells ? { kind: 'withheld' } : peopleCount(all, policy),
  };
}

/**
 * Sums of groups beside what `peopleCounts` tells of their members (`each`, in the order of `counts`), so that no member that is not told follows
 * from its group's sum, and no group's from the others and the sum of all.
 */
export function groupCounts(
  counts: readonly { readonly group: string; readonly n: number }[],
  each: readonly PeopleCount[],
  { leastPeople }: FiguresPolicy,
): readonly { readonly group: string; readonly count: PeopleCount }[] {
  const members = counts.map((one, at) => ({ ...one, hidden: each[at]?.kind === 'count' ? 0 : one.n }));
  const groups = [...Map.groupBy(members, ({ group }) => group)].map(([group, of]) => ({
    group,
    n: of.reduce((sum, { n }) => sum + n, 0),
    hidden: of.reduce((sum, { hidden }) => sum + hidden, 0),
  }));
  const withHidden = groups
    .filter(({ hidden }) => hidden > 0)
    .toSorted((one, other) => one.hidden - other.hidden || one.group.localeCompare(other.group));
  const untold = new Set<string>();
  let untoldSum = 0;
  for (const { group, hidden } of withHidden) {
    // The next one too, as long as what is not told of all of them together would be so few.
    if (hidden >= leastPeople && (untoldSum === 0 || untoldSum >= leastPeople)) break;
    untold.add(group);
    untoldSum += hidden;
  }
  return groups.map(({ group, n }) => ({
    group,
    count: !untold.has(group)
      ? { kind: 'count', n }
      : n < leastPeople
        ? { kind: 'fewer', than: leastPeople }
        : { kind: 'withheld' },
  }));
}

export const kpiCodes = [
  'offered',
  'answered',
  'abandonRate',
  'serviceLevel',
  'averageWait',
  'handlingTime',
  'conversationTime',
  'wrapUpTime',
  'occupancy',
  'longHoldShare',
  'firstContactResolution',
  'repeatRate',
  'answeredInTime',
  'acknowledgedInTime',
  'reopenedRate',
  'satisfied',
  'foundItEasy',
  'solvedForThem',
  'netPromoters',
  'responseRate',
  'calledBack',
  'transferRate',
  'chatsOffered',
  'chatsAnswered',
  'chatAbandonRate',
  'chatsLeft',
  'firstWord',
  'firstWordNinety',
  'chatHandlingTime',
] as const;
export type KpiCode = (typeof kpiCodes)[number];

/** What stands beside a figure, so that everybody reads it alike. `{…}`: from the policy. */
export const definitions: Record<KpiCode, { readonly name: Text; readonly counts: Text }> = {
  offered: {
    name: { it: 'Chiamate offerte', en: 'Calls offered' },
    counts: {
      it: 'Entrate in coda; non chi si è fermato al menu vocale, né chi ha riagganciato entro {shortAbandonSeconds} secondi.',
      en: 'Entered the queue; not those who stayed in the voice menu, nor those who hung up within {shortAbandonSeconds} seconds.',
    },
  },
  answered: {
    name: { it: 'Chiamate gestite', en: 'Calls answered' },
    counts: { it: 'Offerte a cui un operatore ha risposto.', en: 'Offered calls that an agent has answered.' },
  },
  abandonRate: {
    name: { it: 'Tasso di abbandono', en: 'Abandon rate' },
    counts: {
      it: 'Chi ha riagganciato in coda dopo almeno {shortAbandonSeconds} secondi, sulle chiamate offerte.',
      en: 'Those who hung up in the queue after at least {shortAbandonSeconds} seconds, of the calls offered.',
    },
  },
  serviceLevel: {
    name: { it: 'Livello di servizio', en: 'Service level' },
    counts: {
      it: 'Risposte entro {seconds} secondi dall’ingresso in coda, sulle chiamate offerte. ARERA chiama così un’altra misura.',
      en: 'Answered within {seconds} seconds of entering the queue, of the calls offered. ARERA calls another measure by this name.',
    },
  },
  averageWait: {
    name: { it: 'Tempo medio di attesa', en: 'Average speed of answer' },
    counts: {
      it: 'Dall’ingresso in coda alla risposta, in media, di chi ha avuto risposta.',
      en: 'From entering the queue to the answer, on average, of those who were answered.',
    },
  },
  handlingTime: {
    name: { it: 'Tempo medio di gestione (TMG)', en: 'Average handling time (AHT)' },
    counts: {
      it: 'Conversazione, attesa e lavorazione, in media; una chiamata trasferita conta per ciascun operatore.',
      en: 'Talking, hold and wrap-up, on average; a call that was passed on counts for each agent.',
    },
  },
  conversationTime: {
    name: { it: 'Tempo medio di conversazione (TMC)', en: 'Average conversation time' },
    counts: {
      it: 'Conversazione e attesa, in media, senza lavorazione.',
      en: 'Talking and hold, on average, without wrap-up.',
    },
  },
  wrapUpTime: {
    name: { it: 'Tempo medio di lavorazione', en: 'Average wrap-up time' },
    counts: {
      it: 'Dalla fine della chiamata alla chiusura, in media.',
      en: 'From the end of the call to its closing, on average.',
    },
  },
  occupancy: {
    name: { it: 'Occupazione', en: 'Occupancy' },
    counts: {
      it: 'Tempo di gestione sul tempo di gestione più quello da pronto; le pause non contano. Oltre l’85 % servono più persone.',
      en: 'Handling time of handling time and time ready; breaks do not count. Above 85 % more people are needed.',
    },
  },
  longHoldShare: {
    name: { it: 'Attese lunghe', en: 'Long holds' },
    counts: {
      it: 'Chiamate con un’attesa di oltre {longHoldSeconds} secondi, sulle gestite.',
      en: 'Calls with a hold of more than {longHoldSeconds} seconds, of those answered.',
    },
  },
  firstContactResolution: {
    name: { it: 'Risoluzione al primo contatto', en: 'First contact resolution' },
    counts: {
      it: 'Contatti risolti dopo i quali il cliente non è tornato per lo stesso argomento entro {firstContactDays} giorni, su tutti i risolti.',
      en: 'Solved contacts after which the customer did not come back for the same within {firstContactDays} days, of all solved ones.',
    },
  },
  repeatRate: {
    name: { it: 'Contatti ripetuti', en: 'Repeat contacts' },
    counts: {
      it: 'Contatti che seguono un altro dello stesso cliente per lo stesso argomento entro {firstContactDays} giorni, su tutti; non contano cadute di linea e numeri errati.',
      en: 'Contacts that follow another of the same customer about the same within {firstContactDays} days, of all; dropped lines and wrong numbers do not count.',
    },
  },
  answeredInTime: {
    name: { it: 'Reclami con risposta nei termini', en: 'Complaints answered in time' },
    counts: {
      it: 'Risposte date entro il giorno dovuto, sui reclami la cui prima risposta scade nel periodo; non contano ritirati, riuniti e in attesa del cliente.',
      en: 'Answers given by the day on which they were due, of complaints whose first answer was due in the period; withdrawn, merged and waiting ones do not count.',
    },
  },
  acknowledgedInTime: {
    name: { it: 'Prese in carico nei termini', en: 'Acknowledged in time' },
    counts: {
      it: 'Prese in carico comunicate entro il giorno dovuto, sui reclami per cui scadono nel periodo.',
      en: 'Acknowledgements given by the day on which they were due, of complaints for which that was in the period.',
    },
  },
  reopenedRate: {
    name: { it: 'Pratiche riaperte', en: 'Reopened cases' },
    counts: {
      it: 'Riaperture nel periodo, sulle risposte e chiusure dello stesso periodo.',
      en: 'Cases reopened in the period, of answers and closings in the same period.',
    },
  },
  satisfied: {
    name: { it: 'Clienti soddisfatti', en: 'Satisfied customers' },
    counts: {
      it: 'Risposte 4 e 5 su 5, con l’intervallo di confidenza al 95 % (Wilson).',
      en: 'Answers 4 and 5 of 5, with the 95 % confidence interval (Wilson).',
    },
  },
  foundItEasy: {
    name: { it: 'È stato facile', en: 'It was easy' },
    counts: {
      it: 'Risposte da 5 a 7 su 7, con l’intervallo di confidenza al 95 % (Wilson).',
      en: 'Answers 5 to 7 of 7, with the 95 % confidence interval (Wilson).',
    },
  },
  netPromoters: {
    name: { it: 'Passaparola (NPS)', en: 'Net promoter score' },
    counts: {
      it: 'Quota di 9 e 10 meno quota da 0 a 6, da −100 a 100, con l’intervallo al 95 % della media (approssimazione normale).',
      en: 'Share of 9 and 10 less share of 0 to 6, from −100 to 100, with the 95 % interval of the mean (normal approximation).',
    },
  },
  solvedForThem: {
    name: { it: 'Risolto, secondo i clienti', en: 'Solved, as customers say' },
    counts: {
      it: 'Risposte «sì» alla domanda se è stato risolto, con l’intervallo di confidenza al 95 % (Wilson).',
      en: 'Answers “yes” to whether it was solved, with the 95 % confidence interval (Wilson).',
    },
  },
  responseRate: {
    name: { it: 'Tasso di risposta', en: 'Response rate' },
    counts: {
      it: 'Valutazioni arrivate sulle richieste fatte nel periodo; quelle di oggi si contano domani. Chi è stato estratto a sorte, mai due volte in pochi giorni.',
      en: 'Ratings that have come of the requests made in the period; those of today are counted tomorrow. Customers are drawn by lot, never twice within some days.',
    },
  },
  calledBack: {
    name: { it: 'Richiamati', en: 'Called back' },
    counts: {
      it: 'Raggiunti tra chi, poco soddisfatto, ha chiesto di essere richiamato; nel giorno in cui ha ricevuto la richiesta di valutare.',
      en: 'Those who were reached of those who, little satisfied, wanted to be called back; on the day on which they were asked to rate.',
    },
  },
  transferRate: {
    name: { it: 'Contatti trasferiti', en: 'Transferred contacts' },
    counts: {
      it: 'Contatti di clienti chiusi con un trasferimento, su tutti.',
      en: 'Contacts of customers that were closed with a transfer, of all.',
    },
  },
  chatsOffered: {
    name: { it: 'Chat offerte', en: 'Chats offered' },
    counts: {
      it: 'Entrate in coda; non chi ha chiuso entro {shortAbandonSeconds} secondi, né chi ha scritto fuori orario o con la coda piena.',
      en: 'Entered the queue; not those closed within {shortAbandonSeconds} seconds, nor what was written outside the hours or while the queue was full.',
    },
  },
  chatsAnswered: {
    name: { it: 'Chat gestite', en: 'Chats answered' },
    counts: {
      it: 'Offerte in cui un operatore ha scritto almeno una volta.',
      en: 'Offered chats in which an agent has written at least once.',
    },
  },
  chatAbandonRate: {
    name: { it: 'Tasso di abbandono delle chat', en: 'Abandon rate of chats' },
    counts: {
      it: 'Chat finite dopo almeno {shortAbandonSeconds} secondi senza una parola di un operatore, sulle offerte; chi ha lasciato un messaggio non conta.',
      en: 'Chats that ended after at least {shortAbandonSeconds} seconds without a word from an agent, of those offered; whoever left a message does not count.',
    },
  },
  chatsLeft: {
    name: { it: 'Messaggi lasciati', en: 'Messages left' },
    counts: {
      it: 'Messaggi di chi non ha atteso oltre o ha scritto fuori orario o con la coda piena: si risponde dopo.',
      en: 'Messages from those who waited no longer, or wrote outside the hours or while the queue was full: they are answered later.',
    },
  },
  firstWord: {
    name: { it: 'Prima risposta in chat (mediana)', en: 'First response in chat (median)' },
    counts: {
      it: 'Dall’ingresso in coda alla prima parola di un operatore: entro quanto l’ha avuta metà delle chat gestite, a passi di cinque secondi; mai per mezz’ora né di poche chat.',
      en: 'From entering the queue to an agent’s first word: within how long half of the chats answered had it, in steps of five seconds; never by the half hour nor of few chats.',
    },
  },
  firstWordNinety: {
    name: { it: 'Prima risposta in chat (9 su 10)', en: 'First response in chat (9 in 10)' },
    counts: {
      it: 'Dall’ingresso in coda alla prima parola di un operatore: entro quanto l’hanno avuta nove chat gestite su dieci, a passi di cinque secondi; mai per mezz’ora né di poche chat.',
      en: 'From entering the queue to an agent’s first word: within how long nine in ten of the chats answered had it, in steps of five seconds; never by the half hour nor of few chats.',
    },
  },
  chatHandlingTime: {
    name: { it: 'Tempo medio di gestione delle chat', en: 'Average handling time of chats' },
    counts: {
      it: 'Dalla presa della chat alla chiusura della lavorazione, in media; di più chat insieme ciascuna conta per intero, e una passata conta per ciascun operatore.',
      en: 'From taking the chat to closing its wrap-up, on average; of several at once each counts whole, and one that was passed on counts for each agent.',
    },
  },
};
