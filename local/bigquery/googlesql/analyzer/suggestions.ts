/**
 * `; Did you mean x?` for a mistyped name, or nothing when no known name is near: half of a short name may differ, a
 * fifth and two letters of a long one. Of equally near names the first in order wins.
 */
export function didYouMean(name: string, known: readonly string[]): string {
  if (name.length < 3) return '';
  const limit = name.length < 5 ? Math.floor(name.length / 2) : Math.floor(name.length / 5) + 2;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    if (!best || distance < best.distance || (distance === best.distance && candidate < best.name)) {
      best = { name: candidate, distance };
    }
  }
  return best ? `; Did you mean ${best.name}?` : '';
}

/** Letters to change, add or leave out; anything above `limit` may be given for more than `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
