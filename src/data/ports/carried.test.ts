import { expect, test } from 'vitest';
import { createCarriedPorts } from './carried.ts';

test('messages find their channel, also those that came before anybody listened', () => {
  const sent: unknown[] = [];
  const ports = createCarriedPorts((id, message) => sent.push([id, message]));
  const [one, two] = [ports.open(1), ports.open(2)];
  ports.deliver(1, 'early');
  const heard: unknown[] = [];
  one.listen((message) => heard.push(message));
  ports.deliver(1, 'late');
  ports.deliver(2, 'for nobody yet');
  ports.deliver(3, 'for nobody ever');
  two.post('hello');
  expect(heard).toEqual(['early', 'late']);
  expect(sent).toEqual([[2, 'hello']]);
});

test('a channel that the other end has closed is said once and sends nothing more', () => {
  const sent: unknown[] = [];
  const ports = createCarriedPorts((_id, message) => sent.push(message));
  const port = ports.open(1);
  let closed = 0;
  ports.onClosed(1, () => {
    closed += 1;
  });
  ports.close(1);
  ports.close(1);
  port.post('into the void');
  expect([closed, sent]).toEqual([1, []]);
});
