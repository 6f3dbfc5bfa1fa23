import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/lists/hints.json' with { type: 'json' };
import { hintsSchema } from './lists/hints.ts';
import { noteHints } from './noteHints.ts';

const hints = hintsSchema.parse(shipped);
const told = (note: string) => noteHints(note, hints).map(({ kind, from, to }) => [kind, note.slice(from, to)]);

describe('hints on a note', () => {
  test('tell numbers of cards, words about health and opinions, in the order of the note', () => {
    expect(told('Cliente maleducato, in dialisi. Carta 4111 1111 1111 1111.')).toEqual([
      ['judgement', 'maleducato'],
      ['health', 'dialisi'],
      ['card', '4111 1111 1111 1111'],
    ]);
    expect(told('A rude customer, pregnant')).toEqual([
      ['judgement', 'rude'],
      ['health', 'pregnant'],
    ]);
  });

  test.each([
    'Richiesta: internet assente da lunedì mattina. Verifiche: luci spente, cavo sostituito. Promesso: tecnico entro il 3 aprile.',
    'Modem disabilitato dal cliente, codice invalido all’accesso; rumore strano sulla linea. Pratica T-21 aperta.',
    'Chiede il rimborso della fattura 2027/114, doppio addebito di 45,90 €. Richiamare al +39 0000 000 103.',
    'Insulti, 2 avvisi, chiamata chiusa.',
    'Preferisce e-mail. Ordine 20271234567 in consegna, spedizione 00312345678901.',
    'Disabled modem, reset done. Invoice 2027/88 explained; the customer will send the form by Friday.',
  ])('say nothing about facts: %s', (note) => {
    expect(told(note)).toEqual([]);
  });
});
