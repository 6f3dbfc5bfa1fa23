// English: what is said outside the desk's window, by the tray and by the system; and the keys that work there.
import type { shell as italian } from '../it/shell.ts';
import type { Same } from '../same.ts';

export const shell: Same<typeof italian> = {
  shell: {
    tray: {
      away: 'Not connected to the phone system',
      ready: 'Ready',
      notReady: 'Not ready',
      notReadyFor: 'Not ready: {{reason}}',
      ringing: 'Incoming call',
      talking: 'In conversation',
      open: 'Open Cornetta',
      quit: 'Quit Cornetta…',
    },
    ringing: 'Incoming call',
    ringingFor: 'Queue: {{queue}}',
    ringingDirect: 'Direct call',
    awaiting: {
      chat: 'A chat waits to be answered',
      callback: 'A promised call is due',
      helpAsked: 'A colleague asks for help in a call',
      helpAnswered: 'Your request for help is answered',
    },
    awaitingOpen: 'Open Cornetta to see.',
  },
  news: {
    title: 'What is new',
    version: 'Version {{version}}',
    told: 'News in version {{version}}',
    toldAbout: 'What has changed for those who answer customers, on one page.',
    read: 'Read',
  },
  popOut: {
    title: 'Call – Cornetta',
    toDesk: 'Back to the desk',
    close: 'Close the window (the call stays)',
    wrapUp: 'Wrap-up to be finished',
    whenAway: 'Window of the call while Cornetta is behind',
    whenAwayAbout: 'Small and above the other programs, while a call rings or goes on.',
  },
  globalKeys: {
    title: 'Keys from every program',
    about: 'They work while a call rings or goes on, with another program in front too.',
    answerKey: 'Answer',
    muteKey: 'Mute',
    hangUpKey: 'Hang up',
    none: 'No key',
    press: 'Press the keys…',
    pressAbout: 'Ctrl or Alt with a letter, a digit or an F key. Esc leaves it as it was, Delete takes the key away.',
    change: '{{what}}: {{chord}}. Change',
    refused: 'Another program or the system has it already: it does not reach Cornetta.',
    twice: '“{{what}}” has it already.',
    unknown:
      'On this system (Wayland) a program cannot have keys while another one is in front: answer from the window or the headset.',
    notifications: 'System notification when it rings',
    notificationsAbout: 'It appears while another program is in front. It names the queue, never the customer.',
    awaitingNotices: 'System notification for chats, callbacks and help',
    awaitingNoticesAbout:
      'While another program is in front: a chat waits, a callback is due, a colleague asks for help or comes to yours. Never who it is about.',
    on: 'Yes',
    off: 'No',
  },
};
