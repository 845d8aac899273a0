/** Steps on the way from the source to the marts, as rows that say what went in, what came out and why the two differ. */

/** Columns of fct_layer_steps, typed; mart_reconciliation adds what follows from them. */
const columns = {
  position: "INT64",
  step: "STRING",
  rows_in_what: "STRING",
  rows_in: "INT64",
  rows_out_what: "STRING",
  rows_out: "INT64",
  explained: "INT64",
  explanation: "STRING"
};

/** What the columns mean. */
const texts = {
  position: "Place of the step on the way, from 1.",
  step: "The step, by the models that it leads from and to.",
  rows_in_what: "What is counted before the step.",
  rows_in: "How many there are.",
  rows_out_what: "What is counted after the step.",
  rows_out: "How many there are.",
  explained: "Rows that the step leaves out, or gathers into one, for the reason that explanation gives; counted on their own.",
  explanation: "Why rows_out can be less than rows_in."
};

/** An entry of an array of steps: texts and SQL of type INT64. */
function step(position, name, [inWhat, rowsIn], [outWhat, rowsOut], explained, explanation) {
  return `(${position}, '${name}', '${inWhat}', ${rowsIn}, '${outWhat}', ${rowsOut}, ${explained}, '${explanation}')`;
}

/** A FROM item that gives the steps as rows named `steps`. */
function rows(steps) {
  const fields = Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(", ");
  return `UNNEST(ARRAY<STRUCT<${fields}>>[${steps.join(", ")}]) AS steps`;
}

module.exports = {
  columns,
  texts,
  step,
  rows
};
