import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from './store.mjs';

test('a mail is listed under its real recipients, not those of its header, and the newest comes first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kanban-mailbox-'));
  try {
    const store = await openStore(folder);
    const envelope = { from: 'board@example.com', to: ['one@example.com', 'two@example.com'] };
    await store.add(Buffer.from('To: team@example.com\r\nSubject: first\r\n\r\nText'), envelope);
    await store.add(Buffer.from('Subject: second\r\n\r\nText'), { ...envelope, to: ['one@example.com'] });
    const listed = (await store.list()).map(({ subject, to }) => ({ subject, to }));
    expect(listed).toEqual([
      { subject: 'second', to: 'one@example.com' },
      { subject: 'first', to: 'one@example.com, two@example.com' },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
