-- An item's visits lie side by side, as they are read: through a secondary index each of them cost a second look-up.
ALTER TABLE visits DROP PRIMARY KEY, ADD PRIMARY KEY (item_id, entry_audit_id), DROP KEY visits_item
