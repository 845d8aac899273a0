import { decodeRows, type Row } from '../../../columnar.ts';
import { Failed, Loading } from '../../components/states.tsx';
import { typeset } from '../../format.ts';
import { useTable } from '../../state/page-context.ts';

/** The findings in words, each with what to keep in mind. */
export function Findings() {
  const findings = useTable('findings');
  return (
    <section class="findings" id="findings" aria-labelledby="findings-title">
      <h2 id="findings-title">All findings</h2>
      <p class="chart-subtitle">
        About the whole city, whatever the filters; whole years and months unless they say so.
      </p>
      {findings.status === 'loading' ? <Loading height={480} /> : null}
      {findings.status === 'error' ? <Failed height={480} message={findings.message} retry={findings.retry} /> : null}
      {findings.status === 'ready' ? (
        <ol>
          {decodeRows(findings.value).map((row) => (
            <Finding key={row['finding']} row={row} />
          ))}
        </ol>
      ) : null}
    </section>
  );
}

function Finding({ row }: { readonly row: Row }) {
  return (
    <li class="finding">
      <p>{typeset(String(row['sentence']))}</p>
      <details>
        <summary>What to keep in mind</summary>
        <p>{typeset(String(row['caveat']))}</p>
      </details>
    </li>
  );
}
