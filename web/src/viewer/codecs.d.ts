// The codecs come without types.
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: import('./seg_codecs').CodecFactory;
  export default start;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: import('./seg_codecs').CodecFactory;
  export default start;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const start: import('./seg_codecs').CodecFactory;
  export default start;
}
declare module '*decodewasm?url' {
  const url: string;
  export default url;
}
declare module '@cornerstonejs/codec-openjph/wasm?url' {
  const url: string;
  export default url;
}
