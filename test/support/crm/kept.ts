// What a connector keeps of a CRM, in memory: rows and state in one go, as the server does it in one transaction.
import { createLink, type Wire } from '#shared/connector/link';
import { newReading, type Page, type Reader, type Reading, readingSchema } from '#shared/connector/machine';
import { read } from '#shared/connector/read';
import type { CrmCustomer, Refusal } from '#shared/connector/rows';
import type { Values } from '#shared/connector/template';
import type { Crm } from './all.ts';
import type { CrmClock } from './people.ts';
import type { StandIn } from './standIn.ts';

const answerMs = 35;

export class Kept {
  reading: Reading = newReading;
  readonly known = new Map<string, { customer: CrmCustomer; round: number }>();
  readonly refused: Refusal[] = [];
  pages = 0;
  /** Thrown before a page is kept, as by a power cut. */
  cut: () => boolean = () => false;
  secrets: Values;
  readonly reader: Reader;
  private readonly standIn: StandIn;
  private readonly clock: CrmClock;

  constructor(crm: Crm, standIn: StandIn, clock: CrmClock) {
    this.standIn = standIn;
    this.clock = clock;
    this.secrets = standIn.parts.secrets;
    this.reader = {
      description: crm.description,
      site: { address: standIn.address, settings: standIn.parts.settings },
      country: 'IT',
    };
  }

  readonly wire: Wire = {
    send: async (request) => {
      this.clock.now += answerMs;
      const answer = this.standIn.answer(request);
      this.clock.now += answerMs;
      return answer;
    },
    now: () => this.clock.now,
    wait: async (ms) => {
      this.clock.now += ms;
    },
  };

  link() {
    return createLink(this.reader.description, this.reader.site, { by: 'key', secrets: this.secrets }, this.wire);
  }

  /** One reading, to its rest or its failure. */
  async read(): Promise<void> {
    await read(this.reader, this.link(), this.wire, this.reading, async (reading, page) => this.keep(reading, page));
  }

  /** As often as it takes, waiting where it has to. */
  async readToRest(): Promise<void> {
    for (let readings = 0; readings < 400; readings += 1) {
      const wasCut = await this.read().then(
        () => false,
        (error) => {
          if (error !== powerCut) throw error;
          return true;
        },
      );
      if (!wasCut && this.reading.work.kind === 'rest' && this.reading.failure === null) return;
      this.clock.now = Math.max(this.clock.now, this.reading.notBefore);
    }
    throw new Error(`reading does not come to rest: ${JSON.stringify(this.reading)}`);
  }

  /** By id: who they are, as far as a test compares. */
  people(): Record<string, string> {
    return Object.fromEntries([...this.known].map(([id, { customer }]) => [id, `${customer.name} ${customer.email}`]));
  }

  private keep(reading: Reading, page: Page | null): void {
    if (this.cut()) throw powerCut;
    this.reading = readingSchema.parse(JSON.parse(JSON.stringify(reading)));
    if (page === null) return;
    this.pages += 1;
    for (const customer of page.customers) this.known.set(customer.id, { customer, round: page.round });
    for (const id of page.listed) {
      const known = this.known.get(id);
      if (known !== undefined) known.round = page.round;
    }
    for (const id of page.gone) this.known.delete(id);
    this.refused.push(...page.refused);
    if (!page.whole) return;
    for (const [id, { round }] of this.known) if (round < page.round) this.known.delete(id);
  }
}

const powerCut = new Error('power cut');

/** The CRM's people, in the form of `people()`. */
export const peopleOf = (standIn: StandIn): Record<string, string> =>
  Object.fromEntries(
    standIn.parts.people.living().map(({ id, first, last, email }) => [id, `${first} ${last} ${email}`]),
  );
