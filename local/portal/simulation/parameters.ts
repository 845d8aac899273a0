import { dayOfIsoDate } from './calendar.ts';

/** What a simulated export is made from; the same parameters give the same bytes. */
export interface SimulationParameters {
  /** Distinct offenses over both files; 1,000 to 50,000,000, default 20,000. */
  readonly rows: number;
  /** Any integer; default 20080101. */
  readonly seed: number;
  /** First day of reports, `YYYY-MM-DD`; default 2023-07-01. */
  readonly from: string;
  /** Last day of reports, `YYYY-MM-DD`; default 2026-06-30. */
  readonly to: string;
  /** Day on which the legacy file was exported, between the two; it holds the reports before that day. Default 2025-02-23. */
  readonly legacyExportedOn: string;
}

const DEFAULTS: SimulationParameters = {
  rows: 20_000,
  seed: 20_080_101,
  from: '2023-07-01',
  to: '2026-06-30',
  legacyExportedOn: '2025-02-23',
};

/**
 * Parameters with the defaults filled in.
 *
 * @throws RangeError naming the parameter that is out of range.
 */
export function simulationParameters(given: Partial<SimulationParameters>): SimulationParameters {
  const parameters: SimulationParameters = {
    rows: given.rows ?? DEFAULTS.rows,
    seed: given.seed ?? DEFAULTS.seed,
    from: given.from ?? DEFAULTS.from,
    to: given.to ?? DEFAULTS.to,
    legacyExportedOn: given.legacyExportedOn ?? DEFAULTS.legacyExportedOn,
  };
  const { rows, seed } = parameters;
  if (!Number.isInteger(rows) || rows < 1000 || rows > 50_000_000) {
    throw new RangeError(`rows must be a whole number from 1,000 to 50,000,000, not ${rows}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, not ${seed}`);
  const [from, exported, to] = [parameters.from, parameters.legacyExportedOn, parameters.to].map(dayOfIsoDate);
  if (from === undefined || exported === undefined || to === undefined || exported - from < 30 || to < exported) {
    throw new RangeError(
      `legacyExportedOn (${parameters.legacyExportedOn}) must lie at least 30 days after from (${parameters.from}) ` +
        `and not after to (${parameters.to})`,
    );
  }
  return parameters;
}
