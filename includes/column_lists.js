/** SQL made from columns as includes/offense_columns.js lists them: name to type. */

/** Column definitions for CREATE TABLE. */
function definitions(columns) {
  return Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");
}

/** The names as a select list, each with `prefix` in front, if given. */
function names(columns, prefix = "") {
  return Object.keys(columns)
    .map(name => `${prefix}${name}`)
    .join(", ");
}

/** The names as a select list, each with `from` in front and `to` in front of its alias. */
function renamed(columns, from, to) {
  return Object.keys(columns)
    .map(name => `${from}${name} AS ${to}${name}`)
    .join(", ");
}

/** The columns with `prefix` in front of each name. */
function prefixed(columns, prefix) {
  return Object.fromEntries(Object.entries(columns).map(([name, type]) => [`${prefix}${name}`, type]));
}

/** Whether two rows differ in any of the columns, nulls being equal: a condition over two relations by name. */
function differ(columns, one, other) {
  return Object.keys(columns)
    .map(name => `${one}.${name} IS DISTINCT FROM ${other}.${name}`)
    .join(" OR ");
}

/** A select list of typed nulls. */
function nulls(columns) {
  return Object.entries(columns)
    .map(([name, type]) => `CAST(NULL AS ${type}) AS ${name}`)
    .join(", ");
}

module.exports = {
  definitions,
  names,
  renamed,
  prefixed,
  differ,
  nulls
};
