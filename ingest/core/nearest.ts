/** Insertions, deletions and replacements that turn one text into the other. */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 0; row < left.length; row += 1) {
    const current = [row + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/** The candidate whose form is nearest to `wanted`, if it differs in no more than `most` letters, by default a third. */
export function nearest(
  wanted: string,
  candidates: readonly string[],
  form: (candidate: string) => string,
  most = Math.max(wanted.length / 3, 1),
): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, form(candidate).slice(0, 100)) }))
    .filter(({ distance }) => distance <= most)
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.candidate;
}
