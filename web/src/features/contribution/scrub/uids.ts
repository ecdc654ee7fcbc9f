// New names for UIDs and patients: a keyed hash, so that every file of a case agrees and nobody without the key
// can go back.
export type Hash = (text: string) => Promise<Uint8Array>;

const BYTES_OF_UID = 16;
const BYTES_OF_PSEUDONYM = 6;

export function hashWith(key: CryptoKey): Hash {
  return async (text) => new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** "2.25." and a number of 128 bits (PS3.5, B.2). */
export async function newUid(hash: Hash, uid: string): Promise<string> {
  return `2.25.${BigInt(`0x${hexOf((await hash(`uid ${uid}`)).slice(0, BYTES_OF_UID))}`)}`;
}

export async function pseudonym(hash: Hash, patientId: string): Promise<string> {
  return `P-${hexOf((await hash(`patient ${patientId}`)).slice(0, BYTES_OF_PSEUDONYM))}`;
}
