// Italian: what went wrong and what to do about it.

export const failures = {
  notices: {
    label: 'Avvisi',
    reference: 'Riferimento per l’assistenza: {{reference}}',
    retryIn: 'Nuovo tentativo tra {{time}}.',
    retrySoon: 'Nuovo tentativo in corso.',
    lineAwayInCall: 'Il centralino non risponde',
    lineAwayInCallAbout:
      'Finché il cliente si sente, la chiamata continua: attesa e trasferimento tornano con la linea.',
    dataRestarting: 'L’archivio si riavvia',
    dataRestartingAbout: 'Si può continuare a parlare e a scrivere: la nota si salva appena riparte.',
    dataGaveUp: 'L’archivio non riparte',
    phoneRestarting: 'Il telefono si riavvia',
    phoneRestartingAbout: 'Di solito bastano pochi secondi. La nota è al sicuro.',
    phoneGaveUp: 'Il telefono non riparte',
    practiceStopped: 'L’esercitazione si è fermata',
    gaveUpAbout: 'Chiudere e riaprire Cornetta; se succede ancora, avvisare l’assistenza.',
    practiceStoppedAbout: 'Riparte da sola tra qualche secondo; altrimenti chiudere e riaprire Cornetta.',
    sessionExpired: 'Serve un nuovo accesso',
    sessionExpiredAbout: 'Si può continuare a lavorare: ciò che si scrive resta qui e parte dopo l’accesso.',
    standIn: 'Manca «{{device}}»',
    standInUses: '{{task}}: {{device}}.',
    standInAbout: 'Appena torna, riprende il suo posto.',
    setAside: 'Qualcosa non è stato accettato dal servizio',
    setAsideAbout: 'È conservato su questo computer, finché non si decide.',
    draftNotSaved: 'La nota non è ancora sul disco',
    draftNotSavedAbout: 'Il testo resta qui e il salvataggio viene ritentato. Non chiudere la finestra.',
    acceptFileKey: 'Continua senza portachiavi',
    acceptNewKey: 'Continua con un archivio nuovo',
  },
  /** `what` is wrong, and what `todo` about it: one pair for each failure code. */
  failures: {
    contract: {
      refused: {
        what: 'Due parti di Cornetta non si sono capite',
        todo: 'Riprovare. Se succede ancora, chiudere e riaprire Cornetta.',
      },
      cancelled: { what: 'Richiesta annullata', todo: 'Riprovare se serve ancora.' },
      lost: { what: 'Una parte di Cornetta si sta riavviando', todo: 'Riprovare tra qualche secondo.' },
    },
    program: {
      bug: {
        what: 'C’è stato un errore in Cornetta',
        todo: 'Riprovare. Se succede ancora, leggere il riferimento all’assistenza.',
      },
    },
    backend: {
      unreachable: {
        what: 'Il servizio non risponde',
        todo: 'Controllare la rete e l’indirizzo. Intanto si lavora con i dati di questo computer.',
      },
      notCornetta: {
        what: 'A questo indirizzo non c’è un servizio Cornetta',
        todo: 'Controllare l’indirizzo con chi gestisce il servizio.',
      },
      older: {
        what: 'Il servizio è di una versione precedente a questa di Cornetta',
        todo: 'Chiedere a chi gestisce il servizio di aggiornarlo, oppure usare la versione di Cornetta che si usava prima.',
      },
      newer: {
        what: 'Questa versione di Cornetta è troppo vecchia per il servizio',
        todo: 'Aggiornare Cornetta su questo computer, poi accedere di nuovo: ciò che è scritto resta qui.',
      },
      wrongCredentials: {
        what: 'Nome utente o password non corretti',
        todo: 'Controllare maiuscole e spazi, poi riprovare.',
      },
      lockedOut: {
        what: 'Troppi tentativi di accesso',
        todo: 'Attendere qualche minuto, oppure chiedere una nuova password a chi gestisce il servizio.',
      },
      passwordDue: {
        what: 'Questa password vale una volta sola',
        todo: 'Sceglierne una propria qui sotto, poi accedere.',
      },
      passwordWeak: {
        what: 'La nuova password non va bene',
        todo: 'Deve essere diversa da quella di prima e più lunga, senza il nome utente.',
      },
      sessionExpired: { what: 'L’accesso è scaduto', todo: 'Accedere di nuovo: ciò che è scritto resta qui.' },
      refused: {
        what: 'Il servizio non ha accettato la richiesta',
        todo: 'È conservata su questo computer. Avvisare chi gestisce il servizio.',
      },
      unavailable: {
        what: 'Il servizio è momentaneamente occupato',
        todo: 'Il tentativo si ripete da solo: non serve fare nulla.',
      },
      notDone: {
        what: 'Non è stato fatto',
        todo: 'Manca un dato, oppure nel frattempo qualcosa è cambiato. Aprire di nuovo la pagina e riprovare.',
      },
      conflict: {
        what: 'Un collega ha cambiato lo stesso dato',
        todo: 'Guardare il nuovo valore sulla scheda e, se serve, correggerlo di nuovo.',
      },
      noSuchCustomer: {
        what: 'Il cliente non è tra quelli visibili',
        todo: 'Scegliere un altro cliente, o nessuno, e salvare di nuovo.',
      },
      restricted: {
        what: 'Trattamento limitato: i dati di questo cliente si conservano, ma non si usano',
        todo: 'Per ciò che serve, rivolgersi al responsabile privacy.',
      },
      noConsent: {
        what: 'Il cliente non ha dato il consenso che serve',
        todo: 'Non chiamare. Se lo dà ora, registrarlo sulla scheda.',
      },
    },
    signIn: {
      noBrowserWay: {
        what: 'Questo servizio non ha l’accesso con l’account aziendale',
        todo: 'Accedere con nome utente e password, oppure chiedere a chi gestisce il servizio.',
      },
      browserOnly: {
        what: 'A questo servizio si accede con l’account aziendale',
        todo: 'Usare il pulsante che apre il browser.',
      },
      notFinished: {
        what: 'L’accesso nel browser non è stato completato',
        todo: 'Riprovare: la pagina aperta prima non vale più.',
      },
      refused: {
        what: 'L’azienda non ha confermato l’accesso',
        todo: 'Riprovare dall’inizio. Se si ripete, chiedere a chi gestisce gli account aziendali.',
      },
      noSuchAgent: {
        what: 'L’account aziendale è giusto, ma qui non c’è un operatore con questo nome',
        todo: 'Chiedere a chi gestisce il servizio di aggiungerlo.',
      },
      providerAway: {
        what: 'L’accesso aziendale non risponde',
        todo: 'Riprovare tra poco. Il servizio di Cornetta invece risponde.',
      },
      clockOff: {
        what: 'L’orologio del servizio e quello dell’accesso aziendale non vanno d’accordo',
        todo: 'Avvisare chi gestisce il servizio: da questo computer non si può rimediare.',
      },
    },
    edit: {
      customerGone: {
        what: 'Una correzione è andata persa: il cliente è stato cancellato, o non è più tra quelli visibili',
        todo: 'Non c’è nulla da fare. Per la privacy non resta scritto di chi era.',
      },
    },
    pbx: {
      unreachable: {
        what: 'Il centralino non risponde',
        todo: 'Controllare la rete. Le chiamate arrivano appena la linea torna.',
      },
      certificate: {
        what: 'Il certificato del centralino non è valido',
        todo: 'Il telefono non si collega a un centralino che non può riconoscere. Avvisare l’assistenza informatica: certificato scaduto, di un altro indirizzo o non riconosciuto da questo computer.',
      },
      unsecured: {
        what: 'La linea con il centralino non sarebbe cifrata',
        todo: 'Il telefono non si collega: lungo la rete qualcuno potrebbe ascoltare le chiamate. Avvisare l’assistenza informatica: l’indirizzo del centralino inizia con ws:// e deve iniziare con wss://.',
      },
      wrongPassword: {
        what: 'Il centralino non accetta questo interno',
        todo: 'Chiedere a chi gestisce il servizio di controllare interno e password del centralino.',
      },
      refused: {
        what: 'Il centralino ha rifiutato la richiesta',
        todo: 'Riprovare. Se succede ancora, avvisare chi gestisce il centralino.',
      },
      timeout: { what: 'Il centralino non ha risposto in tempo', todo: 'Riprovare tra qualche secondo.' },
    },
    call: {
      gone: { what: 'Questa chiamata non c’è più', todo: 'Il cliente ha riagganciato o ha risposto un collega.' },
      notNow: { what: 'Adesso non è possibile', todo: 'Attendere che finisca l’operazione in corso, poi riprovare.' },
    },
    transfer: {
      refused: {
        what: 'Chi doveva ricevere la chiamata non l’ha accettata',
        todo: 'Il cliente è ancora in linea: scegliere un’altra coda o un altro collega.',
      },
      unconfirmed: {
        what: 'La linea è caduta durante il trasferimento: non si sa se sia riuscito',
        todo: 'Chiedere se il cliente è ancora in linea. Se non risponde nessuno, riagganciare: il trasferimento è riuscito.',
      },
      noAnswer: {
        what: 'Nessuno ha risposto al trasferimento',
        todo: 'Il cliente è ancora in linea: scegliere un’altra coda o un altro collega.',
      },
    },
    link: {
      signedOut: {
        what: 'Un collegamento chiede di chiamare un numero',
        todo: 'Per chiamare serve prima l’accesso; poi aprire di nuovo il collegamento.',
      },
      unreadable: {
        what: 'Un collegamento da chiamare non è leggibile',
        todo: 'Non contiene un numero di telefono: si può comporre a mano.',
      },
      noPlace: {
        what: 'Un collegamento a Cornetta non è leggibile',
        todo: 'Va copiato di nuovo dalla pagina da cui viene, o corretto da chi lo ha scritto.',
      },
      notHere: {
        what: 'Il collegamento non porta a nulla che da qui si possa aprire',
        todo: 'Se dovrebbe, chiedere a chi lo ha inviato che cosa cercare, e cercarlo.',
      },
    },
    attachment: {
      gone: {
        what: 'L’allegato o la sua pratica non c’è più',
        todo: 'Su questo computer non ne resta nulla. Se serve ancora, cercare la pratica giusta e allegarlo di nuovo.',
      },
      caseGone: {
        what: 'Un allegato non ancora inviato è andato perso: la sua pratica è stata cancellata',
        todo: 'Non c’è nulla da fare. Per la privacy non resta scritto di chi era.',
      },
      damaged: {
        what: 'L’allegato è danneggiato',
        todo: 'Riprovare; se succede ancora, avvisare l’assistenza.',
      },
      notAllowed: {
        what: 'L’allegato non si può aprire o togliere',
        todo: 'Si tolgono solo i propri, nello stesso giorno: per gli altri chiedere al supervisore.',
      },
      onHold: {
        what: 'L’allegato va conservato',
        todo: 'I dati di questo cliente servono a una causa o a un’autorità: per toglierlo chiedere al responsabile privacy.',
      },
      restricted: {
        what: 'Il trattamento dei dati di questo cliente è limitato',
        todo: 'Gli allegati si conservano come sono: per le domande c’è il responsabile privacy.',
      },
      noProgram: {
        what: 'Nessun programma di questo computer apre questo file',
        todo: 'Chiedere all’assistenza un programma per i PDF o per le immagini.',
      },
    },
    case: {
      notNow: {
        what: 'Intanto la pratica è cambiata: ora non si può fare',
        todo: 'Guardare a che punto è la pratica, poi riprovare o eliminare.',
      },
      notYours: {
        what: 'Questo passo spetta ad altri',
        todo: 'Passarlo all’ufficio che ha la pratica, o al supervisore.',
      },
      lacking: {
        what: 'Manca qualcosa perché il passo valga',
        todo: 'Completarlo dalla pagina della pratica.',
      },
      needsConfirmation: {
        what: 'Prima serve la conferma di un’altra persona',
        todo: 'Chiedere la conferma dalla pagina della pratica.',
      },
      ownWork: {
        what: 'Non si conferma ciò che si è scritto o chiesto',
        todo: 'Serve un’altra persona.',
      },
      tooLate: {
        what: 'Il termine per riaprire è passato',
        todo: 'Con fatti nuovi si può riaprire: scriverli.',
      },
    },
    file: {
      notSaved: {
        what: 'Il file non è stato salvato',
        todo: 'In quella cartella non si può scrivere: sceglierne un’altra, per esempio Documenti.',
      },
      noRoom: {
        what: 'Non c’è abbastanza spazio in quella cartella',
        todo: 'Liberare spazio, oppure scegliere un altro disco: non è stato salvato nulla.',
      },
      tooLarge: {
        what: 'Quel supporto non tiene file così grandi',
        todo: 'Oltre i 4 GB serve un disco formattato come exFAT, NTFS o del sistema: sceglierne un altro. Non è stato salvato nulla.',
      },
      brokeOff: {
        what: 'Il salvataggio si è interrotto',
        todo: 'Il collegamento con il servizio è caduto e non è stato salvato nulla: riprovare.',
      },
    },
    microphone: {
      missing: {
        what: 'Nessun microfono',
        todo: 'Collegare una cuffia con microfono, poi sceglierla nelle impostazioni.',
      },
      refused: {
        what: 'Il computer non permette di usare il microfono',
        todo: 'Consentire il microfono a Cornetta nelle impostazioni di sistema, alla voce privacy.',
      },
      busy: {
        what: 'Il microfono è usato da un altro programma',
        todo: 'Chiudere l’altro programma (riunioni, registratori) oppure scegliere un altro microfono.',
      },
    },
    speaker: {
      refused: {
        what: 'Questo dispositivo non riproduce l’audio',
        todo: 'Sceglierne un altro per l’ascolto nelle impostazioni.',
      },
    },
    headset: {
      refused: {
        what: 'I tasti della cuffia non si possono usare',
        todo: 'Li tiene un altro programma, o questo computer non li concede. Scollegare e ricollegare la cuffia; se non basta, avvisare l’assistenza. Intanto si risponde dallo schermo.',
      },
      silent: {
        what: 'La cuffia non risponde ai comandi',
        todo: 'Si riprova tra poco. Se resta così, scollegarla e ricollegarla. Intanto si risponde dallo schermo.',
      },
    },
    files: {
      diskFull: {
        what: 'Il disco è pieno',
        todo: 'Liberare spazio: finché è pieno, le note restano solo in questa finestra.',
      },
      cacheFull: {
        what: 'Il disco è pieno: i clienti non si aggiornano',
        todo: 'Liberare spazio: l’aggiornamento riprende da solo. Intanto si lavora con i clienti già presenti.',
      },
      unwritable: {
        what: 'Non si può scrivere nella cartella di Cornetta',
        todo: 'Chiedere all’assistenza informatica il permesso di scrivere nella cartella, poi riavviare.',
      },
      newer: {
        what: 'Su questo computer ha lavorato una versione più recente di Cornetta ({{version}})',
        todo: 'Aggiornare Cornetta: le note scritte con quella versione restano da parte e tornano con l’aggiornamento. Intanto si lavora come sempre.',
      },
      damaged: {
        what: 'L’archivio delle note era danneggiato',
        todo: 'Ciò che si poteva leggere è di nuovo qui. Ricontrollare le ultime note e avvisare l’assistenza: l’archivio danneggiato è conservato da parte per 90 giorni.',
      },
      cacheDamaged: {
        what: 'L’archivio dei clienti su questo computer era danneggiato',
        todo: 'I clienti si ricaricano da soli: non si è perso nulla.',
      },
      keyLost: {
        what: 'La chiave dell’archivio non c’è più',
        todo: 'Si lavora come sempre: i clienti si ricaricano da soli. L’archivio di prima resta da parte per 90 giorni: avvisare l’assistenza se c’erano note da inviare.',
      },
    },
    keyring: {
      missing: {
        what: 'Questo computer non ha un portachiavi attivo',
        todo: 'Attivarlo (per esempio GNOME Keyring) oppure continuare: l’archivio sarà protetto solo dall’account del computer.',
      },
      locked: {
        what: 'La chiave dell’archivio di questo computer non si può leggere',
        todo: 'Sbloccare il portachiavi e riaprire Cornetta, oppure continuare: i clienti si ricaricano, l’archivio di prima resta da parte per 90 giorni con le note non inviate.',
      },
    },
    settings: {
      broken: {
        what: 'Le impostazioni erano illeggibili',
        todo: 'Sono tornate quelle iniziali: controllare dispositivi, lingua e tema.',
      },
    },
  },
};
