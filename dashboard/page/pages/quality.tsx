import { Assertions } from './quality/assertions.tsx';
import { Fields } from './quality/fields.tsx';
import { Freshness } from './quality/freshness.tsx';
import { Lag } from './quality/lag.tsx';
import { Loads } from './quality/loads.tsx';
import { Reconciliation } from './quality/reconciliation.tsx';
import { WorthALook } from './quality/worth-a-look.tsx';

/** How far the numbers can be trusted: how fresh, how complete, how much is masked, and what the checks found. */
export function Page() {
  return (
    <>
      <Freshness />
      <Lag />
      <Fields />
      <Assertions />
      <WorthALook />
      <Loads />
      <Reconciliation />
    </>
  );
}
