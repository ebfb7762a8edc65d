-- New boards begin strict. A board that is upgraded has triggers already: there everything works as before, until somebody sets
-- these (docs/adopting.md).
INSERT INTO settings (name, value)
SELECT name, value FROM (SELECT 'enforce_actors' AS name, 'on' AS value UNION ALL SELECT 'mail_domains', '') strict
WHERE NOT EXISTS (
  SELECT 1 FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND event_object_table = 'settings')
