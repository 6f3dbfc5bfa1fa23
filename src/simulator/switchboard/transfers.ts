// Transfers: the caller goes on to a queue or an extension (blind), or takes the place of whoever passes them on in another call
// of theirs (attended). The phone is told how far that is. As in Asterisk the leg of whoever passed the call on stays until
// their phone hangs up; a target that cannot be had leaves the call with them.
import { silence } from '../media/frames.ts';
import type { Call } from './call.ts';
import type { Calls } from './calls.ts';
import type { Destination } from './dialplan.ts';
import type { Leg, TransferRequest } from './leg.ts';
import type { Parking } from './parking.ts';

const reasons: Record<number, string> = {
  404: 'Not Found',
  481: 'Call/Transaction Does Not Exist',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  603: 'Decline',
};

export interface TransferDeps {
  calls(): Calls;
  destinationOf(number: string): Destination;
  parking: Parking;
  /** Host part of everybody's address. */
  domain: string;
  log(line: string): void;
}

export function createTransfers({ calls, destinationOf, parking, domain, log }: TransferDeps) {
  return function transfer(call: Call, from: Leg, request: TransferRequest): void {
    const target = destinationOf(request.to);
    const fail = (code: number) => {
      log(`${call.id} not passed on by ${from.extension}: ${code}`);
      request.report(code, reasons[code] ?? 'Failed');
    };
    request.report(100, 'Trying');
    const passedOn = [...request.carried, `Referred-By: <sip:${from.extension}@${domain}>`];

    const { replaces } = request;
    if (replaces !== null) {
      const other = calls()
        .all()
        .find(({ callerLeg }) => callerLeg?.isNamed(replaces));
      if (other === undefined || other === call || other.state.kind === 'ringing') fail(481);
      else {
        from.peer.hear(silence);
        calls().takePlace(call, other, passedOn);
        request.report(200, 'OK');
      }
    } else if (target.kind === 'parking') {
      if (parking.park(call, target.place, from.extension, request.carried)) {
        from.peer.hear(silence);
        request.report(200, 'OK');
      } else fail(486);
    } else if (target.kind === 'queue') {
      from.peer.hear(silence);
      calls().queueUp(call, target.queue, { passedOn });
      request.report(200, 'OK');
    } else if (target.kind === 'extension' && call.stopRing !== null) {
      fail(486);
    } else if (target.kind === 'extension') {
      calls().ringExtension(call, target.extension, passedOn, {
        onAnswered(leg) {
          from.peer.hear(silence);
          request.report(200, 'OK');
          calls().talk(call, leg);
        },
        onRefused(code) {
          fail(code);
          if (call.leg === from) return;
          // Whoever passed the call on is gone already: the caller is taken back to where they came from.
          if (call.queue === null) calls().end(call);
          else calls().queueUp(call, call.queue, { first: true });
        },
      });
    } else {
      fail(404);
    }
  };
}
