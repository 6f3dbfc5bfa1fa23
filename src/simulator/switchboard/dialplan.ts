// What a dialled number means here.
import type { DemoCompany } from '#shared/model/demoCompany';

export type Destination =
  | { kind: 'queue'; queue: string }
  | { kind: 'extension'; extension: string }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'echo' }
  | { kind: 'readBack' }
  | { kind: 'unknown' };

const echoNumber = '9000';
const readBackNumber = '9001';

export function destinationOf(company: DemoCompany, number: string): Destination {
  const queue = company.queues.find((one) => one.number === number);
  if (queue !== undefined) return { kind: 'queue', queue: queue.id };
  if (company.agents.some((agent) => agent.extension === number)) return { kind: 'extension', extension: number };
  if (number === company.featureCodes.pause) return { kind: 'pause' };
  if (number === company.featureCodes.resume) return { kind: 'resume' };
  if (number === echoNumber) return { kind: 'echo' };
  if (number === readBackNumber) return { kind: 'readBack' };
  return { kind: 'unknown' };
}
