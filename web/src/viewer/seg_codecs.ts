// Frames that are codestreams, decoded in the browser by the codecs that show DICOM images: JPEG-LS, JPEG 2000 and its high-throughput form.
import { NoMask } from './no_mask';

interface Decoder {
  getEncodedBuffer(size: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  decode(): void;
  delete(): void;
}
type Decoders = Record<string, new () => Decoder>;
/** The shape of an Emscripten module. */
export type CodecFactory = (options: { locateFile: (file: string) => string }) => Promise<Decoders>;

interface Codec {
  decoder: string;
  load: () => Promise<[{ default: CodecFactory }, { default: string }]>;
}

const JPEG_LS: Codec = { decoder: 'JpegLSDecoder', load: () => Promise.all([import('@cornerstonejs/codec-charls/decodewasmjs'), import('@cornerstonejs/codec-charls/decodewasm?url')]) };
const JPEG_2000: Codec = { decoder: 'J2KDecoder', load: () => Promise.all([import('@cornerstonejs/codec-openjpeg/decodewasmjs'), import('@cornerstonejs/codec-openjpeg/decodewasm?url')]) };
const HIGH_THROUGHPUT: Codec = { decoder: 'HTJ2KDecoder', load: () => Promise.all([import('@cornerstonejs/codec-openjph/wasmjs'), import('@cornerstonejs/codec-openjph/wasm?url')]) };

/** By the last number of 1.2.840.10008.1.2.4. */
const CODECS: Record<string, Codec> = { 80: JPEG_LS, 81: JPEG_LS, 90: JPEG_2000, 91: JPEG_2000, 201: HIGH_THROUGHPUT, 202: HIGH_THROUGHPUT, 203: HIGH_THROUGHPUT };
const FAMILY = '1.2.840.10008.1.2.4.';

export interface DecodedFrame {
  /** Little endian where a value has two bytes. */
  bytes: Uint8Array;
  bytesPerValue: 1 | 2;
}

const codecOf = (syntax: string): Codec | undefined => (syntax.startsWith(FAMILY) ? CODECS[syntax.slice(FAMILY.length)] : undefined);

export const isCodestream = (syntax: string): boolean => codecOf(syntax) !== undefined;

function decodedBy(decoder: Decoder, bytes: Uint8Array, plane: number): DecodedFrame {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  if (width * height !== plane || componentCount !== 1 || bitsPerSample > 16) throw new NoMask('failed');
  // The buffer is the codec's own, and its next frame goes there.
  return { bytes: decoder.getDecodedBuffer().slice(), bytesPerValue: bitsPerSample > 8 ? 2 : 1 };
}

/** Frames of `plane` values each. Throws NoMask where one is damaged or of another size. */
export async function decodeFrames(syntax: string, frames: Uint8Array[], plane: number): Promise<DecodedFrame[]> {
  const codec = codecOf(syntax);
  if (!codec) throw new NoMask('compressed');
  const [{ default: start }, { default: url }] = await codec.load();
  const module = await start({ locateFile: (file) => (file.endsWith('.wasm') ? url : file) });
  const made = module[codec.decoder];
  if (!made) throw new NoMask('failed');
  const decoder = new made();
  try {
    return frames.map((bytes) => decodedBy(decoder, bytes, plane));
  } catch (error) {
    // A codec throws numbers.
    throw error instanceof NoMask ? error : new NoMask('failed');
  } finally {
    decoder.delete();
  }
}
