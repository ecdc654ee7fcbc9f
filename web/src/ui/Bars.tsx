// Counts as bars with their numbers beside them: the bar is a help for the eye, the number is the information.
import { useFormat } from './format';

export interface Bar { key: string; label: string; count: number; note?: string }

export function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const format = useFormat();
  const longest = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <dl className="medal-bars" aria-label={label}>
      {bars.map((bar) => (
        <div key={bar.key} style={{ display: 'contents' }}>
          <dt>{bar.label}</dt>
          <dd aria-hidden="true" className="medal-bar"><span style={{ width: `${(100 * bar.count) / longest}%` }} /></dd>
          <dd>{format.number(bar.count)}{bar.note ? ` ${bar.note}` : ''}</dd>
        </div>
      ))}
    </dl>
  );
}
