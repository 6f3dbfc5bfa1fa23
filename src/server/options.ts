// The command's options: read, checked, and refused with a sentence that says which one and why.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/lib/result';

export const usage = `usage: node src/server/listen.ts [options]
  --port N            where to listen; 0 takes any free port (8080)
  --host HOST         address to listen on (127.0.0.1)
  --data DIR          keep the database in this folder; without it, and without the environment's
                      DATABASE_URL=postgres://…, it is kept in memory and gone at the end
  --pbx URL           the PBX's WebSocket address, wss://…; may be given again for others
  --proxy ADDRESS     a reverse proxy whose word counts for who is asking; may be given again (this machine)
  --company FILE      the company's own file: queues, lists, who works there; applied at each start
  --seed demo|none    fill the database with the exercise company (none)
  --customers N       how many made-up customers that company has besides the named ones (300)
  --assets DIR        folder of assets (the project's own)`;

const optionsSchema = z.object({
  port: z.coerce.number('a number').int('a whole number').min(0).max(65_535),
  host: z.string().min(1),
  data: z.string().min(1).optional(),
  pbx: z.array(z.url({ protocol: /^wss?$/, error: 'a WebSocket address: ws://… or wss://…' })),
  proxy: z.array(
    z.string().refine((text) => text === 'loopback' || isAddress(text), 'an address, or a network as in 10.0.0.0/8'),
  ),
  company: z.string().min(1).optional(),
  seed: z.enum(['demo', 'none'], 'either demo or none'),
  customers: z.coerce.number('a number').int('a whole number').min(0).max(5_000_000),
  assets: z.string().min(1),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: 'an address like postgres://user@host/database' })
    .optional(),
});

export type StorageOption =
  | { readonly kind: 'memory' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type Options = Omit<z.infer<typeof optionsSchema>, 'data' | 'databaseUrl' | 'company'> & {
  readonly storage: StorageOption;
  readonly company: string | null;
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
        proxy: { type: 'string', multiple: true, default: [] },
        company: { type: 'string' },
        seed: { type: 'string', default: 'none' },
        customers: { type: 'string', default: '300' },
        assets: { type: 'string', default: defaultAssets },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const parsed = optionsSchema.safeParse({ ...values, databaseUrl: environment.DATABASE_URL || undefined });
  if (!parsed.success) return err(parsed.error.issues.map(sentence).join('\n'));
  const { data, databaseUrl, company, ...rest } = parsed.data;
  if (company !== undefined && rest.seed === 'demo') return err('--company: not together with --seed demo');
  return ok({
    ...rest,
    company: company === undefined ? null : resolve(company),
    assets: resolve(rest.assets),
    storage: storageOf(data, databaseUrl),
  });
}

const isAddress = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/');
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
};

function storageOf(data: string | undefined, databaseUrl: string | undefined): StorageOption {
  if (data !== undefined) return { kind: 'folder', folder: resolve(data) };
  if (databaseUrl !== undefined) return { kind: 'postgres', url: databaseUrl };
  return { kind: 'memory' };
}

function sentence(issue: z.core.$ZodIssue): string {
  const [name] = issue.path;
  return `${name === 'databaseUrl' ? 'DATABASE_URL' : `--${String(name)}`}: ${issue.message}`;
}
