-- Least privilege, granted on the tables of the database this is run in. Triggers and routines run with the rights of the
-- administrator who migrated, so a mover needs none on the audit log, the counters, the outbox or the projections.
CREATE ROLE IF NOT EXISTS kanban_reader;
CREATE ROLE IF NOT EXISTS kanban_mover;
CREATE ROLE IF NOT EXISTS kanban_board;
CREATE ROLE IF NOT EXISTS kanban_relay;
CREATE ROLE IF NOT EXISTS kanban_notifier;
CREATE ROLE IF NOT EXISTS kanban_housekeeper;
CREATE ROLE IF NOT EXISTS kanban_importer;
CREATE ROLE IF NOT EXISTS kanban_administrator;

-- Reader: the metrics API. Reads the board and what is derived from it, writes nothing; whoever holds the token of an unsubscribe
-- link may have it call unsubscribe.
GRANT SELECT ON value_streams TO kanban_reader;
GRANT SELECT ON wip_limits TO kanban_reader;
GRANT SELECT ON work_items TO kanban_reader;
GRANT SELECT ON queues TO kanban_reader;
GRANT SELECT ON queue_state TO kanban_reader;
GRANT SELECT ON stream_states TO kanban_reader;
GRANT SELECT ON audit_log TO kanban_reader;
GRANT SELECT ON import_batches TO kanban_reader;
GRANT SELECT ON config_history TO kanban_reader;
GRANT SELECT ON item_flow TO kanban_reader;
GRANT SELECT ON visits TO kanban_reader;
GRANT SELECT ON item_spells TO kanban_reader;
GRANT SELECT ON flow_counts TO kanban_reader;
GRANT SELECT ON sla_objectives TO kanban_reader;
GRANT SELECT ON sla_policies TO kanban_reader;
GRANT SELECT ON working_hours TO kanban_reader;
GRANT SELECT ON holidays TO kanban_reader;
GRANT SELECT ON sla_flags TO kanban_reader;
GRANT SELECT ON age_flags TO kanban_reader;
GRANT SELECT ON budget_flags TO kanban_reader;
GRANT SELECT ON report_runs TO kanban_reader;
GRANT SELECT ON settings TO kanban_reader;
GRANT SELECT ON transitions TO kanban_reader;
GRANT SELECT ON person_limits TO kanban_reader;
GRANT SELECT ON person_wip TO kanban_reader;
GRANT SELECT (name, display_name, may_fast_track, may_speak_for_others) ON members TO kanban_reader;
GRANT SELECT ON sessions TO kanban_reader;
GRANT SELECT ON card_wall TO kanban_reader;
GRANT SELECT ON queue_views TO kanban_reader;
GRANT SELECT ON bi_lead_times TO kanban_reader;
GRANT SELECT ON bi_cumulative_flow TO kanban_reader;
GRANT SELECT ON bi_sla TO kanban_reader;
GRANT SELECT ON bi_time_in_queue TO kanban_reader;
GRANT SELECT ON bi_blocks TO kanban_reader;
GRANT SELECT ON placements TO kanban_reader;
GRANT SELECT ON field_history TO kanban_reader;
GRANT SELECT ON queue_places TO kanban_reader;
GRANT SELECT ON blocked_intervals TO kanban_reader;
GRANT SELECT ON dependencies TO kanban_reader;
GRANT SELECT ON item_progress TO kanban_reader;
GRANT SELECT ON annotations TO kanban_reader;
GRANT SELECT ON comments TO kanban_reader;
GRANT SELECT ON checklist_items TO kanban_reader;
GRANT SELECT ON attachments TO kanban_reader;
GRANT SELECT ON item_comments TO kanban_reader;
GRANT SELECT ON item_checklists TO kanban_reader;
GRANT SELECT ON item_attachments TO kanban_reader;
GRANT SELECT (id, topic, created_at, fanned_out_at, processed_at, attempts) ON outbox_events TO kanban_reader;
GRANT SELECT (id, event_id, channel, state, attempts, created_at, due_at, settled_at, may_be_duplicate) ON deliveries TO kanban_reader;
GRANT EXECUTE ON FUNCTION setting_value TO kanban_reader;
GRANT EXECUTE ON FUNCTION settled_until TO kanban_reader;
GRANT EXECUTE ON PROCEDURE list_deliveries TO kanban_reader;
GRANT EXECUTE ON PROCEDURE unsubscribe TO kanban_reader;

-- Mover: anyone with an SQL client. Logs items and moves cards; limits, counters and the log follow by trigger.
GRANT SELECT, INSERT, UPDATE, DELETE ON work_items TO kanban_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON queues TO kanban_mover;
GRANT SELECT ON value_streams TO kanban_mover;
GRANT SELECT ON wip_limits TO kanban_mover;
GRANT SELECT ON queue_state TO kanban_mover;
GRANT SELECT ON transitions TO kanban_mover;
GRANT SELECT (name, display_name, may_fast_track, may_speak_for_others) ON members TO kanban_mover;
GRANT SELECT ON person_limits TO kanban_mover;
GRANT SELECT ON person_wip TO kanban_mover;
GRANT SELECT ON audit_log TO kanban_mover;
GRANT SELECT ON sla_objectives TO kanban_mover;
GRANT SELECT ON sla_policies TO kanban_mover;
GRANT SELECT ON working_hours TO kanban_mover;
GRANT SELECT ON holidays TO kanban_mover;
GRANT SELECT ON sla_flags TO kanban_mover;
GRANT SELECT ON card_wall TO kanban_mover;
GRANT SELECT ON queue_views TO kanban_mover;
GRANT SELECT ON bi_lead_times TO kanban_mover;
GRANT SELECT ON bi_cumulative_flow TO kanban_mover;
GRANT SELECT ON bi_sla TO kanban_mover;
GRANT SELECT ON bi_time_in_queue TO kanban_mover;
GRANT SELECT ON bi_blocks TO kanban_mover;
GRANT SELECT, INSERT ON placements TO kanban_mover;
GRANT EXECUTE ON PROCEDURE place_item TO kanban_mover;
GRANT EXECUTE ON PROCEDURE list_moves TO kanban_mover;
GRANT SELECT ON field_history TO kanban_mover;
GRANT SELECT ON blocked_intervals TO kanban_mover;
GRANT SELECT, INSERT, DELETE ON dependencies TO kanban_mover;
GRANT SELECT ON item_progress TO kanban_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON annotations TO kanban_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON comments TO kanban_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON checklist_items TO kanban_mover;
GRANT SELECT, INSERT, UPDATE, DELETE ON attachments TO kanban_mover;
GRANT SELECT ON item_comments TO kanban_mover;
GRANT SELECT ON item_checklists TO kanban_mover;
GRANT SELECT ON item_attachments TO kanban_mover;
GRANT EXECUTE ON PROCEDURE delete_item TO kanban_mover;
GRANT EXECUTE ON PROCEDURE restore_item TO kanban_mover;
GRANT EXECUTE ON PROCEDURE follow_item TO kanban_mover;
GRANT EXECUTE ON PROCEDURE unfollow_item TO kanban_mover;

-- Board API: writes for people who signed in; its login is a member that may speak for others. Deletes items softly only, keeps
-- sessions, and admits people as its sign-in says. Sees no addresses of people.
GRANT SELECT, INSERT, UPDATE ON work_items TO kanban_board;
GRANT SELECT, INSERT, UPDATE ON queues TO kanban_board;
GRANT SELECT, INSERT ON placements TO kanban_board;
GRANT SELECT, INSERT, DELETE ON dependencies TO kanban_board;
GRANT SELECT, INSERT ON comments TO kanban_board;
GRANT SELECT, INSERT, UPDATE ON checklist_items TO kanban_board;
GRANT SELECT, INSERT, DELETE ON attachments TO kanban_board;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO kanban_board;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO kanban_board;
GRANT SELECT (name, display_name, may_move, may_edit, may_administrate, may_fast_track, may_speak_for_others) ON members TO kanban_board;
GRANT SELECT ON value_streams TO kanban_board;
GRANT SELECT ON wip_limits TO kanban_board;
GRANT SELECT ON queue_state TO kanban_board;
GRANT SELECT ON queue_places TO kanban_board;
GRANT SELECT ON transitions TO kanban_board;
GRANT SELECT ON person_wip TO kanban_board;
GRANT SELECT ON item_flow TO kanban_board;
GRANT SELECT ON visits TO kanban_board;
GRANT SELECT ON audit_log TO kanban_board;
GRANT SELECT ON stream_states TO kanban_board;
GRANT EXECUTE ON PROCEDURE list_moves TO kanban_board;
GRANT EXECUTE ON PROCEDURE place_item TO kanban_board;
GRANT EXECUTE ON PROCEDURE delete_item TO kanban_board;
GRANT EXECUTE ON PROCEDURE restore_item TO kanban_board;
GRANT EXECUTE ON PROCEDURE follow_item TO kanban_board;
GRANT EXECUTE ON PROCEDURE unfollow_item TO kanban_board;
GRANT EXECUTE ON FUNCTION is_following TO kanban_board;
GRANT EXECUTE ON PROCEDURE admit_member TO kanban_board;
GRANT EXECUTE ON PROCEDURE link_identity TO kanban_board;

-- Relay: fans events out into deliveries, puts back what got stuck. Cannot read the board or change what an event says.
GRANT SELECT ON outbox_events TO kanban_relay;
GRANT UPDATE (fanned_out_at, processed_at, attempts, last_error) ON outbox_events TO kanban_relay;
GRANT SELECT, INSERT, UPDATE ON deliveries TO kanban_relay;
GRANT INSERT ON delivery_attempts TO kanban_relay;
GRANT SELECT ON subscriptions TO kanban_relay;
GRANT SELECT ON settings TO kanban_relay;
GRANT SELECT ON stream_managers TO kanban_relay;
GRANT SELECT, INSERT ON subscription_recipients TO kanban_relay;
GRANT SELECT, INSERT, UPDATE, DELETE ON collections TO kanban_relay;
GRANT SELECT, DELETE ON rate_windows TO kanban_relay;
GRANT EXECUTE ON FUNCTION setting_value TO kanban_relay;
GRANT EXECUTE ON FUNCTION address_of_member TO kanban_relay;
GRANT EXECUTE ON FUNCTION address_of_logger TO kanban_relay;
GRANT EXECUTE ON FUNCTION member_of_actor TO kanban_relay;
GRANT EXECUTE ON PROCEDURE list_open_transactions TO kanban_relay;

-- Notifier: claims and settles deliveries. Reads of the board whether a queue is full, and cannot write to other recipients or
-- make deliveries.
GRANT SELECT ON outbox_events TO kanban_notifier;
GRANT UPDATE (processed_at, attempts, last_error) ON outbox_events TO kanban_notifier;
GRANT SELECT ON deliveries TO kanban_notifier;
GRANT UPDATE (state, attempts, round, due_at, claim_token, claim_expires_at, message_id, handed_over_at, may_be_duplicate,
              last_error, settled_at, superseded_by, superseded_reason, admitted_at,
              admitted_globally_at) ON deliveries TO kanban_notifier;
GRANT SELECT (id, reference, time_zone, quiet_from, quiet_until) ON subscriptions TO kanban_notifier;
GRANT SELECT ON subscription_recipients TO kanban_notifier;
GRANT SELECT ON collections TO kanban_notifier;
GRANT SELECT, INSERT, UPDATE ON rate_windows TO kanban_notifier;
GRANT SELECT (value_stream, queue_name, wip_limit, current_wip) ON queue_state TO kanban_notifier;
GRANT EXECUTE ON FUNCTION setting_value TO kanban_notifier;
GRANT SELECT ON endpoints TO kanban_notifier;
GRANT INSERT ON delivery_attempts TO kanban_notifier;

-- Housekeeper: `kanban housekeeping`. Moves cards only as the procedures do, and says what became of deadlines.
GRANT EXECUTE ON PROCEDURE housekeep TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE drop_stale_items TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE complete_delivered_items TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE prune_settled TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION flag_sla TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION flag_age TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION last_imported_id TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE finish_age_sweep TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE finish_first_sla_sweep TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION flag_budget TO kanban_housekeeper;
GRANT EXECUTE ON PROCEDURE finish_budget_sweep TO kanban_housekeeper;
GRANT SELECT ON age_sweeps TO kanban_housekeeper;
GRANT SELECT ON budget_sweeps TO kanban_housekeeper;
GRANT SELECT ON sla_first_sweeps TO kanban_housekeeper;
GRANT SELECT ON field_history TO kanban_housekeeper;
GRANT SELECT ON wip_limits TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION setting_value TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION item_recorded_at TO kanban_housekeeper;
GRANT EXECUTE ON FUNCTION setting_value TO kanban_importer;
GRANT SELECT ON housekeeping_tasks TO kanban_housekeeper;
GRANT SELECT ON value_streams TO kanban_housekeeper;
GRANT SELECT ON work_items TO kanban_housekeeper;
GRANT SELECT ON item_flow TO kanban_housekeeper;
GRANT SELECT ON visits TO kanban_housekeeper;
GRANT SELECT ON sla_objectives TO kanban_housekeeper;
GRANT SELECT ON sla_policies TO kanban_housekeeper;
GRANT SELECT ON working_hours TO kanban_housekeeper;
GRANT SELECT ON holidays TO kanban_housekeeper;
GRANT SELECT ON sla_flags TO kanban_housekeeper;
GRANT UPDATE (is_current) ON sla_flags TO kanban_housekeeper;
GRANT SELECT, INSERT ON report_runs TO kanban_housekeeper;
GRANT SELECT (topic, value_stream, queue_name, reference, is_active, created_at) ON subscriptions TO kanban_housekeeper;

-- Importer: history, by `kanban import` or SQL, between begin_bulk and end_bulk. May add to the log what happened elsewhere.
GRANT EXECUTE ON PROCEDURE begin_bulk TO kanban_importer;
GRANT EXECUTE ON PROCEDURE end_bulk TO kanban_importer;
GRANT EXECUTE ON FUNCTION current_login TO kanban_importer;
GRANT EXECUTE ON FUNCTION current_batch TO kanban_importer;
GRANT SELECT, INSERT, UPDATE, DELETE ON work_items TO kanban_importer;
GRANT SELECT, INSERT, UPDATE, DELETE ON queues TO kanban_importer;
GRANT SELECT, INSERT ON audit_log TO kanban_importer;
GRANT SELECT ON blocked_intervals TO kanban_importer;
GRANT EXECUTE ON PROCEDURE write_past_blocks TO kanban_importer;
GRANT EXECUTE ON PROCEDURE write_past_queue TO kanban_importer;
GRANT EXECUTE ON PROCEDURE write_past_flow TO kanban_importer;
GRANT EXECUTE ON PROCEDURE write_past_counts TO kanban_importer;
GRANT EXECUTE ON PROCEDURE write_past_spells TO kanban_importer;
GRANT SELECT, INSERT ON value_streams TO kanban_importer;
GRANT SELECT, INSERT, UPDATE (position, kind) ON wip_limits TO kanban_importer;
GRANT SELECT, INSERT ON sla_objectives TO kanban_importer;
GRANT SELECT, INSERT ON sla_policies TO kanban_importer;
GRANT SELECT ON working_hours TO kanban_importer;
GRANT SELECT ON holidays TO kanban_importer;
GRANT SELECT ON queue_state TO kanban_importer;

-- Administrator: limits, streams, settings, subscriptions, policies, imports.
GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON * TO kanban_administrator;
