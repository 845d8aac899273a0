/**
 * First day whose partition is still kept, `YYYY-MM-DD`: a partition goes once all of its day lies further back than it is
 * kept. @see https://cloud.google.com/bigquery/docs/managing-partitioned-tables#partition-expiration
 * @param now in milliseconds since 1970
 * @param retention in milliseconds
 */
export const oldestKeptDay = (now: number, retention: number): string =>
  new Date(Math.max(now - retention, 0)).toISOString().slice(0, 10);
