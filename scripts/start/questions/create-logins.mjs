import { applyRoles, createLogins } from '@kanban/schema';

/**
 * Makes roles and logins on the database of `url`; `passwords` and the answer are by name: reader, relay, ...
 * @param {string} url
 * @param {Parameters<typeof createLogins>[1]} passwords
 */
export default async function createRolesAndLogins(url, passwords) {
  await applyRoles(url);
  return await createLogins(url, passwords);
}
