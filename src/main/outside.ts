// What Cornetta is outside its own window: the icon beside the clock, what the system says when it rings, keys that work over other programs.
import { app, type BrowserWindow, globalShortcut, Notification } from 'electron';
import type { Awaiting, CompanyNames, Glance } from '#shared/contract/main';
import { createWords } from '#shared/words/words';
import { createGlobalKeys } from './keys/globalKeys.ts';
import { createAwaitingNotices } from './notices/awaiting.ts';
import { createRingingNotice } from './notices/ringing.ts';
import type { PhoneOffice } from './ports/servePhone.ts';
import type { MainStore } from './state.ts';
import { createTray } from './tray/tray.ts';

export interface Outside {
  /** Null: the phone's page is gone. */
  glance(glance: Glance | null): void;
  names(names: CompanyNames): void;
  awaiting(awaiting: readonly Awaiting[]): void;
  stop(): void;
}

export interface OutsideDeps {
  readonly store: MainStore;
  readonly desk: BrowserWindow;
  readonly phone: () => Pick<PhoneOffice, 'press' | 'wish'>;
  /** A PNG for the tray, and one for notifications. */
  readonly icons: { readonly tray: string; readonly large: string };
  readonly comeForward: () => void;
  readonly log: (line: string) => void;
}

export function createOutside({ store, desk, phone, icons, comeForward, log }: OutsideDeps): Outside {
  let glance: Glance | null = null;
  let names: CompanyNames = { queues: [], reasons: [] };
  let isOver = false;
  const { known } = store.get().globalKeys;

  const tray = attempt(() =>
    createTray({
      icon: icons.tray,
      onWish: (wish) => phone().wish(wish),
      onOpen: comeForward,
      // Asked there, where there is a call.
      onQuit: () => app.quit(),
    }),
  );

  const keys = createGlobalKeys({
    system: globalShortcut,
    steadyMs: () => performance.now(),
    onPress: (key) => phone().press(key),
    onRefused: store.setRefusedKeys,
  });

  const isInFront = () => !desk.isDestroyed() && desk.isFocused();
  const queueName = (queueId: string | null) =>
    names.queues.find(({ id }) => id === queueId)?.labels[store.get().language];

  /** Returns what takes it away again. Pressed, it brings the desk to the front; `then` says what else. */
  function notify(title: string, body: string, urgency: 'normal' | 'critical', then = () => {}): () => void {
    if (!Notification.isSupported()) return () => {};
    const shown = new Notification({ title, body, icon: icons.large, silent: true, urgency });
    shown.on('click', () => {
      comeForward();
      then();
    });
    shown.show();
    return () => shown.close();
  }

  const notice = createRingingNotice({
    isInFront,
    isWanted: () => store.get().settings.notifications,
    words(queueId) {
      const { t } = createWords(store.get().language);
      const queue = queueName(queueId);
      const direct = queueId === null ? t('shell.ringingDirect') : '';
      return { title: t('shell.ringing'), body: queue === undefined ? direct : t('shell.ringingFor', { queue }) };
    },
    attention: {
      notify: (title, body) => notify(title, body, 'critical'),
      flash(on) {
        if (desk.isDestroyed()) return;
        desk.flashFrame(on);
        app.setBadgeCount(on ? 1 : 0);
      },
    },
  });
  const waiting = createAwaitingNotices({
    isInFront,
    isWanted: () => store.get().settings.awaitingNotices,
    notify(each, place) {
      const { t } = createWords(store.get().language);
      const queue = each.kind === 'chat' ? queueName(each.queueId) : undefined;
      const body = queue === undefined ? t('shell.awaitingOpen') : t('shell.ringingFor', { queue });
      return notify(
        t(`shell.awaiting.${each.kind}`),
        body,
        'normal',
        () => place !== null && store.openPlace(place, true),
      );
    },
  });
  desk.on('focus', () => {
    notice.seen();
    waiting.seen();
  });

  /** A system without a place for it is no reason not to start. */
  function attempt<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      log(`no tray: ${String(error)}`);
      return null;
    }
  }

  function show(): void {
    const { language } = store.get();
    tray?.show({ glance, language, reasons: names.reasons });
  }
  let chosen = '';
  function follow(): void {
    const { answerKey, muteKey, hangUpKey } = store.get().settings;
    const wanted = JSON.stringify([answerKey, muteKey, hangUpKey]);
    if (known && wanted !== chosen) {
      chosen = wanted;
      keys.choose({ answerKey, muteKey, hangUpKey });
    }
    show();
  }
  const stopFollowing = store.listen(follow);
  follow();

  return {
    glance(now) {
      // The phone takes its leave after the desk.
      if (isOver) return;
      glance = now;
      if (known) keys.hold(now !== null && (now.ringing !== null || now.talking));
      notice.follow({ ringing: now?.ringing ?? null });
      show();
    },
    names(told) {
      if (isOver) return;
      names = told;
      show();
    },
    awaiting(awaiting) {
      if (!isOver) waiting.follow(awaiting);
    },
    stop() {
      isOver = true;
      stopFollowing();
      keys.stop();
      notice.follow({ ringing: null });
      waiting.follow([]);
      tray?.destroy();
    },
  };
}
