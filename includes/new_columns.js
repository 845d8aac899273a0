/**
 * How an incremental model fills a column that it gains while its table stands. Dataform writes only the columns that the
 * table had when the run began, so `onSchemaChange` alone leaves a new column null in every row until the row changes
 * again. `add` belongs in front of all other incremental pre-operations, `fill` in the incremental post-operations: both
 * are parts of one script.
 */
const {
  list
} = require("./literal_rows");

/**
 * Adds to `table` (as self() gives it) what it lacks of `columns` (name to type); the script then knows whether it lacked
 * any.
 */
function add(table, columns) {
  const path = table.replace(/`/g, "").split(".");
  const name = path.pop();
  const names = Object.keys(columns);
  return `DECLARE has_new_columns BOOL DEFAULT (
    SELECT COUNT(*) < ${names.length}
    FROM \`${[...path, "INFORMATION_SCHEMA", "COLUMNS"].join(".")}\`
    WHERE table_name = '${name}' AND column_name IN (${list(names)}));
  IF has_new_columns THEN ${addMissing(table, columns)} END IF;`;
}

/** Runs `statements`, each with its semicolon, if `add` found that the table lacked columns. */
function fill(statements) {
  return `IF has_new_columns THEN ${statements} END IF;`;
}

/** A statement that adds to `table` what it lacks of `columns`. */
function addMissing(table, columns) {
  const additions = Object.entries(columns).map(([name, type]) => `ADD COLUMN IF NOT EXISTS ${name} ${type}`);
  return `ALTER TABLE ${table} ${additions.join(", ")};`;
}

module.exports = {
  add,
  fill,
  addMissing
};
