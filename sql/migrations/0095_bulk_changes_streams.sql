-- Item 0 says that a stream is to be rebuilt: a session may say so of several.
ALTER TABLE bulk_changes DROP PRIMARY KEY, ADD PRIMARY KEY (session_id, item_id, value_stream_id)
