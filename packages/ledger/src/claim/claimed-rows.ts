import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** A claimed delivery with its event, and the data that decides whether it is sent now. */
export interface ClaimedRow extends RowDataPacket {
  readonly id: number;
  readonly event_id: number;
  readonly channel: string;
  readonly recipient: string;
  readonly attempts: number;
  readonly message_id: string;
  readonly may_be_duplicate: number;
  readonly topic: string;
  readonly payload: unknown;
  readonly created_at: number;
  /** Time since the event was written, or since a message that waited on purpose became due. */
  readonly age_us: number;
  readonly now: number;
  readonly burst_key: string | null;
  readonly is_digest: number;
  readonly admitted_at: number | null;
  readonly admitted_globally_at: number | null;
  readonly time_zone: string | null;
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
  readonly token: string | null;
  readonly has_left: number | null;
  readonly is_followed: number;
}

/**
 * Digests and messages that waited for a window or quiet hours are not late: their time counts from publishing. Ten
 * seconds are more than a relay takes, and less than any of these waits.
 */
const heldOnPurpose = `d.is_digest OR d.admitted_at > d.created_at + INTERVAL 10 SECOND
  OR d.admitted_globally_at > d.created_at + INTERVAL 10 SECOND
  OR ((d.burst_key IS NOT NULL OR s.quiet_from IS NOT NULL) AND d.queued_at > d.created_at + INTERVAL 10 SECOND)`;

/** Those of the ids that are claimed with this token, by primary key. */
export async function readClaimed(
  connection: PoolConnection,
  ids: readonly number[],
  claimToken: string,
): Promise<ClaimedRow[]> {
  const [rows] = await connection.query<ClaimedRow[]>(
    `SELECT d.id, d.event_id, d.channel, d.recipient, d.attempts, d.message_id, d.may_be_duplicate,
            e.topic, e.payload, e.created_at, 
            TIMESTAMPDIFF(MICROSECOND, IF(${heldOnPurpose}, COALESCE(d.queued_at, UTC_TIMESTAMP(6)), e.created_at),
              UTC_TIMESTAMP(6)) AS age_us,
            UTC_TIMESTAMP(6) AS now, d.burst_key, d.is_digest, d.admitted_at, d.admitted_globally_at,
            s.time_zone, s.quiet_from, s.quiet_until, t.token, t.unsubscribed_at IS NOT NULL AS has_left,
            s.reference IS NOT NULL AS is_followed
     FROM deliveries d JOIN outbox_events e ON e.id = d.event_id
     LEFT JOIN subscriptions s ON s.id = d.subscription_id
     LEFT JOIN subscription_recipients t ON t.subscription_id = d.subscription_id AND t.recipient = LOWER(d.recipient)
     WHERE d.id IN (?) AND d.claim_token = ?`,
    [ids, claimToken],
  );
  return rows;
}
