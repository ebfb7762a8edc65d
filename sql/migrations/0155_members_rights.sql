-- What a person may do by the board API. Clients of SQL go by their role.
ALTER TABLE members
  ADD COLUMN may_move BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'board API: may move and reorder cards',
  ADD COLUMN may_edit BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'board API: may log, change, block, comment on and delete items',
  ADD COLUMN may_administrate BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'board API: may change who may do what'
