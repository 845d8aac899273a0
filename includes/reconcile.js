/**
 * A query giving one row per time basis, precinct and category where the sum of `measure` in `mart` differs from the
 * reportable offenses of `fact` by `tolerance` (in offenses) or more. Both are relations as SQL.
 */
function byBasis({
  mart,
  fact,
  bases,
  measure = "offenses",
  tolerance
}) {
  if (!(tolerance > 0)) {
    throw new Error(`The tolerance must be above 0, not ${tolerance}.`);
  }
  const list = bases.map(basis => `'${basis}'`).join(", ");
  return `WITH expected AS (
  SELECT time_basis, precinct, offense_category, COUNT(*) AS offenses
  FROM ${fact} CROSS JOIN UNNEST([${list}]) AS time_basis
  WHERE is_reportable AND NOT is_removed
  GROUP BY time_basis, precinct, offense_category
),
found AS (
  SELECT time_basis, precinct, offense_category, SUM(${measure}) AS offenses
  FROM ${mart}
  GROUP BY time_basis, precinct, offense_category
)
SELECT
  time_basis, precinct, offense_category,
  expected.offenses AS fact_offenses, found.offenses AS mart_offenses
FROM expected FULL JOIN found USING (time_basis, precinct, offense_category)
WHERE ABS(COALESCE(expected.offenses, 0) - COALESCE(found.offenses, 0)) >= ${tolerance}`;
}

module.exports = {
  byBasis
};
