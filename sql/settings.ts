/** A setting of the board: one value for all streams, unless it is for all only, and others for single streams. */
export interface Setting {
  readonly name: string;
  /** Undefined: it has none. */
  readonly default?: string;
  readonly meaning: string;
  /** The allowed values, in words. `check_setting` checks them. */
  readonly values: string;
  readonly isForAllStreams?: boolean;
}

/** A rule with a switch, the setting `enforce_<name>`: `on` refuses, `off` only observes. */
export interface Rule {
  readonly name: string;
  readonly default: 'on' | 'off';
  readonly refuses: string;
  /** Moves read its switch in `queue_state.rules_enforced`, so that they need not read settings. */
  readonly isReadByMoves?: boolean;
  readonly isForAllStreams?: boolean;
}

/** Every rule that has a switch. A new rule is a row here. */
export const rules: readonly Rule[] = [
  { name: 'wip_limits', default: 'on', refuses: 'an entry into a full queue' },
  { name: 'person_limits', default: 'on', refuses: 'one item too many in progress for a person' },
  {
    name: 'transitions',
    default: 'on',
    refuses: 'a move that the workflow does not list',
    isReadByMoves: true,
  },
  { name: 'blocks', default: 'off', refuses: 'to move a blocked item', isReadByMoves: true },
  {
    name: 'dependencies',
    default: 'off',
    refuses: 'to start an item that waits for others',
    isReadByMoves: true,
  },
  {
    name: 'actors',
    default: 'off',
    refuses: 'another @kanban_actor unless the login may speak for others',
    isReadByMoves: true,
    isForAllStreams: true,
  },
];

const messages = '1 to 999999, or off';
const days = 'days from 1 to 99999, or off';

/** All settings, in the order in which `kanban settings` lists them. */
export const settings: readonly Setting[] = [
  ...rules.map(({ name, refuses, isReadByMoves: _, ...rule }) => ({
    ...rule,
    name: `enforce_${name}`,
    meaning: `refuse ${refuses}`,
    values: 'on or off (only observe)',
  })),
  {
    name: 'stale_backlog_days',
    default: '90',
    meaning: 'drop an item after this time in a backlog',
    values: days,
  },
  {
    name: 'complete_after_days',
    default: '30',
    meaning: 'complete a delivered item without defects after',
    values: days,
  },
  {
    name: 'sla_at_risk_percent',
    default: '80',
    meaning: 'percent of the time to its deadline after which an item is at risk',
    values: '1 to 99, or off',
  },
  {
    name: 'ageing_percentile',
    default: '85',
    meaning: 'tell of items that are older than the pace of their stage at this percentile',
    values: '1 to 99, or off',
  },
  {
    name: 'sle_days',
    default: 'off',
    meaning: 'service level expectation, the line that charts draw; off: the 85 % pace of the last stage',
    values: days,
  },
  {
    name: 'report_weekday',
    default: 'monday',
    meaning: 'day of the weekly report',
    values: 'monday to sunday, or off',
  },
  {
    name: 'report_time',
    default: '07:00',
    meaning: 'time of the weekly report in the zone of the stream',
    values: '00:00 to 23:59',
  },
  {
    name: 'keep_settled_days',
    default: '90',
    meaning: 'keep processed events and their deliveries for',
    values: 'days from 1 to 99999, or 0 (for ever)',
    isForAllStreams: true,
  },
  {
    name: 'storm_window_seconds',
    default: '60',
    meaning: 'combine messages about one queue within',
    values: 'seconds from 1 to 9999, or 0 (off)',
  },
  {
    name: 'max_per_recipient_per_hour',
    default: 'off',
    meaning: 'messages to one recipient per hour; the others wait',
    values: messages,
    isForAllStreams: true,
  },
  {
    name: 'max_per_minute',
    default: 'off',
    meaning: 'messages to all recipients per minute; the others wait',
    values: messages,
    isForAllStreams: true,
  },
  {
    name: 'mail_domains',
    default: '*',
    meaning: 'domains of addresses that a role may use although nobody entered them',
    values: 'example.com,example.org, * (any), or empty',
    isForAllStreams: true,
  },
  {
    name: 'default_recipient',
    meaning: 'recipient of events without a subscription',
    values: 'an e-mail address, or empty',
  },
];
