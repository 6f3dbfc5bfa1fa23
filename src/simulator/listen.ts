// The simulator as a program of its own: node src/simulator/listen.ts [--port N] [--control-port N] [--company FILE] [--assets DIR]
// [--autopilot]. Says on stdout where it listens, in one line of JSON; logs to stderr; ends with its parent or on SIGTERM.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { demoCompanySchema } from '#shared/model/demoCompany';
import { startAutopilot } from './autopilot.ts';
import { systemClock } from './clock.ts';
import { openControl } from './control/server.ts';
import { readLibrary } from './scenarios/library.ts';
import { startSwitchboard } from './switchboard/switchboard.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const optionsSchema = z.object({
  port,
  'control-port': port,
  assets: z.string(),
  company: z.string().optional(),
  autopilot: z.boolean(),
});

const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5066' },
      'control-port': { type: 'string', default: '5067' },
      assets: { type: 'string', default: 'assets' },
      company: { type: 'string' },
      autopilot: { type: 'boolean', default: false },
    },
  });
  const options = optionsSchema.parse(values);
  const assets = resolve(options.assets);
  const file = options.company ?? join(assets, 'demo', 'company.json');
  const company = demoCompanySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const library = await readLibrary(assets);

  const board = await startSwitchboard({ company, library, port: options.port, log });
  const control = await openControl(board, options['control-port']);
  const stopAutopilot = options.autopilot
    ? startAutopilot({ board, clock: systemClock, random: Math.random })
    : () => {};
  process.stdout.write(`${JSON.stringify({ listening: board.url, control: control.url })}\n`);

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    stopAutopilot();
    await control.close();
    await board.stop();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop());
}

run().catch((error: unknown) => {
  log(`could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
