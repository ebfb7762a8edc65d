const WIDTH = 120;
const HEIGHT = 28;

/**
 * A line as small as a word: its numbers stand in the row, and in words for who does not see it. Where nothing is known it goes
 * straight on.
 */
export function SparkLine({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, n) => {
    if (value === null) return [];
    const x = values.length < 2 ? WIDTH / 2 : (n / (values.length - 1)) * (WIDTH - 4) + 2;
    return `${x.toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`;
  });
  // One point alone is a dot.
  if (points.length === 1) points.push(...points);
  return (
    <svg
      class="spark"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        stroke-width="1.75"
        stroke-linecap="round"
      />
    </svg>
  );
}
