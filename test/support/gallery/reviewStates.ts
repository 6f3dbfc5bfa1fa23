// What the backend has not taken over, as the agent is asked about it: one question of each kind.
import type { FailureCode } from '#shared/contract/failure';
import type { SetAside } from '#shared/contract/setAside';
import { carlo, secondsAgo, ulid } from '#test/support/deskPeople';
import { createDeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState } from './gestures.ts';

const named = ({ customer: { id, code, name } }: typeof carlo) => ({ id, code, name });
const aside = (code: FailureCode) => ({
  id: ulid('S', 1),
  at: secondsAgo(3_900),
  failure: { code, origin: 'server' as const, message: '' },
});
type Edited = Extract<SetAside, { kind: 'edit' }>;
const edited = (mine: Edited['mine'], theirs: Edited['theirs']): Edited => ({
  ...aside('backend.conflict'),
  kind: 'edit',
  customer: named(carlo),
  version: 4,
  mine,
  theirs,
  theirsAt: secondsAgo(2_400),
});

/** The page of what was set aside, opened from its notice. */
export function reviewing(asides: readonly SetAside[]): GalleryState {
  const programs = createDeskPrograms();
  programs.state.data.sync.outbox = { waiting: 0, setAside: Math.max(1, asides.length) };
  programs.answers.data.setAside = () => [...asides];
  const by = { by: 'Luca Moro', at: secondsAgo(2_400), cause: 'edit' as const };
  programs.answers.data.history = () => ({
    changes: [{ id: 1, field: 'email', was: null, becomes: '', ...by }],
    more: false,
  });
  return { programs, gestures: [click('review')] };
}

const note = 'Vuole la fattura su carta, a questo indirizzo e non a quello della ditta.';

export const reviewStates: Readonly<Record<string, () => GalleryState>> = {
  'conflict-one': () => reviewing([edited({ email: 'carlo.bassi@esempio.it' }, { email: 'c.bassi@esempio.it' })]),
  'conflict-phones': () =>
    reviewing([
      edited(
        {
          phones: [
            ...carlo.customer.phones,
            { raw: '+39 000 000 0777', e164: '+390000000777' as never, kind: 'mobile' },
          ],
        },
        { phones: carlo.customer.phones },
      ),
      edited({ preference: 'sera' }, { preference: null }),
    ]),
  'conflict-address': () => ({
    ...reviewing([
      edited(
        { address: { street: 'Via dei Fabbri 21', postcode: '27100', city: 'Pavia' } },
        { address: carlo.customer.address },
      ),
    ]),
    gestures: [click('review'), click('take-other')],
  }),
  'conflict-long': () =>
    reviewing([
      edited(
        {
          preference:
            'telefono, dopo le diciotto e mai il venerdì, altrimenti e-mail; non lasciare messaggi a chi risponde. '
              .repeat(2)
              .slice(0, 200),
        },
        {
          preference: 'solo e-mail, in orario di ufficio, con oggetto che inizi per il numero della pratica. '
            .repeat(3)
            .slice(0, 200),
        },
      ),
    ]),
  'conflict-report': () =>
    reviewing([
      {
        ...aside('backend.refused'),
        kind: 'report',
        interactionId: ulid('X', 5) as never,
        customer: named(carlo),
        startedAt: secondsAgo(5_400),
        note: 'Linea assente da tre settimane, quarta chiamata. Chiede una data e una persona responsabile.',
      },
    ]),
  'conflict-none': () => reviewing([]),
  'conflict-needs': () =>
    reviewing([
      edited(
        { needs: [{ code: 'slowly', detail: '' }] },
        { needs: [{ code: 'email', detail: 'mai dopo le 18, e sempre con il numero della pratica nell’oggetto' }] },
      ),
    ]),
  'conflict-refused': () => {
    const { failure } = aside('backend.refused');
    const one = edited({ email: 'carlo@esempio.it' }, { email: carlo.customer.email });
    return reviewing([{ ...one, failure }]);
  },
  'conflict-note': () =>
    reviewing([
      { ...aside('backend.conflict'), kind: 'note', customer: named(carlo), mine: note, theirs: 'Fattura per e-mail.' },
    ]),
  'conflict-handover': () =>
    reviewing([{ ...aside('backend.refused'), kind: 'handover', customer: named(carlo), to: 'Ufficio reclami', note }]),
  'conflict-consent': () =>
    reviewing([
      {
        ...{ ...aside('backend.refused'), kind: 'consent', customer: named(carlo), purpose: 'marketing' },
        ...{ word: 'withdrawn', saidAt: secondsAgo(3_900) },
      },
    ]),
  'conflict-restricted': () =>
    reviewing([{ ...aside('backend.restricted'), kind: 'editOfRestricted', customer: named(carlo) }]),
  'conflict-unreadable': () => reviewing([{ ...aside('backend.refused'), kind: 'unreadable' }]),
  'conflict-discard': () => ({
    ...reviewing([{ ...aside('backend.refused'), kind: 'unreadable' }]),
    gestures: [click('review'), click('discard')],
  }),
};
