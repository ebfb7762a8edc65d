ALTER TABLE bulk_sessions ADD COLUMN batch_id BIGINT UNSIGNED NULL COMMENT 'its row of import_batches'
