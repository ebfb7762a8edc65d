import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The `sql/` folder of this checkout. */
export const sqlDirectory = fileURLToPath(new URL('../../../../sql/', import.meta.url));

export interface SqlFile {
  /** File name without `.sql`: the name of the object, or NNNN_name of the migration. */
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** The files of one folder of `sql/`, in the order of their names. */
export async function readSqlFiles(
  folder: 'migrations' | 'routines' | 'views' | 'triggers',
): Promise<SqlFile[]> {
  const directory = `${sqlDirectory}${folder}/`;
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (fileName) => {
      const text = (await readFile(directory + fileName, 'utf8')).trim();
      const checksum = createHash('sha256').update(text).digest('hex');
      return { name: fileName.slice(0, -'.sql'.length), text, checksum };
    }),
  );
}
