import { NoAccess, syncQueueViews } from '@kanban/schema';
import type { Pool } from 'mysql2/promise';
import type { Context } from '../context.ts';

/** Access denied: to a command, a table or the database. */
const denied = [1044, 1142, 1227];

/**
 * Makes the views match the queues. The queues have changed by then, so a login that may not create views gets a
 * message that says who can.
 */
export async function refreshViews(context: Context, pool: Pool): Promise<void> {
  try {
    const { made, dropped } = await syncQueueViews(pool);
    for (const view of dropped) context.say(`Dropped the view ${view}`);
    for (const view of made) context.say(`Created the view ${view}`);
  } catch (error) {
    if (!(error instanceof NoAccess) && !denied.includes((error as { errno?: number }).errno ?? 0))
      throw error;
    context.say('This login may not create views. Run `kanban migrate` as the owner of the database.');
  }
}
