/** How a count differs from an earlier one. Arguments are SQL of type INT64; a null in `before` gives null. */

/** The difference. INT64. */
function count(now, before) {
  return `${now} - ${before}`;
}

/** The difference in percent of the earlier count, to two decimals; null where that is 0. FLOAT64. */
function percent(now, before) {
  return `ROUND(100 * SAFE_DIVIDE(${now} - ${before}, ${before}), 2)`;
}

/**
 * 2(√now − √before), to two decimals: how far two counts lie apart by what chance does to counts, whether they are small or
 * large. Where nothing but chance is at work, it lies between -2.8 and 2.8 in 95 of 100 cases. FLOAT64.
 */
function signal(now, before) {
  return `ROUND(2 * (SQRT(${now}) - SQRT(${before})), 2)`;
}

/**
 * The three as columns NAME_change, NAME_percent and NAME_signal, null unless `isComparable` (SQL of type BOOL). With the
 * comma between them and none after.
 */
function columns(name, now, before, isComparable) {
  return Object.entries({
      change: count,
      percent,
      signal
    })
    .map(([suffix, measure]) => `IF(${isComparable}, ${measure(now, before)}, NULL) AS ${name}_${suffix}`)
    .join(", ");
}

module.exports = {
  count,
  percent,
  signal,
  columns
};
