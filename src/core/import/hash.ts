/** 106 bits of a text in base 36: enough for ids made from paths, and no secret. */
export function hashOf(text: string): string {
  return part(text, 0x9e3779b9).padStart(11, '0') + part(text, 0x85ebca6b).padStart(11, '0');
}

/** A multiply-and-fold hash of 53 bits over UTF-16 units. */
function part(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
