/** Steps of the ramp `--heat-1` to `--heat-6`. */
const steps = 6;

/** The colour of a value between nothing and the highest; nothing has a colour of its own. */
export function heatColor(value: number, highest: number): string {
  if (value <= 0 || highest <= 0) return 'var(--heat-0)';
  return `var(--heat-${Math.max(1, Math.ceil((value / highest) * steps))})`;
}

/** The upper end of each step, lowest first: what a legend says. */
export function heatSteps(highest: number): readonly { readonly color: string; readonly upTo: number }[] {
  return Array.from({ length: steps }, (_, index) => ({
    color: `var(--heat-${index + 1})`,
    upTo: ((index + 1) * highest) / steps,
  }));
}
