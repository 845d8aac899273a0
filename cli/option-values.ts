import { parseLakeAddress } from '../ingest/core/load-names.ts';

/**
 * Reads an option's text. An empty one is refused: it is most often a shell variable that is not set.
 * @throws Error naming the option where it is empty or given twice; yargs reports it as misuse.
 */
export function singleText(option: string): (value: string | readonly string[] | undefined) => string | undefined {
  return (value) => {
    if (typeof value === 'object') throw new Error(`--${option} can be given only once.`);
    if (value?.trim() === '') throw new Error(`--${option} is empty.`);
    return value;
  };
}

/** Reads a lake's address. @throws Error naming the option where it is none. */
export function lakeAddress(option: string): (value: string | readonly string[] | undefined) => string | undefined {
  return (value) => {
    const address = singleText(option)(value);
    if (address === undefined || parseLakeAddress(address) !== undefined) return address;
    throw new Error(`--${option} ${address} is no lake: write it as gs://BUCKET or gs://BUCKET/PREFIX.`);
  };
}

/**
 * Reads an option's whole number.
 * @throws Error naming the option where it is no whole number from `least` to `most`; yargs reports it as misuse.
 */
export function wholeNumber(
  option: string,
  least: number,
  most: number,
): (value: string | number | undefined) => number | undefined {
  return (value) => {
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most && value !== '') return number;
    throw new Error(`--${option} must be a whole number from ${least} to ${most}, not ${value}.`);
  };
}

/**
 * Reads an ISO 8601 time with its zone; without a zone it would mean another instant on another machine.
 * @throws Error naming the option where it is none.
 */
export function instant(option: string): (value: string | undefined) => Date | undefined {
  return (value) => {
    if (value === undefined) return undefined;
    const time = new Date(value);
    if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(time.getTime())) return time;
    throw new Error(
      `--${option} ${value} is no time with a zone: write it as 2026-02-10T12:00:00Z or 2026-02-10T04:00:00-08:00.`,
    );
  };
}

/** Reads a day of the calendar, `YYYY-MM-DD`. @throws Error naming the option where it is none. */
export function day(option: string): (value: string | readonly string[] | undefined) => string | undefined {
  return (value) => {
    const text = singleText(option)(value);
    if (text === undefined) return undefined;
    const time = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(time.getTime()) && time.toISOString().startsWith(`${text}T`)) return text;
    throw new Error(`--${option} ${text} is no day: write it as 2026-02-10.`);
  };
}
