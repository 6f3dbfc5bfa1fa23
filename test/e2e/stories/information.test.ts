// An information call, from the ring to the timeline, by an agent who has only the keyboard.
import { expect, test } from 'vitest';
import { keyboardAgent, longestStoryMs } from '../../support/keyboardAgent.ts';
import { openOffice } from '../../support/office.ts';

const office = openOffice();

test('Luca Ferri asks when his contract starts and which documents it takes to take over another: told, noted, and in his timeline', {
  timeout: longestStoryMs,
}, async () => {
  const app = await office.apps.start({ size: { width: 1280, height: 720 } });
  const giulia = await keyboardAgent(app, 'information', 'giulia');
  await giulia.signsIn(office.world.backendUrl, office.world.agents.giulia);
  await giulia.becomesReady();
  await giulia.picture('ready');

  // Who rings, for which queue, since when: heard, and found in the page.
  office.world.switchboard.ring({ number: '+390000000101', queue: 'welcome', waitedSeconds: 40, staysSeconds: null });
  await giulia.hears('alert', /^Chiamata in arrivo: Luca Ferri\. Accoglienza, in attesa da \d+ secondi$/);
  await giulia.finds('heading', 'Luca Ferri');
  await giulia.finds('paragraph', 'Aurora Servizi, buongiorno, sono Giulia. Come posso aiutarLa?');
  await giulia.picture('ringing');

  await giulia.answers();
  await giulia.hears('status', 'In conversazione con Luca Ferri');
  await giulia.picture('answered');
  await giulia.confirmsCustomer('AU-10001');

  // What he asks needs to know who he is: two questions, whose answers are only compared.
  await giulia.choosesReason('ctr-01');
  await giulia.hears('status', 'Non identificato · serve Base');
  await giulia.goesOnTo('Identificazione');
  await giulia.picture('level-needed');
  expect(await giulia.identifies('basic')).toBe(2);
  await giulia.hears('status', 'Identificato: Base');
  await giulia.picture('identified');

  await giulia.goesOnTo('Ascolto');
  await giulia.goesOnTo('Supporto');
  await giulia.addsReason('inf-03');
  await giulia.opensArticle('subentro', 'KB-042');
  await giulia.finds('listitem', 'Per il subentro servono tre cose');
  await giulia.picture('article');
  await giulia.checks('intestatario', 'altra-persona');
  await giulia.hears('status', 'Subentro: mandare l’elenco dei documenti.');
  await giulia.picture('checked');
  await giulia.backToTheNote();

  await giulia.writes(
    'Chiede lo stato dell’attivazione e i documenti per il subentro. Detti documenti, costo e tempi.',
  );
  await giulia.choosesOutcome('ris-2');
  await giulia.picture('written');
  await giulia.hangsUp();
  await giulia.hears('status', 'Chiamata terminata. Lavorazione aperta.');
  await giulia.picture('wrap-up');
  await giulia.closesWrapUp();
  await giulia.picture('ready-again');

  await office.world.untilOnBackend(
    ({ note, reasonCode, outcomeCode }) =>
      note.startsWith('Chiede lo stato dell’attivazione') && reasonCode === 'CTR-01' && outcomeCode === 'RIS-2',
  );
  await giulia.opensCustomer('ferri luca', 'Luca Ferri');
  await giulia.opensTimeline();
  await giulia.finds('listitem', 'Detti documenti, costo e tempi.');
  await giulia.picture('timeline');
});
