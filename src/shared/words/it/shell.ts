// Italian: what is said outside the desk's window, by the tray and by the system; and the keys that work there.

export const shell = {
  shell: {
    tray: {
      away: 'Non collegato al centralino',
      ready: 'Pronto',
      notReady: 'Non pronto',
      notReadyFor: 'Non pronto: {{reason}}',
      ringing: 'Chiamata in arrivo',
      talking: 'In conversazione',
      open: 'Apri Cornetta',
      quit: 'Esci da Cornetta…',
    },
    ringing: 'Chiamata in arrivo',
    ringingFor: 'Coda: {{queue}}',
    ringingDirect: 'Chiamata diretta',
    awaiting: {
      chat: 'Una chat attende risposta',
      callback: 'È ora di una richiamata promessa',
      helpAsked: 'Un collega chiede aiuto in chiamata',
      helpAnswered: 'Risposta alla Sua richiesta di aiuto',
    },
    awaitingOpen: 'Aprire Cornetta per vedere.',
  },
  news: {
    title: 'Novità',
    version: 'Versione {{version}}',
    told: 'Novità nella versione {{version}}',
    toldAbout: 'Che cosa è cambiato per chi risponde ai clienti, in una pagina.',
    read: 'Leggi',
  },
  popOut: {
    title: 'Chiamata – Cornetta',
    toDesk: 'Torna alla scrivania',
    close: 'Chiudi la finestra (la chiamata resta)',
    wrapUp: 'Lavorazione da concludere',
    whenAway: 'Finestra della chiamata quando Cornetta è dietro',
    whenAwayAbout: 'Piccola e sopra gli altri programmi, mentre una chiamata squilla o è in corso.',
  },
  globalKeys: {
    title: 'Tasti da ogni programma',
    about: 'Valgono mentre una chiamata squilla o è in corso, anche con un altro programma davanti.',
    answerKey: 'Rispondi',
    muteKey: 'Muto',
    hangUpKey: 'Riaggancia',
    none: 'Nessun tasto',
    press: 'Premere i tasti…',
    pressAbout: 'Ctrl o Alt insieme a una lettera, una cifra o un tasto F. Esc lascia com’era, Canc toglie il tasto.',
    change: '{{what}}: {{chord}}. Cambia',
    refused: 'Un altro programma o il sistema lo tiene già: non arriva a Cornetta.',
    twice: 'È già di «{{what}}».',
    unknown:
      'Su questo sistema (Wayland) un programma non può avere tasti mentre ne è davanti un altro: si risponde dalla finestra o dalla cuffia.',
    notifications: 'Avviso del sistema quando squilla',
    notificationsAbout: 'Compare con un altro programma davanti. Dice la coda, mai il cliente.',
    awaitingNotices: 'Avviso del sistema per chat, richiamate e aiuto',
    awaitingNoticesAbout:
      'Con un altro programma davanti: una chat attende, è ora di una richiamata, un collega chiede aiuto o risponde. Mai di chi si tratta.',
    on: 'Sì',
    off: 'No',
  },
};
