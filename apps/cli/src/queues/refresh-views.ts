import { NoAccess, syncQueueViews } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';
import type { Context } from '../context.ts';

/** Access denied: to a command, a table or the database. */
const denied = [1044, 1142, 1227];

/**
 * Makes the views of the queues what the queues are. The queues themselves are changed by then, so a login that may change
 * them and may not make views is told who puts that right.
 */
export async function refreshViews(context: Context, pool: Pool): Promise<void> {
  try {
    const { made, dropped } = await syncQueueViews(pool);
    for (const view of dropped) context.say(`dropped the view ${view}`);
    for (const view of made) context.say(`made the view ${view}`);
  } catch (error) {
    if (!(error instanceof NoAccess) && !denied.includes((error as { errno?: number }).errno ?? 0))
      throw error;
    context.say(
      'This login may not make views: `kanban migrate`, run as the owner of the database, makes them.',
    );
  }
}
