import { endOfQuiet, type Instant, zoneOrUtc } from '@kanban/domain';
import { failPoint } from '@kanban/service';
import type { PoolConnection } from 'mysql2/promise';
import { admit } from './admit.ts';
import type { ClaimedRow } from './claimed-rows.ts';
import { tellOfFullQueues } from './full-queues.ts';
import { holdBack } from './hold-back.ts';
import { type LetGoReason, letGo } from './let-go.ts';
import type { Limits } from './limits.ts';
import { type ClaimAny, takeLatest } from './take-latest.ts';

/** A claimed delivery that is not sent now; MySQL has the result already. */
export interface NotNow {
  readonly notNow: 'superseded' | 'held back';
  readonly why: LetGoReason | 'quiet hours' | 'rate limit';
  readonly deliveryId: number;
  readonly eventId: number;
  readonly channel: string;
}

export interface Reviewed {
  /** Identified by the delivery of the job, which may be an earlier one of the same burst. */
  readonly sending: readonly { readonly jobOf: number; readonly row: ClaimedRow }[];
  readonly notNow: readonly (readonly [jobOf: number, NotNow])[];
}

/**
 * Checks claimed deliveries against the present state, because hours may have passed since fan-out. Is it the latest of
 * its burst, did the person unsubscribe, is the slot still free, are there quiet hours, is there room under the rate
 * limits? In this order, so that a message that is never sent takes no place under a limit. Each step is a separate
 * conditional update: after a kill in between the rest stays `sending`, is put back and checked again.
 */
export async function review(
  connection: PoolConnection,
  claimed: readonly ClaimedRow[],
  claimToken: string,
  readLimits: (connection: PoolConnection) => Promise<Limits>,
  claimAny: ClaimAny,
): Promise<Reviewed> {
  const notNow: [number, NotNow][] = [];
  let sending = claimed.map((row) => ({ jobOf: Number(row.id), row }));

  const rows = () => sending.map(({ row }) => row);
  const refuse = (jobOf: number, row: ClaimedRow, kind: NotNow['notNow'], why: NotNow['why']) => {
    const { id, event_id, channel } = row;
    notNow.push([jobOf, { notNow: kind, why, deliveryId: Number(id), eventId: Number(event_id), channel }]);
    return false;
  };
  const drop = async (isToGo: (row: ClaimedRow) => boolean, why: LetGoReason) => {
    const gone = rows().filter(isToGo);
    await letGo(
      connection,
      gone.map(({ id }) => [Number(id), null]),
      claimToken,
      why,
    );
    sending = sending.filter(({ jobOf, row }) => !isToGo(row) || refuse(jobOf, row, 'superseded', why));
  };
  const hold = (held: ReadonlySet<number>, why: NotNow['why']) => {
    sending = sending.filter(
      ({ jobOf, row }) => !held.has(Number(row.id)) || refuse(jobOf, row, 'held back', why),
    );
  };

  const latest = await takeLatest(connection, claimed, claimToken, claimAny);
  sending = sending.flatMap(({ jobOf, row }) => {
    const instead = latest.get(jobOf);
    if (instead === undefined) return [{ jobOf, row }];
    if (instead === null) refuse(jobOf, row, 'superseded', 'later news');
    return instead === null ? [] : [{ jobOf, row: instead }];
  });
  await drop(({ has_left }) => Number(has_left) === 1, 'unsubscribed');
  const taken = await tellOfFullQueues(connection, rows());
  await drop(({ id }) => taken.has(Number(id)), 'slot taken');
  failPoint('review let go');

  const quiet = rows().flatMap((row) => quietUntil(row));
  await holdBack(connection, quiet, claimToken);
  hold(new Set(quiet.map(([{ id }]) => Number(id))), 'quiet hours');
  hold(await admit(connection, rows(), claimToken, await readLimits(connection)), 'rate limit');
  failPoint('review held back');
  return { sending, notNow };
}

/** The end of the recipient's quiet hours, if retries or limits moved the delivery into them. */
function quietUntil(row: ClaimedRow): [ClaimedRow, Instant][] {
  const { now, quiet_from, quiet_until, time_zone } = row;
  if (quiet_from === null || quiet_until === null) return [];
  const until = endOfQuiet(now, { from: quiet_from, until: quiet_until, timeZone: zoneOrUtc(time_zone) });
  return until > now ? [[row, until]] : [];
}
