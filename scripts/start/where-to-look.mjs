import { findBinary } from '../servers/find-binary.mjs';

/**
 * @import { Addresses } from './apps.mjs'
 * @import { Move } from './questions/example-move.mjs'
 */

/**
 * What `npm start` prints when everything runs. `move` comes from questions/example-move.mjs and may be null.
 * @param {{ addresses: Addresses, move: Move | null }} options
 */
export function whereToLook({ addresses, move }) {
  const { dashboardUrl, apiUrl, mailboxUrl, smtpUrl, databaseUrl } = addresses;
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const client = findBinary('mariadb', 'mysql') ? (findBinary('mariadb') ? 'mariadb' : 'mysql') : 'mysql';
  // A password that was given stays out of the terminal; the client asks for it.
  const login = `${client} -h ${hostname} -P ${port || 3306} -u ${username}${password ? ' -p' : ''} ${pathname.slice(1)}`;
  const lines = [
    '',
    `  Dashboard   ${dashboardUrl}`,
    `  API         ${apiUrl}/docs`,
    `  Mailbox     ${mailboxUrl ?? `(mails go to ${new URL(smtpUrl).host})`}`,
    `  Database    ${login}`,
    '',
  ];
  if (move) {
    const sql = `UPDATE queues SET queue_name = '${move.toQueue}' WHERE reference = '${move.reference}'`;
    lines.push(
      `  Move a card out of '${move.fromQueue}', which is full, and a mail about the free slot comes:`,
    );
    lines.push(`  ${login} -e "${sql}"`, '');
  }
  lines.push('  Ctrl-C stops all of it and keeps the data.', '');
  return lines.join('\n');
}
