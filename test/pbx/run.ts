// The real PBX for a person with a phone to try: `node test/pbx/run.ts` starts it, says how to register, and then takes
// one command a line: customers to ring, a look at calls and queues.
import { createInterface } from 'node:readline';
import { startAsterisk } from './asterisk.ts';
import { isQueueId, queueExtensions } from './callCentre.ts';

const queues = Object.keys(queueExtensions).join(' | ');
const help = `ring QUEUE NUMBER NAME…   a customer rings (${queues}; NUMBER may be anonymous)
queue QUEUE               who waits and who is ready
calls | registered | log | hangup | quit, or any command of Asterisk's console`;

const pbx = await startAsterisk();
console.log(`Asterisk is ready at ${pbx.wsUrl} and ${pbx.wssUrl} (self-signed).
Agents 1001 and 1002, lead 1100, password s3cret-EXTENSION, domain ${pbx.domain}; *74 ready, *73 not ready; 9000 echo.
${help}`);

for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', queue = '', number = '', ...name] = line.trim().split(/\s+/);
  if (command === 'quit') break;
  await obey(line.trim(), command, queue, number, name.join(' ')).catch((error) => console.log(String(error)));
}
await pbx.stop();

async function obey(line: string, command: string, queue: string, number: string, name: string): Promise<void> {
  if (command === 'ring' || command === 'queue') {
    if (!isQueueId(queue)) throw new Error(`The queues are ${queues}.`);
    if (command === 'ring') console.log((await pbx.ringQueue({ number, name, queue })).channel);
    else console.dir(await pbx.queueStatus(queue), { depth: 4 });
  } else if (command === 'calls') console.table(await pbx.channels());
  else if (command === 'registered') console.log((await pbx.registered()).join(' '));
  else if (command === 'log') console.log(pbx.log());
  else if (command === 'hangup') await pbx.hangupAll();
  else console.log(command === '' ? help : await pbx.console(line));
}
