/** Whether a service answers within `withinMs` that it lives. A stopped or stuck one does not answer at all. */
export async function isLive(url: string, withinMs: number): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
