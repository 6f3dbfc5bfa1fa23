// What an agreement lets leads see and hear today, where the company is: looked at each time, so that after its last day it is off by itself.
import { civilDate } from '#shared/lib/civilDate';
import { type SupervisionPolicy, supervisionOn } from '#shared/model/policy';
import type { ServerDeps } from './deps.ts';

/** Null: nothing. */
export const supervisionNow = (
  { supervision }: { readonly supervision: SupervisionPolicy | null },
  { clock, config }: Pick<ServerDeps, 'clock' | 'config'>,
): SupervisionPolicy | null => supervisionOn(supervision, civilDate(clock(), config.timeZone));
