import { type Reason, WarehouseError } from '../errors.ts';

/** A pattern of DuckDB's text, and what BigQuery would say. */
type Rule = readonly [pattern: RegExp, reason: Reason, message: (groups: readonly string[]) => string];

/** The second is of a COMMIT, which is then undone; what ended the whole database (FATAL Error) is told as that. */
const lackOfMemory =
  /^(?!FATAL Error).*Out of Memory Error|^TransactionContext Error: Failed to commit: .*(?:allocate|pin|offload) .*of size/;

/** Tried in turn on DuckDB's whole message, first line; the last ones say little but never show a path. */
const rules: readonly Rule[] = [
  [/Overflow in addition of INT(?:64|128) \((.+) \+ (.+)\)/, 'invalidQuery', ([a, b]) => `int64 overflow: ${a} + ${b}`],
  [/Overflow in subtraction of INT64 \((.+) - (.+)\)/, 'invalidQuery', ([a, b]) => `int64 overflow: ${a} - ${b}`],
  [/Overflow in multiplication of INT64 \((.+) \* (.+)\)/, 'invalidQuery', ([a, b]) => `int64 overflow: ${a} * ${b}`],
  [/Overflow in negation of/, 'invalidQuery', () => 'int64 overflow: -(-9223372036854775808)'],
  [/Overflow on abs\((.+)\)/, 'invalidQuery', ([a]) => `int64 overflow: ABS(${a})`],
  [/Overflow in (\w+) of DECIMAL/, 'invalidQuery', ([operation]) => `numeric overflow in ${operation}`],
  [/Could not convert string ['"](.*)['"] to INT64/s, 'invalidQuery', ([text]) => `Bad int64 value: ${text}`],
  [/Could not convert string ['"](.*)['"] to DOUBLE/s, 'invalidQuery', ([text]) => `Bad double value: ${text}`],
  [/Could not convert string ['"](.*)['"] to BOOL/s, 'invalidQuery', ([text]) => `Bad bool value: ${text}`],
  [/Could not convert string ['"](.*)['"] to DECIMAL/s, 'invalidQuery', ([text]) => `Invalid NUMERIC value: ${text}`],
  [
    /(?:invalid date field format|date field value out of range): "(.*?)"/s,
    'invalidQuery',
    ([t]) => `Invalid date: '${t}'`,
  ],
  [
    /(?:invalid timestamp field format|timestamp field value out of range): "(.*?)"/s,
    'invalidQuery',
    ([t]) => `Invalid timestamp: '${t}'`,
  ],
  [
    /(?:invalid time field format|time field value out of range): "(.*?)"/s,
    'invalidQuery',
    ([t]) => `Invalid time: '${t}'`,
  ],
  [/with value (\S+) can't be cast .* INT64/s, 'invalidQuery', ([value]) => `int64 out of range: ${value}`],
  [
    /[Cc]ould not cast value (\S+) to DECIMAL|Casting value "(.*?)" to type DECIMAL/,
    'invalidQuery',
    ([a, b]) => `numeric out of range: ${a || b}`,
  ],
  [/(\w+) is undefined outside \[-1,1\]/, 'invalidQuery', ([name]) => `Floating point error in function: ${name}`],
  [/Unknown TimeZone '(.*)'!/s, 'invalidQuery', ([zone]) => `Invalid time zone: ${zone}`],
  [/Failure in decode: could not convert blob/, 'invalidQuery', () => 'Invalid cast of bytes to UTF8 string'],
  [
    /^Invalid Input Error: ((?:missing (?:[)\]]|argument)|unexpected \)|(?:invalid|bad|no argument for) (?:perl|escape|repetition|character class|named capture|UTF-8)|trailing \\|pattern too large).*)/s,
    'invalidQuery',
    ([reason]) => `Cannot parse regular expression: ${reason}`,
  ],
  [/More than one row returned by a subquery/, 'invalidQuery', () => 'Scalar subquery produced more than one element'],
  [
    /NOT NULL constraint failed: (?:.*\.)?(.+)/,
    'invalidQuery',
    ([column]) => `Required field ${column} cannot be null`,
  ],
  [
    /Max expression depth limit|Maximum call stack size exceeded/,
    'resourcesExceeded',
    () => 'Query is too complex: it nests too deep',
  ],
  [
    lackOfMemory,
    'resourcesExceeded',
    () => 'Resources exceeded during query execution: the local warehouse reached its memory limit.',
  ],
  [
    /No space left on device|File too large|[Qq]uota exceeded|[Dd]isk.* full|not enough disk space/,
    'resourcesExceeded',
    () => 'Resources exceeded during query execution: the disk that holds the data directory is full.',
  ],
  [
    /Corrupt database file|not a valid DuckDB database file|Could not read enough bytes/,
    'backendError',
    () => 'The database file of the local warehouse is damaged; its log says where.',
  ],
  [/^TransactionContext Error/, 'invalidQuery', () => 'Transaction is aborted due to concurrent update against table.'],
  [
    /^FATAL Error|database has been invalidated/,
    'backendError',
    () => 'The local warehouse stopped working with its file and must be started again; its log says more.',
  ],
  [
    /^(?:IO|Permission|HTTP|Serialization|Corruption) Error/,
    'backendError',
    () => 'The local warehouse could not read or write its files; its log says more.',
  ],
  [/^Invalid Input Error: (.*)$/s, 'invalidQuery', ([text]) => text ?? ''],
  [/^(?:Out of Range|Conversion) Error: (.*)$/s, 'invalidQuery', ([text]) => text ?? ''],
  [
    /correlated columns in window functions not supported/,
    'invalidQuery',
    () => 'not supported by the local warehouse: a column of an outer query in an analytic function',
  ],
  [
    /Cannot perform non-inner join on subquery/,
    'invalidQuery',
    () => 'not supported by the local warehouse: this subquery in the condition of an outer join',
  ],
  [
    /^(Catalog|Binder|Parser|Not implemented) Error: (.*)$/s,
    'invalidQuery',
    ([kind, text]) => `not supported by the local warehouse: DuckDB refused the statement (${kind}: ${text})`,
  ],
];

/** What the driver threw, as the warehouse tells of it; the driver's error stays as `cause`. */
export function toWarehouseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WarehouseError) return error;
  const message = error.message.split('\n')[0] ?? '';
  // error('…') may hold line breaks of its own; only what DuckDB adds below (LINE 1: …, hints) is dropped.
  const whole = error.message.replace(/\n\n(?:LINE \d+:|Candidate|Did you mean|Possible solutions)[\s\S]*$/, '');
  for (const [pattern, reason, say] of rules) {
    const match = pattern.exec(pattern.flags.includes('s') ? whole : message);
    if (match !== null) {
      return new WarehouseError(reason, say(match.slice(1)), reason === 'invalidQuery' ? 'query' : undefined, {
        cause: error,
      });
    }
  }
  return error;
}

/** Whether two writers met: the loser may try again once it has undone its work. */
export function isConflict(error: unknown): boolean {
  return /write-write conflict|Conflict on |Transaction conflict|another transaction has altered/i.test(
    driverText(error),
  );
}

/** Whether DuckDB reached its memory limit. */
export function isOutOfMemory(error: unknown): boolean {
  return lackOfMemory.test(driverText(error));
}

/** Whether a name that was there at compile time is gone or has changed: another job replaced the table meanwhile. */
export function isStaleName(error: unknown): boolean {
  return /^(?:Catalog|Binder) Error/.test(driverText(error));
}

/** Whether the database file is no longer what DuckDB wrote. */
export function isDamaged(error: unknown): boolean {
  return /Corrupt database file|not a valid DuckDB database file|Could not read enough bytes/.test(driverText(error));
}

/** File and PID (0 where it is not told) in DuckDB's complaint that another process has it open; undefined for any other error. */
export function fileLock(error: unknown): { readonly file: string; readonly holder: number } | undefined {
  const text = driverText(error);
  const lock = /Could not set lock on file(?: "([^"]*)")?/.exec(text);
  return lock === null ? undefined : { file: lock[1] ?? '', holder: Number(/\(PID (\d+)\)/.exec(text)?.[1] ?? 0) };
}

/** PID of that complaint. */
export function lockHolder(error: unknown): number | undefined {
  return fileLock(error)?.holder;
}

function driverText(error: unknown): string {
  const origin = error instanceof WarehouseError ? error.cause : error;
  return origin instanceof Error ? origin.message : '';
}
