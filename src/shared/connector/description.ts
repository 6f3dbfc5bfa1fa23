// What a connector to another CRM is made of: data, not code (assets/connectors/*.json). This is their language: which requests bring the
// customers, what an answer looks like, how often one may ask, how a call is written into the CRM's log.
// The engine (machine, rows, callLog) knows no CRM by name.
import { z } from 'zod';
import { encodingNames, namesIn } from './template.ts';

/** JSON pointer (RFC 6901) into an answer or a row; '' is the whole of it. */
const pointerSchema = z
  .string()
  .max(200)
  .regex(/^(\/[^/]+)*$/, 'not a JSON pointer');

const templateSchema = z.string().max(4_000);
const templatesSchema = z.record(z.string(), templateSchema);

export const requestTemplateSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT']).default('GET'),
  /** Below the CRM's address; values are encoded for a path. */
  path: templateSchema.startsWith('/'),
  query: templatesSchema.default({}),
  headers: templatesSchema.default({}),
  /** Sent as JSON; a string that is one variable alone becomes that variable's value, with its type. */
  body: z.json().optional(),
  /** The pace that it is asked at. */
  pace: z.string(),
});
export type RequestTemplate = z.infer<typeof requestTemplateSchema>;

/** How one comes from page to page. By id is the safest: nothing that is deleted meanwhile lets a row be passed over. */
const listingSchema = z.discriminatedUnion('by', [
  /** Sorted by id; the next page begins after the last id. Ends with an empty page. */
  z.strictObject({ by: z.literal('id'), request: requestTemplateSchema, start: z.string() }),
  /** The answer has the whole address of the next page, or none. */
  z.strictObject({ by: z.literal('link'), request: requestTemplateSchema, at: pointerSchema }),
  /** The answer has a word for the next page. Ends without a word, or where `end` is as said. */
  z.strictObject({
    by: z.literal('cursor'),
    request: requestTemplateSchema,
    next: requestTemplateSchema,
    at: pointerSchema,
    end: z.strictObject({ at: pointerSchema, is: z.boolean() }).optional(),
  }),
]);
export type Listing = z.infer<typeof listingSchema>;

const changesSchema = z.discriminatedUnion('by', [
  /**
   * What was changed since a moment, sorted by it; always the first page, with the moment moved on (pages by number lose rows).
   * Where one moment fills a page, `within` lists that moment (`granuleMs` long) by id.
   */
  z.strictObject({
    by: z.literal('time'),
    request: requestTemplateSchema,
    within: requestTemplateSchema,
    start: z.string(),
    /** What the CRM's filter tells apart. */
    granuleMs: z.number().int().positive(),
    /** Read again each time: rows that became visible late (a long transaction, a lagging index). */
    overlapSeconds: z.number().int().positive(),
  }),
  /**
   * The last page of the load, and of each round of changes, has a word from which it goes on as the load did.
   * Where that is refused, it is too old: all is listed anew.
   */
  z.strictObject({ by: z.literal('token'), at: pointerSchema }),
]);

/** Where each of our fields comes from. */
export const fieldsSchema = z.strictObject({
  /** Joined by spaces; where all are empty, the first of `nameElse` that is not. */
  name: z.array(pointerSchema).min(1).max(6),
  nameElse: z.array(pointerSchema).max(6).default([]),
  company: z.strictObject({ at: pointerSchema, is: z.json() }).optional(),
  email: pointerSchema.optional(),
  phones: z
    .array(z.strictObject({ at: pointerSchema, kind: z.enum(['mobile', 'landline', 'other']) }))
    .max(12)
    .default([]),
  /** A list of further numbers, each at `number`. */
  phoneList: z.strictObject({ at: pointerSchema, number: pointerSchema }).optional(),
  address: z
    .strictObject({
      street: z.array(pointerSchema).max(6),
      postcode: pointerSchema.optional(),
      city: pointerSchema.optional(),
    })
    .optional(),
  birthDate: pointerSchema.optional(),
  taxCode: pointerSchema.optional(),
  /** "it", "it-IT", "it_IT"; other languages than ours are left out. */
  language: pointerSchema.optional(),
});

const rowSchema = z.strictObject({
  /** Where the rows of an answer are. */
  list: pointerSchema,
  id: pointerSchema,
  /** When it was changed last; needed where changes go by time. */
  changed: pointerSchema.optional(),
  /** A row that only says that somebody is gone; `id` where such rows have it elsewhere. */
  gone: z.strictObject({ at: pointerSchema, is: z.json(), id: pointerSchema.optional() }).optional(),
  /** Whoever is something else there (a colleague, somebody no longer active) is no customer. */
  only: z.strictObject({ at: pointerSchema, is: z.json() }).optional(),
  /**
   * Where a CRM gives only what it is asked for: the variable `columns` of its requests. They are the names that the fields stand under, below
   * `below`, and these.
   */
  columns: z.strictObject({ below: pointerSchema, always: z.array(z.string()).min(1) }).optional(),
  fields: fieldsSchema,
});

/** What a refusal means. Unsaid: 401 is the sign-in, 429 and 5xx are waited out, the rest is told to the administrator. */
const refusalSchema = z.strictObject({
  status: z.number().int(),
  /** Only where the answer says `is` there. */
  at: pointerSchema.optional(),
  is: z.string().optional(),
  means: z.enum(['wait', 'signIn']),
  /** How long, where the answer itself does not say. */
  seconds: z.number().int().positive().optional(),
});

const signInSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('headers'), headers: templatesSchema }),
  z.strictObject({ by: z.literal('basic'), user: templateSchema, password: templateSchema }),
  /** OAuth 2.0, RFC 6749 section 4.4: the only address but the CRM's own that a connector may reach. */
  z.strictObject({ by: z.literal('clientCredentials'), from: templateSchema, form: templatesSchema }),
]);

const settingsSchema = z.record(
  z.string(),
  z.strictObject({
    pattern: z.string(),
    default: z.string().optional(),
    /** It says which CRM of those at that address it is: ids mean other people where it differs. */
    place: z.boolean().optional(),
  }),
);

/**
 * A person signs in there in a browser and agrees (OAuth 2.0 authorization code, RFC 6749 section 4.1, as RFC 9700 wants it). Its client is
 * known by the setting `clientId` and the secret `clientSecret`, which the company is given when it registers Cornetta there.
 */
const agreementSchema = z.strictObject({
  /** Where the browser goes. */
  authorize: templateSchema,
  /** Where the code, and later the refresh token, is changed for an access token. */
  token: templateSchema,
  scope: templateSchema.optional(),
  /** Whether it checks a proof that who brings the code has asked for it (RFC 7636). */
  pkce: z.boolean(),
  /** What has to be said besides `settings`. */
  settings: settingsSchema.default({}),
  /** Answers to a renewal which say that the agreement was taken back; any other refusal is tried again. */
  over: z
    .array(z.strictObject({ at: pointerSchema, is: z.string() }))
    .min(1)
    .default([{ at: '/error', is: 'invalid_grant' }]),
  /** Where it is told that tokens are wanted no more (RFC 7009, or what the maker has instead of it); left out: nowhere. */
  revoke: z
    .discriminatedUnion('by', [
      /** POST; `token` is the refresh token, or the access token where there is no other. */
      z.strictObject({ by: z.literal('form'), at: templateSchema, form: templatesSchema }),
      /** DELETE by whoever shows the access token. */
      z.strictObject({ by: z.literal('bearer'), at: templateSchema }),
    ])
    .optional(),
});

/** That it tells by itself when something has changed: only ever a hint to read now. */
const hintsSchema = z.strictObject({
  /** Base64 of HMAC-SHA256, in `header`, of what is put together from `method`, `url`, `moment` and `body`. */
  signature: z
    .strictObject({
      header: z.string(),
      /** The header with the moment; others are older than five minutes. */
      moment: z.string(),
      of: templateSchema,
      /** Where it is none of those that are asked for anyhow, it may be left out: the secret address counts alone then. */
      secret: z.string(),
    })
    .optional(),
});

const callLogSchema = z.strictObject({
  /** What `incoming` and `outgoing` are called there: further variables for the steps. */
  incoming: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  outgoing: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  /** From the first to the last, again and again until all have been heard of: each may be repeated without harm. */
  steps: z
    .array(
      z.strictObject({
        request: requestTemplateSchema,
        ok: z.array(z.number().int()).min(1),
        /** Read from the answer for later steps; what is not there stays unsaid. */
        take: z.record(z.string(), pointerSchema).default({}),
        /** Left out where an earlier step has found that. */
        unless: z.string().optional(),
      }),
    )
    .min(1),
  /** Not repeated sooner: what was written shows up there only then. */
  againAfterSeconds: z.number().int().positive(),
});

export const callNames = [
  'id',
  'uuid',
  'person',
  'subject',
  'note',
  'number',
  'agent',
  'startedAt',
  'endedAt',
  'seconds',
  'minutes',
  'milliseconds',
] as const;

export const descriptionSchema = z
  .strictObject({
    /** "zammad"; the file's name. */
    kind: z.string().regex(/^[a-z][a-z0-9]{1,29}$/),
    name: z.string().min(1).max(60),
    /** What else an administrator says besides the address, in plain or as a secret. */
    settings: settingsSchema.default({}),
    secrets: z.array(z.string()).min(1),
    signIn: signInSchema,
    /** The other way to sign in, where the maker offers it. */
    agreement: agreementSchema.optional(),
    hints: hintsSchema.optional(),
    /** With every request. */
    headers: templatesSchema.default({}),
    /** At most so many requests in so many seconds, evenly spaced; less than the CRM allows, for others ask it too. */
    paces: z.record(z.string(), z.strictObject({ requests: z.number().positive(), seconds: z.number().positive() })),
    refusals: z.array(refusalSchema).default([]),
    load: listingSchema,
    /** The whole is listed again after so long: whoever is not on the list is gone. Where deletions are told, seldom. */
    reloadHours: z.number().int().positive(),
    changes: changesSchema,
    row: rowSchema,
    callLog: callLogSchema,
  })
  .superRefine((description, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    for (const { where, template, known } of templatesOf(description)) {
      for (const { name, encoding } of namesIn(template)) {
        if (!known.includes(name)) refuse(`${where}: nothing is called ${name}`);
        if (encoding !== null && !encodingNames.includes(encoding)) refuse(`${where}: no encoding ${encoding}`);
      }
    }
    const { agreement, settings } = description;
    if (agreement !== undefined && !('clientId' in { ...settings, ...agreement.settings }))
      refuse('agreement: there is no clientId');
    for (const { pace } of requestsOf(description)) if (!(pace in description.paces)) refuse(`no pace ${pace}`);
    if (description.changes.by === 'time' && description.row.changed === undefined)
      refuse('changes by time need row.changed');
    if (description.changes.by === 'token' && description.load.by === 'id') refuse('a token goes on with pages');
  });
export type Description = z.infer<typeof descriptionSchema>;

type Parts = Omit<Description, 'kind' | 'name'>;

function requestsOf({ load, changes, callLog }: Parts): RequestTemplate[] {
  return [
    load.request,
    ...(load.by === 'cursor' ? [load.next] : []),
    ...(changes.by === 'time' ? [changes.request, changes.within] : []),
    ...callLog.steps.map(({ request }) => request),
  ];
}

/** Every template, and the names that it may use: a description that passes never meets a variable that is not there. */
function templatesOf(parts: Parts): { where: string; template: unknown; known: readonly string[] }[] {
  const { load, changes, callLog, signIn, agreement, hints, headers, settings, secrets, row } = parts;
  const plain = Object.keys(settings);
  const columns = row.columns === undefined ? [] : ['columns'];
  const own = [...plain, 'address', ...secrets];
  const of = (where: string, template: unknown, known: readonly string[]) => ({ where, template, known });
  const request = (where: string, names: readonly string[], from: RequestTemplate) =>
    of(where, [from.path, from.query, from.headers, from.body], [...plain, ...names]);
  const directions = Object.keys(callLog.incoming).filter((name) => name in callLog.outgoing);
  const taken = callLog.steps.map((_, place) => callLog.steps.slice(0, place).flatMap(({ take }) => Object.keys(take)));
  const agreed = [...plain, ...Object.keys(agreement?.settings ?? {}), 'address'];
  return [
    of('signIn', signIn, own),
    of('agreement', [agreement?.authorize, agreement?.token, agreement?.scope], agreed),
    of('agreement.revoke', agreement?.revoke, [...agreed, 'token', 'clientSecret']),
    of('headers', headers, plain),
    of('hints', hints?.signature?.of, ['method', 'url', 'moment', 'body']),
    request('load', load.by === 'id' ? ['after', ...columns] : columns, load.request),
    ...(load.by === 'cursor' ? [request('load.next', ['cursor', ...columns], load.next)] : []),
    ...(changes.by === 'time'
      ? [
          request('changes', ['since', ...columns], changes.request),
          request('changes.within', ['since', 'until', 'after', ...columns], changes.within),
        ]
      : []),
    ...callLog.steps.map((step, place) =>
      request(`callLog.steps.${place}`, [...callNames, ...directions, ...(taken[place] ?? [])], step.request),
    ),
  ];
}
