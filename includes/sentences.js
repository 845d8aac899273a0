/**
 * Parts of English sentences as SQL of type STRING. Arguments are SQL; a null in any of them gives null, unless said, so
 * that a sentence that lacks a number is missed rather than printed.
 */

/** A whole number with commas. `n` is INT64. */
function count(n) {
  return `FORMAT("%'d", ${n})`;
}

/** `1 offense`, `0 offenses`, `1,234 offenses`. `n` is INT64; the two words are text. */
function counted(n, one, many) {
  return `CONCAT(${count(n)}, IF(${n} = 1, ' ${one}', ' ${many}'))`;
}

/** A number rounded to a whole one, with commas. `n` is FLOAT64. */
function rounded(n) {
  return `FORMAT("%'.0f", ${n})`;
}

/** `12.3 %`; null where `whole` is 0. */
function percent(part, whole) {
  return `FORMAT('%.1f %%', 100 * SAFE_DIVIDE(${part}, ${whole}))`;
}

/** `in 2025` for a whole year, `on 2025-03-01` for a day, else `from 2025-03-01 to 2025-04-30`. Both are DATE. */
function span(start, end) {
  return `CASE
    WHEN ${start} = ${end} THEN FORMAT_DATE('on %F', ${start})
    WHEN ${start} = DATE_TRUNC(${start}, YEAR) AND ${end} = LAST_DAY(${start}, YEAR) THEN FORMAT_DATE('in %Y', ${start})
    ELSE CONCAT(FORMAT_DATE('from %F', ${start}), FORMAT_DATE(' to %F', ${end})) END`;
}

/** `A`, `A and B`, `A, B and C`; of more, `A, B and 2 others`. `names` is ARRAY<STRING>; null where it is empty. */
function names(array) {
  return `CASE ARRAY_LENGTH(${array})
    WHEN 1 THEN ${array}[SAFE_OFFSET(0)]
    WHEN 2 THEN CONCAT(${array}[SAFE_OFFSET(0)], ' and ', ${array}[SAFE_OFFSET(1)])
    WHEN 3 THEN CONCAT(${array}[SAFE_OFFSET(0)], ', ', ${array}[SAFE_OFFSET(1)], ' and ', ${array}[SAFE_OFFSET(2)])
    ELSE CONCAT(${array}[SAFE_OFFSET(0)], ', ', ${array}[SAFE_OFFSET(1)], ' and ', CAST(ARRAY_LENGTH(${array}) - 2 AS STRING), ' others') END`;
}

/** `one` where `array` has one element, else `many`. Both are text. */
function agree(array, one, many) {
  return `IF(ARRAY_LENGTH(${array}) = 1, '${one}', '${many}')`;
}

/** `12 more than`, `1 fewer than`, `as many as`. Both are INT64. */
function difference(now, before) {
  return `CASE
    WHEN ${now} > ${before} THEN CONCAT(${count(`${now} - ${before}`)}, ' more than')
    WHEN ${now} < ${before} THEN CONCAT(${count(`${before} - ${now}`)}, ' fewer than')
    WHEN ${now} = ${before} THEN 'as many as' END`;
}

/** An offense category in small letters, as the subject of a sentence. */
function category(name) {
  return `IF(${name} = 'ALL OTHER', 'all other crime', LOWER(${name}))`;
}

/** The sentence with a capital at its start. */
function capitalized(sentence) {
  return `CONCAT(UPPER(SUBSTR(${sentence}, 1, 1)), SUBSTR(${sentence}, 2))`;
}

module.exports = {
  count,
  counted,
  rounded,
  percent,
  span,
  names,
  agree,
  difference,
  category,
  capitalized
};
