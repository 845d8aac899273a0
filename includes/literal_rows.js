/** A JavaScript value as a GoogleSQL literal: string, number, boolean or null. */
function literal(value) {
  if (value === null) {
    return "NULL";
  }
  if (typeof value === "number" || typeof value === "boolean") {
    return String(value).toUpperCase();
  }
  if (typeof value === "string") {
    return `'${value.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  }
  throw new Error(`No literal for ${JSON.stringify(value)}.`);
}

/** Strings as the inside of an IN list: `'a', 'b'`. */
function list(values) {
  return values.map(literal).join(", ");
}

/**
 * A query giving one row per entry of `rows`, in no order.
 * `columns` maps each name to its type; a row lists its values in that order.
 */
function select(columns, rows) {
  const names = Object.keys(columns);
  if (rows.length === 0) {
    throw new Error("A table of constants needs at least one row.");
  }
  const fields = names.map(name => `${name} ${columns[name]}`).join(", ");
  const values = rows.map(row => {
    if (row.length !== names.length) {
      throw new Error(`Expected ${names.length} values, got ${JSON.stringify(row)}.`);
    }
    return `(${row.map(literal).join(", ")})`;
  });
  return `SELECT * FROM UNNEST(ARRAY<STRUCT<${fields}>>[${values.join(", ")}])`;
}

module.exports = {
  literal,
  list,
  select
};
