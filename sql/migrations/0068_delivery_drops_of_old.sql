-- What was dropped before said so in front of its error.
UPDATE deliveries
SET dropped_at = UTC_TIMESTAMP(6), dropped_by = 'unknown', dropped_reason = 'dropped before reasons were kept',
    last_error = SUBSTRING(last_error, CHAR_LENGTH('dropped: ') + 1)
WHERE state = 'dead' AND last_error LIKE 'dropped: %'
