// Italian: what is said to a customer and how, phase by phase of a call.

export const guide = {
  help: {
    title: 'Da dire',
    phasesLabel: 'Fasi della telefonata',
    nextPhase: 'Fase successiva',
    phases: {
      welcome: 'Accoglienza',
      identify: 'Identificazione',
      listen: 'Ascolto',
      support: 'Supporto',
      propose: 'Proposta',
      recap: 'Riepilogo',
      farewell: 'Congedo',
    },
    advice: 'Come fare',
    advices: {
      welcome: 'Azienda, nome, offerta di aiuto. Se l’attesa è stata lunga, ringraziare.',
      identify: 'Chiedere, non leggere: è il cliente a dire i dati, qui si confrontano.',
      listen: 'Domanda aperta, ascolto, poi riassumere con parole semplici.',
      support: 'Un passo alla volta. In attesa solo con il permesso, non oltre un minuto.',
      propose: 'Che cosa si farà, chi lo farà, entro quando e quanto costa.',
      recap: 'Ripetere quanto concordato; il numero di pratica si legge a gruppi di tre.',
      farewell: 'Ringraziare e lasciare che sia il cliente a riagganciare.',
    },
    holdTitle: 'In attesa',
    holdAbout: 'Al ritorno ringraziare. Oltre un minuto, tornare a dire a che punto si è.',
    holdLong: 'È passato un minuto: meglio tornare dal cliente.',
    said: '«{{text}}»',
    noteTitle: 'Nella nota',
    noteAbout: 'Fatti, non giudizi. Mai dati sanitari né numeri di carta.',
  },
  /** What is said to a customer, by phase of the call. The other language stands beside it. */
  phrases: {
    welcome: {
      first: 'Grazie per aver atteso. Con chi ho il piacere di parlare?',
      second: 'Prego, La ascolto.',
    },
    identify: {
      first: 'Per tutelare i Suoi dati mi servono due informazioni. Mi dice il Suo codice cliente?',
      second: 'Parlo con l’intestatario del contratto?',
    },
    listen: {
      first: 'Mi racconti che cosa è successo.',
      second: 'Se ho capito bene, Le serve questo. È corretto?',
    },
    support: {
      first: 'Le spiego in due passaggi.',
      second: 'Posso metterLa in attesa per circa un minuto mentre verifico?',
    },
    propose: {
      first: 'Quello che posso fare è questo, senza costi per Lei. Va bene?',
      second: 'Della Sua richiesta si occupa un collega: gli passo tutto, così non deve ripetere nulla.',
    },
    recap: {
      first: 'Riepilogando, abbiamo concordato questo.',
      second: 'Ha altre domande?',
    },
    farewell: {
      first: 'Grazie per averci chiamato. Buona giornata.',
      second: 'Resto a disposizione.',
    },
    hold: {
      first: 'Grazie per aver atteso.',
      second: 'Mi serve ancora un momento per avere i dati corretti.',
    },
  },
};
