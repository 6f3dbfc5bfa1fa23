// A switchboard in the hands of a test: the demo company's, in this process, on a free port, gone with `stop()`.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { demoCompanySchema } from '#shared/model/demoCompany';
import { readLibrary } from '#simulator/scenarios/library';
import { type Switchboard, type SwitchboardOptions, startSwitchboard } from '#simulator/switchboard/switchboard';

const assets = resolve(import.meta.dirname, '../../assets');

export type TestSwitchboard = Switchboard & {
  /** How an agent's phone registers: `sip:<extension>@<domain>` with this password. */
  account(extension: string): { extension: string; password: string; domain: string; url: string };
};

/** Starts it with the customers' real voices. `options` changes what a test needs different: ringMs, clock, random, log. */
export async function startTestSwitchboard(options: Partial<SwitchboardOptions> = {}): Promise<TestSwitchboard> {
  const [company, library] = await Promise.all([
    readFile(resolve(assets, 'demo/company.json'), 'utf8').then((text) => demoCompanySchema.parse(JSON.parse(text))),
    readLibrary(assets),
  ]);
  const board = await startSwitchboard({ company, library, ...options });
  return {
    ...board,
    account(extension) {
      const agent = board.company.agents.find((one) => one.extension === extension);
      if (agent === undefined) throw new Error(`there is no agent ${extension}`);
      return { extension, password: agent.pbxPassword, domain: board.domain, url: board.url };
    },
  };
}
