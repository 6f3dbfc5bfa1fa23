// Italian: what is said to a customer and how, phase by phase of a call.

export const guide = {
  help: {
    title: 'Da dire',
    toldCountry: 'Detto il Paese da cui si risponde ({{country}})',
    column: 'Aiuti per la conversazione',
    noList: 'Questo elenco non c’è, o non è ancora arrivato dal servizio.',
    phasesLabel: 'Fasi della telefonata',
    nextPhase: 'Fase successiva',
    advice: 'Come fare',
    holdTitle: 'In attesa',
    holdSoon: 'L’attesa si allunga: prepararsi a tornare dal cliente.',
    holdLong: 'È ora di tornare dal cliente, anche solo per dire che serve ancora un momento.',
    said: '«{{text}}»',
    noteTitle: 'Nella nota',
    noteAbout: 'Fatti, non giudizi. Mai dati sanitari né numeri di carta.',
  },
  /** What can stand beside the note, in a word or two. */
  panels: {
    identification: 'Identificare',
    procedures: 'Procedure',
    handle: 'Come gestire',
    calm: 'Calmare',
    spell: 'Compitare',
    words: 'Parole',
  },
  /** How to meet whoever calls. */
  handle: {
    title: 'Come gestire',
    find: 'Come si comporta chi chiama',
    none: 'Niente con «{{text}}».',
    avoid: 'Da evitare',
    avoidThat: 'Evitare: {{what}}',
    about: 'Solo suggerimenti: la scelta non si salva e non si invia.',
    clear: 'Togli',
  },
  /** A heated call, brought back to calm. */
  calm: {
    title: 'Calmare',
    insults: 'Insulti',
    warn: 'Annota l’avviso {{number}}',
    fact: 'Avviso {{number}} per insulti, ore {{time}}.',
    closing: 'Gli avvisi sono stati dati: la chiamata si può chiudere.',
  },
  /** Letter by letter. */
  spell: {
    title: 'Compitare',
    field: 'Nome o numero da compitare',
    letters: 'Lettera per lettera',
    about: 'Ogni lettera con la sua parola, i numeri a gruppi di tre.',
  },
  /** What is better said otherwise. */
  prefer: {
    title: 'Parole da preferire',
    find: 'Cerca una frase',
    pairs: 'Che cosa dire, e in luogo di che cosa',
    none: 'Niente con «{{text}}».',
    positive: 'Fanno bene',
  },
};
