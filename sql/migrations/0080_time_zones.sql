-- Names a time zone may have where one is stored. A table of our own, since many servers have none loaded. A zone the world made
-- since is added with INSERT by an administrator.
CREATE TABLE time_zones (
  name VARCHAR(64) NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
