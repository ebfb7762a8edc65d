import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface Import {
  /** The file that imports, from the root of the checkout. */
  readonly from: string;
  /** A file of the checkout, or what a package is asked for: `@kanban/domain/extremes`. */
  readonly to: string;
  /** Nothing of it is there when the program runs. */
  readonly isType: boolean;
}

// Biome puts every import and export at the start of a line, and words, commas and braces are all that is in one.
const statement = /^(?:import|export)\b(\s+type\b)?(?:[\w\s,{}*$]*?\bfrom)?\s*'([^']+)'/gm;
const call = /(typeof )?\bimport\(\s*'([^']+)'/g;
const inComment = /@import\b[^'\n]*'([^']+)'/g;

/** Every .ts, .tsx and .mjs file of `folders` with what it imports, in each form that the language has. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx,mjs}`),
    { cwd: root, exclude: (name) => name.endsWith('node_modules') || name.endsWith('dist') },
  );
  return files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

/** The imports of one file. Throws on an import in a form that it does not know, so that none is passed over. */
export function importsOf(from: string, text: string): Import[] {
  const toOf = (target: string) =>
    target.startsWith('.') ? posix.join(posix.dirname(from), target) : target;
  const statements = [...text.matchAll(statement)];
  const begun = [...text.matchAll(/^import\b(?![.(])/gm)].filter(
    ({ index }) => !statements.some((match) => match.index === index),
  );
  for (const { index } of begun) {
    const line = text.slice(0, index).split('\n').length;
    throw new Error(
      `${from}:${line}: an import in a form that scripts/imports/read-imports.ts does not know`,
    );
  }
  return [
    ...statements.map(([, type, to = '']) => ({ from, to: toOf(to), isType: type !== undefined })),
    ...[...text.matchAll(call)].map(([, type, to = '']) => ({
      from,
      to: toOf(to),
      isType: type !== undefined,
    })),
    ...[...text.matchAll(inComment)].map(([, to = '']) => ({ from, to: toOf(to), isType: true })),
  ];
}
