// What a screen reader is told of a call and of what goes wrong, from Chromium's own accessibility tree; and what it finds when it looks.
import { expect, test } from 'vitest';
import { keyboardAgent } from '../support/keyboardAgent.ts';
import { openOffice } from '../support/office.ts';

const office = openOffice({ bridge: true });

test('who rings, talking, muted, on hold, ended; a refused act, a line that is away, a service that is away: all are told', async () => {
  const { world, apps } = office;
  const giulia = await keyboardAgent(await apps.start({ size: { width: 1280, height: 720 } }), 'reader', 'giulia');
  await giulia.signsIn(world.backendUrl, world.agents.giulia);
  await giulia.becomesReady();
  expect((await giulia.finds('button', /Stato: Pronto/)).is).toMatchObject({ hasPopup: 'menu' });

  const customer = world.switchboard.ring({
    number: '+390000000106',
    queue: 'welcome',
    waitedSeconds: 30,
    staysSeconds: null,
  });
  await giulia.hears('alert', /^Chiamata in arrivo: Elisa Grandi\. Accoglienza, in attesa da \d+ secondi$/);
  expect((await giulia.finds('button', 'Rispondi')).is).toMatchObject({ keyshortcuts: 'Space' });
  await giulia.answers();
  await giulia.hears('status', 'In conversazione con Elisa Grandi');
  await giulia.finds('region', 'Chiamata');

  await giulia.puts('mute', true);
  await giulia.hears('status', 'Microfono spento');
  expect((await giulia.finds('button', 'Riattiva il microfono')).is).toMatchObject({ pressed: 'true' });
  await giulia.puts('mute', false);
  await giulia.hears('status', 'Microfono acceso');
  await giulia.puts('hold', true);
  await giulia.hears('status', 'Chiamata in attesa');
  await giulia.finds('button', 'Riprendi');
  await giulia.puts('hold', false);
  await giulia.hears('status', 'Chiamata ripresa');

  // How many wait in a queue, where the call may go.
  const other = world.switchboard.ring({
    number: '+390000000103',
    queue: 'complaints',
    waitedSeconds: 15,
    staysSeconds: null,
    patienceSeconds: null,
  });
  await giulia.confirmsCustomer('AU-10006');
  await giulia.presses('Alt+T');
  await giulia.finds('option', /Ufficio reclami.*1/);
  await giulia.escapes();
  other.hangUp();

  // A wrap-up that lacks something is refused with what it lacks, and the cursor goes there.
  await giulia.hangsUp();
  await giulia.hears('status', 'Chiamata terminata. Lavorazione aperta.');
  await giulia.triesToClose('Per salvare mancano il motivo e l’esito.');
  expect((await giulia.finds('combobox', 'Motivo')).is).toMatchObject({ focused: true, invalid: 'true' });
  await giulia.escapes();
  await giulia.choosesReason('inf-01');
  await giulia.choosesOutcome('ris-2');
  await giulia.closesWrapUp();
  expect(customer.state().kind).toBe('ended');

  // The telephone line is gone, and comes back.
  world.switchboard.weather.cut({ seconds: 3 });
  await giulia.hears('alert', /Centralino|linea/i);
  await giulia.picture('line-away');
  await giulia.finds('button', /Stato: Pronto/);

  // The service is gone: work goes on, and it is said.
  await world.cutBackend();
  await giulia.hears('status', /servizio|connessione/i);
  await giulia.picture('service-away');
});
