import { sqlTime, type Window } from './window.ts';

/**
 * The rows that a question needs, by as few statements as say it without the same twice: what anybody who answers it must read,
 * whatever is made of them. Each is read by the same index as ours, since a guess of the optimizer is not what is compared.
 */
type NeededRows = (window: Window) => string;

const FINISHED = 'item_flow f FORCE INDEX (item_flow_finished)';
const FIELDS = 'JOIN work_items w FORCE INDEX (PRIMARY) ON w.id = f.item_id';
const VISITS = 'JOIN visits v FORCE INDEX (PRIMARY) ON v.item_id = f.item_id';
const BLOCKS = 'JOIN blocked_intervals b FORCE INDEX (blocked_intervals_item) ON b.item_id = f.item_id';

const visit = 'v.item_id, v.queue_id, v.entered_at, v.left_at';
const block = 'b.item_id, b.blocked_at, b.unblocked_at, b.reason';

/** Which items: finished in the window, open now, or anything of these at some time in the window. */
const finishedIn = ({ streamId, from, to }: Window) =>
  `WHERE f.value_stream_id = ${streamId} AND f.finished_at >= '${sqlTime(from)}' AND f.finished_at < '${sqlTime(to)}'`;
const openNow = ({ streamId }: Window) =>
  `WHERE f.value_stream_id = ${streamId} AND f.finished_at IS NULL AND f.dropped_at IS NULL`;
const touching = ({ streamId, from, to }: Window) =>
  `WHERE f.value_stream_id = ${streamId} AND f.entered_at < '${sqlTime(to)}' AND (f.finished_at >= '${sqlTime(from)}'
     OR (f.finished_at IS NULL AND f.dropped_at IS NULL) OR (f.finished_at IS NULL AND f.dropped_at >= '${sqlTime(from)}'))`;

/** Every answer says the zone of the stream, and how far its log has come. */
const stream: NeededRows = ({ streamId }) =>
  `SELECT s.name, s.time_zone, (SELECT a.id FROM audit_log a FORCE INDEX (audit_log_stream) WHERE a.value_stream_id = s.id
     ORDER BY a.value_stream_id DESC, a.id DESC LIMIT 1) AS last_audit_id FROM value_streams s WHERE s.id = ${streamId}`;
const queues: NeededRows = ({ queueIds }) =>
  `SELECT id, queue_name, position, kind, wip_limit FROM wip_limits WHERE id IN (${queueIds.join()})`;
const policies: NeededRows = ({ stream: name }) =>
  `SELECT class_of_service, type, measure, clock, target_hours FROM sla_policies WHERE value_stream = '${name}'`;

const durations: NeededRows = (window) =>
  `SELECT f.entered_at, f.finished_at FROM ${FINISHED} ${finishedIn(window)}`;
const finishes: NeededRows = (window) => `SELECT f.finished_at FROM ${FINISHED} ${finishedIn(window)}`;
const times: NeededRows = (window) =>
  `SELECT f.item_id, f.entered_at, f.committed_at, f.finished_at FROM ${FINISHED} ${finishedIn(window)}`;
const promises: NeededRows = (window) =>
  `SELECT f.item_id, w.type, w.class_of_service, w.date_due, f.entered_at, f.committed_at, f.finished_at
   FROM ${FINISHED} ${FIELDS} ${finishedIn(window)}`;
const visitsOfFinished: NeededRows = (window) =>
  `SELECT ${visit} FROM ${FINISHED} ${VISITS} ${finishedIn(window)}`;

const openItems: NeededRows = (window) =>
  `SELECT f.item_id, f.reference, w.short_desc, w.type, w.class_of_service, w.assignee, w.parent, w.priority, w.date_due,
     f.entered_at, f.committed_at FROM ${FINISHED} ${FIELDS} ${openNow(window)}`;
const visitsOfOpen: NeededRows = (window) => `SELECT ${visit} FROM ${FINISHED} ${VISITS} ${openNow(window)}`;
const blocksOfOpen: NeededRows = (window) => `SELECT ${block} FROM ${FINISHED} ${BLOCKS} ${openNow(window)}`;

const timesOfAll: NeededRows = (window) =>
  `SELECT f.item_id, f.entered_at, f.committed_at FROM ${FINISHED} ${touching(window)}`;
const visitsOfAll: NeededRows = (window) => `SELECT ${visit} FROM ${FINISHED} ${VISITS} ${touching(window)}`;
const blocksOfAll: NeededRows = (window) => `SELECT ${block} FROM ${FINISHED} ${BLOCKS} ${touching(window)}`;

const spells: NeededRows = ({ streamId, from, to }) =>
  `SELECT item_id, begin_at, committed_at, end_at, end_kind FROM item_spells FORCE INDEX (item_spells_end)
   WHERE value_stream_id = ${streamId} AND (end_at IS NULL OR end_at >= '${sqlTime(from)}') AND begin_at < '${sqlTime(to)}'`;

const cards: NeededRows = ({ queueIds }) =>
  `SELECT s.queue_id, s.current_wip, s.wip_limit, s.moves, q.reference, q.moved_at FROM queue_state s
   LEFT JOIN queues q ON q.reference = (SELECT o.reference FROM queues o FORCE INDEX (queues_queue)
     WHERE o.value_stream = s.value_stream AND o.queue_name = s.queue_name
     ORDER BY o.value_stream, o.queue_name, o.moved_at, o.reference LIMIT 1) WHERE s.queue_id IN (${queueIds.join()})`;
const workInProgress: NeededRows = (window) =>
  `SELECT COUNT(*) FROM ${FINISHED} ${openNow(window)} AND f.committed_at IS NOT NULL`;

/** Questions about a range, and about now, whose paces are of the 90 days before. Cumulative flow has figures of its own. */
const needed = {
  '/v1/lead-time': [durations],
  '/v1/throughput': [finishes],
  '/v1/sla': [policies, promises, queues, visitsOfFinished, openItems, visitsOfOpen],
  '/v1/flow': [spells, times],
  '/v1/stability': [spells, times],
  '/v1/process-behaviour': [spells, times],
  '/v1/time-in-queue': [queues, timesOfAll, visitsOfAll, blocksOfAll],
  '/v1/blocked': [queues, timesOfAll, visitsOfAll, blocksOfAll],
  '/v1/ageing': [queues, openItems, visitsOfOpen, blocksOfOpen, times, visitsOfFinished],
  '/v1/work-items': [
    ...[queues, policies, openItems, visitsOfOpen, blocksOfOpen],
    ...[promises, visitsOfFinished],
  ],
  '/v1/forecast/how-many': [finishes],
  '/v1/queues': [queues, cards, workInProgress],
} as const satisfies Record<string, readonly NeededRows[]>;

export type AskedPath = keyof typeof needed;

export const askedPaths = Object.keys(needed) as AskedPath[];

export function neededRows(path: AskedPath, window: Window): string[] {
  return [stream, ...needed[path]].map((rows) => rows(window));
}

const ofNow = ['/v1/ageing', '/v1/work-items', '/v1/forecast/how-many', '/v1/queues'];

/** The address of a question: about the window, or about now. */
export function addressOf(path: AskedPath, { stream: name, from, to }: Window): string {
  const range = ofNow.includes(path) ? { stream: name } : { stream: name, from, to };
  return `${path}?${new URLSearchParams(range as Record<string, string>)}`;
}
