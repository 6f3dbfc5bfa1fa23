// The command's options: read, checked, and refused with a sentence that says which one and why.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/lib/result';
import { isSecured } from '#shared/lib/securedServer';
import { roleSchema } from '#shared/model/role';
import type { PbxSettings } from '#shared/protocol/workstation';
import { defaultConfig, type ServerConfig } from './config.ts';
import { sealingKeyBytes } from './connectors/sealing.ts';
import type { MetricsAddress } from './metrics/listen.ts';
import type { AsteriskOptions } from './pbx/asterisk.ts';

export const usage = `usage: node src/server/listen.ts [options]
  --port N            where to listen; 0 takes any free port (8080)
  --host HOST         address to listen on (127.0.0.1)
  --data DIR          keep the database in this folder; without it, and without the environment's
                      DATABASE_URL=postgres://…, it is kept in memory and gone at the end
  --pbx URL           the PBX's WebSocket address, wss://… (ws://… on this machine); may be given again for others
  --ice URL           a STUN or TURN server for phones that no straight way leads to: stun:HOST:PORT,
                      turn:HOST:PORT?transport=udp, turns:…; may be given again. TURN servers as the user of the
                      environment's CORNETTA_TURN_USER and CORNETTA_TURN_PASSWORD
  --ami HOST:PORT     bridge to an Asterisk by its manager interface, as the user of the environment's
                      CORNETTA_AMI_USER and CORNETTA_AMI_SECRET: boards, lost calls, ready and not ready
  --ami-context NAME  where its dialplan knows queues and extensions (internal)
  --simulator-control URL   bridge to our own switchboard by its control interface
  --metrics HOST:PORT   metrics for Prometheus at http://HOST:PORT/metrics; for those who watch, nobody else (none)
                      (keys to other CRMs and files of cases are sealed with the environment's CORNETTA_SECRETS_KEY: 32 bytes
                      in base64; without it no other CRM is read, and files lie in the database as they are)
  --proxy ADDRESS     a reverse proxy whose word counts for who is asking; may be given again (this machine)
  --public URL        where this backend is reached from outside, https://…: a browser comes back there from another CRM
                      in which an administrator has signed in (without it, CRMs are connected with keys only), and links to
                      surveys lead there; the gateway that sends those shows the environment's CORNETTA_SURVEY_TOKEN
  --oidc URL          the company's sign-in service (OpenID Connect issuer), https://…; agents are known by a claim of it
  --oidc-client ID    as which client; its secret, where it has one, is the environment's CORNETTA_OIDC_SECRET
  --oidc-claim NAME   the claim that is the agent's user name here (preferred_username)
  --oidc-roles CLAIM=VALUE:ROLE,VALUE:ROLE   roles by a claim, at each sign-in, the first that fits; else agent (as here)
  --oidc-name NAME    what the button says ("Sign in with …")
  --no-local          only by that service: names and passwords that are kept here open nothing
  --lookups N         how many customers an agent may look for here in a minute: callers whom their PC does not know, and
                      searches that find nobody there (120)
  --examine COMMAND   gets each file that comes for a case on its standard input and says by its exit code whether it
                      is kept: 0 yes, 1 no; without an answer none is (none); words are parted by spaces
  --company FILE      the company's own file: queues, lists, who works there; applied at each start
  --seed demo|none    fill the database with the exercise company (none)
  --customers N       how many made-up customers that company has besides the named ones (300)
  --assets DIR        folder of assets (the project's own)`;

/** A host and a port. */
const place = (example: string) =>
  z
    .string()
    .regex(/^(?:[\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}$/, `a host and a port, as in ${example}`)
    .transform((text) => {
      const colon = text.lastIndexOf(':');
      return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
    })
    .refine(({ port }) => port <= 65_535, 'a port up to 65535');

const optionsSchema = z.object({
  port: z.coerce.number('a number').int('a whole number').min(0).max(65_535),
  host: z.string().min(1),
  data: z.string().min(1).optional(),
  pbx: z.array(
    z
      .url({ protocol: /^wss?$/, error: 'a WebSocket address: wss://…', abort: true })
      .refine(isSecured, 'wss://… to another machine: the keys of the sound go over it'),
  ),
  ice: z.array(
    z
      .string()
      .regex(
        /^(?:stuns?:[^?@/\s]+|turns?:[^?@/\s]+(?:\?transport=(?:udp|tcp))?)$/,
        'an address like stun:stun.example.com:3478 or turn:turn.example.com:3478?transport=udp',
      ),
  ),
  turnUser: z.string().min(1).optional(),
  turnPassword: z.string().min(1).optional(),
  ami: place('pbx.example.com:5038').optional(),
  metrics: place('127.0.0.1:9464').optional(),
  'ami-context': z.string().regex(/^[\w-]{1,80}$/, 'the name of a context'),
  'simulator-control': z.url({ protocol: /^http$/, error: 'an address: http://…' }).optional(),
  public: z
    .url({ protocol: /^https?$/, error: 'an address: https://…', abort: true })
    .refine(isSecuredPage, 'https://… from another machine: codes and hints of other CRMs come in over it')
    .refine((text) => !/[?#@]/.test(text), 'an address alone: nothing after a ? or #, and nobody’s name')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  oidc: z
    .url({ protocol: /^https?$/, error: 'an address: https://…', abort: true })
    .refine(isSecuredPage, 'https://… to another machine: who may work here is decided there')
    .optional(),
  'oidc-client': z.string().min(1).optional(),
  'oidc-claim': z.string().min(1),
  'oidc-roles': z
    .string()
    .regex(/^[\w.-]+=[^:,=]+:[a-z]+(?:,[^:,=]+:[a-z]+)*$/, 'as in groups=supervisors:lead,it:admin')
    .transform((text) => {
      const [claim = '', pairs = ''] = text.split('=');
      return { claim, of: pairs.split(',').map((pair) => pair.split(':')) };
    })
    .pipe(z.object({ claim: z.string(), of: z.array(z.tuple([z.string(), roleSchema])) }))
    .optional(),
  'oidc-name': z.string().trim().min(1).max(80),
  'no-local': z.boolean(),
  lookups: z.coerce.number('a number').int('a whole number').min(1),
  oidcSecret: z.string().min(1).optional(),
  surveyToken: z
    .string()
    .regex(/^[\w.~+/=-]{32,200}$/, 'at least 32 letters and digits')
    .optional(),
  amiUser: z.string().min(1).optional(),
  amiSecret: z.string().min(1).optional(),
  proxy: z.array(
    z.string().refine((text) => text === 'loopback' || isAddress(text), 'an address, or a network as in 10.0.0.0/8'),
  ),
  examine: z
    .string()
    .trim()
    .min(1, 'a command')
    .transform((text) => text.split(/\s+/) as [string, ...string[]])
    .optional(),
  company: z.string().min(1).optional(),
  seed: z.enum(['demo', 'none'], 'either demo or none'),
  customers: z.coerce.number('a number').int('a whole number').min(0).max(5_000_000),
  assets: z.string().min(1),
  sealingKey: z
    .base64('32 bytes in base64')
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
    .refine(({ length }) => length === sealingKeyBytes, '32 bytes in base64')
    .optional(),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: 'an address like postgres://user@host/database' })
    .optional(),
});

export type StorageOption =
  | { readonly kind: 'memory' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type BridgeOption =
  | { readonly kind: 'none' }
  | { readonly kind: 'simulator'; readonly controlUrl: string }
  | ({ readonly kind: 'asterisk' } & AsteriskOptions);

type Given = z.infer<typeof optionsSchema>;
type Kept = 'port' | 'host' | 'pbx' | 'proxy' | 'lookups' | 'seed' | 'customers' | 'assets';

export type Options = Pick<Given, Kept> & {
  readonly storage: StorageOption;
  readonly bridge: BridgeOption;
  readonly company: string | null;
  readonly oidc: ServerConfig['oidc'];
  readonly localAccounts: boolean;
  readonly publicUrl: string | null;
  readonly surveyToken: string | null;
  /** Null: none are kept. */
  readonly metrics: MetricsAddress | null;
  readonly iceServers: PbxSettings['iceServers'];
  /** What keys to other CRMs and files of cases are sealed with; null: no keys are kept, and files unsealed. */
  readonly sealingKey: Uint8Array | null;
  /** The program that examines files of cases, and its arguments; null: none. */
  readonly examine: readonly [string, ...string[]] | null;
};

/** Reads the arguments; the error is a sentence for whoever typed them. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  defaultAssets: string,
): Result<Options, string> {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        pbx: { type: 'string', multiple: true, default: [] },
        ice: { type: 'string', multiple: true, default: [] },
        ami: { type: 'string' },
        metrics: { type: 'string' },
        'ami-context': { type: 'string', default: 'internal' },
        'simulator-control': { type: 'string' },
        public: { type: 'string' },
        oidc: { type: 'string' },
        'oidc-client': { type: 'string' },
        'oidc-claim': { type: 'string', default: 'preferred_username' },
        'oidc-roles': { type: 'string' },
        'oidc-name': { type: 'string', default: 'SSO' },
        'no-local': { type: 'boolean', default: false },
        lookups: { type: 'string', default: String(defaultConfig.lookupsPerMinute) },
        proxy: { type: 'string', multiple: true, default: [] },
        examine: { type: 'string' },
        company: { type: 'string' },
        seed: { type: 'string', default: 'none' },
        customers: { type: 'string', default: '300' },
        assets: { type: 'string', default: defaultAssets },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const parsed = optionsSchema.safeParse({
    ...values,
    databaseUrl: environment.DATABASE_URL || undefined,
    sealingKey: environment.CORNETTA_SECRETS_KEY || undefined,
    turnUser: environment.CORNETTA_TURN_USER || undefined,
    turnPassword: environment.CORNETTA_TURN_PASSWORD || undefined,
    oidcSecret: environment.CORNETTA_OIDC_SECRET || undefined,
    surveyToken: environment.CORNETTA_SURVEY_TOKEN || undefined,
    amiUser: environment.CORNETTA_AMI_USER || undefined,
    amiSecret: environment.CORNETTA_AMI_SECRET || undefined,
  });
  if (!parsed.success) return err(parsed.error.issues.map(sentence).join('\n'));
  const { data, databaseUrl, company } = parsed.data;
  const { port, host, pbx, proxy, lookups, seed, customers, assets } = parsed.data;
  const bridge = bridgeOf(parsed.data);
  if (!bridge.ok) return bridge;
  const iceServers = iceServersOf(parsed.data);
  if (!iceServers.ok) return iceServers;
  const oidc = oidcOf(parsed.data);
  if (!oidc.ok) return oidc;
  if (parsed.data.surveyToken !== undefined && parsed.data.public === undefined) {
    return err('CORNETTA_SURVEY_TOKEN: --public says where links to surveys lead');
  }
  if (company !== undefined && seed === 'demo') return err('--company: not together with --seed demo');
  return ok({
    ...{ port, host, pbx, proxy, lookups, seed, customers },
    bridge: bridge.value,
    oidc: oidc.value,
    localAccounts: !parsed.data['no-local'],
    publicUrl: parsed.data.public ?? null,
    surveyToken: parsed.data.surveyToken ?? null,
    iceServers: iceServers.value,
    sealingKey: parsed.data.sealingKey ?? null,
    examine: parsed.data.examine ?? null,
    company: company === undefined ? null : resolve(company),
    metrics: parsed.data.metrics ?? null,
    assets: resolve(assets),
    storage: storageOf(data, databaseUrl),
  });
}

function isSecuredPage(address: string): boolean {
  return URL.canParse(address) && isSecured(address.replace(/^http/, 'ws'));
}

const isAddress = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
};

/** RFC 7064, RFC 7065: only a relay asks who it is for. */
function iceServersOf({ ice, turnUser, turnPassword }: Given): Result<PbxSettings['iceServers'], string> {
  const isRelay = (urls: string) => urls.startsWith('turn');
  if (!ice.some(isRelay)) return ok(ice.map((urls) => ({ urls })));
  if (turnUser === undefined || turnPassword === undefined) {
    return err('--ice: CORNETTA_TURN_USER and CORNETTA_TURN_PASSWORD must be set in the environment for a TURN server');
  }
  const account = { username: turnUser, credential: turnPassword };
  return ok(ice.map((urls) => (isRelay(urls) ? { urls, ...account } : { urls })));
}

function oidcOf(given: Given): Result<ServerConfig['oidc'], string> {
  const { oidc: issuer, oidcSecret: secret = null } = given;
  const clientId = given['oidc-client'];
  if (issuer === undefined) {
    return given['no-local'] ? err('--no-local: only together with --oidc: nobody could sign in') : ok(null);
  }
  if (clientId === undefined) return err('--oidc: --oidc-client says as which client');
  const [claim, name] = [given['oidc-claim'], given['oidc-name']];
  const roles = given['oidc-roles'] ?? null;
  return ok({ issuer, clientId, secret, claim, roles, scope: 'openid profile email', name, hours: 12 });
}

function bridgeOf(given: Given): Result<BridgeOption, string> {
  const { ami, amiUser, amiSecret } = given;
  const controlUrl = given['simulator-control'];
  if (ami !== undefined && controlUrl !== undefined) return err('--ami: not together with --simulator-control');
  if (controlUrl !== undefined) return ok({ kind: 'simulator', controlUrl });
  if (ami === undefined) return ok({ kind: 'none' });
  if (amiUser === undefined || amiSecret === undefined) {
    return err('--ami: CORNETTA_AMI_USER and CORNETTA_AMI_SECRET must be set in the environment');
  }
  return ok({ kind: 'asterisk', ...ami, user: amiUser, secret: amiSecret, context: given['ami-context'] });
}

function storageOf(data: string | undefined, databaseUrl: string | undefined): StorageOption {
  if (data !== undefined) return { kind: 'folder', folder: resolve(data) };
  if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl };
  return { kind: 'memory' };
}

const environmentNames: Readonly<Record<string, string>> = {
  databaseUrl: 'DATABASE_URL',
  sealingKey: 'CORNETTA_SECRETS_KEY',
  surveyToken: 'CORNETTA_SURVEY_TOKEN',
};

function sentence(issue: z.core.$ZodIssue): string {
  const [name] = issue.path;
  return `${environmentNames[String(name)] ?? `--${String(name)}`}: ${issue.message}`;
}
