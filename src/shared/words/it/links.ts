// Italian: links that lead from other programs to a place on the desk, and those that are copied from it.

export const links = {
  links: {
    copy: 'Copia il collegamento',
    copied: 'Collegamento copiato',
    came: 'Collegamento aperto: {{what}}',
    cameAbout: 'Resta qui finché non serve: la schermata non cambia da sola.',
    go: 'Vai',
    waits: 'Un collegamento aspetta',
    waitsAbout: 'Si apre da sé dopo l’accesso.',
    places: {
      customer: 'scheda di un cliente',
      case: 'pratica {{number}}',
      article: 'procedura',
      chat: 'chat',
    },
  },
};
