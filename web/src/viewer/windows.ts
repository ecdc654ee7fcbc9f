// Window presets by modality. CT values: the usual reading windows in Hounsfield units
// (e.g. Radiopaedia "Windowing (CT)": brain 80/40, lung 1500/-600, bone 1800/400, soft tissue 400/50).
export interface WindowPreset {
  name: string;
  center: number;
  width: number;
}

const CT_PRESETS: WindowPreset[] = [
  { name: 'soft_tissue', center: 50, width: 400 },
  { name: 'lung', center: -600, width: 1500 },
  { name: 'bone', center: 400, width: 1800 },
  { name: 'brain', center: 40, width: 80 },
  { name: 'liver', center: 60, width: 160 },
];

/** The windows written in the file come first; only CT has absolute values, so only CT gets fixed presets. */
export function presetsFor(modality: string | undefined, fromFile: WindowPreset[]): WindowPreset[] {
  const usable = fromFile.filter((one) => one.width > 0 && Number.isFinite(one.center));
  const isGiven = (preset: WindowPreset) => usable.some((one) => one.name === preset.name);
  return modality === 'CT' ? [...usable, ...CT_PRESETS.filter((preset) => !isGiven(preset))] : usable;
}

export interface Range {
  lower: number;
  upper: number;
}

/** DICOM PS3.3 C.11.2.1.2.1: a linear window runs from c-0.5-(w-1)/2 to c-0.5+(w-1)/2. */
export function rangeOf(window: { center: number; width: number }): Range {
  const half = Math.max(window.width - 1, 0) / 2;
  return { lower: window.center - 0.5 - half, upper: window.center - 0.5 + half };
}

export function windowOf(range: Range): { center: number; width: number } {
  return { center: (range.lower + range.upper) / 2 + 0.5, width: range.upper - range.lower + 1 };
}

/** Dragging right widens the window, dragging down raises its centre; in steps that fit the present width. */
export function dragged(range: Range, dx: number, dy: number): Range {
  const { center, width } = windowOf(range);
  const step = Math.max(width, 1) / 400;
  return rangeOf({ center: center + dy * step, width: Math.max(1, width + dx * step) });
}
