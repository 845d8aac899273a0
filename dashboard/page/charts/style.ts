/** Options of every plot: the page's type, in its quiet colour. */
export const chartFont = {
  style: { fontSize: '12px', fontFamily: 'inherit', color: 'var(--muted)' },
} as const;
