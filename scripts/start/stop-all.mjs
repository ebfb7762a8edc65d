import { stopCommands } from '../run.mjs';
import { closeLaunching, liveChildren } from '../servers/launch.mjs';

const SERVERS = ['database', 'redis'];
const APPS_MS = 5_500;
const SERVERS_MS = 3_000;

/**
 * Stops everything within ten seconds: first what uses the servers, then the servers, so that the former can
 * finish what it is at. What is still there at the end of its time is killed; the next start recovers.
 */
export async function stopAll() {
  closeLaunching();
  stopCommands('SIGTERM');
  const children = liveChildren();
  /** @param {{ name: string }} child */
  const isServer = ({ name }) => SERVERS.includes(name);
  await Promise.all(children.filter((child) => !isServer(child)).map((child) => child.stop(APPS_MS)));
  stopCommands('SIGKILL');
  await Promise.all(children.filter(isServer).map((child) => child.stop(SERVERS_MS)));
}
