import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { VerifySignature } from '#protocol/receipts.ts';
import { log } from '../log.ts';
import type { RelayStorage } from '../storage/port.ts';

const KEY = 'relay-key';

/**
 * The Ed25519 key that signs the ends of chains. It is made once and lies among the relay's values,
 * so that a backup has it. While it could not be stored nothing is signed: another one would be made
 * after the next start.
 */
export class RelayKey {
  readonly publicKey: string;
  readonly #key: KeyObject;
  #isKept: boolean;

  private constructor(key: KeyObject, isKept: boolean) {
    this.#key = key;
    this.#isKept = isKept;
    this.publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  }

  static async open(storage: RelayStorage): Promise<RelayKey> {
    const stored = await keyIn(storage);
    if (stored) return new RelayKey(stored, true);
    const made = new RelayKey(generateKeyPairSync('ed25519').privateKey, false);
    try {
      await storage.write(made.unkept());
      made.keep();
    } catch (error) {
      log.error({ err: error }, 'the key for receipts could not be stored yet');
    }
    return made;
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  /** What is to be stored with the next write, if it could not be before. */
  unkept(): ReadonlyMap<string, Uint8Array> {
    if (this.#isKept) return new Map();
    return new Map([[KEY, Buffer.from(JSON.stringify(this.#key.export({ format: 'jwk' })))]]);
  }

  keep(): void {
    this.#isKept = true;
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#key).toString('base64url');
  }
}

async function keyIn(storage: RelayStorage): Promise<KeyObject | undefined> {
  const stored = await storage.get(KEY);
  if (!stored) return undefined;
  const key = JSON.parse(Buffer.from(stored).toString()) as JsonWebKey;
  return createPrivateKey({ key, format: 'jwk' });
}

/** The public key of a relay's data, if it ever signed. */
export async function publicKeyIn(storage: RelayStorage): Promise<string | undefined> {
  const key = await keyIn(storage);
  return key && createPublicKey(key).export({ format: 'jwk' }).x;
}

export const verifySignature: VerifySignature = (publicKey, text, signature) => {
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: publicKey },
      format: 'jwk'
    });
    const bytes = Buffer.from(signature, 'base64url');
    return Promise.resolve(verify(null, Buffer.from(text), key, bytes));
  } catch {
    return Promise.resolve(false);
  }
};
