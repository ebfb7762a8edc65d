import { settings } from '@kanban/schema';
import { sql } from 'kysely';
import type { Snapshot } from './snapshot.ts';

/** The value of a setting for a stream: its own, else the global one, else the default. Null: there is none. */
export async function loadSetting(snapshot: Snapshot, stream: string, name: string): Promise<string | null> {
  const then = snapshot.asOf?.settingsOf('settings');
  if (then !== undefined) {
    const valueFor = (of: string) => then.find((row) => row.name === name && row.value_stream === of)?.value;
    const value = valueFor(stream) ?? valueFor('') ?? settings.find((each) => each.name === name)?.default;
    return value === undefined ? null : String(value);
  }
  const { rows } = await sql<{
    value: string | null;
  }>`SELECT setting_value(${name}, ${stream}) AS value`.execute(snapshot);
  return rows[0]?.value ?? null;
}

/** A percentage as a share, 0 to 1; null: off. */
export async function loadShareSetting(
  snapshot: Snapshot,
  stream: string,
  name: 'sla_at_risk_percent',
): Promise<number | null> {
  const value = await loadSetting(snapshot, stream, name);
  return value === null || value === 'off' ? null : Number(value) / 100;
}
