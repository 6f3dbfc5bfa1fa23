// The people of a stand-in CRM, and what every CRM does with them: moments that are shared by many, rows that a search finds only later,
// deletions that are told and those that are not.

export interface CrmClock {
  now: number;
}

export interface CrmPerson {
  readonly id: string;
  /** In the order in which they came; ids sort alike. */
  readonly n: number;
  readonly first: unknown;
  readonly last: unknown;
  readonly email: unknown;
  readonly phone: string | null;
  readonly mobile: string | null;
  readonly street: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly changed: number;
  /** Place in the order of changes. */
  readonly order: number;
  readonly deleted: boolean;
}

type Details = Omit<CrmPerson, 'id' | 'n' | 'changed' | 'order' | 'deleted'>;

export class People {
  /** As a read by key finds them. */
  readonly current = new Map<string, CrmPerson>();
  /** What a lagging search still finds for them, oldest first. */
  private readonly former = new Map<string, { person: CrmPerson; until: number }[]>();
  private count = 0;
  private order = 0;
  private readonly clock: CrmClock;
  private readonly idOf: (n: number) => string;
  private readonly lagMs: number;

  constructor(clock: CrmClock, idOf: (n: number) => string, lagMs = 0) {
    this.clock = clock;
    this.idOf = idOf;
    this.lagMs = lagMs;
  }

  add(details: Partial<Details> = {}): CrmPerson {
    this.count += 1;
    const n = this.count;
    const digits = String(n).padStart(6, '0');
    return this.put(
      {
        id: this.idOf(n),
        n,
        first: 'Prova',
        last: `Numero ${n}`,
        email: `prova${n}@example.test`,
        phone: `+39 0000 ${digits}`,
        mobile: null,
        street: 'Via della Prova 1',
        postcode: '00000',
        city: 'Prova',
        changed: 0,
        order: 0,
        deleted: false,
        ...details,
      },
      null,
    );
  }

  change(id: string, details: Partial<Details>): void {
    const person = this.current.get(id);
    if (person === undefined) throw new Error(`nobody is called ${id}`);
    this.put({ ...person, ...details }, person);
  }

  /** Told: the row says so from now on. Not told: it is not there any more. */
  remove(id: string, told: boolean): void {
    const person = this.current.get(id);
    if (person === undefined) throw new Error(`nobody is called ${id}`);
    if (told) this.put({ ...person, deleted: true }, person);
    else {
      this.current.delete(id);
      this.former.delete(id);
    }
  }

  /** Who is a customer there now. */
  living(): CrmPerson[] {
    return [...this.current.values()].filter(({ deleted }) => !deleted);
  }

  /** As the search index knows them, which follows some seconds behind. */
  indexed(): CrmPerson[] {
    if (this.lagMs === 0) return [...this.current.values()];
    return [...this.current.keys()].flatMap((id) => {
      const person = this.current.get(id);
      const older = (this.former.get(id) ?? []).find(({ until }) => until > this.clock.now);
      if (older !== undefined) return [older.person];
      return person === undefined || person.changed + this.lagMs > this.clock.now ? [] : [person];
    });
  }

  private put(person: CrmPerson, before: CrmPerson | null): CrmPerson {
    this.order += 1;
    const stamped = { ...person, changed: this.clock.now, order: this.order };
    this.current.set(stamped.id, stamped);
    if (before !== null && this.lagMs > 0) {
      const kept = (this.former.get(person.id) ?? []).filter(({ until }) => until > this.clock.now);
      const isIndexed = before.changed + this.lagMs <= this.clock.now;
      if (isIndexed || kept.length > 0) kept.push({ person: before, until: this.clock.now + this.lagMs });
      this.former.set(person.id, kept);
    }
    return stamped;
  }
}
