import type { topics } from '../topics.ts';

const item = {
  value_stream: 'main',
  queue_name: 'test',
  reference: '12345',
  short_desc: 'Invoices show the wrong total',
  assignee: 'ada',
};
const queue = {
  value_stream: 'main',
  queue_name: 'development',
  wip_limit: 3,
  current_wip: 2,
  free_slots: 1,
  reference: '12345',
  waiting: ['12350', '12352', '12359'],
  waiting_in: 'triage',
};

/** An example of each topic's payload, as the triggers write it. */
export const examples: Readonly<Record<keyof typeof topics, Readonly<Record<string, unknown>>>> = {
  'queue.slot_available': queue,
  'queue.overloaded': { ...queue, current_wip: 4, free_slots: 0 },
  'person.overloaded': {
    value_stream: 'main',
    assignee: 'ada',
    wip_limit: 3,
    current_wip: 4,
    reference: '12345',
  },
  'report.weekly': { value_stream: 'main', from: '2026-11-16', to: '2026-11-22' },
  'sla.budget_burning': {
    value_stream: 'main',
    class_of_service: 'expedite',
    alert: 'fast',
    burn_rate: 6.666667,
    left_share: 0.25,
    misses: 2,
    decided: 6,
    objective: 0.95,
  },
  'sla.budget_exhausted': {
    value_stream: 'main',
    alert: 'exhausted',
    burn_rate: 2.5,
    left_share: -1.5,
    misses: 5,
    decided: 40,
    objective: 0.95,
  },
  'work_item.blocked': { ...item, actor: 'grace', reason: 'No answer from the bank' },
  'work_item.unblocked': {
    ...item,
    actor: 'grace',
    reason: 'No answer from the bank',
    blocked_at: '2026-11-20T09:30:00.000000Z',
  },
  'work_item.dependencies_finished': { ...item, queue_name: 'backlog', actor: 'grace' },
  'work_item.dropped_as_stale': {
    ...item,
    queue_name: 'drop',
    from_queue: 'backlog',
    since: '2026-06-01T08:00:00.000000Z',
    stale_backlog_days: 90,
    notify_email: 'ada@example.com',
  },
  'work_item.ageing': {
    ...item,
    age_ms: 1_080_000_000,
    pace_ms: 777_600_000,
    percentile: 85,
    sample_size: 64,
    is_blocked: true,
  },
  'work_item.sla_at_risk': {
    ...item,
    deadline: '2026-11-24',
    decided_by: 'due_date',
    state: 'likelyLate',
    time_zone: 'Europe/Berlin',
  },
  'work_item.sla_breached': {
    ...item,
    deadline: '2026-11-20T17:00:00.000000Z',
    decided_by: 'policy',
    state: 'late',
    time_zone: 'Europe/Berlin',
  },
};
