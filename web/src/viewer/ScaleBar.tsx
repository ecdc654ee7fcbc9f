import { useTranslation } from 'react-i18next';
import type { Mapping } from './geometry';
import { barOf } from './scale_bar';
import classes from './viewer.module.css';

interface Props {
  mapping: Mapping;
  spacing_mm: { row: number; column: number } | undefined;
}

/** A round length beside the image, as it is on the screen now; nothing where the file does not say how large it is. */
export function ScaleBar({ mapping, spacing_mm }: Props) {
  const { t, i18n } = useTranslation('viewer');
  if (!spacing_mm?.column) return null;
  const bar = barOf(Math.hypot(mapping.u.x, mapping.u.y) / spacing_mm.column);
  const value = bar.length.toLocaleString(i18n.language, { maximumFractionDigits: 2 });
  return (
    <div className={classes.scale} data-testid="scale-bar">
      <div className={classes.scale_line} style={{ width: `${bar.width_px}px` }} />
      {t(bar.isMicrons ? 'length_um' : 'length_mm', { value })}
    </div>
  );
}
