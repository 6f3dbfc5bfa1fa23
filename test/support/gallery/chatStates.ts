// Chats: who waits, several at once, written with canned answers, passed on, over, and what a colleague passes.
import { must } from '#shared/lib/must';
import type { Case } from '#shared/model/customer';
import { withArticles } from '#test/support/deskArticles';
import {
  chatInteraction,
  chats,
  event,
  lineOf,
  ours,
  ownOf,
  theirFile,
  theirs,
  withChats,
} from '#test/support/deskChats';
import { callFor, carlo, interactionOf, talking, ulid } from '#test/support/deskPeople';
import { createDeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, give, press, see, type } from './gestures.ts';

const talk = () => [
  theirs(
    'Buongiorno, da ieri sera non ho la linea. Il modem ha la luce rossa e ho già provato a spegnerlo due volte.',
    260,
  ),
  event('taken', 200),
  ours('Buongiorno Paola, sono Giulia di Aurora Servizi. Mi dispiace per il disagio: verifico subito la linea.', 190),
  theirs('Grazie. Lavoro da casa, avrei bisogno di sapere quando torna.', 150),
  ours('Quello che posso fare è aprire una segnalazione al reparto tecnico.', 120),
  theirs('Va bene. Quanto ci vuole di solito?', 95),
];
const paola = () => ownOf(1, talk(), { callWanted: '+390000000101' });
const dario = () => ownOf(2, [theirs('Salve, vorrei la copia della fattura di ottobre.', 40)], { unread: 1 });
const draft = {
  note: 'Linea assente da ieri sera, luce rossa, modem riavviato due volte.',
  customerId: carlo.customer.id,
};

const on = (
  differing: Parameters<typeof withChats>[0],
  gestures: readonly Gesture[],
  drafts: Parameters<typeof withChats>[1] = {},
): GalleryState => ({ programs: withChats(differing, drafts), gestures });

const open = press('Control+.');
const passed = {
  from: 'Luca Moro',
  note: 'Vuole la fattura di ottobre, l’ho già trovata.',
  identification: 'standard',
} as const;

export const chatStates: Readonly<Record<string, () => GalleryState>> = {
  'chat-waiting': () => on({ waiting: [lineOf(1), lineOf(2)] }, [see('chat-float')]),
  'chat-none': () => on({}, [click('chats'), see('chats-page')]),
  'chat-lists': () =>
    on({ waiting: [lineOf(1), lineOf(2)], left: [lineOf(3)], offered: [lineOf(4, { passed })] }, [
      click('chats'),
      see('chats-page'),
    ]),
  'chat-two': () =>
    on({ own: [paola(), ownOf(2, [theirs('Salve')], { unread: 1 })] }, [open, click('chat-tab')], {
      [paola().id]: draft,
    }),
  'chat-typing': () =>
    on({ own: [ownOf(1, talk().slice(0, 5), { isTyping: true }), dario()] }, [open, open], { [paola().id]: draft }),
  'chat-canned': () => on({ own: [paola()] }, [open, type('chat-text', '/ver'), see('canned')]),
  'chat-open-place': () =>
    on({ own: [paola()] }, [open, see('chat-advice')], {
      [paola().id]: {
        unsaid: 'Verifico la pratica: circa {quanti minuti} minuti. Non lo so, la carta è 4111 1111 1111 1111.',
      },
    }),
  'chat-procedure': () => {
    const state = on({ own: [paola()] }, [open, press('F7'), type('article-find', 'KB-301'), press('Enter')], {
      [paola().id]: draft,
    });
    withArticles(state.programs);
    return state;
  },
  'chat-file': () =>
    on(
      {
        own: [ownOf(1, [...talk(), theirFile('bolletta di ottobre, tutte le pagine e gli allegati.pdf', 1_840_000)])],
      },
      [open, see('open-file')],
      { [paola().id]: draft },
    ),
  'chat-file-open': () =>
    on({ own: [ownOf(1, [...talk(), theirFile('bolletta.pdf')])] }, [open, click('open-file')], {
      [paola().id]: draft,
    }),
  'chat-file-put': () => {
    const state = on(
      { own: [ownOf(1, [...talk(), theirFile('bolletta.pdf')])] },
      [open, click('chat-file-into-case'), see('chat-file-put')],
      { [paola().id]: draft },
    );
    state.programs.answers.data = { chatFileIntoCase: () => ({ kind: 'kept' as const }) };
    return state;
  },
  'chat-file-several': () => {
    const state = on(
      {
        own: [
          ownOf(1, [
            theirFile('contratto.pdf', 912_000),
            ours('modulo da firmare.pdf', 60, {
              kind: 'file',
              file: { kind: 'pdf', bytes: 96_000, sha256: '0'.repeat(64) },
            }),
            theirFile('contatore.pdf', 1_840_000),
            theirs('Ecco, c’è tutto?', 15),
          ]),
        ],
      },
      [open, press('Control+p')],
      { [paola().id]: draft },
    );
    const [first] = carlo.openCases;
    const openCases = ['261184009', '261184117', '261190352'].map((number, nth) => ({
      ...must(first, 'a case'),
      id: ulid('C', nth + 1) as Case['id'],
      number,
    }));
    state.programs.answers.data = { getCustomer: () => ({ ...carlo, openCases }) };
    return state;
  },
  'chat-file-gone': () =>
    on({ own: [ownOf(1, [...talk(), { ...theirFile('bolletta.pdf'), file: null }])] }, [open, see('chat-file-gone')], {
      [paola().id]: draft,
    }),
  'chat-file-refused': () => {
    const state = on({ own: [paola()] }, [open, give('chat-file-input', 'guida.pdf'), see('chat-file-become')]);
    state.programs.answers.data = { beginChatFile: () => ({ kind: 'refused' as const, why: 'tooLarge' as const }) };
    return state;
  },
  'chat-offline': () =>
    on(
      {
        current: false,
        own: [ownOf(1, [...talk(), ours('Apro la segnalazione.', 10, { state: 'waiting', seen: false })])],
      },
      [open, see('chat-log')],
    ),
  'chat-refused': () =>
    on(
      {
        own: [
          ownOf(1, [...talk(), ours('Le ho mandato il link.', 10, { state: 'refused', seen: false })], {
            ...{ state: 'ended', ended: 'closedThere' },
          }),
        ],
      },
      [open, see('chat-over')],
    ),
  'chat-passing': () => on({ own: [paola()] }, [open, press('Control+T'), see('pass-sheet')]),
  'chat-offered': () => on({ offered: [lineOf(2, { passed })] }, [see('chat-float')]),
  'chat-in-call': () => {
    const call = interactionOf({ number: 7, stage: 'live' });
    const own = paola();
    const all = chats({ own: [own] });
    return {
      programs: createDeskPrograms({
        phone: { ...readyPhone(), calls: [callFor(call, { phase: talking() })] },
        data: { ...quietData(), chats: all, open: [call, chatInteraction(own)] },
      }),
      gestures: [open, see('chat-log')],
    };
  },
};
