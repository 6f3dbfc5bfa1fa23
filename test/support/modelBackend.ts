// A backend in a few maps, behind a `fetch`: strict about the protocol, and as unreliable as a test wants it.
import { ulid } from 'ulid';
import { caseEyes } from '#data/cases/eyes';
import { decide } from '#data/cases/writtenCases';
import { type Article, articleContentSchema } from '#shared/model/article';
import { caseNumberOf } from '#shared/model/caseNumber';
import { headOf } from '#shared/model/caseOf';
import { lastWords } from '#shared/model/consent';
import { type Case, type Contact, type Customer, customerSchema, type Note } from '#shared/model/customer';
import { customerIdSchema, interactionIdSchema, type PortfolioId, portfolioIdSchema } from '#shared/model/ids';
import { keptListSchema } from '#shared/model/lists/lists';
import { type KeptChoices, merged } from '#shared/model/preferences';
import { type ArticleGap, articleGapSchema } from '#shared/protocol/articles';
import { type Views, viewsSchema } from '#shared/protocol/audit';
import type { Board } from '#shared/protocol/board';
import type { CallbackList } from '#shared/protocol/callbacks';
import { actDraftSchema, numbersWantedSchema } from '#shared/protocol/cases';
import { type ConsentDraft, consentDraftSchema } from '#shared/protocol/consents';
import { type ProblemType, problemUrn } from '#shared/protocol/errors';
import type { HelpList } from '#shared/protocol/help';
import { type FieldChange, notTakenSchema } from '#shared/protocol/history';
import {
  type CustomerPatch,
  customerPatchSchema,
  type Handover,
  handoverRequestSchema,
  type InteractionReport,
  interactionReportSchema,
} from '#shared/protocol/interactions';
import type { WrittenList } from '#shared/protocol/lists';
import type { LostCallList } from '#shared/protocol/lostCalls';
import { noteChangeSchema, noteDraftSchema } from '#shared/protocol/notes';
import type { Change, Poke, Row } from '#shared/protocol/sync';
import { newestFirst, placeOf, type TimelineItem } from '#shared/protocol/timeline';
import { protocolVersion } from '#shared/protocol/version';
import type { Workstation } from '#shared/protocol/workstation';
import { bucketOf, digestsOf } from './modelDigests.ts';
import { createModelSegments } from './modelSegments.ts';
import { modelWorkstation } from './modelWorkstation.ts';
import { blockOf } from './segmentBlocks.ts';

/** What becomes of one request: `lost` never arrives, `unheard` is carried out and its answer lost, `twice` arrives twice. */
export type Fate =
  | 'arrives'
  | 'lost'
  | 'unheard'
  | 'twice'
  /** The answer breaks off behind so many bytes. */
  | { readonly cutAt: number }
  | { readonly status: number; readonly retryAfter?: string };

export interface ModelBackend {
  readonly fetch: typeof fetch;
  readonly customers: ReadonlyMap<string, Customer>;
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly notes: ReadonlyMap<string, Note>;
  readonly cases: ReadonlyMap<string, Case>;
  readonly handovers: Map<string, Handover>;
  /** Every report that took effect, in order. */
  readonly reports: readonly InteractionReport[];
  /** Every patch that took effect, in order. */
  readonly patches: readonly { readonly id: string; readonly patch: CustomerPatch }[];
  /** Cards that were opened from the cache, as they were told. */
  readonly views: Views['views'];
  /** What customers have said, in the order in which it arrived. */
  readonly consents: readonly ConsentDraft[];
  /** "METHOD path" of every request that arrived. */
  readonly asked: readonly string[];
  /** How often the feed was read to its end. */
  readonly readToEnd: number;
  /** What each field was before, of every customer, in the order in which it came. */
  readonly history: readonly (FieldChange & { readonly customerId: string })[];
  put(customer: Customer): void;
  putCase(found: Case): void;
  putContact(contact: Contact): void;
  /** Moves it, say: another version, with the text that it has. */
  putNote(note: Note): void;
  removeNote(id: string): void;
  /** As another agent would: takes the next version. */
  edit(id: string, patch: CustomerPatch): void;
  remove(id: string): void;
  /** As a lead does: `gone` goes into `kept`, with what hangs on it; what is given is taken over. */
  merge(kept: string, gone: string, taken?: CustomerPatch): void;
  /** Asked for each request. */
  fate: (request: { readonly method: string; readonly path: string }) => Fate;
  /** Cursors given until now are too old. */
  forgetCursors(): void;
  /** Segments made until now are kept no longer. */
  forgetSegments(): void;
  /** What the agent sees, from now on; only `modelPortfolio` unless told. */
  see(portfolios: readonly PortfolioId[]): void;
  /** The access token is too old; the refresh token still works, once. */
  expireAccess(): void;
  endSession(): void;
  /** Every stream of hints, also of those to come, ends at once: a proxy that knows no streams. */
  cutStreams(): void;
  poke(poke: Poke): void;
  /** The knowledge base as the agent sees it; a test sets it, and pokes. */
  readonly articles: Map<string, Article>;
  /** What was said to be missing in it. */
  readonly gaps: readonly ArticleGap[];
  workstation: Workstation;
  /** What is answered about the company's lists; a test sets them, with a mark, and pokes. */
  lists: { readonly mark: string; readonly lists: readonly WrittenList[] };
  /** What the agent has chosen, on whatever PC. */
  choices: KeptChoices;
  /** What is answered about the queues; a test sets it, and pokes. */
  boards: { board: Board; lostCalls: LostCallList; callbacks: CallbackList; help: HelpList };
  /** Answers a wish about the queues, by its path: a status. The body is what was asked. */
  onWish: (path: string, body: unknown) => number;
}

export const modelUrl = 'http://model.test';
/** Where everything of the model lies. */
export const modelPortfolio = portfolioIdSchema.parse('company');
const changesPage = 2;
const token = (n: number) => `${'t'.repeat(24)}${n}`;

export function createModelBackend(): ModelBackend {
  const customers = new Map<string, Customer>();
  const contacts = new Map<string, Contact>();
  const cases = new Map<string, Case>();
  const acted = new Set<string>();
  const articles = new Map<string, Article>();
  const gaps: ArticleGap[] = [];
  const notes = new Map<string, Note>();
  const handovers = new Map<string, Handover>();
  const feed: Change[] = [];
  const reports: InteractionReport[] = [];
  const patches: { id: string; patch: CustomerPatch }[] = [];
  const views: Views['views'] = [];
  const consents: ConsentDraft[] = [];
  const answers = new Map<string, { fingerprint: string; status: number; body: unknown }>();
  const asked: string[] = [];
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let seen: readonly PortfolioId[] = [modelPortfolio];
  const rowsOf = (portfolio: string): Row[] =>
    [
      ...[...customers.values()].map((row): Row => ({ kind: 'customer', row })),
      ...[...contacts.values()].map((row): Row => ({ kind: 'contact', row })),
      ...[...cases.values()].map((row): Row => ({ kind: 'case', row })),
      ...[...notes.values()].map((row): Row => ({ kind: 'note', row })),
    ].filter(({ row }) => row.portfolioId === portfolio);
  const segments = createModelSegments((portfolio) => ({ rows: rowsOf(portfolio), feed: feed.length }));
  const history: (FieldChange & { customerId: string })[] = [];
  /** With whom somebody was made one. */
  const led = new Map<string, string>();
  let epoch = 1;
  let issued = 0;
  /** Sessions by the number of their tokens; the access tokens of the stale ones are too old. */
  const live = new Set<number>();
  const stale = new Set<number>();
  let streamsCut = false;
  let readToEnd = 0;

  const tell = (poke: Poke) => {
    for (const listener of listeners) listener.enqueue(bytes(`data: ${JSON.stringify(poke)}\n\n`));
  };
  const endStreams = () => {
    for (const listener of listeners) listener.close();
    listeners.clear();
  };
  const publish = (change: Change) => {
    feed.push(change);
    tell({ kind: 'changes' });
  };
  function put(customer: Customer): void {
    customers.set(customer.id, customerSchema.parse(customer));
    publish({ kind: 'customer', row: customer });
  }
  function note(row: Customer, patch: CustomerPatch, at: string, cause: FieldChange['cause']): void {
    for (const [field, becomes] of Object.entries(patch)) {
      const was = row[field as keyof CustomerPatch];
      const by = modelWorkstation.agent.name;
      history.push({ id: history.length + 1, customerId: row.id, field, was, becomes, at, by, cause });
    }
  }
  function edit(id: string, patch: CustomerPatch): Customer {
    const row = customers.get(id);
    if (row === undefined) throw new Error('no such customer');
    const next = { ...row, ...(patch as Partial<Customer>), version: row.version + 1 };
    note(row, patch, next.updatedAt, 'edit');
    put(next);
    return next;
  }

  const routes: readonly [string, RegExp, (request: Asked, id: string) => Answered][] = [
    ['GET', /^\/v1\/health$/, () => json(200, { status: 'ok', product: 'cornetta', protocol: protocolVersion })],
    ['POST', /^\/v1\/sessions$/, signIn],
    ['POST', /^\/v1\/sessions\/refresh$/, refresh],
    ['DELETE', /^\/v1\/sessions$/, () => json(204, null)],
    ['GET', /^\/v1\/workstation$/, () => json(200, backend.workstation)],
    [
      'GET',
      /^\/v1\/lists$/,
      ({ url }) => {
        const { mark, lists } = backend.lists;
        return json(200, { mark, lists: url.searchParams.get('known') === mark ? null : lists });
      },
    ],
    ['GET', /^\/v1\/agents\/me\/preferences$/, () => json(200, { choices: backend.choices })],
    ['PUT', /^\/v1\/agents\/me\/preferences$/, keepChoices],
    ['GET', /^\/v1\/sync\/manifest$/, manifest],
    ['GET', /^\/v1\/sync\/segments\/(\w+\/\d+)$/, segment],
    ['GET', /^\/v1\/sync\/changes$/, changes],
    ['GET', /^\/v1\/sync\/digests$/, digests],
    ['GET', /^\/v1\/sync\/buckets\/([\w-]+\/\d+)$/, bucket],
    ['GET', /^\/v1\/sync\/events$/, events],
    ['GET', /^\/v1\/customers$/, byPhone],
    ['PATCH', /^\/v1\/customers\/(\w+)$/, (request, id) => once(request, () => patchCustomer(request, id))],
    ['POST', /^\/v1\/consents$/, (request) => once(request, () => keepConsent(request))],
    ['GET', /^\/v1\/customers\/(\w+)\/consents$/, (_request, id) => json(200, { words: saidBy(id) })],
    ['GET', /^\/v1\/customers\/(\w+)\/history$/, historyOf],
    ['POST', /^\/v1\/customers\/(\w+)\/history$/, (request, id) => once(request, () => keepNotTaken(request, id))],
    ['GET', /^\/v1\/customers\/(\w+)\/timeline$/, timelineOf],
    ['POST', /^\/v1\/cases\/numbers$/, (request) => once(request, () => caseNumbers(request))],
    ['POST', /^\/v1\/cases\/(\w+)\/acts$/, actOnCase],
    ['POST', /^\/v1\/notes$/, (request) => once(request, () => writeNote(request))],
    ['PATCH', /^\/v1\/notes\/(\w+)$/, (request, id) => once(request, () => changeNote(request, id))],
    ['POST', /^\/v1\/notes\/(\w+)\/removal$/, (request, id) => once(request, () => takeNote(request, id))],
    ['POST', /^\/v1\/interactions$/, (request) => once(request, () => report(request))],
    ['POST', /^\/v1\/handovers$/, leaveHandover],
    ['POST', /^\/v1\/views$/, (request) => once(request, () => noteViews(request))],
    [
      'GET',
      /^\/v1\/handovers\/(\w+)$/,
      (_request, id) => (handovers.has(id) ? json(200, handovers.get(id)) : problem('not-found', 404)),
    ],
    ['GET', /^\/v1\/articles$/, articleList],
    ['GET', /^\/v1\/articles\/bodies$/, articleBodies],
    ['PUT', /^\/v1\/articles\/(\w+)$/, saveArticle],
    ['POST', /^\/v1\/article-gaps$/, (request) => once(request, () => tellGap(request))],
    ['GET', /^\/v1\/board$/, () => json(200, backend.boards.board)],
    ['GET', /^\/v1\/lost-calls$/, () => json(200, backend.boards.lostCalls)],
    ['GET', /^\/v1\/callbacks$/, () => json(200, backend.boards.callbacks)],
    ['GET', /^\/v1\/help$/, () => json(200, backend.boards.help)],
    ['POST', /^\/v1\/(?:board|lost-calls|callbacks|help|listening)\b/, wished],
    ['PUT', /^\/v1\/agents\/me\/state$/, setState],
  ];

  function answer(request: Asked): Answered {
    const { method, url } = request;
    const door = url.pathname.startsWith('/v1/sessions') || url.pathname === '/v1/health';
    const its = [...live].find((n) => request.headers.get('authorization') === `Bearer ${token(n)}`);
    if (!door && (its === undefined || stale.has(its))) {
      return problem('session-expired', 401);
    }
    for (const [way, pattern, route] of routes) {
      const match = pattern.exec(url.pathname);
      if (way === method && match !== null) return route(request, match[1] ?? '');
    }
    return problem('not-found', 404);
  }

  function signedIn(status: number): Answered {
    issued += 1;
    live.add(issued);
    return json(status, {
      accessToken: token(issued),
      accessExpiresAt: '2030-01-01T00:00:00.000Z',
      refreshToken: `refresh-${token(issued)}`,
      agent: modelWorkstation.agent,
    });
  }
  function signIn({ body }: Asked): Answered {
    if ((body as { password: string }).password !== 'right') return problem('wrong-credentials', 401);
    return signedIn(201);
  }
  function refresh({ body }: Asked): Answered {
    const { refreshToken } = body as { refreshToken: string };
    const its = [...live].find((n) => refreshToken === `refresh-${token(n)}`);
    if (its === undefined) return problem('session-expired', 401);
    live.delete(its);
    return signedIn(200);
  }

  function articleList({ headers }: Asked): Answered {
    const listed = [...articles.values()].map(({ id, edition }) => ({ id, edition }));
    const mark = String(
      listed.reduce((sum, { id, edition }) => sum * 7 + Number(id.slice(-5)) * edition, 1) % 1_000_003,
    );
    if (headers.get('if-none-match') === `"${mark}"`) return { status: 304, body: '' };
    return json(200, { mark, articles: listed });
  }
  function articleBodies({ url }: Asked): Answered {
    const ids = url.searchParams.get('ids')?.split(',') ?? [];
    return json(200, { articles: ids.flatMap((id) => articles.get(id) ?? []) });
  }
  function saveArticle({ headers, body }: Asked, id: string): Answered {
    const content = articleContentSchema.parse(body);
    const current = articles.get(id);
    if (current === undefined && [...articles.values()].some(({ code }) => code === content.code))
      return problem('taken', 409);
    if (headers.get('if-match') !== `"${current?.edition ?? 0}"`) return problem('version-conflict', 412, { current });
    const by = { byName: modelWorkstation.agent.name, at: '2026-03-02T09:00:00.000Z' };
    const article = { ...content, ...by, id: id as Article['id'], edition: (current?.edition ?? 0) + 1 };
    articles.set(id, article);
    tell({ kind: 'articles' });
    return json(200, article);
  }
  function tellGap({ body }: Asked): Answered {
    gaps.push(articleGapSchema.parse(body));
    return json(201, {});
  }

  function wished({ url, body }: Asked): Answered {
    const status = backend.onWish(url.pathname, body);
    return status < 400 ? json(status, null) : problem(status === 409 ? 'taken' : 'not-found', status);
  }
  function keepChoices({ body }: Asked): Answered {
    backend.choices = merged(backend.choices, (body as { choices: KeptChoices }).choices);
    tell({ kind: 'preferences' });
    return json(200, { choices: backend.choices });
  }
  function setState({ url, body }: Asked): Answered {
    const status = backend.onWish(url.pathname, body);
    return status === 503 ? problem('unavailable', 503) : json(200, { agreed: status === 200 });
  }

  const cursor = (place: string) => `${epoch}:${place}`;
  function placeIn(request: Asked): string | null {
    const [its = '', place = ''] = (request.url.searchParams.get('cursor') ?? `${epoch}:0:`).split(/:(.*)/s);
    return its === String(epoch) ? place : null;
  }
  function manifest(request: Asked): Answered {
    const place = placeIn(request);
    if (place === null) return problem('cursor-expired', 410);
    const asked = request.url.searchParams.get('portfolios')?.split(',');
    const listed = segments.list(seen.filter((id) => asked?.includes(id) ?? true));
    const reached = request.url.searchParams.has('cursor') ? Number(place) : feed.length;
    return json(200, {
      changes: cursor(String(Math.min(listed.from, reached))),
      segments: listed.segments,
      portfolios: seen.map((id) => ({ id, client: { id, name: id } })),
    });
  }
  function segment({ headers }: Asked, id: string): Answered {
    const [generation = '', number] = id.split('/');
    const found = segments.bytes(generation, Number(number));
    if (found === null) return problem('cursor-expired', 410);
    const { bytes: whole, etag } = found;
    const same = headers.get('if-range') === etag;
    const from = same ? Number(/^bytes=(\d+)-$/.exec(headers.get('range') ?? '')?.[1] ?? 0) : 0;
    if (from >= whole.length) return problem('invalid-request', 416);
    const part = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` };
    return {
      status: from > 0 ? 206 : 200,
      body: streamOf(whole.subarray(from)),
      headers: { etag, 'content-length': String(whole.length - from), ...(from > 0 && part) },
    };
  }
  function changes(request: Asked): Answered {
    const place = placeIn(request);
    if (place === null) return problem('cursor-expired', 410);
    const from = Number(place);
    const page = feed.slice(from, from + changesPage);
    const next = from + page.length;
    if (next >= feed.length) readToEnd += 1;
    return json(200, {
      changes: page.filter((change) => change.kind === 'tombstone' || seen.includes(change.row.portfolioId)),
      next: cursor(String(next)),
      more: next < feed.length,
      portfolios: seen,
    });
  }
  function digests(request: Asked): Answered {
    const place = placeIn(request);
    if (place === null) return problem('cursor-expired', 410);
    return json(200, digestsOf(seen, seen.flatMap(rowsOf), feed.slice(Number(place))));
  }
  function bucket(_request: Asked, at: string): Answered {
    const [portfolio = '', number] = at.split('/');
    const rows = rowsOf(portfolio).filter((row) => bucketOf(row.row.id) === Number(number));
    return { status: 200, body: streamOf(rows.length === 0 ? Buffer.alloc(0) : blockOf(rows)), headers: {} };
  }
  function events(request: Asked): Answered {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        mine = controller;
        controller.enqueue(bytes(':\n\n'));
        if (streamsCut) controller.close();
        else listeners.add(controller);
      },
      cancel: () => void listeners.delete(mine),
    });
    request.signal?.addEventListener('abort', () => {
      if (listeners.delete(mine)) mine.error(new DOMException('aborted', 'AbortError'));
    });
    return { status: 200, body: stream };
  }

  function byPhone({ url }: Asked): Answered {
    const phone = url.searchParams.get('phone');
    const found = [...customers.values()].filter((row) => row.phones.some((one) => one.e164 === phone));
    return json(200, { customers: found });
  }
  function patchCustomer({ headers, body }: Asked, id: string): Answered {
    const patch = customerPatchSchema.parse(body);
    const row = customers.get(customerIdSchema.parse(id));
    if (row === undefined) return notThere(id);
    if (row.restrictedAt !== null) return problem('restricted', 423);
    if (headers.get('if-match') !== `"${row.version}"`) return problem('version-conflict', 412, { current: row });
    patches.push({ id, patch });
    return json(200, edit(id, patch));
  }
  function notThere(id: string): Answered {
    const current = customers.get(led.get(id) ?? '');
    return current === undefined ? problem('not-found', 404) : problem('merged-away', 409, { current });
  }
  function historyOf({ url }: Asked, id: string): Answered {
    const field = url.searchParams.get('field');
    const before = Number(url.searchParams.get('before') ?? Number.POSITIVE_INFINITY);
    const all = history.filter(
      (one) => one.customerId === id && one.id < before && (field === null || one.field === field),
    );
    return json(200, { changes: all.toReversed().slice(0, 50), more: all.length > 50 });
  }
  function keepNotTaken({ body }: Asked, id: string): Answered {
    const { details, at } = notTakenSchema.parse(body);
    const row = customers.get(led.get(id) ?? id);
    if (row === undefined) return problem('not-found', 404);
    note(row, details, at, 'notTaken');
    return json(201, { id: row.id, version: row.version });
  }
  function timelineOf({ url }: Asked, id: string): Answered {
    const [at, last] = [url.searchParams.get('at'), url.searchParams.get('id')];
    const kinds = url.searchParams.get('kinds')?.split(',') ?? [];
    const all: TimelineItem[] = [
      ...[...contacts.values()].map((row): TimelineItem => ({ kind: 'contact', row })),
      ...[...notes.values()].map((row): TimelineItem => ({ kind: 'note', row })),
      ...[...cases.values()].map((row): TimelineItem => ({ kind: 'case', row })),
    ];
    const found = all
      .filter(({ kind, row }) => kinds.includes(kind) && row.customerId === id)
      .filter((item) => at === null || newestFirst({ at, id: last ?? '' }, placeOf(item)) < 0)
      .sort((one, other) => newestFirst(placeOf(one), placeOf(other)));
    return json(200, { items: found.slice(0, 50), more: found.length > 50 });
  }
  const keep = (note: Note) => {
    notes.set(note.id, note);
    publish({ kind: 'note', row: note });
  };
  const buryNote = ({ id, version }: Note) => {
    notes.delete(id);
    publish({ kind: 'tombstone', entity: 'note', id, version: version + 1 });
  };
  function writeNote({ body }: Asked): Answered {
    const draft = noteDraftSchema.parse(body);
    if (!customers.has(draft.customerId)) return problem('not-found', 404);
    const { id: agentId, name: agentName } = modelWorkstation.agent;
    keep({ ...draft, portfolioId: modelPortfolio, agentId, agentName, editedAt: null, version: 1 });
    return json(201, { id: draft.id, version: 1 });
  }
  /** As its author, on its day. */
  function ofThatDay({ headers, body }: Asked, id: string): Note | Answered {
    const note = notes.get(id);
    if (note === undefined) return problem('not-found', 404);
    if (note.at.slice(0, 10) !== (body as { at: string }).at.slice(0, 10)) return problem('forbidden', 403);
    if (headers.get('if-match') !== `"${note.version}"`) return problem('version-conflict', 412, { current: note });
    return note;
  }
  function changeNote(request: Asked, id: string): Answered {
    const note = ofThatDay(request, id);
    if ('status' in note) return note;
    const { text, at } = noteChangeSchema.parse(request.body);
    const changed = { ...note, text, editedAt: at, version: note.version + 1 };
    keep(changed);
    return json(200, changed);
  }
  function takeNote(request: Asked, id: string): Answered {
    const note = ofThatDay(request, id);
    if ('status' in note) return note;
    buryNote(note);
    return json(200, { id, version: note.version + 1 });
  }
  const saidBy = (id: string) =>
    consents
      .filter(({ customerId }) => customerId === id)
      .map(({ customerId: _whose, interactionId: _call, ...word }) => ({ ...word, by: modelWorkstation.agent.name }))
      .toSorted((a, b) => b.at.localeCompare(a.at));
  function keepConsent({ body }: Asked): Answered {
    const said = consentDraftSchema.parse(body);
    const row = customers.get(said.customerId);
    if (row === undefined) return problem('not-found', 404);
    consents.push(said);
    const { id: _id, customerId: _whose, interactionId: _call, ...word } = said;
    put({ ...row, consents: lastWords([...row.consents, word]), version: row.version + 1 });
    return json(201, { customer: customers.get(said.customerId) });
  }
  function report({ body }: Asked): Answered {
    const taken = interactionReportSchema.parse(body);
    if (taken.reasonCode === 'XXX-00') return problem('invalid-request', 422);
    reports.push(taken);
    if (taken.customerId !== null) {
      const contact: Contact = {
        id: taken.id,
        customerId: customerIdSchema.parse(led.get(taken.customerId) ?? taken.customerId),
        portfolioId: modelPortfolio,
        at: taken.startedAt,
        channel: 'call',
        direction: taken.direction,
        agentName: modelWorkstation.agent.name,
        reasonCode: taken.reasonCode,
        secondary: taken.secondary,
        outcomeCode: taken.outcomeCode,
        note: taken.note,
        factors: taken.factors,
        version: (contacts.get(taken.id)?.version ?? 0) + 1,
      };
      contacts.set(contact.id, contact);
      publish({ kind: 'contact', row: contact });
    }
    return json(201, { id: taken.id, version: 1 });
  }
  function leaveHandover({ body }: Asked): Answered {
    const request = handoverRequestSchema.parse(body);
    handovers.set(interactionIdSchema.parse(request.id), { ...request, from: modelWorkstation.agent });
    return json(201, { id: request.id, version: 1 });
  }

  function noteViews({ body }: Asked): Answered {
    views.push(...viewsSchema.parse(body).views);
    return json(200, {});
  }

  /** What succeeded under a key is answered again, not done again. */
  let numbered = 0;
  function caseNumbers({ body }: Asked): Answered {
    const { count } = numbersWantedSchema.parse(body);
    const numbers = Array.from({ length: count }, () => {
      numbered += 1;
      return caseNumberOf(2026, numbered);
    });
    return json(201, { numbers });
  }

  /** As the backend does: by the same rules, once for each act. */
  function actOnCase({ body }: Asked, id: string): Answered {
    const draft = actDraftSchema.parse(body);
    const before = cases.get(id) ?? null;
    const customer = customers.get(draft.customerId);
    if (customer === undefined || (before === null && draft.act.kind !== 'register')) return problem('not-found', 404);
    if (!acted.has(draft.act.id)) {
      const eyes = caseEyes(backend.workstation, keptListSchema.array().parse(backend.lists.lists));
      const decided = decide(eyes, customer, before, draft);
      if (!decided?.ok) return problem('cannot-act', 409, { refusal: decided?.error });
      acted.add(draft.act.id);
      const attachments = before?.attachments ?? [];
      const version = (before?.version ?? 0) + 1;
      const row = { id, customerId: customer.id, portfolioId: customer.portfolioId, attachments, version };
      backend.putCase({ ...row, ...headOf(decided.value) });
    }
    const now = cases.get(id);
    return json(200, { id, case: now, number: now?.number ?? '-' });
  }

  function once(request: Asked, work: () => Answered): Answered {
    const key = request.headers.get('idempotency-key');
    if (key === null) return problem('invalid-request', 400);
    const fingerprint = JSON.stringify([request.url.pathname, request.headers.get('if-match'), request.body]);
    const kept = answers.get(key);
    if (kept !== undefined) {
      return kept.fingerprint === fingerprint ? json(kept.status, kept.body) : problem('key-reused', 422);
    }
    const done = work();
    if (done.status < 300) answers.set(key, { fingerprint, status: done.status, body: JSON.parse(String(done.body)) });
    return done;
  }

  const backend: ModelBackend = {
    customers,
    articles,
    gaps,
    contacts,
    notes,
    cases,
    handovers,
    reports,
    patches,
    views,
    consents,
    asked,
    history,
    get readToEnd() {
      return readToEnd;
    },
    put,
    edit: (id, patch) => void edit(id, patch),
    putCase(found) {
      cases.set(found.id, found);
      publish({ kind: 'case', row: found });
    },
    putContact(contact) {
      contacts.set(contact.id, contact);
      publish({ kind: 'contact', row: contact });
    },
    putNote: keep,
    removeNote(id) {
      const note = notes.get(id);
      if (note !== undefined) buryNote(note);
    },
    remove(id) {
      const row = customers.get(id);
      if (row === undefined) return;
      // What belongs to a customer goes too, each with its own tombstone.
      for (const contact of [...contacts.values()].filter(({ customerId }) => customerId === id)) {
        contacts.delete(contact.id);
        publish({ kind: 'tombstone', entity: 'contact', id: contact.id, version: contact.version + 1 });
      }
      for (const note of [...notes.values()].filter(({ customerId }) => customerId === id)) buryNote(note);
      customers.delete(id);
      publish({ kind: 'tombstone', entity: 'customer', id, version: row.version + 1 });
    },
    merge(keptId, goneId, taken = {}) {
      const [kept, gone] = [customers.get(keptId), customers.get(goneId)];
      if (kept === undefined || gone === undefined) throw new Error('no such customer');
      for (const contact of [...contacts.values()].filter(({ customerId }) => customerId === goneId)) {
        const moved = { ...contact, customerId: kept.id, version: contact.version + 1 };
        contacts.set(moved.id, moved);
        publish({ kind: 'contact', row: moved });
      }
      led.set(goneId, keptId);
      backend.remove(goneId);
      const mergedFrom = [...kept.mergedFrom, { id: gone.id, code: gone.code }, ...gone.mergedFrom];
      const phones = [...new Map([...kept.phones, ...gone.phones].map((phone) => [phone.e164, phone])).values()];
      put({ ...kept, phones, ...(taken as Partial<Customer>), mergedFrom, version: kept.version + 1 });
    },
    fate: () => 'arrives',
    forgetCursors() {
      epoch += 1;
      segments.forget();
    },
    forgetSegments: () => segments.forget(),
    see(portfolios) {
      seen = portfolios;
      tell({ kind: 'changes' });
    },
    expireAccess() {
      for (const n of live) stale.add(n);
    },
    endSession() {
      live.clear();
      endStreams();
    },
    cutStreams() {
      streamsCut = true;
      endStreams();
    },
    poke: tell,
    workstation: structuredClone(modelWorkstation),
    lists: { mark: '0'.repeat(16), lists: [] },
    choices: {},
    boards: quietBoards(),
    onWish: () => 204,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const method = init?.method ?? 'GET';
      const fate = backend.fate({ method, path: url.pathname });
      await Promise.resolve();
      if (fate === 'lost') throw new TypeError('fetch failed');
      if (typeof fate === 'object' && 'status' in fate) {
        const headers = fate.retryAfter === undefined ? {} : { 'retry-after': fate.retryAfter };
        const body = { type: problemUrn('unavailable'), title: 'away', status: fate.status };
        return new Response(JSON.stringify(body), { status: fate.status, headers });
      }
      asked.push(`${method} ${url.pathname}`);
      const request: Asked = {
        method,
        url,
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : null,
        signal: init?.signal ?? null,
      };
      const first = answer(request);
      const given = fate === 'twice' && typeof first.body === 'string' ? answer(request) : first;
      if (init?.signal?.aborted) throw new DOMException('aborted', 'AbortError');
      if (fate === 'unheard') throw new TypeError('terminated');
      const { status, body, headers = {} } = given;
      if (typeof fate === 'object') return new Response(cutOff(body, fate.cutAt), { status, headers });
      return new Response(status === 204 || status === 304 ? null : body, { status, headers });
    },
  };
  return backend;
}

const quietBoards = (asOf = '2026-03-02T08:00:00.000Z'): ModelBackend['boards'] => ({
  board: {
    asOf,
    bridge: 'connected',
    queues: [],
    halfHours: null,
    chats: null,
    colleagues: [],
    parked: [],
    callers: null,
    team: null,
  },
  lostCalls: { asOf, lostCalls: [] },
  callbacks: { asOf, callbacks: [], recontacts: [] },
  help: { asOf, help: [], listening: [] },
});

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | null;
}
interface Answered {
  readonly status: number;
  readonly body: string | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

const streamOf = (whole: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      if (whole.length > 0) controller.enqueue(whole);
      controller.close();
    },
  });

/** The first bytes of an answer, and then the line is gone. */
function cutOff(body: Answered['body'], at: number): ReadableStream<Uint8Array> {
  const reader = (typeof body === 'string' ? streamOf(bytes(body)) : body).getReader();
  let left = at;
  return new ReadableStream({
    async pull(controller) {
      const { value } = await reader.read();
      const some = value?.subarray(0, left) ?? new Uint8Array();
      left -= some.length;
      if (some.length > 0) controller.enqueue(some);
      else controller.error(new TypeError('terminated'));
    },
  });
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (status: number, body: unknown): Answered => ({ status, body: JSON.stringify(body) });
const problem = (type: ProblemType, status: number, extension: object = {}): Answered =>
  json(status, { ...extension, type: problemUrn(type), title: type, status });

/** A made-up customer, the same for the same `n`; numbers are of the range kept for fiction. */
export function modelCustomer(n: number, differing: Partial<Customer> = {}): Customer {
  const e164 = `+39000000${String(1000 + n)}` as Customer['phones'][number]['e164'];
  return customerSchema.parse({
    id: ulid(1_700_000_000_000 + n, () => 0.5),
    portfolioId: modelPortfolio,
    code: `AU-${10_000 + n}`,
    kind: 'person',
    name: `Prova Numero${n}`,
    language: 'it',
    birthDate: null,
    taxCode: null,
    iban: null,
    contracts: [],
    email: `prova${n}@esempio.it`,
    address: null,
    preference: null,
    phones: [{ raw: String(e164), e164, kind: 'mobile' }],
    consents: [],
    restrictedAt: null,
    version: 1,
    updatedAt: '2026-01-01T09:00:00.000Z',
    ...differing,
  });
}
