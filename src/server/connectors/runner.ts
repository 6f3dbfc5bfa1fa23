// Reads other CRMs: each by one of the instances on this database, page by page, each page in one transaction with how far it has come, and
// between the pages writes calls into its log. Whoever loses the hold, or is killed, loses nothing: another instance goes on from there.
import type { CountryCode } from 'libphonenumber-js/max';
import { type CrmLink, createLink, type Wire } from '#shared/connector/link';
import type { Page, Reader, Reading } from '#shared/connector/machine';
import { mapped } from '#shared/connector/mapping';
import { placeOf } from '#shared/connector/place';
import { read } from '#shared/connector/read';
import type { Language } from '#shared/model/ids';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newId, type ServerDeps } from '../deps.ts';
import * as rows from '../repositories/connectors.ts';
import * as crm from '../repositories/crmCustomers.ts';
import { placeConnector } from '../repositories/crmRemembered.ts';
import { asAuthor } from '../repositories/history.ts';
import { tellToRead } from '../repositories/news.ts';
import { companyCountry } from '../repositories/workstation.ts';
import { createAgreements } from './agreements.ts';
import { writeCalls } from './callLog.ts';
import type { ConnectorsOutside } from './outside.ts';

export interface Connectors {
  /** Has it read at once, here or by the instance that holds it; where it is being read, once more after that. */
  readNow(id: string): void;
  /** As readNow, for what all instances have been told: where another one holds it, that one does. */
  readHere(id: string): void;
  stop(): Promise<void>;
}

const silent: Connectors = { readNow: () => {}, readHere: () => {}, stop: async () => {} };

/** So many may be missing from a list that has ended; more is more likely an index that is being built, or a right that was taken. */
const fewMissing = 50;
const missingShare = 0.1;
/** Nobody waits for a longer transaction. */
const slice = 200;

export function startConnectors(deps: ServerDeps): Connectors {
  const { connectors: outside, logger, config } = deps;
  if (outside === undefined) return silent;
  const reading = createReading(deps, outside);
  const stopping = reading.stopping;
  /** What is under way, and what was asked for meanwhile: what has changed there may have been asked for just before. */
  const under = new Map<string, { work: Promise<void>; next: (() => void) | null }>();

  /** `elsewhere`: what to do where another instance holds it. */
  function start(id: string, elsewhere: () => Promise<void>): void {
    if (stopping.signal.aborted) return;
    const work = reading
      .readOne(id)
      .then((isHere) => (isHere ? undefined : elsewhere()))
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.warn({ err: error, connector: id }, 'a CRM could not be read');
      })
      .then(() => {
        const next = under.get(id)?.next;
        under.delete(id);
        next?.();
      });
    under.set(id, { work, next: null });
  }
  const nothing = async () => {};
  function readNow(id: string): void {
    const now = under.get(id);
    if (now === undefined) start(id, () => tellToRead(deps.db.query, id));
    else now.next = () => readNow(id);
  }
  function readHere(id: string): void {
    const now = under.get(id);
    if (now === undefined) start(id, nothing);
    else now.next ??= () => readHere(id);
  }
  async function tick(): Promise<void> {
    for (const id of await reading.active()) if (!under.has(id)) start(id, nothing);
  }
  const begin = () => {
    ticking = tick().catch((error: unknown) => logger.warn({ err: error }, 'connectors could not be looked up'));
  };
  let ticking: Promise<void> = Promise.resolve();
  begin();
  const timer = setInterval(begin, config.connectorSeconds * 1_000);
  timer.unref();

  return {
    readNow,
    readHere,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await ticking;
      await Promise.all([...under.values()].map(({ work }) => work));
      await reading.letGo().catch(() => undefined);
    },
  };
}

class HoldLost extends Error {}

function createReading(deps: ServerDeps, outside: ConnectorsOutside) {
  const { db, clock, config, logger } = deps;
  const holder = newId(deps);
  const stopping = new AbortController();
  const agreements = createAgreements(deps, outside);
  const links = new Map<string, { readonly of: string; readonly link: CrmLink }>();
  const asHouse = <T>(work: (tx: Seen) => Promise<T>): Promise<T> => seenBy(db.query, house, work);
  const wire: Wire = {
    async send(request) {
      const answer = await outside.send(request, stopping.signal);
      if (stopping.signal.aborted) throw new HoldLost('stopped');
      return answer;
    },
    now: () => clock().getTime(),
    async wait(ms) {
      await outside.wait(ms, stopping.signal);
      if (stopping.signal.aborted) throw new HoldLost('stopped');
    },
  };

  /** One for as long as nothing about it changes: it knows when the last request went. */
  function linkOf(row: rows.ConnectorRow, reader: Reader): CrmLink | null {
    const of = JSON.stringify([row.address, row.settings, row.way, row.secrets]);
    const known = links.get(row.id);
    if (known?.of === of) return known.link;
    const signing = agreements.signingOf(row, reader.description, wire);
    if (signing === null) return null;
    const link = createLink(reader.description, reader.site, signing, wire);
    links.set(row.id, { of, link });
    return link;
  }

  /** False: it is not this instance's to read. */
  async function readOne(id: string): Promise<boolean> {
    const begun = await asHouse(async (tx) => {
      if (!(await rows.holdConnector(tx, id, holder, config.connectorHoldSeconds))) return null;
      return { row: await rows.findConnector(tx, id), country: (await companyCountry(tx)) ?? 'IT' };
    });
    if (begun === null || begun.row === null) return false;
    await readHeld(begun.row, begun.country);
    return true;
  }

  async function readHeld(row: rows.ConnectorRow, country: string): Promise<void> {
    const { id } = row;
    const shipped = outside.descriptions.get(row.kind);
    if (shipped === undefined) return logger.warn({ connector: id, kind: row.kind }, 'no such kind of CRM');
    const description = mapped(shipped, row.mapping);
    const site = { address: row.address, settings: row.settings };
    const reader: Reader = { description, site, country: country as CountryCode };
    const link = linkOf(row, reader);
    if (link === null) return logger.warn({ connector: id }, 'its secrets were sealed with another key');

    const language: Language = country === 'IT' ? 'it' : 'en';
    const held = async (tx: Seen) => {
      if (!(await rows.stillHolds(tx, id, holder, config.connectorHoldSeconds))) throw new HoldLost('another reads it');
    };
    const calls = async () => {
      if (row.writesCalls) await writeCalls({ asHouse, held, link, reader, connectorId: id, clock, language });
    };
    await calls();
    const end = await read(reader, link, wire, row.reading, async (reading, page) => {
      await keep({ row, language, held }, reading, page);
      await calls();
    });
    if (end.failure !== null) logger.warn({ connector: id, ...end.failure }, 'a CRM does not give what is asked');
    else if (end.work.kind === 'rest') await asHouse((tx) => rows.keepLastRead(tx, id, clock(), null));
  }

  async function keep(
    at: { row: rows.ConnectorRow; language: Language; held: (tx: Seen) => Promise<void> },
    reading: Reading,
    page: Page | null,
  ): Promise<void> {
    const { row, language, held } = at;
    const { id } = row;
    const within = (work: (tx: Seen) => Promise<void>) =>
      asHouse(async (tx) => {
        await held(tx);
        await work(tx);
      });
    if (page === null) return within((tx) => rows.keepReading(tx, id, reading));
    const taking = { connectorId: id, portfolioId: row.portfolioId, round: page.round, at: clock(), language };
    await within(async (tx) => {
      await asAuthor(tx, { agentId: null, name: row.name, cause: 'connector' });
      await crm.takeOver(tx, taking, page.customers);
      await crm.letGo(tx, id, page.gone);
      await crm.keepRefusals(tx, taking, page.refused);
      await crm.markListed(tx, taking, page.listed);
      if (!page.whole) await rows.keepReading(tx, id, reading);
    });
    if (!page.whole) return;
    // Before it is said that the list has ended: whoever is cut off here is asked for the last page again.
    const missing = await loseMissing(id, page.round, within);
    await within(async (tx) => {
      await rows.keepReading(tx, id, reading);
      await rows.keepLastRead(tx, id, clock(), missing);
      await rows.manyWereLost(tx, id);
    });
  }

  /** Resolves to how many are kept though the list was without them, because they are too many to believe. */
  async function loseMissing(
    id: string,
    round: number,
    within: (work: (tx: Seen) => Promise<void>) => Promise<void>,
  ): Promise<number> {
    const { known, missing, mayLoseMany } = await asHouse(async (tx) => ({
      ...(await crm.countMissing(tx, id, round)),
      mayLoseMany: (await rows.findConnector(tx, id))?.mayLoseMany === true,
    }));
    if (!mayLoseMany && missing > fewMissing && missing > known * missingShare) return missing;
    for (let left = missing; left > 0; left -= slice) {
      await within(async (tx) => {
        await crm.letGo(tx, id, await crm.someMissing(tx, id, round, slice));
      });
    }
    return 0;
  }

  return {
    stopping,
    readOne,
    /** Of which it is said first where each is, where a version of before did not say it. */
    active: () =>
      asHouse(async (tx) => {
        const all = await rows.listConnectors(tx);
        for (const row of all.filter(({ place }) => place === '')) {
          const description = outside.descriptions.get(row.kind);
          if (description !== undefined) await placeConnector(tx, row.id, placeOf(description, row));
        }
        return all.filter(({ active }) => active).map(({ id }) => id);
      }),
    letGo: () => asHouse((tx) => rows.letConnectorsGo(tx, holder)),
  };
}
