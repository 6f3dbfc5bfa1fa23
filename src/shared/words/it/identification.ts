// Italian: how surely the caller is the customer.

export const identification = {
  /** How surely the caller is the customer: what was verified, never what was answered. */
  identification: {
    title: 'Identificazione',
    is: {
      none: 'Non identificato',
      basic: 'Identificato: Base',
      standard: 'Identificato: Standard',
      strong: 'Identificato: Forte',
    },
    needs: 'serve {{level}}',
    target: 'Da raggiungere',
    ask_one: 'Ancora una domanda. Chiedere, non leggere.',
    ask_many: 'Ancora {{count}} domande. Chiedere, non leggere.',
    ask_other: 'Ancora {{count}} domande. Chiedere, non leggere.',
    done: 'Non c’è altro da chiedere.',
    elsewhere: 'si verifica altrove',
    answers: { right: 'Giusta', wrong: 'Sbagliata', silent: 'Non risponde' },
    wrong: 'Risposte sbagliate: {{count}} di {{most}}',
    notKept: 'le risposte non si salvano',
    nobody: 'Per le domande serve un cliente scelto: cercarlo o confermarlo nella scheda.',
    documents: 'Con i dati che ci sono non ci si arriva: chiedere un documento per iscritto.',
    failed:
      'Identificazione non riuscita. Non dire quale risposta era sbagliata: restano le informazioni generali, o una richiamata a un numero noto.',
    byHand: 'Verificato in altro modo',
    levels: { none: 'Nessuna', basic: 'Base', standard: 'Standard', strong: 'Forte' },
    standing: {
      none: 'non identificato',
      basic: 'identificato, base',
      standard: 'identificato, standard',
      strong: 'identificato, forte',
    },
    allows: {
      none: 'Solo informazioni pubbliche: nemmeno se è cliente.',
      basic: 'Stato di ordine, pratica o guasto. Niente importi, indirizzi o recapiti.',
      standard: 'Fatture, contratto, reclami. Documenti solo ai recapiti già noti.',
      strong: 'Anche cambio di recapiti o IBAN, e disdetta.',
    },
  },
};
