/**
 * A query giving one row per table and value that the dimension lacks; null is no value. `dimension` is a relation as SQL,
 * `key` its column; `uses` lists the columns that must be in it: the table's name, its relation, the column, and a condition
 * on the rows that count, if any.
 */
function lacking(dimension, key, uses) {
  if (uses.length === 0) {
    throw new Error(`Nothing is said to use ${dimension}.`);
  }
  const values = uses.map(
    ({
      name,
      relation,
      column,
      condition = "TRUE"
    }) =>
    `SELECT DISTINCT '${name}' AS table_name, ${column} AS value FROM ${relation} WHERE ${column} IS NOT NULL AND ${condition}`
  );
  return `WITH used AS (
  ${values.join(" UNION ALL ")}
)
SELECT used.table_name, used.value
FROM used LEFT JOIN ${dimension} AS dimension ON used.value = dimension.${key}
WHERE dimension.${key} IS NULL`;
}

module.exports = {
  lacking
};
