// Encodes pictures of eight bits without loss, by the codecs from npm that also show images in the browser.
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './server.mjs';

const require = createRequire(path.join(root, 'web/package.json'));
const ENCODERS = {
  jpegLs: ['@cornerstonejs/codec-charls', 'JpegLSEncoder', (encoder) => encoder.setNearLossless(0)],
  jpeg2000: ['@cornerstonejs/codec-openjpeg', 'J2KEncoder', (encoder) => encoder.setQuality(true, 0)],
  htj2k: ['@cornerstonejs/codec-openjph', 'HTJ2KEncoder', (encoder) => encoder.setQuality(true, 0)],
};

/** A function of bytes, columns and rows. */
export async function encoderOf(name) {
  const [from, kind, makeLossless] = ENCODERS[name];
  const codecs = await require(from)();
  return (bytes, columns, rows) => {
    const encoder = new codecs[kind]();
    const info = { width: columns, height: rows, bitsPerSample: 8, componentCount: 1, isSigned: false, isUsingColorTransform: false };
    encoder.getDecodedBuffer(info).set(bytes);
    makeLossless(encoder);
    encoder.encode();
    const encoded = Buffer.from(encoder.getEncodedBuffer());
    encoder.delete();
    return encoded;
  };
}
