/** Of the examples of a command with several actions, one a line, those of one of them: `examplesOf(examples, 'streams add')`. */
export function examplesOf(examples: string, command: string): string {
  return examples
    .split('\n')
    .filter((line) => line.startsWith(`  kanban ${command}`))
    .join('\n');
}
