import { sqlTime, type Window } from './window.ts';

/**
 * The rows that a question needs, as one statement: what anybody who answers it must read, whatever is made of them. Each is read by
 * the same index as ours, since a guess of the optimizer is not what is compared.
 */
type NeededRows = (window: Window) => string;

const finishedIn = ({ streamId, from, to }: Window) =>
  `f.value_stream_id = ${streamId} AND f.finished_at >= '${sqlTime(from)}' AND f.finished_at < '${sqlTime(to)}'`;
const FINISHED = 'item_flow f FORCE INDEX (item_flow_finished)';

const durations: NeededRows = (window) =>
  `SELECT f.entered_at, f.finished_at FROM ${FINISHED} WHERE ${finishedIn(window)}`;
const finishes: NeededRows = (window) => `SELECT f.finished_at FROM ${FINISHED} WHERE ${finishedIn(window)}`;

/** Of what was promised, and of the way to the finish, which the outlook of open items is made of. */
const promises: NeededRows = (window) =>
  `SELECT w.type, w.class_of_service, w.date_due, f.entered_at, f.finished_at, v.item_id, v.queue_id, v.entered_at, v.left_at
   FROM ${FINISHED} JOIN work_items w ON w.id = f.item_id
   JOIN visits v FORCE INDEX (visits_item) ON v.item_id = f.item_id WHERE ${finishedIn(window)}`;

const spells: NeededRows = ({ streamId, from, to }) =>
  `SELECT item_id, begin_at, committed_at, end_at, end_kind FROM item_spells FORCE INDEX (item_spells_end)
   WHERE value_stream_id = ${streamId} AND (end_at IS NULL OR end_at >= '${sqlTime(from)}') AND begin_at < '${sqlTime(to)}'`;

const visits: NeededRows = (window) =>
  `SELECT v.item_id, v.queue_id, v.entered_at, v.left_at
   FROM ${FINISHED} JOIN visits v FORCE INDEX (visits_item) ON v.item_id = f.item_id WHERE ${finishedIn(window)}`;

const cards: NeededRows = ({ queueIds }) =>
  `SELECT queue_id, current_wip, wip_limit, moves FROM queue_state WHERE queue_id IN (${queueIds.join()})`;

/** Questions about a range, and about now, whose paces are of the 90 days before. Cumulative flow has figures of its own. */
export const neededRows = {
  '/v1/lead-time': durations,
  '/v1/throughput': finishes,
  '/v1/sla': promises,
  '/v1/flow': spells,
  '/v1/stability': spells,
  '/v1/process-behaviour': spells,
  '/v1/time-in-queue': visits,
  '/v1/blocked': visits,
  '/v1/ageing': visits,
  '/v1/work-items': visits,
  '/v1/forecast/how-many': finishes,
  '/v1/queues': cards,
} as const satisfies Record<string, NeededRows>;

export type AskedPath = keyof typeof neededRows;

const ofNow = ['/v1/ageing', '/v1/work-items', '/v1/forecast/how-many', '/v1/queues'];

/** The address of a question: about the window, or about now. */
export function addressOf(path: AskedPath, { stream, from, to }: Window): string {
  const range = ofNow.includes(path) ? { stream } : { stream, from, to };
  return `${path}?${new URLSearchParams(range as Record<string, string>)}`;
}
