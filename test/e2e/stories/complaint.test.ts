// An angry complaint, from the first word to its closing: calmed, asked for by the wrap-up, registered, acknowledged, answered in writing with a
// second pair of eyes, told.
import { expect, test } from 'vitest';
import type { DueKind } from '#shared/model/caseFile';
import type { Case } from '#shared/model/customer';
import { keyboardAgent, longestStoryMs } from '../../support/keyboardAgent.ts';
import { openOffice } from '../../support/office.ts';
import { backendView } from '../../support/world.ts';

const dayMs = 86_400_000;
/** How much later it is for the house than for this machine. */
let laterMs = 0;
const office = openOffice({ clock: () => new Date(Date.now() + laterMs) });

const answer = {
  facts: 'Dal 6 novembre la linea del negozio è assente; due solleciti sono rimasti senza la richiamata promessa.',
  assessment: 'È un nostro errore: la pratica era ferma al secondo livello e nessuno ha dato seguito ai solleciti.',
  basis: 'Carta dei servizi, art. 5',
  actions: 'Il tecnico passa il giorno 30 novembre dalle 8 alle 10; la linea è provata insieme prima di chiudere.',
};

/** Done, and on no later day than that by which it was due. */
function isMetInTime(file: Case['file'], what: DueKind): boolean {
  const due = file?.dues.find((each) => each.what === what);
  return due?.metAt != null && due.end.state === 'running' && due.metAt.slice(0, 10) <= due.end.day;
}

test('Carlo Bassi calls for the fourth time: his complaint is registered and acknowledged, has an answer that Sara confirms, and is closed in time', {
  timeout: longestStoryMs,
}, async () => {
  const { world, apps } = office;
  const size = { width: 1280, height: 720 };
  const luca = await keyboardAgent(await apps.start({ size }), 'complaint', 'luca');
  await luca.signsIn(world.backendUrl, world.agents.luca);
  await luca.becomesReady();
  const carlo = world.switchboard.ring({
    number: '+390000000103',
    queue: 'complaints',
    waitedSeconds: 130,
    staysSeconds: null,
  });
  await luca.hears('alert', /^Chiamata in arrivo: .*\. Ufficio reclami, in attesa da \d+ minuti$/);
  await luca.answers();
  await luca.choosesCustomer('AU-10003');

  // Calm first: each step with one key, what to say in the customer's language.
  await luca.presses('Shift+F6');
  await luca.finds('heading', 'Calmare');
  await luca.presses('ArrowDown');
  await luca.presses('ArrowDown');
  await luca.picture('calming');
  await luca.backToTheNote();
  await luca.choosesReason('rec-04');
  await luca.identifies('basic');
  await luca.writes(
    'Quarta chiamata: linea assente da tre settimane, due richiamate promesse e non fatte. Chiede una data.',
  );

  await luca.promises({ what: 'Risposta scritta al reclamo', owner: 'reclami', inDays: 30 });
  await luca.choosesOutcome('ino-3');

  // He has no patience left and hangs up: the wrap-up asks for the case that a complaint needs.
  carlo.hangUp();
  await luca.hears('status', 'Chiamata terminata. Lavorazione aperta.');
  await luca.triesToClose('Per salvare manca la pratica del reclamo.');
  await luca.picture('case-missing');
  const number = await luca.registers({
    words: 'Tre settimane senza linea, mi avete detto due volte che mi richiamavate.',
    remedy: 'Una data e una persona responsabile',
  });
  expect(number).toMatch(/^\d{3} \d{3} \d{3}$/);
  await luca.finds('paragraph', new RegExp(`Ho registrato il reclamo numero ${number}\\. Riceverà la risposta entro `));
  await luca.picture('number');
  // To be told later: the acknowledgement says it.
  await luca.escapes();
  await luca.closesWrapUp();

  // The acknowledgement, written by the house and sent.
  await luca.opensCase(number);
  await luca.finds('StaticText', /^Conferma: entro /);
  await luca.picture('case');
  await luca.goesTo('write-letter', 'Enter');
  await luca.goesTo('begin-letter', 'Enter');
  await luca.finds('heading', 'Conferma di ricezione');
  await luca.picture('acknowledgement');
  await luca.goesTo('record-sending', 'Enter');
  await luca.goesTo('record-now', 'Enter');
  await luca.hears('status', /^Inviata il /);
  await luca.escapes();
  await luca.takesStep('assess');
  await luca.finishesStep();
  await luca.takesStep('work');
  await luca.hears('status', /^Fatto: /);

  // Nine days later, with the answer due in three weeks.
  laterMs = 9 * dayMs;
  await luca.goesTo('write-letter', 'Enter');
  await luca.goesTo('letter-template', 'Enter');
  await luca.types('Risposta');
  await luca.presses('Enter');
  await luca.goesTo('begin-letter', 'Enter');
  await luca.finds('heading', 'Risposta al reclamo');
  for (const [part, text] of Object.entries(answer)) {
    await luca.goesTo(`part-${part}`);
    await luca.types(text);
  }
  await luca.hears('status', 'Salvata');
  await luca.picture('answer');
  await luca.goesTo('ask-confirmation', 'Enter');
  await luca.finds('StaticText', /conferma/i);

  // The person in charge reads it and confirms.
  const sara = await keyboardAgent(await apps.start({ size }), 'complaint', 'sara');
  await sara.signsIn(world.backendUrl, world.agents.sara);
  await sara.opensCase(number);
  await sara.goesTo('confirm');
  await sara.picture('to-confirm');
  await sara.presses('Enter');
  await sara.hears('status', /^Fatto: /);

  // Sent, closed, told.
  await luca.escapes();
  await luca.goesTo('letter-row');
  await luca.finds('button', /Risposta al reclamo.*Confermata/);
  await luca.goesTo('letter-row', 'Enter');
  await luca.goesTo('record-sending', 'Enter');
  await luca.goesTo('record-now', 'Enter');
  await luca.hears('status', /^Inviata il /);
  await luca.picture('sent');
  await luca.escapes();
  await luca.takesStep('close');
  await luca.goesTo('act-executed', 'Space');
  await luca.finishesStep();
  await luca.goesTo('told', 'Enter');
  await luca.finds('StaticText', 'Chiusa');

  // Acknowledged and answered, each within its own deadline, as the house has it.
  const house = await backendView(world.backendUrl);
  const { file } = await house.untilCase(number.replaceAll(' ', ''), ({ status }) => status === 'closed');
  for (const what of ['acknowledge', 'answer'] as const) expect(isMetInTime(file, what), what).toBe(true);
  await luca.picture('closed');
});
