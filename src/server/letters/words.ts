// What letters and the package of a case say by themselves, in the language of the letter.

interface Words {
  readonly customerService: string;
  readonly subject: { readonly complaint: (number: string) => string; readonly case: (number: string) => string };
  readonly ourReference: string;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly page: (page: number, of: number) => string;
}

export const words: Readonly<Record<'it' | 'en', Words>> = {
  it: {
    customerService: 'il Servizio clienti',
    subject: { complaint: (number) => `Reclamo n. ${number}`, case: (number) => `Pratica n. ${number}` },
    ourReference: 'Oggetto',
    outcomes: {
      upheld: 'accolto',
      partlyUpheld: 'accolto in parte',
      notUpheld: 'non accolto',
      settledInAdr: 'composto in conciliazione',
      solved: 'risolta',
      notSolved: 'non risolta',
      withdrawn: 'ritirata',
    },
    page: (page, of) => `Pagina ${page} di ${of}`,
  },
  en: {
    customerService: 'Customer service',
    subject: { complaint: (number) => `Complaint no. ${number}`, case: (number) => `Case no. ${number}` },
    ourReference: 'Subject',
    outcomes: {
      upheld: 'upheld',
      partlyUpheld: 'upheld in part',
      notUpheld: 'not upheld',
      settledInAdr: 'settled out of court',
      solved: 'solved',
      notSolved: 'not solved',
      withdrawn: 'withdrawn',
    },
    page: (page, of) => `Page ${page} of ${of}`,
  },
};
