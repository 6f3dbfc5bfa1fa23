// Italian: a team seen while it works: the lead’s board, help in a call, listening, and who sees what.

export const lead = {
  boards: {
    unheard: 'In attesa dei dati dal servizio.',
    asOf: 'Situazione delle {{time}}: il servizio non risponde.',
  },
  /** Help from the lead, in a call. */
  assist: {
    ask: 'Aiuto',
    asked: 'Aiuto chiesto',
    askedAbout: 'Aiuto chiesto al supervisore. Lo stesso tasto ritira la richiesta.',
    whisper: '{{name}} suggerisce',
    barge: '{{name}} in linea',
    call: { whisper: 'Suggerimenti a {{name}}', barge: 'In linea con {{name}}' },
    ended: 'Aiuto chiuso.',
    onTheWay: '{{name}} sta arrivando. Lo stesso tasto chiude l’aiuto.',
  },
  /** In place of a number of people that is not told. */
  people: { fewer: 'meno di {{than}} persone' },
  board: {
    title: 'Sala, adesso',
    about: 'Aggiornato in diretta · dati di squadra, mai di una persona sola',
    aboutNamed: 'Aggiornato in diretta · stati per nome, come da accordo',
    team: 'La squadra, per nome',
    allowedBy: '{{reference}} · scadenza {{until}}',
    states: {
      ready: 'Pronto',
      ringing: 'Squilla',
      inCall: 'In conversazione',
      notReady: 'Non pronto',
      absent: 'Assente',
    },
    blind: 'Il servizio non vede il centralino: si leggono solo i numeri di oggi.',
    waiting: 'In coda',
    longest: 'più lunga {{time}}',
    serviceLevel: 'Livello di servizio',
    within: 'oggi, entro {{seconds}} s',
    answered: 'Risposte oggi',
    ofOffered: 'di {{offered}} arrivate',
    abandoned: 'Abbandonate oggi',
    howWaiting: 'Chi attende adesso in una coda, e da quando chi attende da più tempo.',
    people: 'In conversazione, pronti, non pronti',
    howPeople:
      'Quanti della coda in questo momento; meno di {{than}} non si contano. Assenti e pause non si contano mai per persona.',
    queue: 'Coda',
    inQueue: 'In attesa',
    longestShort: 'Più lunga',
    talking: 'In conversazione',
    ready: 'Pronti',
    notReady: 'Non pronti',
    levelToday: 'LS oggi',
    asking_one: '{{count}} richiesta di aiuto',
    asking_many: '{{count}} richieste di aiuto',
    asking_other: '{{count}} richieste di aiuto',
    help: 'Chiede aiuto',
    noHelp: 'Nessuno chiede aiuto.',
    helpFrom: '{{name}} · interno {{extension}}',
    helpWithoutWords: 'Senza altre indicazioni.',
    helpAnswered: 'risponde {{name}}',
    helpOver: 'Chiudi',
    comeIn: { whisper: 'Suggerisci', barge: 'Entra' },
    takeOver: 'Prendi la chiamata',
    callers: 'Chi attende',
    noCallers: 'Nessuno attende.',
    move: 'Sposta',
    moveTo: 'Sposta nella coda',
    take: 'Prendi',
  },
  /** Listening to a call by an agreement: the lead's button, and what stands on the screen of who is heard. */
  listening: {
    listen: 'Ascolta',
    asked: 'in attesa del suo schermo…',
    call: 'In ascolto: {{name}}',
    you: '{{name}} ascolta questa chiamata',
    ended: 'Ascolto chiuso.',
  },
  /** Who sees what of an agent's work while it goes on. */
  supervision: {
    title: 'Chi vede che cosa',
    none: 'Nessuno vede per nome lo stato di chi risponde: il supervisore legge solo numeri di squadra.',
    named:
      'Il supervisore vede per nome chi è pronto, in conversazione o non pronto in questo momento; mai perché, da quando o quante volte.',
    unheard: 'Con Cornetta nessuno ascolta una chiamata senza una richiesta di aiuto.',
    listening:
      'Il supervisore può ascoltare una chiamata: lo schermo di chi parla dice prima da chi è ascoltata, e di ogni ascolto resta traccia: chi e quando, mai la voce.',
  },
};
