import { printType } from '../types.ts';
import { row } from './row.ts';
import type { Signature, TemplateCall } from './signature.ts';
import { templateString } from './template.ts';

/** A hash of STRING or BYTES, as BYTES. */
const hash = (name: string) => (): string => `unhex(${name}($1))`;

const ofBytes =
  (name: string) =>
  ({ types }: TemplateCall): string =>
    types[0]?.kind === 'STRING' ? `${name}(encode($1))` : `${name}($1)`;

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/hash_functions and utility functions */
export const HASHES: readonly Signature[] = [
  row('MD5({STRING|BYTES}) -> BYTES', hash('md5')),
  row('SHA1({STRING|BYTES}) -> BYTES', hash('sha1')),
  row('SHA256({STRING|BYTES}) -> BYTES', hash('sha256')),
  row('SHA512({STRING|BYTES}) -> BYTES', ofBytes('bq_sha512')),
  row('FARM_FINGERPRINT({STRING|BYTES}) -> INT64', ofBytes('bq_farm_fingerprint')),
  row('TYPEOF(ANY) -> STRING', ({ types: [type] }) => (type ? templateString(printType(type)) : '')),
  row('GENERATE_UUID() -> STRING', 'CAST(uuid() AS VARCHAR)', 'volatile'),
].flat();
