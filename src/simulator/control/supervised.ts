// What the backend's bridge asks of agents and calls: ready, not ready, move, take, take over, say something at the end of a call.
import { z } from 'zod';
import { languageSchema } from '#shared/model/ids';
import { prompts } from '#shared/model/keySurvey';
import type { Switchboard } from '../switchboard/switchboard.ts';
import { type Answer, refused } from './answer.ts';

const stateSchema = z.strictObject({ offer: z.boolean() });
const queueSchema = z.strictObject({ queueNumber: z.string() });
const sayingSchema = z.strictObject({
  language: languageSchema,
  prompts: z.array(z.enum(prompts)).min(1),
  hears: z.boolean(),
});
const nothingSchema = z.strictObject({});
const extensionSchema = z.strictObject({ extension: z.string() });

const routes = /^(PUT|POST) \/(agents|calls)\/([\w-]+)\/(state|take-over|move|take|say|let-go)$/;

/** Null: the route is another one's. `call` reads a call's id as the stream writes it. */
export function supervised(
  route: string,
  { supervision, company }: Switchboard,
  call: (id: string) => string,
): ((body: unknown) => Answer) | null {
  const [, method, kind, id = '', what] = routes.exec(route) ?? [];
  const isAgent = (extension: string) => company.agents.some((agent) => agent.extension === extension);
  const asked =
    <T>(schema: z.ZodType<T>, run: (wish: T) => boolean | null) =>
    (body: unknown): Answer => {
      const wish = schema.safeParse(body);
      if (!wish.success) return refused(400, z.prettifyError(wish.error));
      const done = run(wish.data);
      return done === null ? refused(400, 'no such extension or queue') : { status: done ? 204 : 404, body: null };
    };
  switch (`${method} ${kind} ${what}`) {
    case 'PUT agents state':
      return asked(stateSchema, ({ offer }) => supervision.setReady(id, offer));
    case 'POST agents take-over':
      return asked(extensionSchema, ({ extension }) =>
        isAgent(extension) ? supervision.takeOver(id, extension) : null,
      );
    case 'POST calls move':
      return asked(queueSchema, ({ queueNumber }) => {
        const queue = company.queues.find((one) => one.number === queueNumber);
        return queue === undefined ? null : supervision.move(call(id), queue.id);
      });
    case 'POST calls take':
      return asked(extensionSchema, ({ extension }) =>
        isAgent(extension) ? supervision.take(call(id), extension) : null,
      );
    case 'POST calls say':
      return asked(sayingSchema, (wish) => supervision.say(call(id), wish.prompts, wish.hears));
    case 'POST calls let-go':
      return asked(nothingSchema, () => supervision.letGo(call(id)));
    default:
      return null;
  }
}
