// A technical fault that the first level cannot mend: checked with the customer, registered, passed on with an offer, and closed by the second.
import { expect, test } from 'vitest';
import { keyboardAgent, longestStoryMs } from '../../support/keyboardAgent.ts';
import { openOffice } from '../../support/office.ts';

const office = openOffice();
const task = 'Accreditare un giorno di mancato servizio';

test('Giuliana Monti has no internet: Giulia checks, registers, and passes her on with everything known; Luca closes the case', {
  timeout: longestStoryMs,
}, async () => {
  const { world, apps } = office;
  const size = { width: 1280, height: 720 };
  const [giulia, luca] = await Promise.all([
    apps.start({ size }).then((app) => keyboardAgent(app, 'fault', 'giulia')),
    apps.start({ size }).then((app) => keyboardAgent(app, 'fault', 'luca')),
  ]);
  await giulia.signsIn(world.backendUrl, world.agents.giulia);
  await luca.signsIn(world.backendUrl, world.agents.luca);
  await giulia.becomesReady();

  world.switchboard.ring({ number: '+390000000102', queue: 'welcome', waitedSeconds: 65, staysSeconds: null });
  await giulia.hears('alert', /Giuliana Monti\. Accoglienza, in attesa da \d+ minuti$/);
  await giulia.answers();
  await giulia.confirmsCustomer('AU-10002');
  await giulia.choosesReason('tec-01');
  await giulia.identifies('basic');

  // The checks of the procedure, one by one; what was found is in the note, and goes with the call.
  await giulia.opensArticle('luci cavo', 'KB-301');
  await giulia.checks('guasto-di-zona');
  await giulia.checks('luci', 'rossa');
  await giulia.checks('cavo', 'spostato');
  await giulia.checks('riavvio', 'non-funziona');
  await giulia.hears('status', 'Pratica a Tecnico 2 con luci, verifiche e fascia: esito INO-2.');
  await giulia.picture('checked');
  await giulia.goesTo('checks-to-note', 'Enter');
  await giulia.backToTheNote();
  await giulia.picture('noted');

  // What was checked stands in the case as it stands in the note.
  const number = await giulia.registers();
  expect(number).toMatch(/^\d{3} \d{3} \d{3}$/);
  await giulia.finds('paragraph', `Ho registrato la richiesta: il numero è ${number}.`);
  await giulia.picture('number');
  await giulia.hasReadItAloud();

  // With an offer: who takes over hears first what it is about.
  await luca.becomesReady();
  await giulia.asks('Assistenza');
  await giulia.picture('asking');
  await luca.hears('alert', /Giuliana Monti/);
  await luca.finds('heading', 'da Giulia Serra');
  await luca.finds('definition', 'base, resta valida');
  await luca.picture('offered');
  await luca.answers();
  await giulia.hears('status', /In conversazione con/);
  await giulia.passesTheCustomer();
  await giulia.choosesOutcome('tra-1');
  await giulia.picture('passed');
  await giulia.closesWrapUp();

  // What another office has to do is a task of the case.
  await giulia.opensCase(number);
  await giulia.takesStep('addTask');
  await giulia.types(task);
  await giulia.goesTo('act-office', 'Enter');
  await giulia.types('Ufficio amministrativo');
  await giulia.presses('Enter');
  await giulia.finishesStep();
  await giulia.finds('listitem', new RegExp(`${task}.*Ufficio amministrativo`));
  await giulia.picture('task');

  // The second level knows the customer, the level, what was checked, and the case.
  await luca.hears('status', 'In conversazione con Giuliana Monti');
  await luca.finds('button', 'Identificato: Base');
  await luca.finds('button', `Apri la pratica ${number}`);
  await luca.picture('took-over');
  await luca.writes('Rifatta la configurazione della linea: luce verde, provato sul tablet della cliente.');
  await luca.choosesReason('tec-01');
  await luca.choosesOutcome('ris-1');
  await luca.opensCase(number);
  await luca.picture('case');
  await luca.finds('paragraph', 'Verifica: La luce «Linea» com’è? Rossa.');
  await luca.takesStep('work');
  await luca.hears('status', /^Fatto: /);
  await luca.finds('listitem', task);
  await luca.goesTo('do-task', 'Enter');
  await luca.types('Accreditato sulla prossima fattura.');
  await luca.finishesStep();
  await luca.takesStep('close');
  await luca.goesTo('act-executed', 'Space');
  await luca.picture('closing');
  await luca.finishesStep();
  await luca.finds('StaticText', 'Chiusa');
  await luca.picture('closed');
  await luca.hangsUp();
  await luca.commands('scrivania');
  await luca.closesWrapUp();

  // Closed on both desks.
  for (const agent of [giulia, luca]) {
    await agent.opensCustomer('monti giuliana', 'Giuliana Monti');
    await agent.opensTimeline();
    await agent.finds('listitem', /Chiusa/);
    await agent.picture('timeline');
  }
});
