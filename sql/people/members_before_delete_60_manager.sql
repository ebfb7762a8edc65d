-- By a statement of its own, since a cascade of the foreign key fires no trigger and would not be kept.
CREATE TRIGGER members_before_delete_60_manager BEFORE DELETE ON members FOR EACH ROW
  DELETE FROM stream_managers WHERE member = OLD.name
