// Rings the desk many times, and reads out of both pages' marks how long each INVITE took to the painted customer.
import type { RunningApp } from '../test/support/app.ts';
import { deskOf } from '../test/support/desk.ts';
import { until } from '../test/support/until.ts';

/** Nobody's first call of the day is the measure. */
export const warmUp = 5;

type Mark = { readonly id: string; readonly at: number } | null;

const lastMark = (name: string) => `(() => {
  const mark = performance.getEntriesByName('${name}').at(-1);
  return mark === undefined ? null : { id: mark.detail.interactionId, at: performance.timeOrigin + mark.startTime };
})()`;

/** Milliseconds from the INVITE's arrival to the painted customer, one for each call after the first few. Nobody answers. */
export async function ringOften(
  app: RunningApp,
  calls: number,
  ring: (call: number) => Promise<{ hangUp(): void | Promise<void> }>,
): Promise<number[]> {
  const desk = deskOf(await app.page('desk'));
  const phone = await app.page('phone');
  const samples: number[] = [];
  let lastId = (await desk.page.evaluate<Mark>(lastMark('cornetta:pop-painted')))?.id;
  for (let call = 0; call < warmUp + calls; call += 1) {
    const customer = await ring(call);
    let painted: Mark = null;
    await until('the customer is painted', async () => {
      painted = await desk.page.evaluate<Mark>(lastMark('cornetta:pop-painted'));
      return painted !== null && painted.id !== lastId;
    });
    const shown = painted as Mark;
    const invited = await phone.evaluate<Mark>(lastMark('cornetta:invited'));
    if (shown === null || invited?.id !== shown.id) throw new Error('the marks of the call do not belong together');
    lastId = shown.id;
    if (call >= warmUp) samples.push(shown.at - invited.at);
    await customer.hangUp();
    await desk.untilIdle();
  }
  return samples;
}
