// Italian: how surely the caller is the customer.

export const identification = {
  /** How surely the caller is the customer: what was verified, never what was answered. */
  identification: {
    title: 'Identificazione',
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
