// What the server says, in the reader's language: findings and checks carry stable codes, and i18n/de/findings.json has a
// sentence for each (findings.test.ts). The server's own words are the English catalogue.

/** The server says more than one sentence by these codes: its words stand behind the translation. */
export const DETAILED = new Set([
  'archive.nested', 'archive.refused', 'asset.no_decoder', 'asset.undecodable', 'dicom.dimensions', 'dicom.directory', 'dicom.elements', 'dicom.frame_count', 'dicom.length',
  'dicom.preamble', 'dicom.structure', 'faces.undecided', 'file.kind', 'imaging.codec', 'imaging.decode', 'imaging.kind', 'imaging.nifti_type',
  'imaging.no_frame', 'imaging.refused', 'imaging.too_large', 'imaging.write', 'nifti.header', 'pixels.cannot_blank', 'pixels.clipped', 'pixels.not_searched', 'raster.damaged', 'raster.dimensions',
  'series.duplicate_slices', 'series.missing_slices', 'slide.part_damaged', 'slide.part_missing', 'slide.searched', 'slide.unreadable', 'video.damaged',
]);

export interface Wording {
  /** In the reader's language. */
  sentence?: string;
  /** The server's words, in English. */
  original?: string;
}

/** `sentenceOf`: of the catalogue, by code. */
export function wordingOf(code: string | undefined, text: string, sentenceOf: (code: string) => string | undefined): Wording {
  const sentence = code ? sentenceOf(code) : undefined;
  if (sentence === undefined) return { original: text };
  return code && DETAILED.has(code) ? { sentence, original: text } : { sentence };
}
