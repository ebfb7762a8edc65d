-- People and applications by the name of their login (without @host), and people an application acts for by the name it
-- gives in @kanban_actor.
CREATE TABLE members (
  name                 VARCHAR(128) NOT NULL,
  display_name         VARCHAR(128) NOT NULL DEFAULT '',
  email                VARCHAR(254) NULL,
  may_fast_track       BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'may make a move the workflow does not list, by SET @kanban_fast_track = 1',
  may_speak_for_others BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'an application that knows its users: what @kanban_actor may do decides',
  created_at    DATETIME(6) NULL COMMENT 'UTC; this and the next three are kept by triggers',
  created_by    VARCHAR(288) NULL,
  updated_at    DATETIME(6) NULL,
  updated_by    VARCHAR(288) NULL,
  PRIMARY KEY (name),
  CONSTRAINT members_named CHECK (name <> '')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
