import type { Instant } from '@kanban/domain';
import { sqlInstant } from '@kanban/schema';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';
import { Refused } from '../failure.ts';
import {
  findStream,
  insertQueue,
  insertStream,
  type Queue,
  readQueues,
  type Stream,
} from '../history/streams.ts';
import { hasNoHistory } from '../history/write-projections.ts';
import { type SampleQueue, sampleObjective, samplePolicies } from './sample-stream.ts';
import type { SimulationPlan } from './simulate-history.ts';

/**
 * The stream for a simulated history, with missing queues and policies added, in the caller's bulk work. Throws Refused if the
 * stream has items or other queues: a simulated history never mixes with a real one.
 */
export async function prepareStream(
  connection: PoolConnection,
  name: string,
  plan: SimulationPlan,
): Promise<{ stream: Stream; queues: Queue[] }> {
  const { queues } = plan;
  if (!(await findStream(connection, name))) await insertStream(connection, name, 'UTC');
  const stream = (await findStream(connection, name)) as Stream;
  const elsewhere = 'choose a new one with --stream NAME';
  const [items] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM work_items WHERE value_stream = ? LIMIT 1',
    [name],
  );
  if (items.length > 0) throw new Refused(`The value stream ${name} has items already; ${elsewhere}.`);
  const present = await readQueues(connection, name);
  const namesOf = (list: readonly { name: string }[]) => list.map((queue) => queue.name).join(', ');
  if (present.length > 0 && namesOf(present) !== namesOf(queues)) {
    throw new Refused(`The value stream ${name} has queues of its own (${namesOf(present)}); ${elsewhere}.`);
  }
  if (present.length === 0 && (await hasNoHistory(connection, stream)))
    await writePastQueues(connection, stream, plan);
  else if (present.length === 0) for (const queue of queues) await insertQueue(connection, name, queue);
  await insertPolicies(connection, name);
  return { stream, queues: await readQueues(connection, name) };
}

/** With the limits that held from the beginning, and those of today since then. */
async function writePastQueues(
  connection: PoolConnection,
  { id, name }: Stream,
  { queues, from, limitsSince }: SimulationPlan,
): Promise<void> {
  const write = (queue: SampleQueue, wipLimit: number, since: Instant) =>
    connection.query('CALL write_past_queue(?, ?, ?, ?, ?)', [
      id,
      queue.name,
      queue.kind,
      wipLimit,
      sqlInstant(since),
    ]);
  for (const queue of queues) await write(queue, queue.earlierLimit ?? queue.wipLimit, from);
  for (const queue of queues.filter(({ earlierLimit }) => earlierLimit !== undefined)) {
    await write(queue, queue.wipLimit, limitsSince);
    await connection.query('INSERT INTO annotations (value_stream, day, text) VALUES (?, DATE(?), ?)', [
      name,
      sqlInstant(limitsSince),
      `From today ${queue.name} holds ${queue.wipLimit} items instead of ${queue.earlierLimit}`,
    ]);
  }
}

async function insertPolicies(connection: PoolConnection, stream: string): Promise<void> {
  const [present] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM sla_policies WHERE value_stream = ? LIMIT 1',
    [stream],
  );
  if (present.length > 0) return;
  for (const { classOfService, measure, targetHours } of samplePolicies) {
    await connection.query(
      'INSERT INTO sla_policies (value_stream, class_of_service, measure, target_hours) VALUES (?, ?, ?, ?)',
      [stream, classOfService, measure, targetHours],
    );
  }
  await connection.query(
    `INSERT INTO sla_objectives (value_stream, objective, window_days)
     SELECT ?, ?, ? FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM sla_objectives WHERE value_stream = ?)`,
    [stream, sampleObjective.objective, sampleObjective.windowDays, stream],
  );
}
