// A link from outside that leads somewhere on the desk: followed at once where nothing is in its way, or the agent has just pressed it in what the
// system said; else it is said, and one key goes there. It never takes the screen away from a call, nor what is being written from under the fingers.
import { useEffect, useState } from 'react';
import { inThrees } from '#shared/model/caseNumber';
import type { Place } from '#shared/model/place';
import { may } from '#shared/model/role';
import type { CommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import type { DeskState, Page } from '../../store/deskState.ts';
import { isOnLine } from '../../store/lineup.ts';
import { isRinging, workstationOf } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { isTextField } from '../../ui/keys.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

type LinkedPage = Extract<Place, { readonly kind: 'page' }>['id'];

/** As the desk calls the pages that a link can name. */
const kindOf = {
  board: 'board',
  figures: 'figures',
  'my-day': 'myDay',
  'to-call': 'toCall',
  cases: 'cases',
  knowledge: 'knowledge',
  chats: 'chats',
} as const satisfies Readonly<Record<LinkedPage, Page['kind'] & CommandId>>;

/** A page, for whom it is, and whether it is there at all. */
interface PageThere {
  readonly opens: Page;
  readonly may?: Parameters<typeof may>[1];
  readonly isThere?: (state: DeskState, now: number) => boolean;
}

/** A call rings or goes on, something lies over the desk, or nothing is known of the calls yet. */
const isInTheWay = ({ phone, sheet, main }: DeskState): boolean =>
  phone === null ||
  phone.calls.some((call) => isRinging(call) || isOnLine(call)) ||
  sheet !== 'none' ||
  main?.link != null;

function isWriting(): boolean {
  const { activeElement } = document;
  return isTextField(activeElement) && (activeElement as HTMLInputElement).value !== '';
}

export function usePlaceName(): (place: Place) => string {
  const { t } = useWords();
  return (place) =>
    place.kind === 'page'
      ? t(`commands.${kindOf[place.id]}`)
      : t(`links.places.${place.kind}`, { number: inThrees(place.id) });
}

export function PlaceLink({ pages }: { readonly pages: readonly PageThere[] }) {
  const { t } = useWords();
  const { store, now } = useDesk();
  const { show, findPlace, linkLeadsNowhere, closePlaceLink } = useIntents();
  const nameOf = usePlaceName();
  const link = useDeskState((state) => state.main?.placeLink ?? null);
  const mustWait = useDeskState(isInTheWay);
  /** The one that is said: it waits for the agent, also when the call is over. */
  const [offered, setOffered] = useState<number | null>(null);

  function findPage(id: LinkedPage): Page | null {
    const page = pages.find(({ opens }) => opens.kind === kindOf[id]);
    const role = workstationOf(store.getState())?.agent.role ?? 'agent';
    if (page === undefined || (page.may !== undefined && !may(role, page.may))) return null;
    return page.isThere?.(store.getState(), now()) === false ? null : page.opens;
  }

  /** `wanted`: the agent says so, whatever goes on. */
  async function follow({ id, place }: NonNullable<typeof link>, wanted: boolean) {
    const page = place.kind === 'page' ? findPage(place.id) : await findPlace(place);
    // It began to ring while it was looked for.
    if (!wanted && isInTheWay(store.getState())) return setOffered(id);
    void closePlaceLink(id);
    if (page === null) linkLeadsNowhere();
    else show(page);
  }

  useEffect(() => {
    if (link === null) return;
    if (link.wanted) void follow(link, true);
    else if (mustWait || isWriting()) setOffered(link.id);
    else if (offered !== link.id) void follow(link, false);
  }, [link?.id, mustWait]);

  const isOffered = link !== null && offered === link.id;
  useCommand('goToLink', () => link !== null && void follow(link, true), { enabled: isOffered });
  if (!isOffered) return null;
  return (
    <Notice
      tone="note"
      title={t('links.came', { what: nameOf(link.place) })}
      body={t('links.cameAbout')}
      dismiss={{ name: t('actions.dismiss'), run: () => void closePlaceLink(link.id) }}
    >
      <Button size="small" command="goToLink" onClick={() => void follow(link, true)} data-testid="go-to-link">
        {t('links.go')}
      </Button>
    </Notice>
  );
}
