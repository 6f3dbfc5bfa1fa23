// What a dialled number means here.
import type { DemoCompany } from '#shared/model/demoCompany';

export type Destination =
  | { kind: 'queue'; queue: string }
  | { kind: 'extension'; extension: string }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'echo' }
  | { kind: 'readBack' }
  | { kind: 'voicemail' }
  | { kind: 'parking'; place: string }
  /** Somebody who is no agent: they answer, are busy, do not answer, or nobody has the number. */
  | { kind: 'outside'; number: string; answer: 'answers' | 'busy' | 'silent' | 'unknown' }
  | { kind: 'unknown' };

const echoNumber = '9000';
const readBackNumber = '9001';

export function destinationOf(company: DemoCompany, number: string): Destination {
  const queue = company.queues.find((one) => one.number === number);
  if (queue !== undefined) return { kind: 'queue', queue: queue.id };
  if (company.agents.some((agent) => agent.extension === number)) return { kind: 'extension', extension: number };
  if (number === company.featureCodes.pause) return { kind: 'pause' };
  if (number === company.featureCodes.resume) return { kind: 'resume' };
  if (number === company.featureCodes.voicemail) return { kind: 'voicemail' };
  if (company.featureCodes.parking?.includes(number)) return { kind: 'parking', place: number };
  if (number === echoNumber) return { kind: 'echo' };
  if (number === readBackNumber) return { kind: 'readBack' };
  return outside.test(number) ? { kind: 'outside', number, answer: answerOf(number) } : { kind: 'unknown' };
}

/** As from a company's telephone: + or 0 in front, or a mobile number. */
const outside = /^(?:\+\d{6,15}|[03]\d{5,14})$/;

/** So that each can be practised, by the status code (RFC 3261) that the number ends with. */
function answerOf(number: string): Extract<Destination, { kind: 'outside' }>['answer'] {
  if (number.endsWith('486')) return 'busy';
  if (number.endsWith('480')) return 'silent';
  return number.endsWith('404') ? 'unknown' : 'answers';
}
