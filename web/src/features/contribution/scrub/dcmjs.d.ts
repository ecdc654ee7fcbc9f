// What of dcmjs is used here; it comes without types.
declare module 'dcmjs' {
  export interface DicomElement {
    vr: string;
    Value?: unknown[];
    /** As it stood in the file; written again where Value has not changed. */
    _rawValue?: unknown;
  }
  export type DicomItem = Record<string, DicomElement>;
  interface DicomFile {
    meta: DicomItem;
    dict: DicomItem;
    write(options: { allowInvalidVRLength: boolean }): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomMessage: { readFile(bytes: ArrayBuffer): DicomFile };
      DicomMetaDictionary: { dictionary: Record<string, { name: string; vr: string } | undefined> };
    };
    log: { setLevel(level: string): void };
  };
  export default dcmjs;
}
