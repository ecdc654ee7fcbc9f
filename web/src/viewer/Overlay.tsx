// Lengths and boxes over the picture. Kinds differ by dash and by a written name, not by colour alone.
import { useTranslation } from 'react-i18next';
import { cornersOnScreen, toScreen, type Box, type Mapping, type Point } from './geometry';
import { lengthOf, type Ruler } from './lengths';
import type { Line } from './planes';
import type { AssetDetail, Measure } from './types';
import classes from './viewer.module.css';

interface Props {
  detail: AssetDetail;
  mapping: Mapping;
  frame: number;
  ruler: Ruler;
  measures: Measure[];
  boxes: Box[];
  referenceBoxes: Box[];
  referenceName?: string;
  /** Where other shown images cut this one. */
  lines: Line[];
}

function Length({ mapping, measure, detail, ruler }: Pick<Props, 'mapping' | 'detail' | 'ruler'> & { measure: Measure }) {
  const { t, i18n } = useTranslation('viewer');
  const from = toScreen(mapping, measure.from);
  const to = toScreen(mapping, measure.to);
  const { key, value } = lengthOf(measure.from, measure.to, detail, ruler);
  const text = t(key, { value: value.toLocaleString(i18n.language, { maximumFractionDigits: 1 }) });
  return (
    <g>
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={classes.length} />
      <circle cx={from.x} cy={from.y} r={3} className={classes.end} />
      <circle cx={to.x} cy={to.y} r={3} className={classes.end} />
      <text x={to.x + 8} y={to.y - 8} className={classes.text}>
        {text}
      </text>
    </g>
  );
}

interface FrameProps {
  mapping: Mapping;
  box: Box;
  name: string;
  className: string | undefined;
}

function Frame({ mapping, box, name, className }: FrameProps) {
  const corners = cornersOnScreen(mapping, box);
  const top = corners.reduce((best: Point, one) => (one.y < best.y ? one : best));
  return (
    <g>
      <polygon points={corners.map((corner) => `${corner.x},${corner.y}`).join(' ')} className={className} />
      <text x={top.x + 4} y={top.y - 6} className={classes.text}>
        {name}
      </text>
    </g>
  );
}

export function Overlay({ detail, mapping, frame, ruler, measures, boxes, referenceBoxes, referenceName, lines }: Props) {
  const { t } = useTranslation('viewer');
  return (
    <svg className={classes.overlay} aria-hidden="true">
      {lines.map((line, index) => {
        const from = toScreen(mapping, line.from);
        const to = toScreen(mapping, line.to);
        return <line key={index} x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={classes.cross} data-testid="cross-line" />;
      })}
      {measures.map((measure, index) =>
        measure.frame === frame ? <Length key={index} mapping={mapping} measure={measure} detail={detail} ruler={ruler} /> : null,
      )}
      {boxes.map((box, index) =>
        box.frame === frame ? (
          <Frame key={index} mapping={mapping} box={box} name={String(index + 1)} className={classes.box} />
        ) : null,
      )}
      {referenceBoxes.map((box, index) =>
        box.frame === frame ? (
          <Frame key={index} mapping={mapping} box={box} name={referenceName ?? t('reference')} className={classes.reference} />
        ) : null,
      )}
    </svg>
  );
}
