/** One thing measured beside its floor: what the same run got from DuckDB alone, doing the least that the work needs. */
export interface Measurement {
  /** Whole job, ingester, portal or warehouse. */
  readonly part: string;
  readonly name: string;
  readonly unit: 's' | 'ms' | 'MB' | 'kB' | 'rows' | 'offenses' | 'rows/s' | 'requests';
  /** Undefined where this system does not tell. */
  readonly value: number | undefined;
  readonly floor: number | undefined;
}

/** The middle one of an odd number of runs: a loaded machine spoils some of them. */
export async function medianMilliseconds(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((left, right) => left - right)[Math.floor(runs / 2)] ?? Number.NaN;
}
