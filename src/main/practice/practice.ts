// Practice: a switchboard with customers who speak, and a backend of its own on this PC, both ended with the app.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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
  readonly onState: (program: 'server' | 'simulator', state: ProgramState) => void;
  readonly log: (line: string) => void;
}

const switchboardSchema = z.object({ listening: z.string(), control: z.string() });
const backendSchema = z.object({ listening: z.url() });

export function startPractice(deps: PracticeDeps): Practice {
  const company = demoCompanySchema.parse(JSON.parse(readFileSync(join(deps.assets, 'demo', 'company.json'), 'utf8')));
  const learner = must(company.agents[0], 'an agent in the exercise company');
  const services: Service<unknown>[] = [];

  const start = <T>(
    program: 'server' | 'simulator',
    args: readonly string[],
    announcement: z.ZodType<T>,
  ): Promise<T> => {
    const service = startService({
      runtime: deps.runtime,
      file: join(deps.programs, `${program}.js`),
      args: ['--assets', deps.assets, ...args],
      announcement,
      onState: (state) => deps.onState(program, state),
      log: deps.log,
    });
    services.push(service);
    return service.listening;
  };

  async function open(): Promise<NonNullable<MainState['practice']>> {
    const switchboard = await start(
      'simulator',
      ['--port', '0', '--control-port', '0', '--autopilot'],
      switchboardSchema,
    );
    const backend = await start(
      'server',
      ['--port', '0', '--data', join(deps.folder, 'backend'), '--seed', 'demo', '--pbx', switchboard.listening],
      backendSchema,
    );
    return { backendUrl: backend.listening, username: learner.username, password: learner.password };
  }

  return {
    access: open(),
    stop: async () => {
      await Promise.all(services.map((service) => service.stop()));
    },
  };
}
