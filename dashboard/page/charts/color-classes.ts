/** One class of a scale from little to much. */
export interface ColorClass {
  /** Smallest and largest count, both included; the largest class has no end. */
  readonly from: number;
  readonly to: number | null;
  /** A colour of the style sheet. */
  readonly color: string;
}

/** The shares of the places at which a class ends: most places are quiet, so the upper classes are narrow. */
const ends = [0.4, 0.65, 0.82, 0.93, 0.98];

/** 1, 2, 5, 10, 20, 50 …: bounds that readers keep in mind. */
function roundBound(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const step = [1, 2, 5].findLast((each) => each * power <= value) ?? 1;
  return step * power;
}

/**
 * Up to six classes for such counts, each at least 1; fewer where the counts are few or alike. Colours keep their order in
 * grey and for all kinds of colour blindness, for each is darker (on dark ground: lighter) than the one before.
 */
export function colorClasses(counts: readonly number[]): readonly ColorClass[] {
  const sorted = counts.filter((count) => count > 0).sort((left, right) => left - right);
  const bounds = ends.map((end) => roundBound((sorted[Math.floor(end * sorted.length)] ?? 0) + 1));
  const starts = [1, ...new Set(bounds.filter((bound) => bound > 1 && bound <= (sorted.at(-1) ?? 0)))];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    const place = starts.length === 1 ? 4 : 1 + Math.round((index * 5) / (starts.length - 1));
    return { from, to: next === undefined ? null : next - 1, color: `var(--heat-${place})` };
  });
}

/** The class that a count of at least 1 lies in. */
export function classOf(classes: readonly ColorClass[], count: number): ColorClass | undefined {
  return classes.findLast(({ from }) => count >= from);
}

/** `1`, `2–4`, `50 or more`. */
export function classLabel({ from, to }: ColorClass): string {
  if (to === null) return `${from.toLocaleString('en-US')} or more`;
  return from === to ? String(from) : `${from.toLocaleString('en-US')}–${to.toLocaleString('en-US')}`;
}
