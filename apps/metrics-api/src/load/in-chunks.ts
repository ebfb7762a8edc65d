/** Items whose rows one statement reads. */
const CHUNK = 1_000;

/** What is read of many items by their ids, a thousand at once. */
export async function inChunks<Value>(
  itemIds: readonly number[],
  read: (chunk: readonly number[]) => Promise<Map<number, Value>>,
): Promise<Map<number, Value>> {
  const all = new Map<number, Value>();
  for (let place = 0; place < itemIds.length; place += CHUNK) {
    for (const [itemId, value] of await read(itemIds.slice(place, place + CHUNK))) all.set(itemId, value);
  }
  return all;
}
