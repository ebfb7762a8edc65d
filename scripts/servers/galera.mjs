import { existsSync } from 'node:fs';
import { findDatabaseServers } from './find-binary.mjs';

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera/libgalera_smm.so'];

/** `{ server, provider }`: a MariaDB and its replication library; undefined where one of them is not installed. */
export function findGalera() {
  const server = findDatabaseServers().mariadb;
  const provider = PROVIDERS.find((file) => existsSync(file));
  return server && provider ? { server, provider } : undefined;
}
