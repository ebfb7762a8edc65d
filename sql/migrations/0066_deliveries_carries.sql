-- Written whenever a carrier takes one more in: on a Galera cluster a lock is known to its own node alone, and only two writes of
-- one row make one of them begin anew. So a claim on another node comes either before the member, which then begins the next
-- digest, or behind it, and tells of it.
ALTER TABLE deliveries ADD COLUMN carries INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'how many others a digest tells of'
