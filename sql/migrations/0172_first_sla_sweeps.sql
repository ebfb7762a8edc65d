-- Of streams that hold cards now, as this upgrade knows items that are likely late where the last one did not.
INSERT INTO sla_first_sweeps (value_stream_id)
SELECT v.id FROM value_streams v WHERE EXISTS (SELECT 1 FROM queues q WHERE q.value_stream = v.name)
