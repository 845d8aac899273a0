/** What stands where a chart will be: as high as the chart, so that nothing moves when it comes. */
export function Loading({ height }: { readonly height: number }) {
  return (
    <div class="state state-loading" role="status">
      <svg width="100%" height={height} aria-hidden="true">
        <rect width="100%" height="100%" rx="6" />
      </svg>
      <span>Loading …</span>
    </div>
  );
}

/** Said where there is nothing to draw. */
export function Empty({ height, text }: { readonly height: number; readonly text: string }) {
  return (
    <div class="state state-empty">
      <svg width="100%" height={height} aria-hidden="true" />
      <p>{text}</p>
    </div>
  );
}

/** Said where the data could not be had, with a way to try again. */
export function Failed({
  height,
  message,
  retry,
}: {
  readonly height: number;
  readonly message: string;
  readonly retry: () => void;
}) {
  return (
    <div class="state state-error" role="alert">
      <svg width="100%" height={height} aria-hidden="true" />
      <div>
        <p>
          <strong>This could not be shown.</strong> {message}
        </p>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </div>
    </div>
  );
}
