-- Which state of the outlook the flag says; NULL: it was set before states were kept.
ALTER TABLE sla_flags ADD COLUMN state ENUM('atRisk', 'likelyLate', 'late') NULL
