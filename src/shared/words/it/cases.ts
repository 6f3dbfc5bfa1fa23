// Italian: where a case stands.

export const cases = {
  caseStatus: {
    open: 'Aperta',
    inProgress: 'In lavorazione',
    waiting: 'In attesa',
    closed: 'Chiusa',
  },
};
