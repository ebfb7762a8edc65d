import { buildDashboard } from './build-dashboard.mjs';

/** Before the first browser test, once for all of them: pages made of the sources as they are now. */
export default async function freshDashboard() {
  // Without pages the browser tests fail, and say so; the others need none.
  await buildDashboard({ log: console.log }).catch(({ message }) => console.error(message));
}
