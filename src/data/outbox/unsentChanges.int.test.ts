// The end of a customer's history that only this PC knows yet.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Rig, startRig } from '#test/support/dataRig';
import { createModelBackend, type ModelBackend, modelCustomer } from '#test/support/modelBackend';

const anna = modelCustomer(1);
let folder: string;
let backend: ModelBackend;
let rig: Rig;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-unsent-'));
  backend = createModelBackend();
  backend.put(anna);
  rig = await startRig({ folder, fetch: backend.fetch });
  await rig.signIn();
  await rig.until('the cache is loaded', () => rig.state().sync.load.kind === 'complete');
});
afterEach(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function edit(details: Parameters<Rig['desk']['editCustomer']>[0]['details']): Promise<void> {
  const card = must(await rig.desk.getCustomer({ id: anna.id }), 'card');
  await rig.desk.editCustomer({ id: anna.id, base: card.customer.version, details });
}
const unsent = (field: string | null = null) => rig.desk.unsentChanges({ id: anna.id, field });

test('what is corrected while the backend is away is told with what it was, newest first, until the backend has it', async () => {
  backend.fate = () => 'lost';
  await edit({ email: 'prima@esempio.it', preference: 'mattina' });
  await edit({ email: 'dopo@esempio.it' });
  expect(await unsent()).toMatchObject([
    { field: 'email', was: 'prima@esempio.it', becomes: 'dopo@esempio.it' },
    { field: 'preference', was: null, becomes: 'mattina' },
    { field: 'email', was: anna.email, becomes: 'prima@esempio.it' },
  ]);
  expect((await unsent('preference')).map(({ field }) => field)).toEqual(['preference']);
  await expect(rig.desk.history({ id: anna.id, field: null, before: null })).rejects.toThrow();
  backend.fate = () => 'arrives';
  await rig.until('all is sent', () => rig.state().sync.outbox.waiting === 0);
  expect(await unsent()).toEqual([]);
  const { changes } = await rig.desk.history({ id: anna.id, field: 'email', before: null });
  expect(changes.map(({ becomes }) => becomes)).toEqual(['dopo@esempio.it', 'prima@esempio.it']);
});
