// Writes calls into the log of another CRM, a few at a time, over the same line as its customers are read.
import { askToLog, type LoggedCall, logged, newWriting } from '#shared/connector/callLog';
import type { CrmLink } from '#shared/connector/link';
import type { Reader } from '#shared/connector/machine';
import type { Language } from '#shared/model/ids';
import type { Seen } from '../db/seenBy.ts';
import type { Clock } from '../deps.ts';
import { type CallOutcome, dueCalls, settleCall } from '../repositories/crmCalls.ts';

/** Then customers are read again. */
const atATime = 5;

interface CallLog {
  readonly asHouse: <T>(work: (tx: Seen) => Promise<T>) => Promise<T>;
  /** Throws where another instance has taken the connector over: it writes them. */
  readonly held: (tx: Seen) => Promise<void>;
  readonly link: CrmLink;
  readonly reader: Reader;
  readonly connectorId: string;
  readonly clock: Clock;
  readonly language: Language;
}

export async function writeCalls(log: CallLog): Promise<void> {
  const { asHouse, held, connectorId, clock, language } = log;
  const due = await asHouse((tx) => dueCalls(tx, connectorId, clock(), language, atATime));
  for (const { call, tries } of due) {
    const outcome = await write(log, call, tries);
    await asHouse(async (tx) => {
      await held(tx);
      await settleCall(tx, connectorId, call.id, outcome);
    });
    // What refuses one for now refuses the next as well.
    if (outcome.kind === 'again') return;
  }
}

async function write({ link, reader, clock }: CallLog, call: LoggedCall, tries: number): Promise<CallOutcome> {
  const { description, site } = reader;
  for (let writing = newWriting; ; ) {
    const request = askToLog(description, site, call, writing);
    if (request === null) return { kind: 'written' };
    const answer = await link.ask(request);
    const written = logged(description, writing, answer, tries);
    if (written.kind === 'again') return { kind: 'again', at: new Date(clock().getTime() + written.waitMs) };
    if (written.kind !== 'goesOn') return written;
    writing = written.writing;
  }
}
