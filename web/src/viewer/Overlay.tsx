// Lengths and boxes over the picture. Kinds differ by dash and by a written name, not by colour alone.
import { useTranslation } from 'react-i18next';
import { cornersOnScreen, lengthMm, lengthPixels, toScreen, type Box, type Mapping, type Point } from './geometry';
import type { Line } from './planes';
import type { AssetDetail, Measure } from './types';
import classes from './viewer.module.css';

interface Props {
  detail: AssetDetail;
  mapping: Mapping;
  frame: number;
  /** Where the file says nothing of distances in the patient: those on the detector. */
  detector_mm?: { row: number; column: number };
  measures: Measure[];
  boxes: Box[];
  referenceBoxes: Box[];
  referenceName?: string;
  /** Where other shown images cut this one. */
  lines: Line[];
}

function Length({ mapping, measure, detail, detector_mm }: Pick<Props, 'mapping' | 'detail' | 'detector_mm'> & { measure: Measure }) {
  const { t, i18n } = useTranslation('viewer');
  const from = toScreen(mapping, measure.from);
  const to = toScreen(mapping, measure.to);
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 1 });
  const length_mm = detail.spacing_mm && lengthMm(measure.from, measure.to, detail.spacing_mm);
  // Under a microscope millimetres have too many zeros.
  const inSpace = (mm: number) => (detail.pyramid && mm < 1 ? t('length_um', { value: number(1000 * mm) }) : t('length_mm', { value: number(mm) }));
  const onDetector = () => (detector_mm ? t('length_detector', { value: number(lengthMm(measure.from, measure.to, detector_mm)) }) : t('length_px', { value: number(lengthPixels(measure.from, measure.to)) }));
  const text = length_mm === undefined ? onDetector() : inSpace(length_mm);
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

export function Overlay({ detail, mapping, frame, detector_mm, measures, boxes, referenceBoxes, referenceName, lines }: Props) {
  const { t } = useTranslation('viewer');
  return (
    <svg className={classes.overlay} aria-hidden="true">
      {lines.map((line, index) => {
        const from = toScreen(mapping, line.from);
        const to = toScreen(mapping, line.to);
        return <line key={index} x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={classes.cross} data-testid="cross-line" />;
      })}
      {measures.map((measure, index) =>
        measure.frame === frame ? <Length key={index} mapping={mapping} measure={measure} detail={detail} detector_mm={detector_mm} /> : null,
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
