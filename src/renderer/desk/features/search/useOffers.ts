// What the agent can do just now, by name: the commands that stand, and each state, favourite target and look as one of its own.
import type { TFunction } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import { useShallow } from 'zustand/shallow';
import { defaultSettings, type Settings } from '#shared/contract/main';
import type { Language } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
import { commandName } from '../../commands/commandName.ts';
import { type CommandGroup, commandIds, rowOf } from '../../commands/table.ts';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDesk, useDeskSelection, useDeskState } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';
import type { Named } from './rankCommands.ts';

/** What it is about. */
export type OfferKind = CommandGroup | 'state' | 'favourite' | 'look';

export interface Offer extends Named {
  readonly kind: OfferKind;
  readonly chord: string | null;
  readonly run: () => void;
}

/** What has no key of its own: named in any language. */
interface Choice {
  readonly id: string;
  readonly kind: OfferKind;
  readonly name: (t: TFunction, language: Language) => string;
  readonly run: () => void;
}

function useStates(): readonly Choice[] {
  const { intents } = useDesk();
  const wish = useDeskState(({ phone }) => phone?.availability.wish ?? null);
  const quiet = useDeskState(({ phone }) => phone?.doNotDisturb ?? null);
  const reasons = useDeskState((state) => workstationOf(state)?.notReadyReasons);
  return useMemo(() => {
    if (wish === null || quiet === null) return [];
    const ready: Choice = {
      id: 'state:ready',
      kind: 'state',
      name: (t) => t('palette.toState', { state: t('state.ready') }),
      run: () => void intents.setWish({ kind: 'ready' }),
    };
    const others = (reasons ?? [])
      .filter(({ code }) => wish.kind !== 'notReady' || wish.reasonCode !== code)
      .map(
        ({ code, labels }): Choice => ({
          id: `state:${code}`,
          kind: 'state',
          name: (t, language) => t('palette.toState', { state: labels[language] }),
          run: () => void intents.setWish({ kind: 'notReady', reasonCode: code }),
        }),
      );
    const disturb: Choice = {
      id: 'doNotDisturb',
      kind: 'state',
      name: (t) => t(quiet ? 'palette.loud' : 'palette.quiet'),
      run: () => void intents.setDoNotDisturb(!quiet),
    };
    return [...(wish.kind === 'ready' ? [] : [ready]), ...others, disturb];
  }, [wish, quiet, reasons, intents]);
}

/** While a call can be passed on: to whom it mostly is. */
function useFavourites(canTransfer: boolean): readonly Choice[] {
  const { intents } = useDesk();
  const front = useDeskSelection((state) => lineupOf(state.phone)?.front ?? null);
  const workstation = useDeskState(workstationOf);
  const favourites = useDeskState((state) => state.main?.settings.favourites ?? defaultSettings.favourites);
  return useMemo(() => {
    if (!canTransfer || front === null || workstation === null) return [];
    const consult = (number: string, target: (language: Language) => TransferTarget): Choice => ({
      id: `consult:${number}`,
      kind: 'favourite',
      name: (t, language) => t('palette.consult', { name: target(language).name }),
      // Where the handover cannot be kept, the sheet says so and lets the agent decide.
      run: () => void intents.passOn(front, target('it'), 'consult', true).catch(() => intents.openSheet('transfer')),
    });
    return [
      ...workstation.queues
        .filter(({ number }) => favourites.includes(number))
        .map(({ id, name, number }) =>
          consult(number, (language) => ({ kind: 'queue', queueId: id, name: name[language], number })),
        ),
      ...workstation.colleagues
        .filter(({ extension }) => favourites.includes(extension))
        .map(({ name, extension }) => consult(extension, () => ({ kind: 'person', name, number: extension }))),
    ];
  }, [canTransfer, front, workstation, favourites, intents]);
}

function useLooks(): readonly Choice[] {
  const { intents } = useDesk();
  const { language } = useWords();
  const { theme, contrast, density } = useDeskState(
    useShallow(({ main }) => {
      const settings = main?.settings ?? defaultSettings;
      return { theme: settings.theme, contrast: settings.contrast, density: settings.density };
    }),
  );
  return useMemo(() => {
    const look = (id: string, settings: Partial<Settings>, name: Choice['name']): Choice => ({
      id,
      kind: 'look',
      name,
      run: () => void intents.changeSettings(settings),
    });
    const named = (t: TFunction, what: string, value: string) => t('palette.setting', { what, value });
    return [
      ...(['system', 'light', 'dark'] as const)
        .filter((value) => value !== theme)
        .map((value) =>
          look(`theme:${value}`, { theme: value }, (t) => named(t, t('settings.theme'), t(`settings.themes.${value}`))),
        ),
      ...(['system', 'usual', 'more'] as const)
        .filter((value) => value !== contrast)
        .map((value) =>
          look(`contrast:${value}`, { contrast: value }, (t) =>
            named(t, t('settings.contrast'), t(`settings.contrasts.${value}`)),
          ),
        ),
      ...(['comfortable', 'compact'] as const)
        .filter((value) => value !== density)
        .map((value) =>
          look(`density:${value}`, { density: value }, (t) =>
            named(t, t('settings.density'), t(`settings.densities.${value}`)),
          ),
        ),
      ...(['it', 'en'] as const)
        .filter((value) => value !== language)
        .map((value) =>
          look(`language:${value}`, { language: value }, (t) =>
            named(t, t('settings.language'), t(`languages.${value}`)),
          ),
        ),
    ];
  }, [theme, contrast, density, language, intents]);
}

const noOffers: readonly Offer[] = [];

/** In the order of the table; what has no key of its own after it. None while they are not `wanted`. */
export function useOffers(wanted: boolean): readonly Offer[] {
  const { commands } = useDesk();
  const { language, tIn } = useWords();
  const standing = useSyncExternalStore(commands.onChange, commands.list);
  const states = useStates();
  const favourites = useFavourites(standing.some(({ id }) => id === 'transfer'));
  const looks = useLooks();
  return useMemo(() => {
    if (!wanted) return noOffers;
    const tongues = ([language, language === 'it' ? 'en' : 'it'] as const).map((each) => [tIn(each), each] as const);
    const order = new Map(commandIds.map((id, at) => [id, at]));
    const named = standing
      .filter(({ id }) => rowOf(id).hidden !== true)
      .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
      .map(
        ({ id, run, chord }): Offer => ({
          id,
          kind: rowOf(id).group,
          names: tongues.map(([t]) => commandName(t, id)),
          chord: rowOf(id).chord ?? chord ?? null,
          run,
        }),
      );
    const chosen = [...states, ...favourites, ...looks].map(
      ({ id, kind, name, run }): Offer => ({
        id,
        kind,
        names: tongues.map(([t, each]) => name(t, each)),
        chord: null,
        run,
      }),
    );
    return [...named, ...chosen];
  }, [wanted, standing, states, favourites, looks, language, tIn]);
}
