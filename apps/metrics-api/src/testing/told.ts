export interface Told {
  readonly event: string | undefined;
  readonly data: string | undefined;
  readonly retry: string | undefined;
}

/** The blocks of an event stream, one after the other, by the rules of the HTML standard as far as we use them. */
export async function* toldBy(response: Response): AsyncGenerator<Told> {
  if (!response.body) throw new Error('The answer has no body.');
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(': ') as [string, string]));
      yield { event: fields.get('event'), data: fields.get('data'), retry: fields.get('retry') };
    }
  }
}

/** The next block that is an event of this name. */
export async function nextOf(told: AsyncGenerator<Told>, event: string): Promise<string> {
  for (;;) {
    const { value, done } = await told.next();
    if (done) throw new Error(`The stream ended before ${event}.`);
    if (value.event === event) return value.data ?? '';
  }
}
