/** TODO: waits for createLogins of @kanban/schema. */
export async function createLogins({ database }) {
  const { url } = database;
  return { administrator: url, reader: url, relay: url, notifier: url };
}
