import { useState } from 'preact/hooks';
import { Failed, Loading } from '../../components/states.tsx';
import { counted, formatCount } from '../../format.ts';
import { useFile } from '../../state/page-context.ts';
import type { CheckStatus } from '../../../catalogue.ts';
import { momentText } from '../models/amounts.ts';
import { Status } from '../models/checks.tsx';
import { useModelLinks } from '../models/model-address.ts';

interface Assertion {
  readonly assertion: string;
  readonly status: CheckStatus;
  readonly failing_rows: number | null;
  readonly checked_at: string;
  readonly models: readonly string[];
  readonly kind: string;
  readonly claims: readonly string[];
  /** Failing rows as JSON texts. */
  readonly rows: readonly string[];
}

/** What the last run's assertions found: those that failed with their rows, the others on request. */
export function Assertions() {
  const file = useFile<{ readonly assertions: readonly Assertion[] }>('assertions');
  const [showsAll, setShowsAll] = useState(false);
  if (file.status === 'loading') return <Loading height={220} />;
  if (file.status === 'error') return <Failed height={220} message={file.message} retry={file.retry} />;
  const { assertions } = file.value;
  const bad = assertions.filter(({ status }) => status !== 'passed');
  const failed = bad.filter(({ status }) => status === 'failed').length;
  const [first] = assertions;
  return (
    <section class="quality-section" aria-labelledby="assertions">
      <h2 id="assertions">What the assertions of the last run found</h2>
      {first === undefined ? (
        <p>No run of `crime run` has been recorded, so there are no results.</p>
      ) : (
        <>
          <p>
            {failed === 0 ? 'No claim is broken' : `${counted(failed, 'claim is', 'claims are')} broken`}:{' '}
            {formatCount(assertions.length - bad.length)} of {counted(assertions.length, 'assertion')} passed on{' '}
            {momentText(first.checked_at)}. Each is a claim on the rows that must hold before a model that depends on it
            is built.
          </p>
          <List assertions={bad} />
          <button
            type="button"
            aria-expanded={showsAll}
            onClick={() => {
              setShowsAll(!showsAll);
            }}
          >
            {showsAll ? 'Hide' : 'Show'} those that passed
          </button>
          {showsAll ? <List assertions={assertions.filter(({ status }) => status === 'passed')} /> : null}
        </>
      )}
    </section>
  );
}

function List({ assertions }: { readonly assertions: readonly Assertion[] }) {
  const linkTo = useModelLinks();
  if (assertions.length === 0) return null;
  return (
    <ul class="checks">
      {assertions.map(({ assertion, status, failing_rows, models, kind, claims, rows }) => (
        <li key={assertion}>
          <Status status={status} />
          <div>
            <strong>{kind}</strong> of{' '}
            {models.map((model, index) => (
              <span key={model}>
                {index === 0 ? '' : ', '}
                <a href={linkTo({ model, column: null })}>{model}</a>
              </span>
            ))}
            {failing_rows === null || failing_rows === 0 ? '' : `: ${counted(failing_rows, 'failing row')}`}
            <ul class="claims">
              {claims.map((claim) => (
                <li key={claim}>{claim}</li>
              ))}
            </ul>
            {rows.length === 0 ? null : (
              <pre class="failing-rows" tabIndex={0} role="region" aria-label={`Failing rows of ${assertion}`}>
                {rows.join('\n')}
              </pre>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
