// Practice: a switchboard with customers who speak, and a backend of its own on this PC, both ended with the app.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure } from '#shared/contract/failure';
import type { MainState, ProgramState } from '#shared/contract/main';
import { must } from '#shared/lib/must';
import { demoCompanySchema } from '#shared/model/demoCompany';
import type { ProgramRuntime } from '../programs/fork.ts';
import { type Service, startService } from '../programs/service.ts';

export interface Practice {
  readonly access: Promise<NonNullable<MainState['practice']>>;
  stop(): Promise<void>;
}

export interface PracticeDeps {
  readonly runtime: ProgramRuntime;
  /** Folder of the built programs. */
  readonly programs: string;
  readonly assets: string;
  /** Where the practice backend keeps its database. */
  readonly folder: string;
  readonly now: () => number;
  readonly onState: (program: 'server' | 'simulator', state: ProgramState) => void;
  readonly log: (line: string) => void;
  /** To whoever started the app from a terminal. */
  readonly say: (line: string) => void;
}

const switchboardSchema = z.object({ listening: z.url(), control: z.url() });
const backendSchema = z.object({ listening: z.url(), chat: z.url() });

export function startPractice(deps: PracticeDeps): Practice {
  const company = demoCompanySchema.parse(JSON.parse(readFileSync(join(deps.assets, 'demo', 'company.json'), 'utf8')));
  const learner = must(company.agents[0], 'an agent in the exercise company');
  const services: Service<unknown>[] = [];
  let stopped = false;

  const start = <T>(
    program: 'server' | 'simulator',
    args: (before: T | null) => readonly string[],
    announcement: z.ZodType<T>,
  ): Promise<T> => {
    if (stopped) throw failure('contract.cancelled', 'main', 'practice was left');
    const service = startService({
      runtime: deps.runtime,
      file: join(deps.programs, `${program}.js`),
      args: (before: T | null) => ['--assets', deps.assets, ...args(before)],
      announcement,
      now: deps.now,
      onState: (state) => deps.onState(program, state),
      log: deps.log,
    });
    services.push(service);
    return service.listening;
  };

  async function open(): Promise<NonNullable<MainState['practice']>> {
    const switchboard = await start<z.infer<typeof switchboardSchema>>(
      'simulator',
      (before) => ['--port', portOf(before?.listening), '--control-port', portOf(before?.control), '--autopilot'],
      switchboardSchema,
    );
    const folder = join(deps.folder, 'backend');
    const backend = await start<z.infer<typeof backendSchema>>(
      'server',
      (before) => {
        const where = ['--port', portOf(before?.listening), '--data', folder];
        return [...where, '--seed', 'demo', '--pbx', switchboard.listening, '--simulator-control', switchboard.control];
      },
      backendSchema,
    );
    deps.say(`The exercise company’s site, with its chat: ${backend.chat}`);
    return { backendUrl: backend.listening, username: learner.username, password: learner.password };
  }

  return {
    access: open(),
    stop: async () => {
      stopped = true;
      await Promise.all(services.map((service) => service.stop()));
    },
  };
}

/** The port of an address; any free one when there is none yet. */
const portOf = (address: string | undefined): string => (address === undefined ? '0' : new URL(address).port);
