// An accuracy with its 95 % interval on a line from 0 to 1; said in words for those who do not see it.
import { useTranslation } from 'react-i18next';

const WIDTH = 160;
const HEIGHT = 16;

export function IntervalBar({ value, low, high }: { value: number; low?: number; high?: number }) {
  const { t } = useTranslation('release');
  const percent = (share: number) => (100 * share).toFixed(1);
  const label = low !== undefined && high !== undefined ? t('intervalText', { value: percent(value), low: percent(low), high: percent(high) }) : `${percent(value)} %`;
  return (
    <svg width={WIDTH + 12} height={HEIGHT} viewBox={`-6 0 ${WIDTH + 12} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--medal-line)" />
      {low !== undefined && high !== undefined && <line x1={low * WIDTH} x2={high * WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--mantine-color-teal-6)" strokeWidth={4} strokeLinecap="round" />}
      <circle cx={value * WIDTH} cy={HEIGHT / 2} r={5} fill="var(--medal-amber)" />
    </svg>
  );
}
