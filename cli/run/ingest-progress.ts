import type { IngestProgress } from '../../ingest/index.ts';

const barWidth = 20;

/**
 * One line of how far a load has come: bar, rows, rate and time left.
 * @param milliseconds since the stage began. @param before rows that it began with.
 */
export function progressLine({ stage, rows, expected }: IngestProgress, milliseconds: number, before: number): string {
  const share = expected === 0 ? 1 : Math.min(rows / expected, 1);
  const filled = Math.round(share * barWidth);
  const bar = `${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}`;
  const rate = milliseconds === 0 ? 0 : ((rows - before) * 1000) / milliseconds;
  const left = rate === 0 ? '' : `, ${duration((expected - rows) / rate)} left`;
  const what = stage === 'keys' ? 'keys' : 'rows';
  const count = (value: number) => Math.round(value).toLocaleString('en-US');
  return `[${bar}] ${count(rows)} of ${count(expected)} ${what}, ${count(rate)}/s${left}`;
}

function duration(seconds: number): string {
  const whole = Math.max(Math.ceil(seconds), 0);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Shows progress on a terminal, measuring each stage by itself. @param now a clock in milliseconds. */
export function progressReporter(show: (line: string) => void, now: () => number): (progress: IngestProgress) => void {
  let current: { readonly stage: string; readonly began: number; readonly before: number } | undefined;
  return (progress) => {
    if (current?.stage !== progress.stage || progress.rows < current.before) {
      current = { stage: progress.stage, began: now(), before: progress.rows };
    }
    show(progressLine(progress, now() - current.began, current.before));
  };
}
