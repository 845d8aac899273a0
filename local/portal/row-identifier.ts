const MULTIPLIER = 1_142_535_721_357_913_571n;
const MODULUS = 2n ** 60n;

/**
 * A row identifier as the portal makes them, `row-xxxx.xxxx_xxxx`, in no visible order. Different numbers below 2^60 have
 * different ones: the multiplier is odd.
 */
export function rowIdentifier(number: bigint): string {
  const letters = ((number * MULTIPLIER) % MODULUS).toString(36).padStart(12, '0');
  return `row-${letters.slice(0, 4)}.${letters.slice(4, 8)}_${letters.slice(8)}`;
}

/** The same as DuckDB computes it; `number` is a BIGINT expression. */
export function rowIdentifierSql(number: string): string {
  const product = `((${number})::HUGEINT * ${MULTIPLIER}::HUGEINT % ${MODULUS}::HUGEINT)::BIGINT`;
  return `regexp_replace(lower(to_base(${product}, 36, 12)), '(.{4})(.{4})(.{4})', 'row-\\1.\\2_\\3')`;
}
