// `node mortalOpening.ts FOLDER N`: opens a profile's files, and is killed before statement N of it.
import { openWatched } from './watchedOpening.ts';

const [folder = '', at = ''] = process.argv.slice(2);
await openWatched(folder, (statement) => {
  if (statement === Number(at)) process.kill(process.pid, 'SIGKILL');
});
