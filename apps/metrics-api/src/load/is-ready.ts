import type { Snapshot } from './snapshot.ts';

/** Reads a row of what every answer needs. Throws when the database is away, not migrated, or does not let us read. */
export async function readSomething(snapshot: Snapshot): Promise<void> {
  await snapshot.selectFrom('value_streams').select('id').limit(1).execute();
  await snapshot.selectFrom('flow_counts').select('queue_id').limit(1).execute();
}
