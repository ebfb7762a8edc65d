-- Separate statements, because a cascade fires no trigger and would leave no history.
CREATE TRIGGER members_before_delete_60_manager BEFORE DELETE ON members FOR EACH ROW
BEGIN
  DELETE FROM stream_managers WHERE member = OLD.name;
  DELETE FROM subscriptions WHERE member = OLD.name;
END
