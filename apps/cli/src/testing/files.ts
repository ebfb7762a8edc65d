import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for a test's files. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'kanban-cli-'));
  return {
    path,
    write(name: string, text: string | Uint8Array): string {
      const file = join(path, name);
      writeFileSync(file, text);
      return file;
    },
    /** A path in it that nothing has. */
    unused: (name: string) => join(path, `${name}-${randomUUID()}`),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A log as CSV: one `instant,reference,from,to` a line. */
export function logCsv(...lines: string[]): string {
  return `${['occurred_at,reference,from_queue,to_queue', ...lines].join('\n')}\n`;
}
