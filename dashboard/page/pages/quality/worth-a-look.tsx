import { Failed, Loading } from '../../components/states.tsx';
import { counted, formatCount } from '../../format.ts';
import { useRows } from '../../state/use-rows.ts';

interface QualityCheck {
  readonly check_name: string;
  readonly severity: string;
  readonly findings: number;
  readonly is_finding: boolean;
  /** A JSON array in text. */
  readonly sample: string | null;
  readonly meaning: string;
  readonly what_to_do: string;
}

/** Checks that only report: nothing stops for them, somebody may look. */
export function WorthALook() {
  const checks = useRows<QualityCheck>('quality-checks');
  if (checks.status === 'loading') return <Loading height={300} />;
  if (checks.status === 'error') return <Failed height={300} message={checks.message} retry={checks.retry} />;
  const found = checks.value.filter(({ is_finding }) => is_finding);
  const quiet = checks.value.filter(({ is_finding }) => !is_finding);
  return (
    <section class="quality-section" aria-labelledby="worth-a-look">
      <h2 id="worth-a-look">Worth a look</h2>
      <p>
        {found.length === 0 ? 'None' : formatCount(found.length)} of {counted(checks.value.length, 'check')} found more
        than it allows. These stop nothing.
      </p>
      <ul class="checks">
        {found.map((check) => (
          <Check key={check.check_name} check={check} />
        ))}
      </ul>
      <details>
        <summary>{counted(quiet.length, 'check')} with nothing to report</summary>
        <ul class="checks">
          {quiet.map((check) => (
            <Check key={check.check_name} check={check} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function Check({ check }: { readonly check: QualityCheck }) {
  const { check_name, severity, findings, is_finding, sample, meaning, what_to_do } = check;
  return (
    <li>
      <span class={`status ${is_finding ? 'is-look' : 'is-unknown'}`}>{is_finding ? severity : 'quiet'}</span>
      <div>
        <strong>{check_name}</strong>: {formatCount(findings)}
        <p>{meaning}</p>
        {is_finding ? <p class="what-to-do">{what_to_do}</p> : null}
        {sample === null ? null : (
          <details>
            <summary>Some of them</summary>
            <pre class="failing-rows" tabIndex={0} role="region" aria-label={`Some of: ${check_name}`}>
              {sampleLines(sample)}
            </pre>
          </details>
        )}
      </div>
    </li>
  );
}

/** One row a line. What is no JSON array is shown as it is. */
function sampleLines(sample: string): string {
  try {
    const rows: unknown = JSON.parse(sample);
    return Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).join('\n') : sample;
  } catch {
    return sample;
  }
}
