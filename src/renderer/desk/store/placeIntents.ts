// Where a link leads, looked for on this PC. What is not here, and what this agent may not see, come to the same: nothing.
import type { Article } from '#shared/model/article';
import { type CustomerId, customerIdSchema } from '#shared/model/ids';
import type { Place } from '#shared/model/place';
import { had } from './cardIntents.ts';
import type { Programs } from './connections.ts';
import type { DeskState, Page } from './deskState.ts';

/** What stands for itself, a page of the rail, is known to whoever draws it. */
export type FoundPlace = Exclude<Place, { readonly kind: 'page' }>;

const fewHits = 5;

export function placeIntents({ data }: Programs, get: () => DeskState) {
  async function customer(id: string): Promise<CustomerId | null> {
    const asId = customerIdSchema.safeParse(id).data;
    if (asId !== undefined) return (await had(data.getCustomer({ id: asId })))?.customer.id ?? null;
    const hits = (await had(data.search({ text: id, limit: fewHits }))) ?? [];
    // By a former code too, of somebody who was made one with another.
    const hit = hits.find(({ matched }) => matched.field === 'code' && matched.text === id);
    return hit?.customer.id ?? hits.find((each) => each.customer.code === id)?.customer.id ?? null;
  }

  return {
    /** Null: there is no such thing for this agent. */
    async findPlace(place: FoundPlace): Promise<Page | null> {
      if (place.kind === 'customer') {
        const id = await customer(place.id);
        return id === null ? null : { kind: 'customer', id };
      }
      if (place.kind === 'case') {
        const listed = await had(data.listCases({ shelf: 'all', text: place.id, limit: fewHits }));
        const found = listed?.cases.find((one) => one.case.number.toUpperCase() === place.id);
        return found === undefined ? null : { kind: 'cases', open: found.case.id };
      }
      if (place.kind === 'article') {
        const article: Article | null = await had(data.article({ id: place.id }));
        return article === null ? null : { kind: 'knowledge', open: article.id };
      }
      const chat = get().data?.chats?.own.find(({ id }) => id === place.id);
      return chat === undefined ? null : { kind: 'chats', open: chat.id };
    },
  };
}
