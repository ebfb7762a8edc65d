import type { PoolConnection } from 'mysql2/promise';
import type { PlannedDelivery } from '../../fan-out/planned-delivery.ts';
import type { LedgerScene } from '../ledger-scene.ts';

/** The row that a statement is tried on. */
export interface Subject {
  readonly scene: LedgerScene;
  /** In which it is before. */
  readonly state: string;
  /** 0 in state none. */
  readonly id: number;
  readonly eventId: number;
}

/** One way to run a statement on a row in any state: as its program does, with all that it asks for given. */
export interface Try {
  /** What stands beside the row, before the row is looked at. */
  readonly prepare?: (subject: Subject) => Promise<unknown>;
  readonly run: (subject: Subject) => Promise<unknown>;
}

/** Runs `work` in a transaction of relay or notifier. */
export async function transacting(
  { scene }: Subject,
  work: (connection: PoolConnection) => Promise<unknown>,
): Promise<void> {
  const connection = await scene.pool.getConnection();
  try {
    await connection.beginTransaction();
    await work(connection);
    await connection.commit();
  } finally {
    connection.release();
  }
}

export const RECIPIENT = 'subject@x.test';
export const TOKEN = 'the claim of the test';
export const DEADLINE_MS = 10_000;

/** A delivery of the subject's event, as fan-out plans one. */
export function planned(
  { eventId }: Subject,
  rest: Partial<PlannedDelivery> & Pick<PlannedDelivery, 'state'>,
): PlannedDelivery {
  return {
    eventId,
    channel: 'email',
    recipient: RECIPIENT,
    subscriptionId: null,
    burstKey: null,
    isDigest: false,
    dueAt: undefined,
    ...rest,
  };
}

/** Another delivery of the same event. Returns its id. */
export async function addDelivery({ scene, eventId }: Subject, set: string): Promise<number> {
  await scene.rows(
    `INSERT INTO deliveries SET event_id = ?, channel = 'email', recipient = 'other@x.test', ${set}`,
    [eventId],
  );
  const [row] = await scene.rows(
    "SELECT id FROM deliveries WHERE event_id = ? AND recipient = 'other@x.test'",
    [eventId],
  );
  return Number(row?.id);
}
