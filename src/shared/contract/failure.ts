// A failure: something outside broke. It crosses borders as data and becomes a sentence in `words` by its code.
import { z } from 'zod';

export const failureCodes = [
  // between programs
  'contract.refused',
  'contract.cancelled',
  'contract.lost',
  'program.bug',
  // backend
  'backend.unreachable',
  'backend.notCornetta',
  'backend.older',
  'backend.newer',
  'backend.wrongCredentials',
  'backend.lockedOut',
  'backend.passwordDue',
  'backend.passwordWeak',
  'backend.sessionExpired',
  'backend.refused',
  'backend.unavailable',
  'backend.conflict',
  'backend.notDone',
  'backend.noSuchCustomer',
  'backend.restricted',
  'backend.noConsent',
  // signing in with the company's account
  'signIn.noBrowserWay',
  'signIn.browserOnly',
  'signIn.notFinished',
  'signIn.refused',
  'signIn.noSuchAgent',
  'signIn.providerAway',
  'signIn.clockOff',
  // corrections of customers
  'edit.customerGone',
  // PBX
  'pbx.unreachable',
  'pbx.certificate',
  'pbx.unsecured',
  'pbx.wrongPassword',
  'pbx.refused',
  'pbx.timeout',
  'call.gone',
  'call.notNow',
  'transfer.refused',
  'transfer.noAnswer',
  'transfer.unconfirmed',
  // links from outside
  'link.signedOut',
  'link.unreadable',
  'link.noPlace',
  'link.notHere',
  // what is saved where the agent says
  'file.notSaved',
  /** Fewer bytes are free there than it has. */
  'file.noRoom',
  /** A file system without files beyond 4 GB. */
  'file.tooLarge',
  'file.brokeOff',
  // files of cases
  'attachment.gone',
  'attachment.caseGone',
  'attachment.damaged',
  'attachment.notAllowed',
  'attachment.onHold',
  'attachment.restricted',
  'attachment.noProgram',
  // acts on cases
  'case.notNow',
  'case.notYours',
  'case.lacking',
  'case.needsConfirmation',
  'case.ownWork',
  'case.tooLate',
  // devices
  'microphone.missing',
  'microphone.refused',
  'microphone.busy',
  'speaker.refused',
  'headset.refused',
  'headset.silent',
  // files
  /** No room for what agents write. */
  'files.diskFull',
  /** No room for customers who come from the backend. */
  'files.cacheFull',
  'files.unwritable',
  'files.newer',
  'files.damaged',
  'files.cacheDamaged',
  'files.keyLost',
  'keyring.missing',
  /** There is a key, and it cannot be read. */
  'keyring.locked',
  'settings.broken',
] as const;

export const failureCodeSchema = z.enum(failureCodes);
export type FailureCode = z.infer<typeof failureCodeSchema>;

export const failureSchema = z.object({
  code: failureCodeSchema,
  origin: z.enum(['desk', 'phone', 'data', 'main', 'server', 'network', 'device']),
  /** For logs and support: English, no personal data. */
  message: z.string().max(400),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** What the agent can read out on the telephone to support. */
  reference: z.string().max(40).optional(),
  /** Of the program that it is about. */
  version: z.string().max(40).optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** A failure in flight inside a program: thrown, mapped back to data at the border. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}

export const failure = (code: FailureCode, origin: Failure['origin'], message = ''): FailureError =>
  new FailureError({ code, origin, message: message.slice(0, 400) });
