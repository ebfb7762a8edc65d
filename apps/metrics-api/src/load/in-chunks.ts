/** Items whose rows one statement reads. */
const CHUNK = 1_000;

/** What is read of many items by their ids or references, a thousand at once. */
export async function inChunks<By, Key, Value>(
  itemIds: readonly By[],
  read: (chunk: readonly By[]) => Promise<Map<Key, Value>>,
): Promise<Map<Key, Value>> {
  const all = new Map<Key, Value>();
  for (let place = 0; place < itemIds.length; place += CHUNK) {
    for (const [itemId, value] of await read(itemIds.slice(place, place + CHUNK))) all.set(itemId, value);
  }
  return all;
}
