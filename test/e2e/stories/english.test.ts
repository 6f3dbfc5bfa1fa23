// A caller who speaks English, on the desk of somebody who works in Italian: what is said is English, what the desk says is not.
import { test } from 'vitest';
import { keyboardAgent, longestStoryMs } from '../../support/keyboardAgent.ts';
import { openOffice } from '../../support/office.ts';

const office = openOffice();

test('Ingrid Olsen has a red letter and has paid: greeted, identified and answered in English; her e-mail is read back letter by letter', {
  timeout: longestStoryMs,
}, async () => {
  const { world, apps } = office;
  const giulia = await keyboardAgent(await apps.start({ size: { width: 1280, height: 720 } }), 'english', 'giulia');
  await giulia.signsIn(world.backendUrl, world.agents.giulia);
  await giulia.becomesReady();

  world.switchboard.ring({
    number: '+390000000104',
    queue: 'english',
    language: 'en',
    waitedSeconds: 20,
    staysSeconds: null,
  });
  // That she speaks English is heard before answering.
  await giulia.hears('alert', /Ingrid Marie Olsen\. Clienti in inglese, in attesa da \d+ secondi, parla inglese$/);
  await giulia.finds('paragraph', 'Good morning, Aurora Servizi, my name is Giulia. How can I help you?');
  await giulia.picture('ringing');
  await giulia.answers();
  await giulia.confirmsCustomer('AU-10004');
  await giulia.choosesReason('fat-03');
  await giulia.hears('status', 'Non identificato · serve Standard');

  await giulia.presses('Alt+4');
  await giulia.finds('heading', 'Identificazione');
  await giulia.finds(
    'paragraph',
    /What is your customer number|In which name is the contract|date of birth|e-mail address|last/,
  );
  await giulia.picture('questions');
  await giulia.escapes();
  await giulia.identifies('standard');

  // Names and addresses are spelt with the international alphabet first.
  await giulia.presses('F8');
  await giulia.presses('Control+A');
  await giulia.types('i.olsen@esempio.it');
  await giulia.finds('columnheader', 'NATO, internazionale');
  await giulia.finds('cell', 'India');
  await giulia.finds('cell', 'Oscar');
  await giulia.picture('spelt');
  await giulia.backToTheNote();

  await giulia.opensArticle('sollecito', 'KB-120');
  await giulia.finds('listitem', 'Your line stays active while we check.');
  await giulia.checks('incassi');
  await giulia.checks('ricevuta');
  await giulia.picture('article');
  await giulia.backToTheNote();

  await giulia.writes('Ha pagato, pagamento da abbinare. Attende una e-mail in inglese.');
  await giulia.promises({ what: 'Verifica del pagamento, e-mail in inglese', owner: 'amministra', inDays: 3 });
  await giulia.choosesOutcome('ino-1');
  await giulia.picture('promised');
  await giulia.hangsUp();
  await giulia.closesWrapUp();
  await world.untilOnBackend(
    ({ note, reasonCode, outcomeCode }) =>
      note.startsWith('Ha pagato, pagamento da abbinare') && reasonCode === 'FAT-03' && outcomeCode === 'INO-1',
  );
});
