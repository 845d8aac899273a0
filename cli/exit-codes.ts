/** What the exit code of `crime` tells a script. */
export const ExitCode = {
  ok: 0,
  internal: 1,
  usage: 2,
  /** The source: the portal, or a file that is not the feed. */
  source: 3,
  /** Cloud Storage, or its stand-in. */
  lake: 4,
  /** BigQuery or its stand-in, or a model that failed there. */
  warehouse: 5,
  /** An assertion or a unit test that failed. */
  assertion: 6,
  /** Another process holds the data directory. */
  dataDirectoryInUse: 7,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
