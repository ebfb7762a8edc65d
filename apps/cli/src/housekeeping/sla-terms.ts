import { HOUR, type Instant, isDate, type SlaPolicy, type SlaTerms, WorkingCalendar } from '@kanban/domain';
import type { Pool, PoolConnection, RowDataPacket } from 'mysql2/promise';
import { readStreams, type Stream } from '../history/streams.ts';

/** What decides about the open items of a stream. */
export interface StreamTerms {
  readonly stream: Stream;
  /** What the stream promises. Throws where its zone or its hours make no sense. */
  readonly terms: () => SlaTerms;
  /** Holidays that are no dates, from before such were refused: they are passed over. */
  readonly noDates: readonly string[];
  /** The share of its time after which an item is at risk; null: never. */
  readonly atRiskShare: number | null;
  /** When these terms held, by the database's clock. */
  readonly readAt: Instant;
}

/** The terms of all streams, as they are now. */
export async function readSlaTerms(pool: Pool | PoolConnection): Promise<StreamTerms[]> {
  const read = async (query: string) => (await pool.query<RowDataPacket[]>(query))[0];
  const readAt = await databaseNow(pool);
  const streams = await readStreams(pool);
  const percents = await read(
    "SELECT name AS value_stream, setting_value('sla_at_risk_percent', name) AS percent FROM value_streams",
  );
  const policies = await read('SELECT * FROM sla_policies ORDER BY id');
  const hours = await read('SELECT value_stream, weekday, starts, ends FROM working_hours');
  const holidays = await read("SELECT value_stream, DATE_FORMAT(day, '%Y-%m-%d') AS date FROM holidays");
  return streams.map((stream) => {
    const own = (rows: RowDataPacket[]) => rows.filter((row) => row.value_stream === stream.name);
    const [setting] = own(percents);
    return {
      stream,
      terms: () => ({
        policies: own(policies).map(policyOf),
        calendar: new WorkingCalendar({
          timeZone: stream.timeZone,
          hours: own(hours).map(({ weekday, starts, ends }) => ({ weekday, starts, ends })),
          holidays: own(holidays)
            .map(({ date }) => date)
            .filter(isDate),
        }),
      }),
      noDates: own(holidays)
        .map(({ date }) => date)
        .filter((date) => !isDate(date)),
      atRiskShare: setting?.percent === 'off' ? null : Number(setting?.percent) / 100,
      readAt,
    };
  });
}

/** Empty class or type means any. */
function policyOf(row: RowDataPacket): SlaPolicy {
  return {
    classOfService: row.class_of_service || null,
    type: row.type || null,
    measure: row.measure,
    clock: row.clock,
    targetUs: Math.round(row.target_hours * HOUR),
  };
}

/** What time it is by the clock that items are dated with. */
export async function databaseNow(pool: Pool | PoolConnection): Promise<Instant> {
  const [[row]] = await pool.query<RowDataPacket[]>('SELECT UTC_TIMESTAMP(6) AS now');
  return row?.now;
}
