// A small picture of an image with what was found drawn over it, in the image's own pixels.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Box } from '../../viewer';
import classes from './steward.module.css';

interface Props {
  url: string;
  /** Of the image, not of the small picture. */
  columns: number;
  rows: number;
  boxes?: (Box & { is_painted_over?: boolean })[];
  alt?: string;
}

export function Picture({ url, columns, rows, boxes = [], alt = '' }: Props) {
  const { t } = useTranslation('steward');
  const [isGone, setIsGone] = useState(false);
  if (isGone) return <span className={classes.gone}>{t('picture_gone')}</span>;
  return (
    <span className={classes.picture}>
      <img src={url} alt={alt} loading="lazy" onError={() => setIsGone(true)} />
      {boxes.length > 0 ? (
        <svg viewBox={`0 0 ${columns} ${rows}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
          {boxes.map((box, index) => (
            <rect key={index} x={box.x} y={box.y} width={box.width} height={box.height} data-painted={box.is_painted_over} vectorEffect="non-scaling-stroke" />
          ))}
        </svg>
      ) : null}
    </span>
  );
}
