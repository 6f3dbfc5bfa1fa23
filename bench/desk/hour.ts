// An hour of an agent's work as a script: a call every two and a half minutes, each with what is done in one, without the pauses between.
import { type Desk, deskOf } from '../../test/support/desk.ts';
import type { Site } from './site.ts';

export const callsInAnHour = 24;
export const callsInTenMinutes = 4;
/** Between two letters: nobody types faster for long. */
const letterMs = 25;

const callers = ['0101', '0102', '0103', '0104', '0106'].map((end) => `+39000000${end}`);
const notes = [
  'Chiede quando arriva il tecnico. Spiegata la fascia oraria, conferma il numero da richiamare.',
  'Fattura 2291 non abbinata al pagamento: verificato l’accredito, la pratica passa in amministrazione.',
  'Linea lenta di sera. Letto l’articolo con il cliente, riavviato il modem, ora naviga bene.',
];
const searches = ['bassi', 'monti 20900', 'T-21', '0104', 'olsen pavia'];
/** And back to the desk with `toDesk`. */
export const pages = [
  { key: 'Control+4', shown: 'my-day-page' },
  { key: 'Alt+L', shown: 'to-call-page' },
  { key: 'Control+,', shown: 'settings-page' },
] as const;
export const toDesk = 'Control+1';

/** One call from its ring to the report, and what is done beside it. */
export async function oneCall(page: Desk['page'], site: Site, count: number): Promise<void> {
  const desk = deskOf(page);
  const { keyboard } = page;
  const of = <T>(list: readonly T[]): T => list[count % list.length] as T;
  const customer = site.switchboard.ring({ number: of(callers), queue: 'welcome' });
  await desk.arrival().waitFor();
  await keyboard.press('F2');
  await desk.untilTalking();
  await keyboard.press('Alt+1');
  await keyboard.type(of(notes), { delay: letterMs });
  await desk.toggle('hold', true);
  await keyboard.press('Control+k');
  await keyboard.type(of(searches), { delay: letterMs });
  await page.locator('.search-results[aria-busy="false"]').waitFor();
  await keyboard.press('Escape');
  await desk.toggle('hold', false);
  for (const key of ['F6', 'Escape', 'F8', 'Escape', 'F9', 'Escape', 'F7', 'Escape']) await keyboard.press(key);
  await keyboard.press('F4');
  await page.getByTestId('wrap-up-save').waitFor();
  customer.hangUp();
  await desk.choose('reason', 'INF-05');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
  await desk.untilIdle();
  for (const { key, shown } of pages) {
    await keyboard.press(key);
    await page.getByTestId(shown).waitFor();
    await keyboard.press(toDesk);
    await page.getByTestId(shown).waitFor({ state: 'detached' });
  }
}
