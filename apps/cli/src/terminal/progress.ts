/** Tells a person how far long work is: one redrawn line in a terminal, else lines that come ever more rarely. */
export interface Progress {
  /** Starts the next stage; `total` is the number of its steps, if known. */
  stage(name: string, total?: number): void;
  /** `done` steps of the stage are done. Cheap: call it as often as you like. */
  at(done: number): void;
  /** Ends the last stage. */
  end(): void;
  /** Takes the redrawn line away before something else is written. */
  clear(): void;
}

const terminalIntervalMs = 80;
const logIntervalMs = 1_000;
/** In a log the next line comes when the stage has taken so much longer: a dozen of them in ten minutes. */
const logGrowth = 1.5;
/** A stage without a known length shows its elapsed time, as a sign of life. */
const lifeIntervalMs = 5_000;
const barWidth = 24;

export function createProgress(
  stream: NodeJS.WritableStream & { isTTY?: boolean },
  clock: () => number = () => performance.now(),
): Progress {
  const isTerminal = stream.isTTY === true;
  let stage: { name: string; total: number | undefined; startedAt: number; done: number } | undefined;
  let drawnAt = 0;
  let isDrawn = false;
  let life: NodeJS.Timeout | undefined;

  function clear() {
    if (!isDrawn) return;
    stream.write('\r\x1b[K');
    isDrawn = false;
  }

  function isTimeToLog(startedAt: number): boolean {
    return clock() - startedAt >= Math.max(logIntervalMs, (drawnAt - startedAt) * logGrowth);
  }

  function draw() {
    if (!stage || (!isTerminal && !isTimeToLog(stage.startedAt))) return;
    drawnAt = clock();
    const { name, done, total, startedAt } = stage;
    const text = describe(name, done, total, drawnAt - startedAt);
    if (!isTerminal) stream.write(`${text}\n`);
    else {
      stream.write(`\r\x1b[K${text}`);
      isDrawn = true;
    }
  }

  /** Long stages say how long they took; short ones leave no trace. */
  function finish() {
    clearInterval(life);
    clear();
    if (!stage) return;
    const seconds = (clock() - stage.startedAt) / 1000;
    if (seconds >= 1) stream.write(`${stage.name}: ${seconds.toFixed(1)} s\n`);
    stage = undefined;
  }

  return {
    stage(name, total) {
      finish();
      stage = { name, total, startedAt: clock(), done: 0 };
      if (isTerminal) draw();
      else drawnAt = clock();
      if (total === undefined) life = setInterval(draw, isTerminal ? logIntervalMs : lifeIntervalMs).unref();
    },
    at(done) {
      if (!stage) return;
      stage.done = done;
      if (!isTerminal || clock() - drawnAt >= terminalIntervalMs) draw();
    },
    end: finish,
    clear,
  };
}

function describe(name: string, done: number, total: number | undefined, elapsedMs: number): string {
  if (total === undefined) {
    const seconds = Math.floor(elapsedMs / 1000);
    return [`${name} …`, done > 0 ? done.toLocaleString('en') : '', seconds > 0 ? `(${seconds} s)` : '']
      .filter((part) => part !== '')
      .join(' ');
  }
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${name} ${bar} ${Math.floor(share * 100)} % (${done.toLocaleString('en')} of ${total.toLocaleString('en')})`;
}
