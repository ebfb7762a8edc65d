-- The rules about the moves of single items that refuse in a stream, by its settings: what queue_state keeps a copy of, so
-- that a move need not look settings up.
CREATE FUNCTION rules_enforced(p_value_stream VARCHAR(64)) RETURNS VARCHAR(100)
  READS SQL DATA SQL SECURITY DEFINER
  RETURN CONCAT_WS(',',
    IF(is_switched_on('enforce_transitions', p_value_stream), 'transitions', NULL),
    IF(is_switched_on('enforce_blocks', p_value_stream), 'blocks', NULL),
    IF(is_switched_on('enforce_dependencies', p_value_stream), 'dependencies', NULL),
    IF(is_switched_on('enforce_actors', ''), 'actors', NULL))
