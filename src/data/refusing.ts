// The data process whose files may not be touched: every request is answered with the reason.

import { noAttachments } from '#shared/contract/attachments';
import { unheardBoards } from '#shared/contract/boards';
import { emptyDay } from '#shared/contract/day';
import { type DeskDataState, deskData } from '#shared/contract/deskData';
import type { Contract, Implementation } from '#shared/contract/envelope';
import { type Failure, FailureError } from '#shared/contract/failure';
import { phoneData } from '#shared/contract/phoneData';
import { nothingChosen } from '#shared/contract/preferences';
import { plainSite } from '#shared/model/site';
import { createHub } from './hub.ts';
import type { Log } from './log.ts';

interface RefusingOptions {
  readonly log: Log;
  readonly startedAt: string;
  readonly reference: () => string;
}

/** In the place of a Program. */
export function refusingProgram(found: Failure, { startedAt, ...common }: RefusingOptions) {
  const refuseAll = <C extends Contract>(contract: C): Implementation<C> =>
    Object.fromEntries(
      Object.keys(contract.methods).map((name) => [
        name,
        () => {
          throw new FailureError(found);
        },
      ]),
    ) as unknown as Implementation<C>;
  const desk = createHub({
    ...common,
    contract: deskData,
    snapshot: (): DeskDataState => ({
      session: { kind: 'signedOut', failure: found },
      sync: {
        link: { kind: 'offline', sinceAt: startedAt },
        load: { kind: 'none' },
        proved: null,
        outbox: { waiting: 0, setAside: 0 },
        notices: [found],
      },
      open: [],
      recent: [],
      chats: null,
      boards: unheardBoards,
      attachments: noAttachments,
      lists: [],
      preferences: nothingChosen,
      saving: null,
      articles: null,
      day: emptyDay,
    }),
    methods: refuseAll(deskData),
  });
  const phone = createHub({
    ...common,
    contract: phoneData,
    snapshot: () => ({ pbx: null, site: plainSite('IT'), wrapUps: [], autoAnswer: [] }),
    methods: refuseAll(phoneData),
  });
  return {
    openDesk: desk.open,
    openBar: desk.open,
    openPhone: phone.open,
    fileChosen: () => {},
    presence: () => {},
    stop(): Promise<void> {
      desk.closeAll();
      phone.closeAll();
      return Promise.resolve();
    },
  };
}
