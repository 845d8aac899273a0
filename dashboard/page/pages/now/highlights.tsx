import { decodeRows } from '../../../columnar.ts';
import { typeset } from '../../format.ts';
import { useTable } from '../../state/page-context.ts';

/** The findings of the moment, by name, in the order they are told. */
const names = ['unusual_now', 'expected', 'largest_change_of_month'];

/** What stands out, what is expected, what changed: a sentence each. Their caveats are with all findings below. */
export function Highlights() {
  const findings = useTable('findings');
  if (findings.status !== 'ready') return null;
  const rows = decodeRows(findings.value);
  const told = names.map((name) => rows.find((row) => row['finding'] === name)).filter((row) => row !== undefined);
  if (told.length === 0) return null;
  return (
    <section class="highlights" aria-labelledby="highlights-title">
      <h2 id="highlights-title">In short</h2>
      <p class="chart-subtitle">About the whole city, whatever the filters.</p>
      {told.map((row) => (
        <p key={row['finding']}>{typeset(String(row['sentence']))}</p>
      ))}
      <p class="highlights-more">
        <a href="#findings">All findings, and what to keep in mind</a>
      </p>
    </section>
  );
}
