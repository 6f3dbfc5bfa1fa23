// Italian: the screen where one begins: practising, or signing in to the company’s service.

export const start = {
  start: {
    title: 'Come iniziare?',
    subtitle: 'La scelta si può cambiare in ogni momento: basta uscire.',
    practise: {
      title: 'Esercitazione',
      about:
        'Un’azienda inventata con il suo centralino e clienti che parlano davvero. Nessuna telefonata esce da questo computer.',
      points: {
        company: 'Aurora Servizi, con code e colleghi',
        customers: 'Qualche centinaio di clienti, tutti inventati',
        calls: 'Chiamate in italiano e in inglese',
      },
      enter: 'Inizia l’esercitazione',
    },
    connect: {
      title: 'Collegamento',
      about: 'Il servizio dell’azienda. Bastano indirizzo e accesso: interno, code e centralino si impostano da soli.',
      points: {
        address: 'L’indirizzo, dato da chi gestisce il servizio',
        account: 'Nome utente e password',
        headset: 'Una cuffia con microfono',
      },
      enter: 'Collega il servizio',
      formTitle: 'Collegare il servizio',
      formAbout: 'Il resto (interno, code, centralino) arriva da solo dopo l’accesso.',
      address: 'Indirizzo del servizio',
      addressHint: 'per esempio servizio.azienda.it',
      username: 'Nome utente',
      password: 'Password',
      submit: 'Accedi',
      next: 'Continua',
      asking: 'Si cerca il servizio…',
      submitting: 'Accesso in corso…',
      browser: 'Accedi con {{name}}',
      browserAbout: 'Si apre il browser.',
      inBrowser: 'Continuare nel browser, poi tornare qui.',
      leaveBrowser: 'Annulla',
      addressWrong:
        'L’indirizzo non è completo. Scriverlo come nel messaggio ricevuto, per esempio servizio.azienda.it.',
      usernameMissing: 'Manca il nome utente.',
      passwordMissing: 'Manca la password.',
    },
    progress: {
      practise: 'Preparazione dell’esercitazione',
      connect: 'Preparazione della postazione',
      about: 'Pochi secondi.',
      failed: 'Avvio non riuscito',
      steps: {
        data: 'Archivio di questo computer',
        server: 'Servizio dell’esercitazione',
        simulator: 'Centralino e clienti',
        signIn: 'Accesso',
        load: 'Schede dei clienti',
        phone: 'Linea telefonica',
      },
      loadCount: '{{done}} di {{total}}',
      waiting: 'in attesa',
      running: 'in corso',
      done: 'fatto',
      failedStep: 'non riuscito',
    },
  },
};
