import { refused } from './refused.ts';
import { row } from './row.ts';
import type { Signature } from './signature.ts';

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/net_functions */
export const NETS: readonly Signature[] = [
  row('NET.HOST(STRING) -> STRING', 'bq_net_host($1)'),
  row('NET.IP_FROM_STRING(STRING) -> BYTES', 'bq_ip_from_string($1)'),
  row('NET.SAFE_IP_FROM_STRING(STRING) -> BYTES', 'bq_ip_from_string_safe($1)'),
  row('NET.IP_TO_STRING(BYTES) -> STRING', 'bq_ip_to_string($1)'),
  row('NET.IP_NET_MASK(INT64, INT64) -> BYTES', 'bq_ip_net_mask($1, $2)'),
  row('NET.IP_TRUNC(BYTES, INT64) -> BYTES', 'bq_ip_trunc($1, $2)'),
  row('NET.IPV4_FROM_INT64(INT64) -> BYTES', 'bq_ipv4_from_integer($1)'),
  row('NET.IPV4_TO_INT64(BYTES) -> INT64', 'bq_ipv4_to_integer($1)'),
  // Both need the list of public suffixes, which changes.
  refused('NET.PUBLIC_SUFFIX(STRING) -> STRING'),
  refused('NET.REG_DOMAIN(STRING) -> STRING'),
].flat();
