// Before the first end-to-end test: the app is built and the machine made ready, so that no test's deadline pays for it.
import { buildIfStale } from '../../scripts/build.ts';
import { prepareLaunch } from '../../scripts/launch.ts';

export default async function setup(): Promise<void> {
  const report = (line: string) => console.log(line);
  await buildIfStale({ report });
  const launch = await prepareLaunch({ report });
  await launch.dispose();
}
