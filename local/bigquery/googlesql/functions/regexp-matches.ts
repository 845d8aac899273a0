type Texts = readonly (string | null)[];

/** A match's place among those DuckDB gives, and where it begins, in characters from 0. */
interface Match {
  readonly index: number;
  readonly start: number;
}

const lengthOf = (text: string): number => Array.from(text).length;

/**
 * The matches that BigQuery finds among DuckDB's, whose gaps before and texts are given. DuckDB finds an empty match after
 * a gap twice, and one more at the end of a text that is not empty.
 */
function* matchesOf(text: string, gaps: Texts, matches: Texts): Generator<Match> {
  const size = lengthOf(text);
  let from = 0;
  let isRepeated = false;
  for (const [index, match] of matches.entries()) {
    const [gap, length] = [lengthOf(gaps[index] ?? ''), lengthOf(match ?? '')];
    const start = from + gap;
    if (!isRepeated && (from < size || size === 0)) yield { index, start };
    isRepeated = length === 0 && gap > 0;
    from = gap + length === 0 ? start + 1 : start + length;
  }
}

/** What the matches hold: of each, its text in `values`. */
export const matchedTexts = (text: string, gaps: Texts, matches: Texts, values: Texts): Texts =>
  Array.from(matchesOf(text, gaps, matches), ({ index }) => values[index] ?? null);

/**
 * REGEXP_INSTR: the place of the match (or of its group, which `before` parts from the match's begin) or of what follows;
 * 0 where there is none. An empty match is told one place late unless it ends the text, as BigQuery does.
 */
export function matchPlace(
  text: string,
  gaps: Texts,
  matches: Texts,
  before: Texts,
  values: Texts,
  occurrence: bigint,
  after: bigint,
): bigint {
  if (after !== 0n && after !== 1n) throw new Error('Invalid return_position_after_match.');
  if (text === '') return 0n;
  const match = [...matchesOf(text, gaps, matches)][Number(occurrence) - 1];
  const value = match && values[match.index];
  if (!match || value === null || value === undefined) return 0n;
  const start = match.start + lengthOf(before[match.index] ?? '') + 1;
  if (matches[match.index] === '') return BigInt(start > lengthOf(text) ? start : start + 1);
  return BigInt(start) + (after === 1n ? BigInt(lengthOf(value)) : 0n);
}
