/** From 0 to 100. It is drawn by the compositor alone. */
export function ProgressBar({ value, label }: { value: number; label: string }) {
  return (
    <div
      class="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value)}
    >
      <span style={{ transform: `scaleX(${Math.min(100, Math.max(0, value)) / 100})` }} />
    </div>
  );
}
