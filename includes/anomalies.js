/** The settings of mart_anomalies. docs/decisions.md says why. */
/** Newest whole weeks that are judged together. */
const WEEKS = 52;
/** Weeks before a week that tell what to expect of it. */
const BASELINE_WEEKS = 52;
/** Expected offenses below which a week is not judged: the approximation does not hold there. */
const SMALLEST_EXPECTED = 1;
/** Share of false alarms among the anomalies that is accepted. */
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * Quasi-Poisson z (FLOAT64) of a count on the scale of its 2/3 power, which takes away most of the skew of small counts
 * (Farrington and others, 1996, https://doi.org/10.2307/2983331). The count is moved half an offense towards `expected`,
 * since it comes in whole ones. `variance` is that of the count over its expectation, the uncertainty of the expectation
 * included. All are FLOAT64 or INT64; `expected` is above 0.
 */
function zScore(count, expected, variance) {
  const moved = `(${expected} + SIGN(${count} - ${expected}) * GREATEST(ABS(${count} - ${expected}) - 0.5, 0))`;
  const meanOfPower = `(POW(${expected}, 2 / 3) - ${variance} / (9 * POW(${expected}, 1 / 3)))`;
  return `1.5 * (POW(${moved}, 2 / 3) - ${meanOfPower}) / (POW(${expected}, 1 / 6) * SQRT(${variance}))`;
}

module.exports = {
  WEEKS,
  BASELINE_WEEKS,
  SMALLEST_EXPECTED,
  FALSE_DISCOVERY_RATE,
  zScore
};
